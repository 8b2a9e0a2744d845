// One row of a linear scan: to[c] = a[c] before[c] + b[c], rounded twice, for c < width.
// Trusts: places are indices in f64s() or f32s(); a step, ka or kb, is 0 (one number for all) or 1. `to` may be `a` or
// `b`, else overlaps none. Behind a number for all, 60 bytes may be read.
// Twin: simd/program/linear-row.ts

import { f32s, f64s, fround } from '../../platform/platform';

export function scanRow(to: i32, before: i32, kb: i32, a: i32, ka: i32, b: i32, width: i32): void {
  const f = f64s();
  for (let c: i32 = 0; c < width; c++) f[to + c] = f[a + c * ka] * f[before + c * kb] + f[b + c];
}

export function scanRow32(to: i32, before: i32, kb: i32, a: i32, ka: i32, b: i32, width: i32): void {
  const s = f32s();
  for (let c: i32 = 0; c < width; c++) {
    s[to + c] = fround(fround(s[a + c * ka] * s[before + c * kb]) + s[b + c]);
  }
}
