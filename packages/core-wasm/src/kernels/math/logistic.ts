// The logistic function and its relatives, without cancellation on either side; errors below 2 ulp.
// Twin: simd/math/logistic.ts

import { abs, f64s, pmax } from '../../platform/platform';
import { exp, expm1 } from './exp';
import { log, log1p, log1pUnit } from './log';

/** 1 / (1 + exp(-x)). */
export function sigmoid(x: f64): f64 {
  const e = exp(-abs(x));
  return x >= 0.0 ? 1.0 / (1.0 + e) : e / (1.0 + e);
}

/** log(1 + exp(x)). */
export function softplus(x: f64): f64 {
  return pmax(x, 0.0) + log1pUnit(exp(-abs(x)));
}

/**
 * log(1 - exp(x)) for x <= 0; -Infinity at 0, NaN above.
 * Source: Maechler, "Accurately computing log(1 - exp(-|a|))" (2012).
 */
export function log1mexp(x: f64): f64 {
  return x > -0.6931471805599453 ? log(-expm1(x)) : log1p(-exp(x));
}

/** out[i] = sigmoid(x[i]) for i < n; `out` may be `x`. */
export function fillSigmoid(x: usize, n: i32, out: usize): void {
  const f = f64s();
  const from = (x >>> 3) as i32;
  const to = (out >>> 3) as i32;
  for (let i: i32 = 0; i < n; i++) f[to + i] = sigmoid(f[from + i]);
}

/** out[i] = softplus(x[i]) for i < n; `out` may be `x`. */
export function fillSoftplus(x: usize, n: i32, out: usize): void {
  const f = f64s();
  const from = (x >>> 3) as i32;
  const to = (out >>> 3) as i32;
  for (let i: i32 = 0; i < n; i++) f[to + i] = softplus(f[from + i]);
}
