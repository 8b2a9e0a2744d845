// A small transformer, fitted: it learns, says the same about text in every way it can be asked, draws text, and comes
// back from its file.
import { stream, type TokenSamplerOptions, tokenSampler } from '@stokast/sampling';
import { describe, expect, test } from 'vitest';
import { transformer } from '../../src/index.ts';
import { readSafetensors } from '../../src/train/safetensors.ts';
import { readCheckpoint } from '../../src/train/save.ts';
import { recipeFor, transformerFrom } from '../../src/transformer/transformer.ts';
import { trainingLaws } from '../laws.ts';

const small = { nLayer: 2, nHead: 2, nEmbd: 16, blockSize: 8, learningRate: 0.01, warmupIters: 5 } as const;
const text = 'the cat sleeps.\nthe cat jumps.\nthe dog sleeps.\nthe dog eats.\na cat eats fish.\n'.repeat(4);
const options = { steps: 150, batchSize: 8 };
const model = await transformer(small).fit(text, { stream: stream('fit'), ...options });
const pairs = await transformer({ ...small, tokenizer: 'bpe', vocabSize: 300 }).fit(
  `${text}På en ö är det så. Å ä ö är det så!\n`,
  { stream: stream('fit'), ...options },
);

describe.each([
  ['characters', model],
  ['byte pairs', pairs],
])('%s', (_, each) => {
  test('it has learnt', () => {
    expect(each.evaluate(text).natsPerCharacter).toBeLessThan(1);
  });

  test('log p of a text is the sum of what comes next', () => {
    const some = 'the dog jumps.\na';
    const ids = each.tokenizer.encode(some);
    let sum = 0;
    for (let i = 0; i < ids.length; i++) {
      const before = each.tokenizer.decode(ids.slice(0, i));
      sum += Math.log(each.next(before).probabilities[ids[i]]);
    }
    expect(each.logProb(some)).toBeCloseTo(sum, 4);
    expect(each.evaluate(some).logProb).toBe(each.logProb(some));
    expect(each.logProb('')).toBe(0);
  });

  test('what it is told about a text does not depend on what it was asked before', () => {
    const whole = each.evaluate(text);
    each.evaluate(text.slice(3, 50));
    expect(each.evaluate(text)).toEqual(whole);
    const [a, b] = [each.next('the c').probabilities, each.next('a cat eats fish. the').probabilities];
    expect(each.next('the c').probabilities).toEqual(a);
    expect(each.next('a cat eats fish. the').probabilities).toEqual(b);
  });

  test('temperature 0 takes the most probable token each time, however long the text', () => {
    const greedy = tokenSampler({ temperature: 0 });
    const ids = [...each.tokenizer.encode('the')];
    const draws = { prompt: 'the', stream: stream(1), tokenSampler: greedy, maxNewTokens: 30 };
    const got = each.generate(draws).text();
    for (let i = 0; i < 30; i++) {
      const { probabilities: p } = each.next(each.tokenizer.decode(ids));
      ids.push(p.indexOf(Math.max(...p)));
    }
    expect(`the${got}`).toBe(each.tokenizer.decode(ids));
  });

  test('texts by turns are the texts one after the other; two words of the stream a token', () => {
    const draw = (seed: number) => each.generate({ prompt: 'the', stream: stream(seed), maxNewTokens: 40 });
    const [a, b] = [draw(1).text(), draw(2).text()];
    const [x, y] = [draw(1), draw(2)];
    const got = ['', ''];
    for (;;) {
      const [p, q] = [x.next(), y.next()];
      if (p.done && q.done) break;
      got[0] += p.done ? '' : p.value;
      got[1] += q.done ? '' : q.value;
    }
    expect(got).toEqual([a, b]);
    const s = stream(3);
    each.generate({ stream: s, maxNewTokens: 25 }).text();
    expect(s.position).toBe(50);
  });

  test('it stops before a stop string, and at once for no tokens', () => {
    const draws = { prompt: 'the cat', stream: stream(4), maxNewTokens: 200, stop: '\n' };
    const got = each.generate(draws).text();
    expect(got).not.toContain('\n');
    expect(
      each
        .generate({ ...draws, stop: [], stream: stream(4) })
        .text()
        .startsWith(`${got}\n`),
    ).toBe(true);
    expect(each.generate({ stream: stream(1), maxNewTokens: 0 }).text()).toBe('');
  });

  test('its file has it all', () => {
    const bytes = each.save();
    const again = transformerFrom(readCheckpoint('Cannot load', bytes));
    expect(again.save()).toEqual(bytes);
    expect(again.tokens).toEqual(each.tokens);
    expect(again.logProb(text)).toBe(each.logProb(text));
    const { tensors } = readSafetensors(bytes);
    expect(tensors.get('h.1.attn.c_attn.weight')?.shape).toEqual([16, 48]);
    expect(tensors.get('wte.weight')?.shape).toEqual([each.tokens.length, 16]);
  });

  test('it says what it is', () => {
    expect(String(each)).toMatch(
      /^Transformer\(2 layers, 2 heads, 16 channels, context 8, \d+ tokens, \d+ param/,
    );
    expect(JSON.parse(JSON.stringify(each))).toMatchObject({ type: 'transformer', config: { nLayer: 2 } });
  });
});

test.each<TokenSamplerOptions>([
  {},
  { temperature: 0.5 },
  { topK: 3 },
  { topP: 0.7 },
  { minP: 0.2 },
  { typicalP: 0.6 },
  { repetitionPenalty: 1.5 },
  { frequencyPenalty: 0.5, presencePenalty: 0.5 },
  { logitBias: { 3: 2, 4: Number.NEGATIVE_INFINITY } },
  { temperature: 0.8, topK: 5, topP: 0.9, preset: 'llamacpp' },
  { temperature: 0.8, topK: 5, minP: 0.1, preset: 'vllm' },
])('a token sampler is given the logits, the prompt and what was drawn: %j', (samplerOptions) => {
  const sampler = tokenSampler(samplerOptions);
  const { tokenizer } = model;
  const prompt = [...tokenizer.encode('the cat')];
  const output: number[] = [];
  const s = stream('sampler');
  for (let i = 0; i < 25; i++) {
    const logits = model.predictorAfter(tokenizer.decode([...prompt, ...output])).logits();
    output.push(sampler.sample(logits, s, { prompt, output }));
  }
  const draws = { prompt: 'the cat', stream: stream('sampler'), tokenSampler: sampler, maxNewTokens: 25 };
  expect(model.generate(draws).text()).toBe(tokenizer.decode(output));
});

test('an unknown character can be read and is never drawn', () => {
  expect(model.evaluate('the zebra').unknown).toBe(3); // z, b, r
  expect(model.logProb('zzz')).toBeGreaterThan(-100);
  expect(model.generate({ prompt: 'zzz', stream: stream(1), maxNewTokens: 300 }).text()).not.toContain(
    '\ufffd',
  );
});

test.each([
  { dropout: 0.1, positions: 'learned', bias: true },
  { tokenizer: 'bpe', vocabSize: 270, gelu: 'exact' },
] as const)('trainings keep the laws: %j', async (some) => {
  const { config } = transformer({ ...small, nLayer: 1, ...some });
  await trainingLaws({ recipe: recipeFor(config, text), data: text, batchSize: 4, steps: 6 });
});

test('options in another order are the same configuration', () => {
  const [a, b] = [{ minLr: 0.001, tokenizer: 'bpe', vocabSize: 300 } as const, { bias: false, nLayer: 4 }];
  const there = transformer({ ...a, ...b }).config;
  const back = transformer({ nLayer: 4, vocabSize: 300, bias: false, tokenizer: 'bpe', minLr: 0.001 }).config;
  expect(JSON.stringify(there)).toBe(JSON.stringify(back));
});

test('held-out text is looked at during a fit', async () => {
  const seen: number[] = [];
  await transformer(small).fit(text, {
    stream: stream('fit'),
    steps: 10,
    batchSize: 4,
    validation: 'the cat eats.\n',
    validateEvery: 5,
    onProgress: ({ validation }) => {
      if (validation) seen.push(validation.loss);
    },
  });
  expect(seen.length).toBe(2);
  expect(seen[1]).toBeLessThan(seen[0]);
});

describe('refusals', () => {
  test.each<[string, object]>([
    ['nHead', { nHead: 3 }],
    ['nHead', { nEmbd: 12, nHead: 4 }],
    ['nLayer', { nLayer: 0 }],
    ['blockSize', { blockSize: 1.5 }],
    ['dropout', { dropout: 1 }],
    ['bias', { bias: 1 }],
    ['positions', { positions: 'sinusoidal' }],
    ['gelu', { gelu: 'relu' }],
    ['tokenizer', { tokenizer: 'word' }],
    ['vocabSize', { vocabSize: 300 }],
    ['vocabSize', { tokenizer: 'bpe', vocabSize: 256 }],
    ['learningRate', { learningRate: 0 }],
    ['minLr', { minLr: 1 }],
    ['beta2', { beta2: 1 }],
    ['weightDecay', { weightDecay: -1 }],
    ['options.n_layer', { n_layer: 4 }],
  ])('%s of %j', (parameter, some) => {
    expect(() => transformer(some)).toThrow(expect.objectContaining({ parameter }));
  });

  test('of data and options', async () => {
    const spec = transformer(small);
    const s = stream(1);
    await expect(spec.fit('', { stream: s })).rejects.toThrow('the text is empty');
    await expect(spec.fit('abcabc', { stream: s })).rejects.toThrow('the text has 6 tokens');
    await expect(spec.fit(3 as never, { stream: s })).rejects.toThrow('`text` must be a string');
    await expect(spec.fit(text, {})).rejects.toThrow('options.stream');
    await expect(spec.fit(text, { stream: s, validation: '' })).rejects.toThrow('options.validation');
    expect(() => model.evaluate('')).toThrow('heldOut');
    expect(() => model.evaluate('a', { stride: 9 })).toThrow('options.stride');
    expect(() => model.next(3 as never)).toThrow('context');
  });

  test.each<[string, (config: Record<string, unknown>, weights: Map<string, Float32Array>) => void]>([
    ['a configuration that is none', (config) => Object.assign(config, { nHead: 3 })],
    ['no tokens', (config) => Object.assign(config, { tokens: null })],
    ['a weight that is missing', (_, weights) => weights.delete('h.0.ln_1.weight')],
    ['a weight of another size', (_, weights) => weights.set('ln_f.weight', new Float32Array(3))],
  ])('of a file with %s', (_, spoil) => {
    const { config, weights, ...rest } = readCheckpoint('Cannot load', model.save());
    const [spoilt, others] = [structuredClone(config) as Record<string, unknown>, new Map(weights)];
    spoil(spoilt, others);
    expect(() => transformerFrom({ ...rest, config: spoilt as never, weights: others })).toThrow(
      expect.objectContaining({ name: 'DataError' }),
    );
  });
});
