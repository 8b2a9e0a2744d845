import { useBackend } from '@stokast/core-wasm';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { stream, type TokenSamplerOptions, type TokenStep, tokenSampler } from '../../src/index.ts';
import { reference } from './reference.ts';

afterEach(() => {
  useBackend('auto');
});

const left = (options: TokenSamplerOptions, logits: number[], history?: number[]): number[] => [
  ...tokenSampler(options).distribution(new Float32Array(logits), history).tokens,
];

describe('known answers', () => {
  test('where truncation stands in the order decides what is left', () => {
    const options = { topP: 0.8, temperature: 0.5 };
    expect(left({ ...options, preset: 'hf' }, [3, 2, 1])).toEqual([0]);
    expect(left({ ...options, preset: 'vllm' }, [3, 2, 1])).toEqual([0]);
    expect(left({ ...options, preset: 'llamacpp' }, [3, 2, 1])).toEqual([0, 1]);
    expect(left({ ...options, order: ['topP', 'temperature'] }, [3, 2, 1])).toEqual([0, 1]);
    expect(left(options, [3, 2, 1])).toEqual([0]);
  });

  test('min-p before or after top-k and top-p', () => {
    // Probabilities 0.5, 0.3, 0.2 after top-k 3: top-p 0.75 leaves two, of 0.625 and 0.375.
    const logits = [0.4, 0.24, 0.16, 0.1, 0.1].map(Math.log);
    expect(left({ topK: 3, topP: 0.75 }, logits)).toEqual([0, 1]);
    expect(left({ topP: 0.75, order: ['topP'] }, logits)).toEqual([0, 1, 2]);
    expect(left({ minP: 0.5, topP: 0.99 }, logits)).toEqual([0, 1]);
  });

  test('penalties, by hand', () => {
    const logits = [2, -1, 1, 0.5, 0];
    const history = [0, 0, 1, 4];
    const after = (options: TokenSamplerOptions, past: Parameters<typeof logitsAfter>[2] = history) =>
      logitsAfter(options, logits, past);
    expect(after({ repetitionPenalty: 2 })).toEqual([1, -2, 1, 0.5, 0]);
    expect(after({ frequencyPenalty: 0.25 })).toEqual([1.5, -1.25, 1, 0.5, -0.25]);
    expect(after({ presencePenalty: 0.5 })).toEqual([1.5, -1.5, 1, 0.5, -0.5]);
    expect(after({ logitBias: { 2: 1.5, 4: -3 } })).toEqual([2, -1, 2.5, 0.5, -3]);
    expect(after({ logitBias: new Map([[3, -Infinity]]) })).toEqual([2, -1, 1, -Infinity, 0]);
    expect(after({ repetitionPenalty: 2, frequencyPenalty: 0.25, presencePenalty: 0.5 })).toEqual([
      0, -2.75, 1, 0.5, -0.75,
    ]);
    // The repetition penalty sees the prompt, the other two do not.
    const split = { prompt: [0, 0], output: [1] };
    expect(after({ repetitionPenalty: 2 }, split)).toEqual([1, -2, 1, 0.5, 0]);
    expect(after({ frequencyPenalty: 0.25, presencePenalty: 0.5 }, split)).toEqual([2, -1.75, 1, 0.5, 0]);
  });

  test('temperature 0 is greedy: the lower of equal tokens', () => {
    expect(left({ temperature: 0 }, [1, 5, 5, -Infinity])).toEqual([1]);
    expect(left({ temperature: 0, preset: 'llamacpp', topK: 3 }, [-0, 0, -1])).toEqual([0]);
    const s = stream(1);
    expect(tokenSampler({ temperature: 0 }).sample(new Float32Array([1, 5, 5]), s)).toBe(1);
    expect(s.position).toBe(2);
  });

  test('log-probabilities are of what is left', () => {
    const logits = new Float32Array([3, 2, 1, -Infinity]);
    const sampler = tokenSampler({ topK: 2 });
    expect(sampler.logProb(logits, 0)).toBeCloseTo(-Math.log1p(Math.exp(-1)), 15);
    expect(sampler.logProb(logits, 1)).toBeCloseTo(-1 - Math.log1p(Math.exp(-1)), 15);
    expect(sampler.logProb(logits, 2)).toBe(-Infinity);
    expect(tokenSampler().logProb(logits, 3)).toBe(-Infinity);
    expect(tokenSampler().logProb(new Float32Array([0, -2000]), 1)).toBe(-2000);
  });

  test('extreme temperatures and logits', () => {
    expect(left({ temperature: 1e-320 }, [1, 2, 2])).toEqual([1, 2, 0]);
    expect(tokenSampler({ temperature: 1e-320 }).logProb(new Float32Array([1, 2, 2]), 2)).toBe(-Math.LN2);
    const warm = tokenSampler({ temperature: 1e308 }).distribution(new Float32Array([1, 2, -3e38]));
    expect(warm.logProbs[2]).toBeCloseTo(-Math.log(3), 12);
    expect(left({ repetitionPenalty: 1e-30 }, [3e38, 1], [0, 1])).toEqual([0, 1]);
    expect(left({ topP: 1e-300 }, [1, 2, 3])).toEqual([2]);
    expect(left({ topP: 5e-324, minP: 1, typicalP: 5e-324, topK: 2147483646 }, [3, 3])).toEqual([0]);
  });

  test('it describes itself', () => {
    const sampler = tokenSampler({ topP: 0.9, temperature: 0.7, logitBias: { 3: 1 }, preset: 'llamacpp' });
    expect(String(sampler)).toBe('tokenSampler(logitBias of 1 -> topP 0.9 -> temperature 0.7 -> draw)');
    expect(sampler.steps).toEqual(['logitBias', 'topP', 'temperature']);
    expect(tokenSampler({ topK: 0, topP: 1, minP: 0, temperature: 1 }).describe()).toBe('draw');
  });
});

