// Log-density of Uniform(low, high) on the closed interval, and its partial derivatives:
//   value      -log(high - low) inside, -Infinity outside
//   d/dlow     1 / (high - low) inside, 0 outside;  d/dhigh is its negative, d/dx is 0
// Trusts: low < high and high - low is finite.

import { f64s } from '../../platform/platform';
import { log } from '../math/log';

/** `inside` where low <= x <= high, `outside` elsewhere, NaN for NaN. */
export function within(x: f64, low: f64, high: f64, inside: f64, outside: f64): f64 {
  if (x >= low && x <= high) return inside;
  return x !== x ? x : outside;
}

/** log p(x). */
export function uniformLogProb(x: f64, low: f64, high: f64): f64 {
  return within(x, low, high, -log(high - low), -Infinity);
}

/** out[i] = column 0 (value), 1 (d/dlow) or 2 (d/dhigh) at x[i], i < n; `out` may be `x`. */
export function fillUniform(column: i32, x: usize, n: i32, low: f64, high: f64, out: usize): void {
  const f = f64s();
  const from = (x >>> 3) as i32;
  const to = (out >>> 3) as i32;
  const width = high - low;
  const inside: f64 = column === 0 ? -log(width) : (column === 1 ? 1.0 : -1.0) / width;
  const outside: f64 = column === 0 ? -Infinity : 0.0;
  for (let i: i32 = 0; i < n; i++) f[to + i] = within(f[from + i], low, high, inside, outside);
}
