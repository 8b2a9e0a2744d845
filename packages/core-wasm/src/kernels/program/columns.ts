// Columns side by side: what a reduction of an axis that is not the last does with each row.
// Trusts: `values`, `lanes` and `out` are 8-byte aligned and overlap nothing that is read beside them.
// Twin: simd/program/columns.ts

import { f32s, f32ToF64, f64s, largest, least } from '../../platform/platform';
import { LEAST_OF, PRODUCT_OF, SUM_OF } from './opcodes';

/** Folds element i at `x` into the double values[i], i < n. */
export function foldInto(kind: i32, values: usize, x: usize, n: i32, single: i32): void {
  const f = f64s();
  const s = f32s();
  const to = (values >>> 3) as i32;
  const at = (single === 1 ? x >>> 2 : x >>> 3) as i32;
  if (kind === SUM_OF) {
    for (let i: i32 = 0; i < n; i++) f[to + i] += single === 1 ? f32ToF64(s[at + i]) : f[at + i];
  } else if (kind === PRODUCT_OF) {
    for (let i: i32 = 0; i < n; i++) f[to + i] *= single === 1 ? f32ToF64(s[at + i]) : f[at + i];
  } else if (kind === LEAST_OF) {
    for (let i: i32 = 0; i < n; i++)
      f[to + i] = least(f[to + i], single === 1 ? f32ToF64(s[at + i]) : f[at + i]);
  } else {
    for (let i: i32 = 0; i < n; i++)
      f[to + i] = largest(f[to + i], single === 1 ? f32ToF64(s[at + i]) : f[at + i]);
  }
}

/** values[j] = the sum of x[j + r * step] over r < rows, from +0 in ascending r, j < n. */
export function sumInto(values: usize, x: usize, step: i32, rows: i32, n: i32, single: i32): void {
  const f = f64s();
  const to = (values >>> 3) as i32;
  for (let j: i32 = to; j < to + n; j++) f[j] = 0.0;
  for (let r: i32 = 0; r < rows; r++) {
    foldInto(SUM_OF, values, (x + ((r * step) << (3 - single))) as usize, n, single);
  }
}

/** Combines 8 lanes of c columns, lane by lane at `lanes`, by the rule of reduce/block.ts. */
export function combineColumns(lanes: usize, c: i32, out: usize): void {
  const f = f64s();
  const to = (out >>> 3) as i32;
  let i = (lanes >>> 3) as i32;
  for (let j: i32 = 0; j < c; j++, i++) {
    f[to + j] =
      f[i] +
      f[i + 4 * c] +
      (f[i + 2 * c] + f[i + 6 * c]) +
      (f[i + c] + f[i + 5 * c] + (f[i + 3 * c] + f[i + 7 * c]));
  }
}
