// Systems with a lower triangular matrix or its transpose, by substitution.
// Trusts: operands as in opcodes.ts; dst may be b, or else overlaps neither b nor l; only l's lower triangle is read.
// Order of operations, each product and difference rounded on its own:
//   l x = b:   x[i] = (b[i] - l[i, 0] x[0] - ... - l[i, i-1] x[i-1]) / l[i, i], from the left
//   l^T x = b: x[i] = (b[i] - l[n-1, i] x[n-1] - ... - l[i+1, i] x[i+1]) / l[i, i], from the left

import { f64s } from '../../platform/platform';
import { word } from '../program/operand';
import { addRows } from './add-rows';
import { forward } from './forward';

/** l^T x = b of one column, in place: what four rows make known is taken from all above them. */
function backward(l: i32, x: i32, n: i32): void {
  const f = f64s();
  for (let end: i32 = n; end > 0; end -= 4) {
    const start: i32 = end > 4 ? end - 4 : 0;
    for (let i: i32 = end - 1; i >= start; i--) {
      let sum: f64 = f[x + i];
      for (let k: i32 = end - 1; k > i; k--) sum -= f[l + k * n + i] * f[x + k];
      f[x + i] = sum / f[l + i * n + i];
    }
    const last: i32 = end - 1;
    addRows(
      (x << 3) as usize,
      ((l + last * n) << 3) as usize,
      -n,
      ((x + last) << 3) as usize,
      -1,
      end - start,
      start,
      -1.0,
      0,
    );
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
