// Systems with a lower triangular matrix or its transpose, by substitution.
// Trusts: operands as in opcodes.ts; dst may be b, or else overlaps neither b nor l; only l's lower triangle is read.
// Order of operations, each product and difference rounded on its own:
//   l x = b:   x[i] = (b[i] - l[i, 0] x[0] - ... - l[i, i-1] x[i-1]) / l[i, i], from the left
//   l^T x = b: x[i] = (b[i] - l[n-1, i] x[n-1] - ... - l[i+1, i] x[i+1]) / l[i, i], from the left

import { f64s } from '../../platform/platform';
import { word } from '../program/operand';
import { addRows } from './add-rows';
import { forward } from './forward';

/** l^T x = b of one column, in place: what is known is taken from all above it, four rows of l at a time. */
function backward(l: i32, x: i32, n: i32): void {
  const f = f64s();
  let i: i32 = n;
  for (; i >= 4; i -= 4) {
    const last: i32 = l + i * n - n + i - 1;
    const third: i32 = last - n;
    const second: i32 = third - n;
    const first: i32 = second - n - 3;
    const at: i32 = x + i - 1;
    const x3: f64 = f[at] / f[last];
    const x2: f64 = (f[at - 1] - f[last - 1] * x3) / f[third - 1];
    const x1: f64 = (f[at - 2] - f[last - 2] * x3 - f[third - 2] * x2) / f[second - 2];
    f[at] = x3;
    f[at - 1] = x2;
    f[at - 2] = x1;
    f[at - 3] = (f[at - 3] - f[last - 3] * x3 - f[third - 3] * x2 - f[second - 3] * x1) / f[first];
    addRows(
      (x << 3) as usize,
      ((l + (i - 1) * n) << 3) as usize,
      -n,
      (at << 3) as usize,
      -1,
      4,
      i - 4,
      -1.0,
      0,
    );
  }
  for (i--; i >= 0; i--) {
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
