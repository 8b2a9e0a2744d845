// Systems with a lower triangular matrix or its transpose, by substitution.
// Trusts: operands as in opcodes.ts; dst may be b, or else overlaps neither b nor l; only l's lower triangle is read.
// Order of operations, each product and difference rounded on its own:
//   l x = b:   x[i] = (b[i] - l[i, 0] x[0] - ... - l[i, i-1] x[i-1]) / l[i, i], from the left
//   l^T x = b: x[i] = (b[i] - l[n-1, i] x[n-1] - ... - l[i+1, i] x[i+1]) / l[i, i], from the left

import { f64s } from '../../platform/platform';
import { word } from '../program/operand';
import { addRows } from './add-rows';

/** l x = b of one column, in place: four rows at a time, whose sums do not wait for each other. */
function forward(l: i32, x: i32, n: i32): void {
  const f = f64s();
  let i: i32 = 0;
  for (; i + 4 <= n; i += 4) {
    const row: i32 = l + i * n;
    let s0: f64 = f[x + i];
    let s1: f64 = f[x + i + 1];
    let s2: f64 = f[x + i + 2];
    let s3: f64 = f[x + i + 3];
    for (let k: i32 = 0; k < i; k++) {
      const y: f64 = f[x + k];
      s0 -= f[row + k] * y;
      s1 -= f[row + n + k] * y;
      s2 -= f[row + 2 * n + k] * y;
      s3 -= f[row + 3 * n + k] * y;
    }
    const corner: i32 = row + i;
    s0 = s0 / f[corner];
    s1 = (s1 - f[corner + n] * s0) / f[corner + n + 1];
    const second: i32 = corner + 2 * n;
    s2 = (s2 - f[second] * s0 - f[second + 1] * s1) / f[second + 2];
    const third: i32 = second + n;
    f[x + i] = s0;
    f[x + i + 1] = s1;
    f[x + i + 2] = s2;
    f[x + i + 3] = (s3 - f[third] * s0 - f[third + 1] * s1 - f[third + 2] * s2) / f[third + 3];
  }
  for (; i < n; i++) {
    const row: i32 = l + i * n;
    let sum: f64 = f[x + i];
    for (let k: i32 = 0; k < i; k++) sum -= f[row + k] * f[x + k];
    f[x + i] = sum / f[row + i];
  }
}

/** l^T x = b of one column, in place: what is known is taken from all above it, a row of l at a time. */
function backward(l: i32, x: i32, n: i32): void {
  const f = f64s();
  for (let i: i32 = n - 1; i >= 0; i--) {
    f[x + i] = f[x + i] / f[l + i * n + i];
    addRows((x << 3) as usize, ((l + i * n) << 3) as usize, 0, ((x + i) << 3) as usize, 0, 1, i, -1.0, 0);
  }
}

/** Rows of `columns` right-hand sides, in place. */
function substitute(l: i32, x: i32, n: i32, columns: i32, transpose: i32): void {
  const f = f64s();
  // First known row, first known row's multiplier, and the ways from one to the next.
  const first: i32 = transpose === 1 ? n - 1 : 0;
  const down: i32 = transpose === 1 ? -1 : 1;
  const across: i32 = transpose === 1 ? -n : 1;
  for (let done: i32 = 0; done < n; done++) {
    const i: i32 = first + done * down;
    const row: i32 = x + i * columns;
    const by: i32 = transpose === 1 ? l + first * n + i : l + i * n;
    addRows(
      (row << 3) as usize,
      ((x + first * columns) << 3) as usize,
      down * columns,
      (by << 3) as usize,
      across,
      done,
      columns,
      -1.0,
      0,
    );
    const pivot: f64 = f[l + i * n + i];
    for (let c: i32 = row; c < row + columns; c++) f[c] = f[c] / pivot;
  }
}

/** TRIANGULAR_SOLVE: see opcodes.ts. */
export function triangularSolve(pc: usize): usize {
  const f = f64s();
  const n: i32 = word(pc, 5);
  const columns: i32 = word(pc, 6);
  const transpose: i32 = word(pc, 7);
  let x: i32 = word(pc, 1) >> 3;
  let l: i32 = word(pc, 2) >> 3;
  let b: i32 = word(pc, 3) >> 3;
  for (let batch: i32 = word(pc, 4); batch > 0; batch--) {
    if (x !== b) {
      for (let i: i32 = 0; i < n * columns; i++) f[x + i] = f[b + i];
    }
    if (columns > 1) substitute(l, x, n, columns, transpose);
    else if (transpose === 1) backward(l, x, n);
    else forward(l, x, n);
    x += n * columns;
    l += n * n;
    b += n * columns;
  }
  return pc + 32;
}
