// Log-mass of a categorical over 0 .. k - 1, from a table of log-probabilities, and its gradient in the logits:
//   value      table[x], -Infinity for anything that is not one of the k indices
//   d/dlogit_j of the sum over n observations: count_j - n exp(table_j)
// Trusts: `table` holds k log-probabilities that sum to 1; k < 2^31.

import { f32s, f32ToF64, f64s, f64ToI32, floor, i32ToF64 } from '../../platform/platform';
import { exp } from '../math/exp';

/** log P(x). */
export function categoricalLogProb(x: f64, table: usize, k: i32): f64 {
  if (x >= 0.0 && x < i32ToF64(k) && floor(x) === x) return f64s()[((table >>> 3) as i32) + f64ToI32(x)];
  return x !== x ? x : -Infinity;
}

/** out[i] = log P(x[i]), i < n; `out` may be `x`. */
export function fillCategorical(x: usize, n: i32, table: usize, k: i32, out: usize): void {
  const f = f64s();
  const from = (x >>> 3) as i32;
  const to = (out >>> 3) as i32;
  for (let i: i32 = 0; i < n; i++) f[to + i] = categoricalLogProb(f[from + i], table, k);
}

/**
 * Adds the n observations to `counts` (k doubles) and returns -1, or stops at the first that is not one of the
 * k indices and returns where it stands. Elements are singles when `single` is 1, else doubles.
 */
export function countCategories(x: usize, n: i32, single: i32, k: i32, counts: usize): i32 {
  const f = f64s();
  const s = f32s();
  const from = (single === 1 ? x >>> 2 : x >>> 3) as i32;
  const to = (counts >>> 3) as i32;
  for (let i: i32 = 0; i < n; i++) {
    const at: f64 = single === 1 ? f32ToF64(s[from + i]) : f[from + i];
    if (!(at >= 0.0 && at < i32ToF64(k) && floor(at) === at)) return i;
    f[to + f64ToI32(at)] += 1.0;
  }
  return -1;
}

/** out[j] = counts[j] - n exp(table[j]), j < k: the gradient in the logits of n observations. */
export function categoricalScore(counts: usize, n: f64, table: usize, k: i32, out: usize): void {
  const f = f64s();
  const from = (counts >>> 3) as i32;
  const logs = (table >>> 3) as i32;
  const to = (out >>> 3) as i32;
  for (let j: i32 = 0; j < k; j++) f[to + j] = f[from + j] - n * exp(f[logs + j]);
}
