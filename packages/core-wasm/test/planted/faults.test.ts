// Faults that were, or could be, made in samplers; the battery must catch each at the error rate at which it passes
// the kernels (draws.test.ts: three seeds x 10^6 draws). `exact` are the same samplers without a fault, which must pass.
import { describe, expect, test } from 'vitest';
import { backends, testKey } from '../backends';
import { fills, weights } from '../fills';
import { exponentialShape, type Fault, normalShape, type Shape, Words, zigguratDraw } from '../reference';
import { discrete, judge, type Verdict } from '../statistics/battery';
import { laws, verdictsOn } from '../statistics/families';
import { evenRanks, raceLaw, raceLogits, rank } from '../statistics/permutations';

const seeds = [101, 202, 303];
const DRAWS = 1_000_000;
const { portable } = backends;

const lawOf = (name: string) => laws.find(({ of }) => of === name) ?? laws[0];
const judged = (name: string, draws: Float64Array): Verdict[] => judge(verdictsOn(lawOf(name), draws));
const fromWords = (seed: number, draw: (words: Words, i: number) => number, n = DRAWS): Float64Array => {
  const words = new Words(portable, testKey(seed));
  return new Float64Array(n).map((_, i) => draw(words, i));
};

/** Three seeds, as the battery has: caught by one is caught. */
const caught = (verdicts: (seed: number) => Verdict[]): boolean =>
  seeds.some((seed) => verdicts(seed).length > 0);

const ziggurats: [string, string, Shape, Fault][] = [
  ['layer edge off by one', 'normal', normalShape, { edge: 'next' }],
  ['tail on one side', 'normal', normalShape, { tail: 'unsigned' }],
  ['tail cut', 'normal', normalShape, { tail: 'cut' }],
  ['sign bit dropped', 'normal', normalShape, { sign: 'none' }],
  ['sign from a bit of the layer', 'normal', normalShape, { sign: 'layer' }],
  ['24 bits in a double', 'normal', normalShape, { bits: 24 }],
  ['counter used again', 'normal', normalShape, { words: 'restart' }],
  ['layer edge off by one', 'exponential', exponentialShape, { edge: 'next' }],
  ['wedge always accepted', 'exponential', exponentialShape, { wedge: 'always' }],
  ['tail cut', 'exponential', exponentialShape, { tail: 'cut' }],
];

describe('ziggurat', () => {
  test.each([
    ['normal', normalShape],
    ['exponential', exponentialShape],
  ] as const)('exact: %s', (name, shape) => {
    expect(
      judged(
        name,
        fromWords(101, (words, i) => zigguratDraw(words, i, shape)),
      ),
    ).toEqual([]);
  });

  test.each(ziggurats)('%s: %s', (_, name, shape, fault) => {
    expect(
      caught((seed) =>
        judged(
          name,
          fromWords(seed, (words, i) => zigguratDraw(words, i, shape, fault)),
        ),
      ),
    ).toBe(true);
  });
});

describe('uniform', () => {
  const uniform = 'uniform [)';
  test('24 bits in a double', () => {
    expect(
      caught((seed) =>
        judged(
          uniform,
          fromWords(seed, (w, i) => (w.at(2 * i + 1) >>> 8) / 2 ** 24),
        ),
      ),
    ).toBe(true);
  });
  test('32 bits in a double', () => {
    expect(
      caught((seed) =>
        judged(
          uniform,
          fromWords(seed, (w, i) => w.at(2 * i + 1) / 2 ** 32),
        ),
      ),
    ).toBe(true);
  });
  test('low half taken from the element before', () => {
    const draw = (w: Words, i: number): number => (w.at(i + 1) * 2 ** 21 + (w.at(i) >>> 11)) / 2 ** 53;
    expect(caught((seed) => judged(uniform, fromWords(seed, draw)))).toBe(true);
  });
  test('a source that repeats its last 16 words', () => {
    const draw = (w: Words, i: number): number => {
      const p = 2 * (i - (i % 1000 < 8 && i > 8 ? 8 : 0));
      return (w.at(p + 1) * 2 ** 21 + (w.at(p) >>> 11)) / 2 ** 53;
    };
    expect(caught((seed) => judged(uniform, fromWords(seed, draw)))).toBe(true);
  });
});

describe('integers', () => {
  test('biased by the remainder', () => {
    const draw = (w: Words, i: number): number => (w.at(i) % 3000000001) | 0;
    expect(caught((seed) => judged('below 3000000001', fromWords(seed, draw)))).toBe(true);
  });
  test('biased by a product without rejection', () => {
    const draw = (w: Words, i: number): number => Math.floor((w.at(i) / 2 ** 32) * 3000000001) | 0;
    expect(caught((seed) => judged('below 3000000001', fromWords(seed, draw)))).toBe(true);
  });
  test('the last value never drawn', () => {
    const draw = (w: Words, i: number): number => Math.floor((w.at(i) / 2 ** 32) * 9);
    expect(caught((seed) => judged('below 10', fromWords(seed, draw)))).toBe(true);
  });
});

