// First look at the logits of a vocabulary: where the large ones are.
// Trusts: `logits` holds n singles; `maxima` has room for one single a block of 128.
// Twin: simd/tokens/scan.ts

import { f32s, f32ToF64, fround } from '../../platform/platform';

/**
 * Writes the largest logit of each block of 128 to `maxima` (-Infinity when all are, NaNs passed over) and returns
 * the largest of all, or NaN when there is a NaN.
 */
export function tokenMaxima(logits: usize, n: i32, maxima: usize): f64 {
  const s = f32s();
  const from = (logits >>> 2) as i32;
  const to = (maxima >>> 2) as i32;
  let most: f64 = -Infinity;
  let bad: i32 = 0;
  for (let i: i32 = 0; i < n; i += 128) {
    let end: i32 = i + 128;
    if (end > n) end = n;
    let largest: f64 = -Infinity;
    for (let j: i32 = i; j < end; j++) {
      const value = f32ToF64(s[from + j]);
      if (value > largest) largest = value;
      if (value !== value) bad = 1;
    }
    // -0 becomes 0.
    s[to + (i >> 7)] = fround(largest + 0.0);
    if (largest > most) most = largest;
  }
  return bad === 1 ? NaN : most + 0.0;
}
