// Sums of runs of elements that lie together. Trusts: the runs do not overlap. Addresses and lengths in bytes, multiples of the element's size.
// Twin: simd/linear/runs.ts

import { f32s, f64s, fround } from '../../platform/platform';

/** Adds doubles to those at `to`. */
export function addRun(to: i32, from: i32, bytes: i32): void {
  const f = f64s();
  const shift: i32 = (from >> 3) - (to >> 3);
  for (let i: i32 = to >> 3; i < (to + bytes) >> 3; i++) f[i] += f[i + shift];
}

/** Adds singles to those at `to`. */
export function addRun32(to: i32, from: i32, bytes: i32): void {
  const s = f32s();
  const shift: i32 = (from >> 2) - (to >> 2);
  for (let i: i32 = to >> 2; i < (to + bytes) >> 2; i++) s[i] = fround(s[i] + s[i + shift]);
}