describe('Bernoulli and categorical', () => {
  test('p rounded to 7 bits', () => {
    const draw = (w: Words, i: number): number => Number(w.at(i) >>> 25 < Math.floor(0.3 * 128));
    expect(caught((seed) => judged('bernoulli(0.3)', fromWords(seed, draw)))).toBe(true);
  });

  test('exact: categorical by search, weight by weight', () => {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const draw = (w: Words, i: number): number => {
      let left = ((w.at(2 * i + 1) * 2 ** 21 + (w.at(2 * i) >>> 11)) / 2 ** 53) * total;
      return weights.findIndex((weight) => (left -= weight) < 0);
    };
    expect(judged('categorical', fromWords(101, draw))).toEqual([]);
  });

  test('column and alias exchanged', () => {
    const at = (seed: number): Float64Array => {
      fills.categorical.prepare?.(portable);
      const table = (portable.scratch + (1 << 17)) >> 2;
      const k = weights.length;
      const columns = portable.u32.slice(table, table + 2 * k);
      return fromWords(seed, (w, i) => {
        const chosen = Math.floor((w.at(2 * i) / 2 ** 32) * k);
        return w.at(2 * i + 1) < columns[2 * chosen] ? columns[2 * chosen + 1] : chosen;
      });
    };
    expect(caught((seed) => judged('categorical', at(seed)))).toBe(true);
  });

  test('noise of a race from 14 bits', () => {
    const winner = (w: Words, i: number): number => {
      let best = -1;
      let key = -Infinity;
      raceLogits.forEach((logit, j) => {
        const mine = logit - Math.log(-Math.log(((w.at(65 * i + j) >>> 18) + 0.5) / 16384));
        if (mine > key) [best, key] = [j, mine];
      });
      return Math.min(best, 1);
    };
    expect(caught((seed) => judge(discrete(fromWords(seed, winner, 200_000), raceLaw)))).toBe(true);
  });
});

describe('orders', () => {
  const below = (w: Words, p: number, n: number): number => Math.floor((w.at(p) / 2 ** 32) * n);
  const order = (step: (a: number[], w: Words, p: number) => void) => (seed: number) =>
    judge(
      discrete(
        fromWords(
          seed,
          (w, i) => {
            const a = [0, 1, 2, 3, 4];
            step(a, w, 5 * i);
            return rank(a, 5);
          },
          500_000,
        ),
        evenRanks(5, 5),
      ),
    );
  const exchange = (a: number[], i: number, j: number): void => {
    [a[i], a[j]] = [a[j], a[i]];
  };

  test('exact: Durstenfeld', () => {
    const faults = order((a, w, p) => {
      for (let i = 4; i > 0; i--) exchange(a, i, below(w, p + i, i + 1));
    });
    expect(faults(101)).toEqual([]);
  });
  test('the first element left out', () => {
    expect(
      caught(
        order((a, w, p) => {
          for (let i = 4; i > 1; i--) exchange(a, i, below(w, p + i, i + 1));
        }),
      ),
    ).toBe(true);
  });
  test('the last element left out', () => {
    expect(
      caught(
        order((a, w, p) => {
          for (let i = 3; i > 0; i--) exchange(a, i, below(w, p + i, i + 1));
        }),
      ),
    ).toBe(true);
  });
  test('an element never stays (Sattolo)', () => {
    expect(
      caught(
        order((a, w, p) => {
          for (let i = 4; i > 0; i--) exchange(a, i, below(w, p + i, i));
        }),
      ),
    ).toBe(true);
  });
  test('every element exchanged with any', () => {
    expect(
      caught(
        order((a, w, p) => {
          for (let i = 4; i >= 0; i--) exchange(a, i, below(w, p + i, 5));
        }),
      ),
    ).toBe(true);
  });
});

test('a ChaCha of two rounds', () => {
  const weak = (seed: number): Float64Array => {
    const { simd } = backends;
    const source = simd.source('chacha8', testKey(seed));
    simd.i32[source >> 2] = 2;
    const out = new Float64Array(DRAWS);
    for (let start = 0; start < DRAWS; start += 10_000) {
      simd.kernels.fillWords(source, start, 10_000, simd.scratch);
      out.set(simd.i32.subarray(simd.scratch >> 2, (simd.scratch >> 2) + 10_000), start);
    }
    simd.i32[source >> 2] = 8;
    return out;
  };
  expect(caught((seed) => judged('words', weak(seed)))).toBe(true);
});
