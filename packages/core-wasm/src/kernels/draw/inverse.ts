// Draws by the quantile function: never decreasing in the 64 bits (w1, w0), so what is stratified, antithetic or
// common in the bits is so in the draws. The complement of the bits gives -z (normal), or the draw for 1 - u.
// Three passes a tile: probabilities, their quantiles (in pairs where there is SIMD), location and scale.
// Trusts: parameters as for the ziggurat kernels.

import { f64s, i32s, i32ToF64, u32ToF64 } from '../../platform/platform';
import { fillLog1p } from '../math/log';
import { fillNormalQuantile } from '../math/normal-quantile';
import { coverWords, TILE_WORDS } from '../rng/words';
import { unit52 } from './bits';

/**
 * Fills `out` with n doubles mu + sigma z; element i is made of words position + 2i (low half) and the next.
 * z is the quantile of (k + 1/2) 2^-64 for k = the 64 bits, taken in the smaller tail: to 9.2 on both sides.
 */
export function fillNormalInverse(
  source: usize,
  position: f64,
  n: i32,
  mu: f64,
  sigma: f64,
  out: usize,
): void {
  const f = f64s();
  const words = i32s();
  for (let done: i32 = 0; done < n; done += TILE_WORDS >> 1) {
    const count: i32 = n - done < TILE_WORDS >> 1 ? n - done : TILE_WORDS >> 1;
    const from = (coverWords(source, position + 2.0 * i32ToF64(done), count << 1) >>> 2) as i32;
    const part: usize = out + ((done << 3) as usize);
    const to = (part >>> 3) as i32;
    for (let i: i32 = 0; i < count; i++) {
      const w1 = words[from + (i << 1) + 1];
      // All ones in the upper half: k is counted from the other end.
      const mirror: i32 = w1 >> 31;
      const low: f64 = u32ToF64(words[from + (i << 1)] ^ mirror) + 0.5;
      f[to + i] = (u32ToF64(w1 ^ mirror) * 4294967296.0 + low) * (1.0 / 18446744073709551616.0);
    }
    fillNormalQuantile(part, count, part);
    for (let i: i32 = 0; i < count; i++) {
      const z: f64 = f[to + i];
      f[to + i] = mu + sigma * (words[from + (i << 1) + 1] < 0 ? -z : z);
    }
  }
}

/** Fills `out` with n doubles -log1p(-u) / rate, u in (0, 1); element i is made of words position + 2i and the next. */
export function fillExponentialInverse(source: usize, position: f64, n: i32, rate: f64, out: usize): void {
  const f = f64s();
  const words = i32s();
  for (let done: i32 = 0; done < n; done += TILE_WORDS >> 1) {
    const count: i32 = n - done < TILE_WORDS >> 1 ? n - done : TILE_WORDS >> 1;
    const from = (coverWords(source, position + 2.0 * i32ToF64(done), count << 1) >>> 2) as i32;
    const part: usize = out + ((done << 3) as usize);
    const to = (part >>> 3) as i32;
    for (let i: i32 = 0; i < count; i++) {
      f[to + i] = -unit52(words[from + (i << 1) + 1], words[from + (i << 1)]);
    }
    fillLog1p(part, count, part);
    for (let i: i32 = 0; i < count; i++) f[to + i] = -f[to + i] / rate;
  }
}
