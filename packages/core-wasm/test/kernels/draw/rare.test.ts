// The rare branches on purpose: positions whose words take them are found with the slow reference, and compared with it.
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine';
import { backends, eachBackend, testKey } from '../../backends';
import {
  below53Draw,
  belowDraw,
  bernoulliDraw,
  exponentialShape,
  normalShape,
  type Shape,
  type Trace,
  Words,
  zigguratDraw,
  zigguratDrawF32,
} from '../../reference';

const key = testKey(7);
const reference = (): Words => new Words(backends.portable, key);
const at = (m: Machine): number => m.source('chacha8', key);

interface Rare {
  readonly i: number;
  readonly expected: number;
  readonly trace: Trace;
}

/** Elements among the first n that leave the rectangles. */
function rare(n: number, draw: (words: Words, i: number, trace: Trace) => number): Rare[] {
  const words = reference();
  const found: Rare[] = [];
  for (let i = 0; i < n; i++) {
    const trace = { wedges: 0, redraws: 0, tails: 0 };
    const expected = draw(words, i, trace);
    if (trace.wedges + trace.tails > 0) found.push({ i, expected, trace });
  }
  return found;
}

describe.each([
  ['normal', normalShape, 'fillNormal'],
  ['exponential', exponentialShape, 'fillExponential'],
] as const)('%s ziggurat', (name, shape: Shape, kernel) => {
  const parameters = name === 'normal' ? [0, 1] : [1];
  const doubles = rare(400_000, (words, i, trace) => zigguratDraw(words, i, shape, {}, trace));
  const singles = rare(400_000, (words, i, trace) => zigguratDrawF32(words, i, shape, trace));

  test('all of its branches are among them', () => {
    for (const found of [doubles, singles]) {
      expect(found.filter(({ trace }) => trace.wedges > 0 && trace.redraws === 0).length).toBeGreaterThan(
        1000,
      );
      expect(found.filter(({ trace }) => trace.redraws === 1).length).toBeGreaterThan(1000);
      expect(found.filter(({ trace }) => trace.redraws > 1).length).toBeGreaterThan(3);
      expect(found.filter(({ trace }) => trace.tails === 1).length).toBeGreaterThan(20);
    }
  });

  test.each(eachBackend)('as the reference, on %s', (_, m) => {
    const call = m.kernels as unknown as Record<string, (...values: number[]) => void>;
    for (const { i, expected } of doubles) {
      call[kernel](at(m), 2 * i, 1, ...parameters, m.scratch);
      const got = m.f64[m.scratch >> 3];
      if (!(Math.abs(got / expected - 1) < 1e-11)) throw new Error(`element ${i}: ${got}, not ${expected}`);
    }
    for (const { i, expected } of singles) {
      call[`${kernel}F32`](at(m), i, 1, ...parameters, m.scratch);
      const got = m.f32[m.scratch >> 2];
      if (!(Math.abs(got / expected - 1) < 1e-7)) throw new Error(`single ${i}: ${got}, not ${expected}`);
    }
  });
});

