// The element-wise steps of a softmax.
// Trusts: `out` may be `x`, else does not overlap it.
// Twin: simd/program/row.ts

import { f32s, f32ToF64, f64s, fround } from '../../platform/platform';

/** out[i] = x[i] - by, doubles from doubles or singles, i < n. */
export function shift(x: usize, n: i32, single: i32, by: f64, out: usize): void {
  const f = f64s();
  const to = (out >>> 3) as i32;
  if (single === 1) {
    const s = f32s();
    const from = (x >>> 2) as i32;
    for (let i: i32 = 0; i < n; i++) f[to + i] = f32ToF64(s[from + i]) - by;
  } else {
    const from = (x >>> 3) as i32;
    for (let i: i32 = 0; i < n; i++) f[to + i] = f[from + i] - by;
  }
}

/** out[i] = x[i] / by, doubles or singles from doubles, i < n. */
export function divide(x: usize, n: i32, by: f64, single: i32, out: usize): void {
  const f = f64s();
  const from = (x >>> 3) as i32;
  if (single === 1) {
    const s = f32s();
    const to = (out >>> 2) as i32;
    for (let i: i32 = 0; i < n; i++) s[to + i] = fround(f[from + i] / by);
  } else {
    const to = (out >>> 3) as i32;
    for (let i: i32 = 0; i < n; i++) f[to + i] = f[from + i] / by;
  }
}
