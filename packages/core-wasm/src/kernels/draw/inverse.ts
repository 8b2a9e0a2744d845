// Draws by the quantile function: monotone in the 64 bits, and their complement gives the mirrored draw.
// Trusts: parameters as for the ziggurat kernels.

import { f64s, i32s, i32ToF64 } from '../../platform/platform';
import { log1p } from '../math/log';
import { coverWords, TILE_WORDS } from '../rng/words';
import { unit52 } from './bits';

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