/** Logits after the adjustments, from log-probabilities and the one of the untouched token 3 (or 2, when 3 is masked). */
function logitsAfter(
  options: TokenSamplerOptions,
  logits: number[],
  history: number[] | { prompt: number[]; output: number[] },
): number[] {
  const sampler = tokenSampler(options);
  const values = logits.map((_, token) => sampler.logProb(new Float32Array(logits), token, history));
  const anchor = values[3] === -Infinity ? 2 : 3;
  return values.map((x) => Math.round((x - values[anchor] + logits[anchor]) * 1e9) / 1e9 + 0);
}

const number = (least: number, most: number): fc.Arbitrary<number> =>
  fc.double({ min: least, max: most, noNaN: true }).map((x) => Math.round(x * 1000) / 1000);
const sometimes = <T>(what: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(what, { nil: undefined });

const steps: TokenStep[] = [
  'logitBias',
  'repetitionPenalty',
  'frequencyPenalty',
  'presencePenalty',
  'temperature',
  'topK',
  'topP',
  'minP',
  'typicalP',
];

const cases = fc
  .record({
    size: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 600 })),
    seed: fc.nat(1e9),
    spread: fc.constantFrom(0, 0.5, 2, 8),
    grain: fc.constantFrom(0.5, 1e-3, 0),
    masked: fc.constantFrom(0, 0.3),
    prompt: fc.array(fc.nat(11), { maxLength: 6 }),
    output: fc.array(fc.nat(11), { maxLength: 6 }),
    bias: fc.array(fc.tuple(fc.nat(11), number(-3, 3)), { maxLength: 3 }),
    options: fc.record({
      temperature: sometimes(fc.oneof(number(0.1, 3), fc.constant(0))),
      topK: sometimes(fc.oneof(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 400 }))),
      topP: sometimes(number(0.01, 0.999)),
      minP: sometimes(number(0, 0.5)),
      typicalP: sometimes(number(0.01, 1)),
      repetitionPenalty: sometimes(number(0.5, 2)),
      frequencyPenalty: sometimes(number(-1, 1)),
      presencePenalty: sometimes(number(-1, 1)),
    }),
    order: fc.shuffledSubarray(steps, { minLength: steps.length }),
  })
  .map((given) => {
    const { size } = given;
    const noise = stream(given.seed).words(2 * size);
    const logits = Float32Array.from({ length: size }, (_, i) => {
      if (i > 0 && noise[2 * i + 1] / 2 ** 32 < given.masked) return -Infinity;
      const x = given.spread * (noise[2 * i] / 2 ** 31 - 1) * 2;
      return given.grain > 0 ? Math.round(x / given.grain) * given.grain : x;
    });
    const inside = (tokens: number[]): number[] => tokens.map((token) => token % size);
    const bias = Object.fromEntries(given.bias.map(([token, value]) => [token % size, value]));
    const set = Object.entries(given.options).filter(([, value]) => value !== undefined);
    const options: TokenSamplerOptions = {
      ...Object.fromEntries(set),
      logitBias: bias,
      order: given.order,
    };
    return {
      logits,
      options,
      order: given.order,
      prompt: inside(given.prompt),
      output: inside(given.output),
    };
  });

describe.each(['wasm', 'typescript'] as const)('against a full sort, on %s', (backend) => {
  test('the same tokens with the same log-probabilities, in every order', () => {
    useBackend(backend);
    let compared = 0;
    let close = 0;
    fc.assert(
      fc.property(cases, ({ logits, options, order, prompt, output }) => {
        const expected = reference(logits, options, order, prompt, output);
        const got = tokenSampler(options).distribution(logits, { prompt, output });
        if (expected.margin < 1e-11) {
          // Rounding may decide either way, unless weights are exact.
          close++;
          return;
        }
        compared++;
        expect([...got.tokens]).toEqual(expected.tokens);
        got.logProbs.forEach((x, i) => {
          expect(Math.abs(x - expected.logProbs[i])).toBeLessThanOrEqual(
            1e-12 * Math.max(1, Math.abs(expected.logProbs[i])),
          );
        });
      }),
      { numRuns: backend === 'wasm' ? 6000 : 1500, seed: 7 },
    );
    expect(compared).toBeGreaterThan(10 * close);
  });

  test('large vocabularies', () => {
    useBackend(backend);
    const size = 20_011;
    const noise = stream('large').words(size);
    for (const grain of [0, 0.25]) {
      for (const options of [
        { topK: 50, topP: 0.95 },
        { topK: 3000 },
        { topP: 0.9 },
        { minP: 0.02, temperature: 1.5 },
        { typicalP: 0.5 },
        { topP: 0.7, topK: 21, preset: 'llamacpp', typicalP: 0.9 },
      ] as TokenSamplerOptions[]) {
        const logits = Float32Array.from(noise, (w) => {
          const x = 6 * Math.log(w / 2 ** 32 + 1e-9);
          return grain > 0 ? Math.round(x / grain) * grain : -x;
        });
        const sampler = tokenSampler(options);
        const expected = reference(logits, options, sampler.steps, [], []);
        expect(expected.margin, `${sampler} ${grain}`).toBeGreaterThan(1e-11);
        expect([...sampler.distribution(logits).tokens]).toEqual(expected.tokens);
      }
    }
  });
});