describe.each(eachBackend)('on %s', (_, m) => {
  test('bounded integers: redraws, and redraws of redraws', () => {
    const words = reference();
    for (const bound of [1, 2, 3, 10, 1000, 2 ** 31, 2 ** 31 + 1, 3000000001, 2 ** 32 - 1]) {
      m.kernels.fillBelow(at(m), 5, 20_000, bound | 0, m.scratch);
      const got = m.u32.slice(m.scratch >> 2, (m.scratch >> 2) + 20_000);
      expect(got.findIndex((x, i) => x !== belowDraw(words, 5 + i, bound))).toBe(-1);
    }
    for (const bound of [1, 2, 7, 1e9, 2 ** 45 + 1, 2 ** 52 - 1, 2 ** 52 + 1, 2 ** 53 - 1, 2 ** 53]) {
      m.kernels.fillBelow53(at(m), 5, 10_000, bound, m.scratch);
      const got = m.f64.slice(m.scratch >> 3, (m.scratch >> 3) + 10_000);
      expect(got.findIndex((x, i) => x !== below53Draw(words, 5 + 2 * i, bound))).toBe(-1);
    }
  });

  test('more than fifteen redraws of one integer', () => {
    const words = reference();
    const bound = 2 ** 31 + 1;
    const biased = 2n ** 32n % BigInt(bound);
    const rejected = (word: number): boolean => (BigInt(word) * BigInt(bound)) % 2n ** 32n < biased;
    let p = 0;
    while (!(rejected(words.at(p)) && words.retry(p, 0).subarray(0, 15).every(rejected))) p++;
    m.kernels.fillBelow(at(m), p, 1, bound | 0, m.scratch);
    expect(m.u32[m.scratch >> 2]).toBe(belowDraw(words, p, bound));
  });

  test('Bernoulli: p to its last bit', () => {
    const words = reference();
    const first = (i: number): number => {
      const [w] = words.retry(i, 0);
      return (words.at(i) + (w + 0.5) / 2 ** 32) / 2 ** 32;
    };
    const seen = new Set<number>();
    for (let i = 0; i < 300; i++) {
      const word = words.at(i) / 2 ** 32;
      const [w0, w1] = words.retry(i, 0);
      // Equal in 32 digits, in 53, to the last bit of p; one step either side.
      const deep = i % 3 === 0 ? word : (words.at(i) + Math.floor(w0 / 2 ** 11) / 2 ** 21) / 2 ** 32;
      for (const p of [
        word,
        word + 2 ** -33,
        word + 2 ** -52,
        first(i),
        deep,
        deep + 2 ** -53,
        w1 / 2 ** 40,
      ]) {
        m.kernels.fillBernoulli(at(m), i, 5, p, m.scratch);
        const got = Array.from(m.i32.subarray(m.scratch >> 2, (m.scratch >> 2) + 5));
        expect(got).toEqual([0, 1, 2, 3, 4].map((j) => bernoulliDraw(words, i + j, p)));
        seen.add(got[0]);
      }
    }
    expect(seen.size).toBe(2);
    m.kernels.fillBernoulli(at(m), 0, 10_000, 0, m.scratch);
    expect(m.i32.subarray(m.scratch >> 2, (m.scratch >> 2) + 10_000).every((x) => x === 0)).toBe(true);
    m.kernels.fillBernoulli(at(m), 0, 10_000, 1, m.scratch);
    expect(m.i32.subarray(m.scratch >> 2, (m.scratch >> 2) + 10_000).every((x) => x === 1)).toBe(true);
  });

  test('categorical: a coin that equals the first half of its threshold, and an index redrawn', () => {
    const words = reference();
    const table = m.scratch + 65536;
    const k = 5;
    for (let i = 0; i < 50; i++) {
      const chosen = Math.floor((words.at(2 * i) / 2 ** 32) * k);
      const last = words.retry(2 * i, 0)[15];
      for (const [high, low, keeps] of [
        [words.at(2 * i + 1), last, false],
        [words.at(2 * i + 1), last + 1, true],
        [words.at(2 * i + 1) - 1, 0xffffffff, false],
        [words.at(2 * i + 1) + 1, 0, true],
      ] as const) {
        for (let column = 0; column < k; column++) {
          m.u32.set([high, column + 100], (table >> 2) + 2 * column);
          m.u32[(table >> 2) + 2 * k + column] = low;
        }
        m.kernels.fillCategorical(at(m), 2 * i, 1, table, k, m.scratch);
        expect(m.i32[m.scratch >> 2]).toBe(keeps ? chosen : chosen + 100);
      }
    }
    // A table whose every column is its own alias gives the index itself.
    const large = 1_048_583;
    const block = m.reserve(12 * large);
    for (let i = 0; i < large; i++) m.u32.set([0, i], (block >> 2) + 2 * i);
    let redrawn = 0;
    for (let start = 0; start < 60_000; start += 10_000) {
      m.kernels.fillCategorical(at(m), 2 * start, 10_000, block, large, m.scratch);
      const drawn = m.i32.slice(m.scratch >> 2, (m.scratch >> 2) + 10_000);
      for (let i = 0; i < 10_000; i++) {
        const direct = Math.floor((words.at(2 * (start + i)) * large) / 2 ** 32);
        const got = drawn[i];
        if (got === direct) continue;
        redrawn++;
        expect(got).toBe(belowDraw(words, 2 * (start + i), large));
      }
    }
    expect(redrawn).toBeGreaterThan(0);
    m.release(block);
  });

  test('an open end is never reached, however narrow the interval', () => {
    const ulp = 2 ** -52;
    const values = (interval: number, low: number, high: number): number[] => {
      m.kernels.fillUniform(at(m), 0, 4000, interval, low, high, m.scratch);
      return [...new Set(m.f64.slice(m.scratch >> 3, (m.scratch >> 3) + 4000))].sort((a, b) => a - b);
    };
    expect(values(0, 1, 1 + 2 * ulp)).toEqual([1, 1 + ulp]);
    expect(values(1, 1, 1 + 2 * ulp)).toEqual([1 + ulp, 1 + 2 * ulp]);
    expect(values(2, 1, 1 + 2 * ulp)).toEqual([1 + ulp]);
    expect(values(3, 1, 1 + 2 * ulp)).toEqual([1, 1 + ulp, 1 + 2 * ulp]);
    expect(values(0, -1 - 2 * ulp, -1)).toEqual([-1 - 2 * ulp, -1 - ulp]);
    expect(values(1, 0, 5e-324)).toEqual([5e-324]);
    expect(values(2, -5e-324, 5e-324)).toEqual([0]);
    const singles = (interval: number, low: number, high: number): number[] => {
      m.kernels.fillUniformF32(at(m), 0, 4000, interval, low, high, m.scratch);
      return [...new Set(m.f32.slice(m.scratch >> 2, (m.scratch >> 2) + 4000))].sort((a, b) => a - b);
    };
    const step = 2 ** -23;
    expect(singles(0, 1, 1 + 2 * step)).toEqual([1, 1 + step]);
    expect(singles(1, 1, 1 + 2 * step)).toEqual([1 + step, 1 + 2 * step]);
    expect(singles(2, -1 - 2 * step, -1)).toEqual([-1 - step]);
    expect(singles(3, 1, 1 + 2 * step)).toEqual([1, 1 + step, 1 + 2 * step]);
  });
});
