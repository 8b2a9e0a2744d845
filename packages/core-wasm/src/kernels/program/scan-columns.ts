// The columns of a linear scan: y = a y + b, rounded twice, `steps` times.
// Trusts: places are indices in f64s() or f32s(). `to` and `b` move on by `by` a step, `a` by `ka`; `each` is 1 when
// every column has an `a` of its own. y starts from the row at `before`, from 0 when that is -1.
// Twin: simd/program/scan-columns.ts

import { f32s, f64s, fround } from '../../platform/platform';

export function scanColumns(
  to: i32,
  a: i32,
  b: i32,
  before: i32,
  width: i32,
  by: i32,
  ka: i32,
  each: i32,
  steps: i32,
): void {
  const f = f64s();
  for (let c: i32 = 0; c < width; c++) {
    let y: f64 = before < 0 ? 0.0 : f[before + c];
    let i: i32 = c;
    let j: i32 = a + c * each;
    for (let t: i32 = 0; t < steps; t++) {
      y = f[j] * y + f[b + i];
      f[to + i] = y;
      i += by;
      j += ka;
    }
  }
}

export function scanColumns32(
  to: i32,
  a: i32,
  b: i32,
  before: i32,
  width: i32,
  by: i32,
  ka: i32,
  each: i32,
  steps: i32,
): void {
  const s = f32s();
  for (let c: i32 = 0; c < width; c++) {
    let y: f32 = before < 0 ? fround(0) : s[before + c];
    let i: i32 = c;
    let j: i32 = a + c * each;
    for (let t: i32 = 0; t < steps; t++) {
      y = fround(fround(s[j] * y) + s[b + i]);
      s[to + i] = y;
      i += by;
      j += ka;
    }
  }
}
