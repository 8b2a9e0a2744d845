// Log-mass of Bernoulli(p) on {0, 1}, and its partial derivative:
//   value      log(p) at 1, log(1 - p) at 0, -Infinity elsewhere
//   d/dp       1 / p at 1, -1 / (1 - p) at 0, 0 elsewhere
// Trusts: 0 <= p <= 1. At the ends the mass of the impossible outcome is -Infinity and its derivative infinite.

import { f64s } from '../../platform/platform';
import { log, log1p } from '../math/log';

/** log P(x). */
export function bernoulliLogProb(x: f64, p: f64): f64 {
  if (x === 1.0) return log(p);
  if (x === 0.0) return log1p(0.0 - p);
  return x !== x ? x : -Infinity;
}

/** out[i] = column 0 (value) or 1 (d/dp) at x[i], i < n; `out` may be `x`. */
export function fillBernoulli(column: i32, x: usize, n: i32, p: f64, out: usize): void {
  const f = f64s();
  const from = (x >>> 3) as i32;
  const to = (out >>> 3) as i32;
  const one: f64 = column === 0 ? log(p) : 1.0 / p;
  const zero: f64 = column === 0 ? log1p(0.0 - p) : -1.0 / (1.0 - p);
  const outside: f64 = column === 0 ? -Infinity : 0.0;
  for (let i: i32 = 0; i < n; i++) {
    const at = f[from + i];
    f[to + i] = at === 1.0 ? one : at === 0.0 ? zero : at !== at ? at : outside;
  }
}
