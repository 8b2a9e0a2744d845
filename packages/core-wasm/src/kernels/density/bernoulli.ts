// Log-mass of Bernoulli(p) on {0, 1}, and its partial derivative:
//   value      log(p) at 1, log(1 - p) at 0, -Infinity elsewhere
//   d/dp       1 / p at 1, -1 / (1 - p) at 0, 0 elsewhere
// Trusts: 0 <= p <= 1. At the ends the mass of the impossible outcome is -Infinity and its derivative infinite.

import { f64s } from '../../platform/platform';
import { log, log1p } from '../math/log';

/** `one` at 1, `zero` at 0, `outside` elsewhere, NaN for NaN. */
export function outcome(x: f64, one: f64, zero: f64, outside: f64): f64 {
  if (x === 1.0) return one;
  if (x === 0.0) return zero;
  return x !== x ? x : outside;
}

/** log P(x). */
export function bernoulliLogProb(x: f64, p: f64): f64 {
  if (x === 1.0) return log(p);
  if (x === 0.0) return log1p(0.0 - p);
  return x !== x ? x : -Infinity;
}

/** d/dp. */
export function bernoulliInP(x: f64, p: f64): f64 {
  return outcome(x, 1.0 / p, -1.0 / (1.0 - p), 0.0);
}

/** out[i] = column 0 (value) or 1 (d/dp) at x[i], i < n; `out` may be `x`. */
export function fillBernoulli(column: i32, x: usize, n: i32, p: f64, out: usize): void {
  const f = f64s();
  const from = (x >>> 3) as i32;
  const to = (out >>> 3) as i32;
  const one: f64 = column === 0 ? bernoulliLogProb(1.0, p) : bernoulliInP(1.0, p);
  const zero: f64 = column === 0 ? bernoulliLogProb(0.0, p) : bernoulliInP(0.0, p);
  const outside: f64 = column === 0 ? -Infinity : 0.0;
  for (let i: i32 = 0; i < n; i++) f[to + i] = outcome(f[from + i], one, zero, outside);
}
