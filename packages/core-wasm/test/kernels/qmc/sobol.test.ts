import { describe, expect, test } from 'vitest';
import { eachBackend, runAll, testKey } from '../../backends';
import vectors from '../../vectors/qmc/sobol.json' with { type: 'json' };

describe.each(eachBackend)('sobol on %s', (_, machine) => {
  const { kernels: k, scratch } = machine;
  const points = (dimension: number, from: number, n: number): number[] => {
    k.sobolDirections(dimension, scratch);
    k.sobolWords(scratch, from, n, scratch + 128);
    return [...machine.u32.slice((scratch + 128) >> 2, ((scratch + 128) >> 2) + n)];
  };

  test('every dimension equals the points of scipy', () => {
    for (let j = 0; j < k.SOBOL_DIMENSIONS; j++) {
      expect(points(j, 0, 32)).toEqual(vectors.first[j]);
      expect(points(j, 1000003, 3)).toEqual(vectors.far[j]);
    }
  });

  test('a point depends on its index alone', () => {
    for (const j of [0, 1, 7, 160]) {
      const whole = points(j, 0, 600);
      for (const from of [1, 2, 3, 127, 128, 255, 511])
        expect(points(j, from, 80)).toEqual(whole.slice(from, from + 80));
    }
  });

  const scrambled = (words: readonly number[], key: number): number[] => {
    machine.u32.set(words, scratch >> 2);
    machine.u32.set(testKey(key).subarray(0, 3), (scratch + 65536) >> 2);
    k.scrambleWords(scratch, words.length, scratch + 65536, scratch + 131072);
    return [...machine.f64.slice((scratch + 131072) >> 3, ((scratch + 131072) >> 3) + words.length)];
  };

  test('scrambling is nested: two words share exactly as many leading bits after it as before', () => {
    const words = [0, 1, 0x80000000, 0xffffffff, 0x12345678, 0x12345679, 0x1234d678, 0x92345678, 0x12340000];
    for (let key = 1; key < 200; key++) {
      const out = scrambled(words, key).map((u) => Math.floor(u * 2 ** 32) >>> 0);
      for (let a = 0; a < words.length; a++) {
        for (let b = 0; b < a; b++) {
          expect(Math.clz32(out[a] ^ out[b])).toBe(Math.clz32(words[a] ^ words[b]));
        }
      }
    }
  });

  test('scrambled points are still a net: every elementary interval of 256 points in 2 dimensions holds one', () => {
    for (let key = 1; key < 20; key++) {
      const [x, y] = [0, 1].map((j) => scrambled(points(j, 256, 256), key + 100 * j));
      for (let bits = 0; bits <= 8; bits++) {
        const cells = new Set(
          x.map((u, i) => Math.floor(u * 2 ** bits) * 256 + Math.floor(y[i] * 2 ** (8 - bits))),
        );
        expect(cells.size).toBe(256);
      }
    }
  });

  test('doubles lie in (0, 1) on the grid of odd multiples of 2^-53, ends included', () => {
    const words = Array.from({ length: 4096 }, (_, i) => (i * 0x9e3779b1) >>> 0);
    for (const u of scrambled(words, 3)) {
      expect(u > 0 && u < 1).toBe(true);
      expect((u * 2 ** 53) % 2).toBe(1);
    }
  });
});

test('flips are fair and unrelated: every bit, and every pair of bits of neighbouring prefixes', () => {
  // 4000 scrambles of 8 words with 3 fixed leading bits each: 24 counts of flips, and their 276 pairs, chi-square by
  // the normal law. False alarm below 1e-9: 300 counts at 7 sigma (2.6e-12 each).
  const [, machine] = eachBackend[0];
  const { kernels: k, scratch } = machine;
  const words = Array.from({ length: 8 }, (_, i) => (i << 29) >>> 0);
  const runs = 4000;
  const flips: Int8Array[] = [];
  for (let run = 0; run < runs; run++) {
    machine.u32.set(words, scratch >> 2);
    machine.u32.set(testKey(run * 7919 + 1).subarray(0, 3), (scratch + 1024) >> 2);
    k.scrambleWords(scratch, 8, scratch + 1024, scratch + 2048);
    const out = [...machine.f64.slice((scratch + 2048) >> 3, ((scratch + 2048) >> 3) + 8)];
    // One sign for each node of the tree: 1 at the root, 2 below it, 4, and 8 of the bits after.
    const signs = new Int8Array(15);
    out.forEach((u, i) => {
      for (let level = 0; level < 4; level++) {
        const bit = Math.floor(u * 2 ** (level + 1)) & 1;
        const was = level < 3 ? (i >> (2 - level)) & 1 : 0;
        signs[2 ** level - 1 + (i >> (3 - level))] = bit === was ? 1 : -1;
      }
    });
    flips.push(signs);
  }
  for (let a = 0; a < 15; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (const signs of flips) sum += a === b ? signs[a] : signs[a] * signs[b];
      expect(Math.abs(sum) / Math.sqrt(runs)).toBeLessThan(7);
    }
  }
});

test('all backends write the same points, for lengths around powers of two', () => {
  for (const n of [0, 1, 2, 3, 7, 8, 9, 127, 128, 1000]) {
    for (const from of [0, 5, 2 ** 30 - 7]) {
      const { simd, portable, typescript } = runAll(128 + 64 + n * 12 + 8, (machine, out) => {
        const k = machine.kernels;
        const words = out + 192;
        machine.u32.set(testKey(n + from).subarray(0, 3), (out + 128) >> 2);
        k.sobolDirections(n % 161, out);
        k.sobolWords(out, from, n, words);
        k.scrambleWords(words, n, out + 128, (words + n * 4 + 7) & ~7);
      });
      // Bytes that no kernel wrote are the guard's in all three.
      expect(simd).toEqual(portable);
      expect(typescript).toEqual(portable);
    }
  }
});
