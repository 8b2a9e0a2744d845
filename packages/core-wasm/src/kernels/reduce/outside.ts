// Elements beyond two bounds: few of many, for who keeps the largest and the smallest.

import { f64s } from '../../platform/platform';

/**
 * Writes those of n doubles at `x` that are not inside (low, high) to `to`, in their order, NaNs among them; returns
 * how many. `to` has room for n.
 */
export function outside(x: usize, n: i32, low: f64, high: f64, to: usize): i32 {
  const f = f64s();
  const from = (x >>> 3) as i32;
  const out = (to >>> 3) as i32;
  let count: i32 = 0;
  for (let i: i32 = from; i < from + n; i++) {
    const value = f[i];
    if (!(value > low && value < high)) {
      f[out + count] = value;
      count++;
    }
  }
  return count;
}
