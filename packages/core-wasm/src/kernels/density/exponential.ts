// Log-density of Exponential(rate) on x >= 0, and its partial derivative:
//   value      log(rate) - rate x, -Infinity below 0
//   d/drate    1 / rate - x, 0 below 0
//   d/dx       -rate, 0 below 0
// Trusts: rate > 0 and finite.

import { f64s } from '../../platform/platform';
import { log } from '../math/log';

/** log p(x), given log(rate). */
export function exponentialValue(x: f64, rate: f64, base: f64): f64 {
  if (x >= 0.0) return base - rate * x;
  return x !== x ? x : -Infinity;
}

/** d/dx. */
export function exponentialInX(x: f64, rate: f64): f64 {
  if (x >= 0.0) return -rate;
  return x !== x ? x : 0.0;
}

/** d/drate, given 1 / rate. */
export function exponentialInRate(x: f64, inverse: f64): f64 {
  if (x >= 0.0) return inverse - x;
  return x !== x ? x : 0.0;
}

/** log p(x). */
export function exponentialLogProb(x: f64, rate: f64): f64 {
  return exponentialValue(x, rate, log(rate));
}

/** out[i] = column 0 (value) or 1 (d/drate) at x[i], i < n; `out` may be `x`. */
export function fillExponential(column: i32, x: usize, n: i32, rate: f64, out: usize): void {
  const f = f64s();
  const from = (x >>> 3) as i32;
  const to = (out >>> 3) as i32;
  if (column === 0) {
    const base = log(rate);
    for (let i: i32 = 0; i < n; i++) f[to + i] = exponentialValue(f[from + i], rate, base);
  } else {
    const inverse = 1.0 / rate;
    for (let i: i32 = 0; i < n; i++) f[to + i] = exponentialInRate(f[from + i], inverse);
  }
}
