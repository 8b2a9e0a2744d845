// Nested uniform scrambling of words, the way in which Owen (1995) randomises digital nets: whether a bit is
// flipped depends on the bits above it, and on nothing else. Each point alone is then uniform, and the points of a
// net stay a net.
// Source: the hash of Laine and Karras, "Stratified sampling for stochastic transparency" (2011), as made practical
// by Burley, "Practical hash-based Owen scrambling" (2020), with the constants of Vegdahl, "Building a better LK
// hash" (2021). Ours: the multiplier and the addend are independent words, and 20 more bits, hashed from
// all 32, fill the double (no two points of a scramble share their 32, so these bits are unrelated).
// Linear scrambling (Matousek 1998) is not enough here: errors of smooth integrands then have excess kurtosis
// 20 to 40, and intervals from them do not cover (docs/decisions/0010).
// Trusts: alignment; `seeds` holds three words.

import { f64s, i32s, imul, u32ToF64 } from '../../platform/platform';

/** The bits of a word in reverse. */
function reverse(a: i32): i32 {
  let x: i32 = a;
  x = ((x >>> 1) & 0x55555555) | ((x & 0x55555555) << 1);
  x = ((x >>> 2) & 0x33333333) | ((x & 0x33333333) << 2);
  x = ((x >>> 4) & 0x0f0f0f0f) | ((x & 0x0f0f0f0f) << 4);
  x = ((x >>> 8) & 0x00ff00ff) | ((x & 0x00ff00ff) << 8);
  return (x >>> 16) | (x << 16);
}

/** Writes n scrambled words as doubles (k + 1/2) 2^-52 in (0, 1). */
export function scrambleWords(words: usize, n: i32, seeds: usize, out: usize): void {
  const f = f64s();
  const w = i32s();
  const from = (words >>> 2) as i32;
  const to = (out >>> 3) as i32;
  const seed = (seeds >>> 2) as i32;
  const add = w[seed];
  const odd = w[seed + 1] | 1;
  const rest = w[seed + 2];
  for (let i: i32 = 0; i < n; i++) {
    // In reverse, adding and multiplying carry from the top bits of the coordinate to those below.
    let x: i32 = reverse(w[from + i]);
    x ^= imul(x, 0x3d20adea);
    x = (x + add) | 0;
    x = imul(x, odd);
    x ^= imul(x, 0x05526c56);
    x ^= imul(x, 0x53a22864);
    const top = reverse(x);
    x ^= rest;
    x = imul(x ^ (x >>> 16), 0x21f0aaad);
    x = imul(x ^ (x >>> 15), 0x735a2d97);
    x ^= x >>> 15;
    f[to + i] =
      u32ToF64(top) * (1.0 / 4294967296.0) + (u32ToF64(x >>> 12) + 0.5) * (1.0 / 4503599627370496.0);
  }
}
