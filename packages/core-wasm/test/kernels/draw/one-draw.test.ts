// Draws that occupy one word of the cursor: shuffle, choice without replacement, one category from fresh logits.
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine';
import { eachBackend, testKey } from '../../backends';

const iota = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

export function shuffled(m: Machine, seed: number, position: number, n: number): number[] {
  m.i32.set(iota(n), m.scratch >> 2);
  m.kernels.shuffle(m.source('chacha8', testKey(seed)), position, n, m.scratch);
  return Array.from(m.i32.subarray(m.scratch >> 2, (m.scratch >> 2) + n));
}

export function chosen(m: Machine, seed: number, position: number, n: number, k: number): number[] {
  const table = m.scratch + (1 << 16);
  m.kernels.choose(m.source('chacha8', testKey(seed)), position, n, k, table, m.scratch);
  return Array.from(m.i32.subarray(m.scratch >> 2, (m.scratch >> 2) + k));
}

export function raced(m: Machine, seed: number, position: number, logits: readonly number[]): number {
  m.f64.set(logits, m.scratch >> 3);
  const source = m.source('chacha8', testKey(seed));
  return m.kernels.drawFromLogits(source, position, m.scratch, 0, logits.length, 0, -1, -Infinity);
}

/** The slow form: the same private words, an ordinary array, division for the bias. */
function* privateWords(m: Machine, seed: number, position: number): Generator<number> {
  for (let line = 0; ; line++) {
    const source = m.source('chacha8', testKey(seed));
    m.kernels.lines(
      source,
      line,
      0,
      position | 0,
      0x2000000 | Math.floor(position / 2 ** 32),
      1,
      m.scratch + 131072,
    );
    const at = (m.scratch + 131072) >> 2;
    yield* Array.from(m.u32.subarray(at, at + 16));
  }
}

function slowShuffle(m: Machine, seed: number, position: number, n: number): number[] {
  const words = privateWords(m, seed, position);
  const a = iota(n);
  for (let i = n - 1; i > 0; i--) {
    let product: bigint;
    do product = BigInt(words.next().value as number) * BigInt(i + 1);
    while (product % 2n ** 32n < 2n ** 32n % BigInt(i + 1));
    const j = Number(product >> 32n);
    [a[i], a[j]] = [a[j], a[i]];
  }
  return a;
}

describe.each(eachBackend)('on %s', (_, m) => {
  test('a shuffle is Durstenfeld over the private words', () => {
    for (const n of [0, 1, 2, 3, 17, 100, 5000]) {
      expect(shuffled(m, n, 12345678901, n)).toEqual(slowShuffle(m, n, 12345678901, n));
    }
  });

  test('a choice of k from n is the first k steps of a shuffle from the front', () => {
    for (const [n, k] of [
      [1, 0],
      [1, 1],
      [5, 5],
      [1000, 10],
      [1000, 1000],
      [2147483647, 100],
    ]) {
      const picked = chosen(m, k, 7, n, k);
      expect(new Set(picked).size).toBe(k);
      expect(picked.every((x) => x >= 0 && x < n)).toBe(true);
    }
    const words = privateWords(m, 9, 3);
    const a = iota(50);
    for (let i = 0; i < 20; i++) {
      let product: bigint;
      do product = BigInt(words.next().value as number) * BigInt(50 - i);
      while (product % 2n ** 32n < 2n ** 32n % BigInt(50 - i));
      const j = i + Number(product >> 32n);
      [a[i], a[j]] = [a[j], a[i]];
    }
    expect(chosen(m, 9, 3, 50, 20)).toEqual(a.slice(0, 20));
  });

  test('a race takes the greatest key, in one pass or in pieces, from doubles or singles', () => {
    const logits = Array.from({ length: 3001 }, (_, i) =>
      i % 7 === 3 ? -Infinity : Math.fround(Math.sin(i) * 5),
    );
    for (let seed = 0; seed < 20; seed++) {
      const words = privateWords(m, seed, 77);
      let best = -1;
      let key = -Infinity;
      logits.forEach((logit, i) => {
        const low = words.next().value as number;
        const v = ((words.next().value as number) * 2 ** 32 + low + 0.5) / 2 ** 64;
        const mine = logit - Math.log(-Math.log1p(-Math.min(v, 1 - 2 ** -53)));
        if (mine > key) [best, key] = [i, mine];
      });
      expect(raced(m, seed, 77, logits)).toBe(best);
      const source = m.source('chacha8', testKey(seed));
      const result = m.kernels.RESULT >> 3;
      m.f64.set(logits, m.scratch >> 3);
      let leader = -1;
      m.f64[result] = -Infinity;
      for (let first = 0; first < logits.length; ) {
        const n = Math.min(1 + ((first * 7 + seed) % 1500), logits.length - first);
        leader = m.kernels.drawFromLogits(
          source,
          77,
          m.scratch + 8 * first,
          first,
          n,
          0,
          leader,
          m.f64[result],
        );
        first += n;
      }
      expect(leader).toBe(best);
      expect(m.f64[result]).toBeCloseTo(key, 12);
      m.f32.set(logits, m.scratch >> 2);
      expect(m.kernels.drawFromLogits(source, 77, m.scratch, 0, logits.length, 1, -1, -Infinity)).toBe(best);
    }
    expect(raced(m, 1, 0, [-Infinity, -Infinity, -700])).toBe(2);
  });
});

test('backends agree', () => {
  const [simd, portable, typescript] = eachBackend.map(([, m]) => [
    shuffled(m, 1, 2 ** 40 + 1, 10000),
    chosen(m, 2, 5, 1 << 30, 3000),
    iota(200).map((i) => raced(m, 3, i, [0, 1, 2, 3, -4, 0.5])),
  ]);
  expect(simd).toEqual(portable);
  expect(typescript).toEqual(portable);
});
