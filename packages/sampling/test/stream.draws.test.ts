// Draws of the stream itself: uniform on each interval, integers, shuffle, choice.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Interval, stream } from '../src/index.ts';
import { expectSame, onBothBackends, onEach } from './backends.ts';

const INTERVALS: readonly Interval[] = ['[)', '(]', '()', '[]'];

onBothBackends(() => {
  test('uniform: scalars are fills, for every interval', () => {
    for (const interval of INTERVALS) {
      const whole = stream('u').uniform(3000, interval);
      const s = stream('u');
      for (const u of whole) expect(s.uniform(undefined, interval)).toBe(u);
      expect(stream('u').uniform(0, interval).length).toBe(0);
    }
    expect(stream('u').uniform()).toBe(stream('u').uniform(1)[0]);
  });

  test('integers: in range, scalars are fills, one word or two', () => {
    for (const [low, high, words] of [
      [0, 1, 1],
      [-3, 4, 1],
      [0, 2 ** 32, 1],
      [-5, 2 ** 32 - 4, 2],
      [-(2 ** 52), 2 ** 52 - 1, 2],
      [Number.MIN_SAFE_INTEGER, 0, 2],
    ] as const) {
      const s = stream('i');
      const whole = s.integers(low, high, 1000);
      expect(s.position).toBe(1000 * words);
      expect(whole.every((x) => Number.isSafeInteger(x) && x >= low && x < high)).toBe(true);
      const t = stream('i');
      for (const x of whole) expect(t.integers(low, high)).toBe(x);
    }
  });

  test('shuffle: a permutation in place, one word, the same for every kind of array', () => {
    for (const n of [0, 1, 2, 3, 100, 40000]) {
      const numbers = Array.from({ length: n }, (_, i) => i);
      const s = stream('shuffle');
      const shuffled = s.shuffle(numbers.slice());
      expect(s.position).toBe(1);
      expectSame(
        shuffled.slice().sort((a, b) => a - b),
        numbers,
      );
      for (const type of [Float64Array, Int32Array, Uint16Array, Float32Array]) {
        const array = type.from(numbers);
        expect(stream('shuffle').shuffle(array)).toBe(array);
        expectSame(array, shuffled);
      }
      expect(stream('shuffle').shuffle(numbers.map(String))).toEqual(shuffled.map(String));
    }
    expect([...stream('b').shuffle(BigInt64Array.of(1n, 2n, 3n))].sort()).toEqual([1n, 2n, 3n]);
    expect(() => stream(1).shuffle(Object.freeze([1, 2]) as number[])).toThrow(
      expect.objectContaining({ code: 'STOKAST_E_TYPE', parameter: 'array' }),
    );
  });

  test('choice: different integers below n, one word, a prefix for smaller k', () => {
    for (const [n, k] of [
      [0, 0],
      [1, 1],
      [5, 5],
      [1000, 10],
      [2 ** 31 - 1, 1000],
      [50000, 50000],
    ]) {
      const s = stream('choice');
      const chosen = s.choice(n, k);
      expect(s.position).toBe(1);
      expect(chosen.length).toBe(k);
      expect(new Set(chosen).size).toBe(k);
      expect(chosen.every((x) => x >= 0 && x < n)).toBe(true);
      if (k > 3) expectSame(stream('choice').choice(n, 3), chosen.subarray(0, 3));
    }
  });
});

test('both backends give the same bits', () => {
  const { wasm, typescript } = onEach(() => [
    ...INTERVALS.map((interval) => stream(5).uniform(5000, interval)),
    stream(5).integers(0, 1000, 5000),
    stream(5).integers(0, 2 ** 50, 5000),
    stream(5).choice(100000, 3000),
    stream(5).shuffle(Int32Array.from({ length: 3000 }, (_, i) => i)),
  ]);
  wasm.forEach((draws, i) => {
    expectSame(typescript[i], draws);
  });
});

test('every order and every choice is equally likely', () => {
  // Chi-squared over 24 orders of 4 and 60 choices of 3 from 5, 48000 draws; P(above the bound) < 1e-9.
  const chiSquared = (key: (i: number) => string, kinds: number): number => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 48000; i++) {
      const each = key(i);
      counts.set(each, (counts.get(each) ?? 0) + 1);
    }
    const expected = 48000 / kinds;
    let sum = (kinds - counts.size) * expected;
    for (const count of counts.values()) sum += (count - expected) ** 2 / expected;
    return sum;
  };
  const s = stream('orders');
  expect(chiSquared((i) => s.at(i).shuffle([0, 1, 2, 3]).join(), 24)).toBeLessThan(92);
  expect(chiSquared((i) => s.at(i).choice(5, 3).join(), 60)).toBeLessThan(147);
  // A shuffle that swaps with any place, and not only those left, is seen.
  const naive = (i: number): string => {
    const array = [0, 1, 2, 3];
    const to = s.at(4 * i).integers(0, 4, 4);
    for (let j = 0; j < 4; j++) [array[j], array[to[j]]] = [array[to[j]], array[j]];
    return array.join();
  };
  expect(chiSquared(naive, 24)).toBeGreaterThan(92);
});

test('draws of all kinds in any order never share a word', () => {
  const kinds = fc.constantFrom('words', 'uniform', 'scalar', 'integers', 'wide', 'shuffle', 'choice');
  fc.assert(
    fc.property(fc.array(fc.tuple(kinds, fc.integer({ min: 1, max: 9 })), { maxLength: 30 }), (calls) => {
      const s = stream('law');
      let position = 0;
      for (const [kind, n] of calls) {
        if (kind === 'words') s.words(n);
        else if (kind === 'uniform') s.uniform(n);
        else if (kind === 'scalar') s.uniform();
        else if (kind === 'integers') s.integers(0, 10, n);
        else if (kind === 'wide') s.integers(0, 2 ** 40, n);
        else if (kind === 'shuffle') s.shuffle(Array(n).fill(0));
        else s.choice(n + 5, n);
        position += { words: n, uniform: 2 * n, scalar: 2, integers: n, wide: 2 * n, shuffle: 1, choice: 1 }[
          kind
        ];
        expect(s.position).toBe(position);
      }
    }),
  );
});

test('bounds of arguments', () => {
  const s = stream(1);
  const range = (parameter: string) => expect.objectContaining({ code: 'STOKAST_E_RANGE', parameter });
  expect(() => s.integers(3, 3)).toThrow(range('high'));
  expect(() => s.integers(Number.MIN_SAFE_INTEGER, 1)).toThrow(range('high'));
  expect(() => s.integers(0, 2 ** 53)).toThrow(range('high'));
  expect(() => s.integers(0.5, 3)).toThrow(range('low'));
  expect(() => s.choice(3, 4)).toThrow(range('k'));
  expect(() => s.choice(2 ** 31, 1)).toThrow(range('n'));
  expect(() => s.uniform(2, '[[' as never)).toThrow(range('interval'));
  expect(s.position).toBe(0);
});
