// The sum of one block of 128 elements, the lowest level of every reduction.
// Trusts: 128 doubles at `at`; `count` in 1..128.
// Rule: element i joins lane i mod 8, in ascending order, and the lanes (which start at +0) combine as
// ((0+4)+(2+6)) + ((1+5)+(3+7)). Lanes never become -0, so padding with +0 changes nothing.
// Twin: simd/reduce/block.ts

import { f32s, f32ToF64, f64s } from '../../platform/platform';
import { BLOCK } from '../../platform/scratch';

/** Sum of the 128 doubles at `at`. */
export function blockSum(at: usize): f64 {
  const f = f64s();
  const from = (at >>> 3) as i32;
  let s0: f64 = 0;
  let s1: f64 = 0;
  let s2: f64 = 0;
  let s3: f64 = 0;
  let s4: f64 = 0;
  let s5: f64 = 0;
  let s6: f64 = 0;
  let s7: f64 = 0;
  for (let i: i32 = from; i < from + 128; i += 8) {
    s0 += f[i];
    s1 += f[i + 1];
    s2 += f[i + 2];
    s3 += f[i + 3];
    s4 += f[i + 4];
    s5 += f[i + 5];
    s6 += f[i + 6];
    s7 += f[i + 7];
  }
  return s0 + s4 + (s2 + s6) + (s1 + s5 + (s3 + s7));
}

/** Copies `count` elements (singles when `single` is 1, else doubles) to BLOCK as doubles, the rest of it +0. */
export function loadBlock(x: usize, count: i32, single: i32): void {
  const f = f64s();
  const to = (BLOCK >>> 3) as i32;
  if (single === 1) {
    const s = f32s();
    const from = (x >>> 2) as i32;
    for (let i: i32 = 0; i < count; i++) f[to + i] = f32ToF64(s[from + i]);
  } else {
    const from = (x >>> 3) as i32;
    for (let i: i32 = 0; i < count; i++) f[to + i] = f[from + i];
  }
  clearBlock(count);
}

/** Sets elements `count` .. 127 of BLOCK to +0. */
export function clearBlock(count: i32): void {
  const f = f64s();
  const to = (BLOCK >>> 3) as i32;
  for (let i: i32 = count; i < 128; i++) f[to + i] = 0;
}
