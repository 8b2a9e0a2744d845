// The standard normal quantile: x with P(X <= x) = p. Upper tails: -normalQuantile(q) for P(X > x) = q.
// Error below 2.5 ulp, from the smallest double to 1 - 2^-53.
// Source: the cut of Wichura's algorithm AS 241 (1988), with the slope at 1/2 and the root of the tail's logarithm
// taken out of the rational functions, so that their rounding errors weigh less.
// Coefficients: tools/reference-tables/math-coefficients.py quantile tail far_tail
// Twin: simd/math/normal-quantile.ts

import { NORMAL_QUANTILE } from '../../generated/normal-quantile';
import { abs, f64s, sqrt } from '../../platform/platform';
import { log } from './log';

/** top(r) / bottom(r), each of degree 7, whose coefficients are at index `at` of f64s(). */
function ratio(at: i32, r: f64): f64 {
  const f = f64s();
  const s = r * r;
  const w = s * s;
  const top =
    f[at] +
    (r * f[at + 1] +
      (s * (f[at + 2] + r * f[at + 3]) + w * (f[at + 4] + r * f[at + 5] + s * (f[at + 6] + r * f[at + 7]))));
  const bottom =
    f[at + 8] +
    (r * f[at + 9] +
      (s * (f[at + 10] + r * f[at + 11]) +
        w * (f[at + 12] + r * f[at + 13] + s * (f[at + 14] + r * f[at + 15]))));
  return top / bottom;
}

/** For |q| <= 0.425, q = p - 1/2: q sqrt(2 pi) and more. */
function central(q: f64): f64 {
  const u = q * q;
  return (
    q *
    (2.5066282746310007 + (u * ratio((NORMAL_QUANTILE >>> 3) as i32, 0.180625 - u) + -1.8328579980459167e-16))
  );
}

/** |x| for the probability q < 0.075 of one tail. */
function tail(q: f64): f64 {
  const at = (NORMAL_QUANTILE >>> 3) as i32;
  const root = sqrt(-log(q));
  return root + (root <= 5.0 ? ratio(at + 16, root - 1.6) : ratio(at + 32, root - 5.0));
}

/** x with P(X <= x) = p for a standard normal X; -Infinity at 0, Infinity at 1, NaN outside [0, 1]. */
export function normalQuantile(p: f64): f64 {
  const q = p - 0.5;
  if (abs(q) <= 0.425) return central(q);
  if (!(p > 0.0 && p < 1.0)) {
    if (p === 0.0) return -Infinity;
    return p === 1.0 ? Infinity : NaN;
  }
  return q < 0.0 ? -tail(p) : tail(1.0 - p);
}

/** out[i] = normalQuantile(p[i]) for i < n; `out` may be `p`. */
export function fillNormalQuantile(p: usize, n: i32, out: usize): void {
  const f = f64s();
  const from = (p >>> 3) as i32;
  const to = (out >>> 3) as i32;
  for (let i: i32 = 0; i < n; i++) f[to + i] = normalQuantile(f[from + i]);
}
