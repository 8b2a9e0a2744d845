// Mixtures of models of text: the sum they are, weights that no others beat, tokens that not every model knows.
import { stream, tokenSampler } from '@stokast/sampling';
import { describe, expect, test } from 'vitest';
import { mixture, ngram, transformer } from '../../src/index.ts';

const text = 'the cat sleeps.\nthe cat jumps.\nthe dog sleeps.\nthe dog eats.\na cat eats fish.\n'.repeat(3);
const heldOut = 'the dog jumps.\na dog eats fish.\nthe fish sleeps.\n';
const short = await ngram({ order: 2 }).fit(text);
const long = await ngram({ order: 5 }).fit(text);
const network = await transformer({ nLayer: 1, nHead: 2, nEmbd: 16, blockSize: 8, learningRate: 0.01 }).fit(
  `${text}zebra\n`,
  { stream: stream('fit'), steps: 60, batchSize: 8 },
);

test('p is the sum of what the models say', () => {
  const both = mixture([short, long]).weighted([1, 3]);
  expect(both.weights).toEqual([0.25, 0.75]);
  const [p, q] = [short.next('the c').probabilities, long.next('the c').probabilities];
  expect(both.next('the c').probabilities).toEqual(p.map((each, i) => 0.25 * each + 0.75 * q[i]));
  expect(both.tokens).toEqual(short.tokens);
  let sum = 0;
  for (let i = 0; i < heldOut.length; i++) {
    const { tokens, probabilities } = both.next(heldOut.slice(0, i));
    sum += Math.log(probabilities[tokens.indexOf(heldOut[i])]);
  }
  expect(both.logProb(heldOut)).toBeCloseTo(sum, 10);
  expect(both.evaluate(heldOut).logProb).toBe(both.logProb(heldOut));
  expect(mixture([long]).weighted([1]).logProb(heldOut)).toBeCloseTo(long.logProb(heldOut), 10);
});

test('the weights are the best ones there are', async () => {
  const spec = mixture([short, long]);
  const best = await spec.fit(heldOut);
  const [w] = best.weights;
  expect(w).toBeGreaterThan(0.01);
  const top = best.evaluate(heldOut).natsPerCharacter;
  for (let i = 0; i <= 100; i++)
    expect(spec.weighted([i, 100 - i]).evaluate(heldOut).natsPerCharacter).toBeGreaterThan(top - 1e-7);
  for (const model of [short, long]) expect(model.evaluate(heldOut).natsPerCharacter).toBeGreaterThan(top);
  // Where one model is the better one everywhere, it gets all.
  expect((await mixture([long, long]).fit(heldOut)).weights).toEqual([0.5, 0.5]);
});

describe('with a transformer, which knows letters that the n-grams do not', () => {
  const both = mixture([long, network]).weighted([1, 1]);

  test('probabilities add up to 1, and unknown ones are shared', () => {
    const { tokens, probabilities: p } = both.next('the ');
    expect(tokens.length).toBe(network.tokens.length);
    expect(p.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    const [z, b] = ['z', 'b'].map((token) => tokens.indexOf(token));
    const [q, own] = [long.next('the ').probabilities, network.next('the ').probabilities];
    // z, b and what nobody knows share what the n-grams leave for unknown ones.
    const share = q[q.length - 1] / 4; // z, b, r and the rest
    expect(p[z]).toBeCloseTo(0.5 * share + 0.5 * own[z], 14);
    expect(p[b]).toBeCloseTo(0.5 * share + 0.5 * own[b], 14);
    expect(both.evaluate('zebra\n').unknown).toBe(0);
    expect(both.logProb('zebra?')).toBeGreaterThan(-100);
  });

  test('text is drawn from it', () => {
    const draw = () => both.generate({ prompt: 'the ', stream: stream(1), maxNewTokens: 40 });
    expect(draw().text()).toBe([...draw()].join(''));
    const greedy = tokenSampler({ temperature: 0 });
    const got = both
      .generate({ prompt: 'the ', stream: stream(1), tokenSampler: greedy, maxNewTokens: 8 })
      .text();
    let expected = 'the ';
    for (let i = 0; i < 8; i++) expected += both.next(expected).top(1)[0].token;
    expect(`the ${got}`).toBe(expected);
  });

  test('it says what it is', () => {
    expect(String(both)).toMatch(/^Mixture\(0.50 Ngram\(.*\), 0.50 Transformer\(.*\)\)$/);
    expect(JSON.parse(JSON.stringify(both))).toMatchObject({ type: 'mixture', weights: [0.5, 0.5] });
  });
});

test('refusals', async () => {
  const words = await ngram({ order: 2, level: 'word' }).fit(text);
  expect(() => mixture([])).toThrow('`models`');
  expect(() => mixture([3 as never])).toThrow('models[0]');
  expect(() => mixture([short, words])).toThrow('models[1]');
  const spec = mixture([short, long]);
  await expect(spec.fit('')).rejects.toThrow('heldOut');
  await expect(spec.fit(3 as never)).rejects.toThrow('heldOut');
  for (const weights of [[1], [1, -1], [0, 0], [1, Number.NaN], ['1', 1], 3] as never[])
    expect(() => spec.weighted(weights)).toThrow('weights');
  const both = spec.weighted([1, 1]);
  expect(() => both.evaluate('')).toThrow('heldOut');
  expect(() => both.next(3 as never)).toThrow('context');
});
