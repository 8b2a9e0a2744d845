// Runs of elements that lie together, copied or added to other runs, one run after the other.
// Trusts: a run overlaps none that it goes to. Addresses, the ways from one run to the next and lengths in bytes.
// Twin: simd/linear/runs.ts

import { f32s, f64s, fround, i32s } from '../../platform/platform';

/** Copies runs; `bytes` is a multiple of 4. */
export function copyRuns(to: i32, toNext: i32, from: i32, fromNext: i32, count: i32, bytes: i32): void {
  const w = i32s();
  for (let i: i32 = 0; i < count; i++) {
    const shift: i32 = (from - to) >> 2;
    for (let j: i32 = to >> 2; j < (to + bytes) >> 2; j++) w[j] = w[j + shift];
    to += toNext;
    from += fromNext;
  }
}

/** Adds runs of doubles to those at `to`. */
export function addRuns(to: i32, toNext: i32, from: i32, fromNext: i32, count: i32, bytes: i32): void {
  const f = f64s();
  for (let i: i32 = 0; i < count; i++) {
    const shift: i32 = (from - to) >> 3;
    for (let j: i32 = to >> 3; j < (to + bytes) >> 3; j++) f[j] += f[j + shift];
    to += toNext;
    from += fromNext;
  }
}

/** Adds runs of singles to those at `to`. */
export function addRuns32(to: i32, toNext: i32, from: i32, fromNext: i32, count: i32, bytes: i32): void {
  const s = f32s();
  for (let i: i32 = 0; i < count; i++) {
    const shift: i32 = (from - to) >> 2;
    for (let j: i32 = to >> 2; j < (to + bytes) >> 2; j++) s[j] = fround(s[j] + s[j + shift]);
    to += toNext;
    from += fromNext;
  }
}
