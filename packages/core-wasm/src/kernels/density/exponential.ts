// Log-density of Exponential(rate) on x >= 0, and its partial derivative:
//   value      log(rate) - rate x, -Infinity below 0
//   d/drate    1 / rate - x, 0 below 0
// Trusts: rate > 0 and finite.

import { f64s } from '../../platform/platform';
import { log } from '../math/log';

/** log p(x). */
export function exponentialLogProb(x: f64, rate: f64): f64 {
  if (x >= 0.0) return log(rate) - rate * x;
  return x !== x ? x : -Infinity;
}

/** out[i] = column 0 (value) or 1 (d/drate) at x[i], i < n; `out` may be `x`. */
export function fillExponential(column: i32, x: usize, n: i32, rate: f64, out: usize): void {
  const f = f64s();
  const from = (x >>> 3) as i32;
  const to = (out >>> 3) as i32;
  const base: f64 = column === 0 ? log(rate) : 1.0 / rate;
  const slope: f64 = column === 0 ? rate : 1.0;
  const outside: f64 = column === 0 ? -Infinity : 0.0;
  for (let i: i32 = 0; i < n; i++) {
    const at = f[from + i];
    f[to + i] = at >= 0.0 ? base - slope * at : at !== at ? at : outside;
  }
}
