// Sums of at most 8 elements each, many side by side: by the rule of reduce/block.ts, where each has a lane of its own.
// Trusts: `m` is in 1..8; steps count elements; `out` does not overlap `x`. Singles add up as doubles, rounded once.
// Lanes that take nothing are left out, and the +0 that lanes start from is added at the end: the same bits, since only
// a sum of nothing but -0 would tell.
// Twin: simd/program/few.ts

import { f32s, f32ToF64, f64s, fround } from '../../platform/platform';
import { BLOCK } from '../../platform/scratch';

/** out[j] = the sum of the elements x[j * column + r * row], r < m, for j < n; out is of the same type as x. */
export function sumFew(x: usize, m: i32, row: i32, column: i32, n: i32, single: i32, out: usize): void {
  const f = f64s();
  const s = f32s();
  const to = (single === 1 ? out >>> 2 : out >>> 3) as i32;
  const block = (BLOCK >>> 3) as i32;
  const k: i32 = single === 1 ? 1 : row;
  let at = (single === 1 ? x >>> 2 : x >>> 3) as i32;
  for (let j: i32 = 0; j < n; j++) {
    let i: i32 = at;
    if (single === 1) {
      for (let r: i32 = 0; r < m; r++) f[block + r] = f32ToF64(s[at + r * row]);
      i = block;
    }
    let even: f64 = f[i];
    if (m > 4) even += f[i + 4 * k];
    if (m > 6) even += f[i + 2 * k] + f[i + 6 * k];
    else if (m > 2) even += f[i + 2 * k];
    if (m > 1) {
      let odd: f64 = f[i + k];
      if (m > 5) odd += f[i + 5 * k];
      if (m > 7) odd += f[i + 3 * k] + f[i + 7 * k];
      else if (m > 3) odd += f[i + 3 * k];
      even += odd;
    }
    if (single === 1) s[to + j] = fround(even + 0.0);
    else f[to + j] = even + 0.0;
    at += column;
  }
}
