// What the normal ziggurat does with the 0.8 % of points outside the inner rectangles: wedge, tail, redraw.
// Randomness beyond the element's own words is private to it: retryWords(position, attempt), of which words 0 and 1
// finish the coin, 2 and 3 make a new point, and all 16 serve the tail.
// Source: Marsaglia and Tsang, "The ziggurat method for generating random variables" (2000); tail: Marsaglia (1964).

import { abs, copysign, f64s, i32s, i32ToF64 } from '../../platform/platform';
import { NORMAL_LAYERS } from '../../platform/scratch';
import { log } from '../math/log';
import { retryWords } from '../rng/words';
import { signed52, unit52 } from './bits';
import { wedgeAccepts, wedgeBounds } from './wedge';

/**
 * The standard normal draw of the element at `position` whose first point is z in `layer`, |z| >= x_(layer + 1).
 * The coin of the wedge lies in [digit, digit + 1) * width.
 */
export function normalRare(source: usize, position: f64, layer: i32, z: f64, digit: i32, width: f64): f64 {
  const f = f64s();
  const words = i32s();
  const x = (NORMAL_LAYERS >>> 3) as i32;
  let attempt: i32 = 0;
  while (layer > 0) {
    const outer: f64 = f[x + layer];
    const inner: f64 = f[x + layer + 1];
    const a: f64 = 0.5 * (outer - z) * (outer + z);
    const s: f64 = 0.5 * (outer - inner) * (outer + inner);
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
    z = signed52(words[at + 3], w0) * f[x + layer];
    if (abs(z) < f[x + layer + 1]) return z;
  }
  // Beyond r, with the sign of z: r + a, a exponential of rate r, with probability exp(-a^2 / 2).
  const r: f64 = f[x + 1];
  while (true) {
    const at = retryWords(source, position, attempt);
    attempt++;
    for (let i: i32 = at; i < at + 16; i += 4) {
      const a: f64 = -log(unit52(words[i + 1], words[i])) / r;
      const b: f64 = -log(unit52(words[i + 3], words[i + 2]));
      if (b + b > a * a) return copysign(r + a, z);
    }
  }
}
