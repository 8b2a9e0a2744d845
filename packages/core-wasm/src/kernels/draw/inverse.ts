// Draws by the quantile function: never decreasing in the 64 bits (w1, w0), so what is stratified, antithetic or
// common in the bits is so in the draws. The complement of the bits gives -z (normal), or the draw for 1 - u.
// Trusts: parameters as for the ziggurat kernels.

import { f64s, i32s, i32ToF64, u32ToF64 } from '../../platform/platform';
import { log1p } from '../math/log';
import { normalQuantile } from '../math/normal-quantile';
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
  const to = (out >>> 3) as i32;
  for (let done: i32 = 0; done < n; done += TILE_WORDS >> 1) {
    const count: i32 = n - done < TILE_WORDS >> 1 ? n - done : TILE_WORDS >> 1;
    const from = (coverWords(source, position + 2.0 * i32ToF64(done), count << 1) >>> 2) as i32;
    for (let i: i32 = 0; i < count; i++) {
      const w1 = words[from + (i << 1) + 1];
      // All ones where the upper half is drawn: k counted from the other end.
      const mirror: i32 = w1 >> 31;
      const k: f64 = u32ToF64(w1 ^ mirror) * 4294967296.0 + (u32ToF64(words[from + (i << 1)] ^ mirror) + 0.5);
      const z = normalQuantile(k * (1.0 / 18446744073709551616.0));
      f[to + done + i] = mu + sigma * (mirror === 0 ? z : -z);
    }
  }
}

/** Fills `out` with n doubles -log1p(-u) / rate, u in (0, 1); element i is made of words position + 2i and the next. */
export function fillExponentialInverse(source: usize, position: f64, n: i32, rate: f64, out: usize): void {
  const f = f64s();
  const words = i32s();
  const to = (out >>> 3) as i32;
  for (let done: i32 = 0; done < n; done += TILE_WORDS >> 1) {
    const count: i32 = n - done < TILE_WORDS >> 1 ? n - done : TILE_WORDS >> 1;
    const from = (coverWords(source, position + 2.0 * i32ToF64(done), count << 1) >>> 2) as i32;
    for (let i: i32 = 0; i < count; i++) {
      const u = unit52(words[from + (i << 1) + 1], words[from + (i << 1)]);
      f[to + done + i] = -log1p(-u) / rate;
    }
  }
}
