// trigamma(x) and polygamma(n, x), the derivatives of digamma: psi_n(x) = (-1)^(n+1) n! sum over k >= 0 of 1 / (x + k)^(n+1).
// For x > 0 errors are below 4 eps (relative) up to order 20, above it below order / 4 eps. For x < 0 they are below
// 8 eps of the largest of the terms that add up: close to a zero between two poles the relative error is larger.
// Source: trigamma by recurrence and, from 4 on, a series in 1 / (x - 1/2)^2; the others by the sum of Euler and
// Maclaurin (Johansson, 2015, equation 2). Coefficients: tools/reference-tables/math-coefficients.py trigamma_tail polygamma

import { POLYGAMMA_SERIES } from '../../generated/polygamma';
import { copysign, f64s, f64ToI32, floor, i32ToF64, nearest } from '../../platform/platform';
import { digamma } from './digamma';
import { pow } from './pow';

/** The largest order: 171! is no double. */
const LAST_ORDER: f64 = 170.0;

/** trigamma(x) for x > 0. */
function trigammaOf(x: f64): f64 {
  let sum: f64 = 0.0;
  while (x < 4.0) {
    const inverse = 1.0 / x;
    sum += inverse * inverse;
    x += 1.0;
  }
  const y = 1.0 / (x - 0.5);
  const z = y * y;
  const s = z * z;
  const w = s * s;
  const series =
    -0.08333333333331319 +
    z * 0.02916666665156103 +
    s * (-0.023065472233320793 + z * 0.03307239501566434) +
    w *
      (-0.07556906124759274 +
        z * 0.2509596881181262 +
        s * (-1.0972256526728827 + z * 5.4063101594996565) +
        w * (-24.29064620864431 + z * 78.18897443972585 + s * -125.33253225383666));
  return sum + (y + y * (z * series));
}

/** n! / w^(n + 1), in two factors where one of them alone would overflow. */
function term(n: i32, w: f64): f64 {
  const half: i32 = n > 20 ? n >> 1 : 0;
  let low: f64 = 1.0;
  let high: f64 = 1.0;
  for (let k: i32 = 2; k <= half; k++) low *= i32ToF64(k);
  for (let k: i32 = half + 1; k <= n; k++) high *= i32ToF64(k);
  high *= pow(w, i32ToF64(half - n - 1));
  return half === 0 ? high : high * (low * pow(w, i32ToF64(-half)));
}

/** |psi_n(x)| for x > 0. */
function positive(n: i32, x: f64): f64 {
  if (n === 1) return trigammaOf(x);
  const order = i32ToF64(n);
  let sum: f64 = 0.0;
  for (; x < order + 8.0; x += 1.0) {
    const next = term(n, x);
    sum += next;
    if (next < sum * 5.551115123125783e-17 || sum === Infinity) return sum; // 2^-54
  }
  // The rest of the sum, from x on: the integral, half a term and the derivatives at its start,
  // over the integral, which is (n - 1)! / x^n.
  const f = f64s();
  const table = (POLYGAMMA_SERIES >>> 3) as i32;
  const inverse = 1.0 / x;
  let factor: f64 = (order + 1.0) * inverse;
  let tail: f64 = 0.5;
  for (let j: i32 = 0; j < 12; j++) {
    tail += factor * f[table + j];
    const at = order + i32ToF64(2 * j + 2);
    factor *= at * (at + 1.0) * inverse * inverse;
  }
  return sum + term(n - 1, x) * (1.0 + order * tail * inverse);
}

/** trigamma(x): Infinity at the poles 0, -1, -2, ..., NaN at -Infinity. */
export function trigamma(x: f64): f64 {
  return polygamma(1.0, x);
}

/**
 * The derivative of digamma of that order, which is digamma itself for 0; NaN for an order that is not one of 0 .. 170.
 * At a pole Infinity for an odd order; for an even one NaN, but -+Infinity at +-0. NaN at -Infinity.
 */
export function polygamma(order: f64, x: f64): f64 {
  if (order === 0.0) return digamma(x);
  if (!(order > 0.0 && order <= LAST_ORDER && floor(order) === order) || x !== x || x === -Infinity)
    return NaN;
  const n: i32 = f64ToI32(order);
  const sign: f64 = (n & 1) === 1 ? 1.0 : -1.0;
  if (x > 0.0) return sign * positive(n, x);
  if (floor(x) === x) {
    if (sign > 0.0) return Infinity;
    return x === 0.0 ? -copysign(Infinity, x) : NaN;
  }
  // x + k passes 0 at f; the terms before f are what the series from 1 - f has up to that from 1 - x.
  const f = x - nearest(x);
  const at: f64 = term(n, f);
  const before = positive(n, 1.0 - f) - positive(n, 1.0 - x);
  return sign * (at + (positive(n, 1.0 + f) + sign * before));
}
