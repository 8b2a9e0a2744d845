// Sums of rows, each times its own number, element by element: what products of a matrix and a vector, Cholesky
// factors and triangular solves are made of.
// Trusts: `to` overlaps no row and no multiplier that is still to be read. Addresses are bytes, strides elements, and
// may be negative. Exactly `columns` elements are written.
// Twin: simd/linear/add-rows.ts

import { f32s, f64s, fround } from '../../platform/platform';

/**
 * to[c] += a[r * stride + c] * (sign * x[r * xStride]) for r = 0 .. rows - 1 in this order, every product and every
 * sum rounded on its own; `sign` is 1 or -1. With `fresh` 1, `to` starts as +0.
 */
export function addRows(
  to: usize,
  a: usize,
  stride: i32,
  x: usize,
  xStride: i32,
  rows: i32,
  columns: i32,
  sign: f64,
  fresh: i32,
): void {
  const f = f64s();
  const c: i32 = (to >>> 3) as i32;
  let from: i32 = (a >>> 3) as i32;
  let by: i32 = (x >>> 3) as i32;
  if (fresh === 1) {
    for (let j: i32 = 0; j < columns; j++) f[c + j] = 0;
  }
  let r: i32 = 0;
  for (; r + 4 <= rows; r += 4) {
    const x0: f64 = sign * f[by];
    const x1: f64 = sign * f[by + xStride];
    const x2: f64 = sign * f[by + 2 * xStride];
    const x3: f64 = sign * f[by + 3 * xStride];
    const second: i32 = from + stride;
    const third: i32 = second + stride;
    const fourth: i32 = third + stride;
    for (let j: i32 = 0; j < columns; j++) {
      f[c + j] = f[c + j] + f[from + j] * x0 + f[second + j] * x1 + f[third + j] * x2 + f[fourth + j] * x3;
    }
    from += 4 * stride;
    by += 4 * xStride;
  }
  for (; r < rows; r++) {
    const x0: f64 = sign * f[by];
    for (let j: i32 = 0; j < columns; j++) f[c + j] += f[from + j] * x0;
    from += stride;
    by += xStride;
  }
}

/** The same for singles, from +0 and with sign 1. */
export function combine32(
  to: usize,
  a: usize,
  stride: i32,
  x: usize,
  xStride: i32,
  rows: i32,
  columns: i32,
): void {
  const f = f32s();
  const c: i32 = (to >>> 2) as i32;
  let from: i32 = (a >>> 2) as i32;
  let by: i32 = (x >>> 2) as i32;
  for (let j: i32 = 0; j < columns; j++) f[c + j] = 0;
  for (let r: i32 = 0; r < rows; r++) {
    const x0: f32 = f[by];
    for (let j: i32 = 0; j < columns; j++) f[c + j] = fround(f[c + j] + fround(f[from + j] * x0));
    from += stride;
    by += xStride;
  }
}
