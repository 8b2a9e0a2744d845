// What the exponential ziggurat does with the 1.2 % of points outside the inner rectangles: wedge, tail, redraw.
// Randomness beyond the element's own words is private to it: retryWords(position, attempt), of which words 0 and 1
// finish the coin or make the tail, 2 and 3 make a new point.
// Source: Marsaglia and Tsang, "The ziggurat method for generating random variables" (2000).

import { f64s, i32s, i32ToF64 } from '../../platform/platform';
import { EXPONENTIAL_LAYERS } from '../../platform/scratch';
import { log } from '../math/log';
import { retryWords } from '../rng/words';
import { unit52 } from './bits';
import { wedgeAccepts, wedgeBounds } from './wedge';

/**
 * The standard exponential draw of the element at `position` whose first point is z in `layer`, z >= x_(layer + 1).
 * The coin of the wedge lies in [digit, digit + 1) * width.
 */
export function exponentialRare(
  source: usize,
  position: f64,
  layer: i32,
  z: f64,
  digit: i32,
  width: f64,
): f64 {
  const f = f64s();
  const words = i32s();
  const x = (EXPONENTIAL_LAYERS >>> 3) as i32;
  let attempt: i32 = 0;
  while (layer > 0) {
    const a: f64 = f[x + layer] - z;
    const s: f64 = f[x + layer] - f[x + layer + 1];
    const told = wedgeBounds(i32ToF64(digit) * width, (i32ToF64(digit) + 1.0) * width, a, s);
    if (told > 0) return z;
    const at = retryWords(source, position, attempt);
    attempt++;
    if (told === 0) {
      const u: f64 = (i32ToF64(digit) + unit52(words[at + 1], words[at])) * width;
      if (wedgeAccepts(u, a, s) === 1) return z;
    }
    const w0 = words[at + 2];
    layer = w0 & 511;
    digit = (w0 >>> 9) & 7;
    width = 0.125;
    z = unit52(words[at + 3], w0) * f[x + layer];
    if (z < f[x + layer + 1]) return z;
  }
  // Beyond r the law is r + an exponential.
  const at = retryWords(source, position, attempt);
  return f[x + 1] - log(unit52(words[at + 1], words[at]));
}
