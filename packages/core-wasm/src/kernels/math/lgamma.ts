// log |Gamma(x)|. For x > 0 the error is below 2 eps (relative), also near the zeros at 1 and 2, where it is exact.
// For x < 0 the error is below 4 eps of the larger of 1, |x log |x|| and the result: close to a zero between two
// poles the relative error is larger.
// Source: near 1 and 2 a rational function for lgamma(x) / ((x - 1) (x - 2)), as Cody and Hillstrom (1967) cut the
// axis; Stirling's series from 8 on; reflection below 0.
// Coefficients: tools/reference-tables/math-coefficients.py lgamma stirling
// Twin: simd/math/lgamma.ts

import { abs, f64s, floor, nearest } from '../../platform/platform';
import { log } from './log';
import { logParts, logRest } from './log-parts';
import { headOf } from './parts';
import { sin } from './trig';

/** lgamma(x) for 3/4 <= x <= 5/2. */
function middle(x: f64): f64 {
  const v = x - 0.75;
  const s = v * v;
  const w = s * s;
  const top =
    -0.21322724604624052 +
    v * -0.7735261636366444 +
    s * (-1.057838970420897 + v * -0.6803926487674923) +
    w *
      (-0.20945558810173484 +
        v * -0.02778395616254084 +
        s * (-0.001147216040208585 + v * -4.406609339488409e-7));
  const bottom =
    1.0 +
    v * 4.393954010735931 +
    s * (7.608125448469017 + v * 6.6036474440207575) +
    w * (3.0267817315123526 + v * 0.7084749658153183 + s * (0.07477150756326019 + v * 0.0025520399732151208));
  // Adding 0 makes the value at 1 a positive zero.
  return (x - 1.0) * (x - 2.0) * (0.4689227178688935 + ((x - 1.6015625) * top) / bottom) + 0.0;
}

/** lgamma(x) for 8 <= x < Infinity. */
function stirling(x: f64): f64 {
  const a = logParts(x) - 1.0;
  const aHead = headOf(a);
  const aTail = a - aHead + logRest();
  const b = x - 0.5;
  const bHead = headOf(b);
  const y = 1.0 / x;
  const z = y * y;
  const w = z * z;
  const series =
    y *
    (0.0833333333333331 +
      z * -0.002777777777358645 +
      w * (0.0007936505764905778 + z * -0.0005951896856224828) +
      w * w * (0.0008364587489890076 + z * -0.0016334352380224227));
  return bHead * aHead + (bHead * aTail + (b - bHead) * (aHead + aTail) + (0.4189385332046727 + series));
}

/** lgamma(x) for x > 0. */
function positive(x: f64): f64 {
  if (x >= 8.0) return x < Infinity ? stirling(x) : x;
  if (x < 0.75) {
    const down = -log(x);
    return x < 1e-20 ? down : middle(x + 1.0) + down;
  }
  if (x <= 2.5) return middle(x);
  let product: f64 = 1.0;
  do {
    x -= 1.0;
    product *= x;
  } while (x > 2.5);
  return log(product) + middle(x);
}

/** log |Gamma(x)|; Infinity at the poles 0, -1, -2, ... and at both infinities. */
export function lgamma(x: f64): f64 {
  if (x > 0.0) return positive(x);
  if (x !== x) return x;
  if (floor(x) === x) return Infinity;
  if (x > -1e-20) return -log(-x);
  const wave = sin(3.141592653589793 * abs(x - nearest(x)));
  return log(3.141592653589793 / (-x * wave)) - positive(-x);
}

/** out[i] = log |Gamma(x[i])| for i < n; `out` may be `x`. */
export function fillLgamma(x: usize, n: i32, out: usize): void {
  const f = f64s();
  const from = (x >>> 3) as i32;
  const to = (out >>> 3) as i32;
  for (let i: i32 = 0; i < n; i++) f[to + i] = lgamma(f[from + i]);
}
