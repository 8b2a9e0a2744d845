// Smallest, largest, first bad element.
// Trusts: `x` is aligned to its elements.

import { f32s, f32ToF64, f64s, pmax, pmin } from '../../platform/platform';
import { RESULT } from '../../platform/scratch';

/** Writes the smallest and the largest of n doubles to RESULT (+-Infinity of none); NaNs are passed over, -0 is 0. */
export function extremes(x: usize, n: i32): void {
  const f = f64s();
  const from = (x >>> 3) as i32;
  const result = (RESULT >>> 3) as i32;
  let least: f64 = Infinity;
  let most: f64 = -Infinity;
  for (let i: i32 = from; i < from + n; i++) {
    least = pmin(least, f[i]);
    most = pmax(most, f[i]);
  }
  f[result] = least + 0.0;
  f[result + 1] = most + 0.0;
}

/**
 * Index of the first element that is NaN or, when `finite` is 1, infinite; -1 when there is none.
 * Elements are singles when `single` is 1, else doubles.
 */
export function firstBad(x: usize, n: i32, single: i32, finite: i32): i32 {
  const f = f64s();
  const s = f32s();
  const from = (single === 1 ? x >>> 2 : x >>> 3) as i32;
  for (let i: i32 = 0; i < n; i++) {
    const value: f64 = single === 1 ? f32ToF64(s[from + i]) : f[from + i];
    // x - x is NaN for an infinity as well.
    const probe: f64 = finite === 1 ? value - value : value;
    if (probe !== probe) return i;
  }
  return -1;
}
