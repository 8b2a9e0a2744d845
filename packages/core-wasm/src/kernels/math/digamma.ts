// digamma(x) = d/dx log |Gamma(x)|. For x > 0 the error is below 2 eps (relative), also near the zero at 1.46.
// For x < 0 it is below 4 eps of the largest of 1, |digamma(1 - x)| and |pi cot(pi x)|: close to a zero between two poles
// the relative error is larger.
// Source: near the zero a rational function for digamma(x) / (x - x0), as Cody, Strecok and Thacher (1973) cut the axis;
// from 3 on log(x - 1/2) and a series in 1 / (x - 1/2)^2; reflection below 0.
// Coefficients: tools/reference-tables/math-coefficients.py digamma digamma_tail
// Twin: simd/math/digamma.ts

import { copysign, f64s, floor, nearest } from '../../platform/platform';
import { log } from './log';
import { tan } from './trig';

/** The zero, and what it lacks. */
const ZERO: f64 = 1.4616321449683622;
const ZERO_LOW: f64 = 9.549995429965697e-17;

/** digamma(x) for 3/4 <= x <= 3, given x - 3/4 and x - ZERO. */
function middle(v: f64, distance: f64): f64 {
  const s = v * v;
  const w = s * s;
  const top =
    -0.701408959307611 +
    v * -1.071849406113098 +
    s * (-0.5653063978362288 + v * -0.12675528023833607) +
    w * (-0.011682566932299363 + v * -0.00033237675879774334 + s * -3.8598505482766e-8);
  const bottom =
    1.0 +
    v * 2.6707490556834843 +
    s * (2.4134061219846217 + v * 0.9682798647182169) +
    w * (0.18152195458604406 + v * 0.014699869663975365 + s * 0.0003797341172102723);
  return (distance - ZERO_LOW) * (0.890221979165822 + ((v - 0.90625) * top) / bottom);
}

/** digamma(x) for x > 0. */
function positive(x: f64): f64 {
  if (x < 0.75) return middle(x + 0.25, x - (ZERO - 1.0)) - 1.0 / x;
  if (x < 3.0) return middle(x - 0.75, x - ZERO);
  const y = x - 0.5;
  const z = 1.0 / (y * y);
  const s = z * z;
  const w = s * s;
  const series =
    0.041666666666597865 +
    z * -0.007291666639037489 +
    s * (0.0038442419862900713 + z * -0.004133807037619609) +
    w *
      (0.007546770189792031 +
        z * -0.020647193280870293 +
        s * (0.07385637167798464 + z * -0.28859482921016333) +
        w *
          (1.0209637373717053 + z * -2.7713761087000814 + s * (4.853721844710951 + z * -4.003801997845074)));
  return log(y) + z * series;
}

/** digamma(x): -+Infinity at +-0, NaN at the poles -1, -2, ... and at -Infinity. Overwrites RESULT's last two places. */
export function digamma(x: f64): f64 {
  if (x > 0.0) return positive(x);
  if (floor(x) === x) return x === 0.0 ? -copysign(Infinity, x) : NaN;
  if (x > -1e-20) return -1.0 / x;
  return positive(1.0 - x) - 3.141592653589793 / tan(3.141592653589793 * (x - nearest(x)));
}

/** out[i] = digamma(x[i]) for i < n; `out` may be `x`. */
export function fillDigamma(x: usize, n: i32, out: usize): void {
  const f = f64s();
  const from = (x >>> 3) as i32;
  const to = (out >>> 3) as i32;
  for (let i: i32 = 0; i < n; i++) f[to + i] = digamma(f[from + i]);
}
