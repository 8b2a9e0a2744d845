// Lower Cholesky factors of symmetric matrices, of which the lower triangle is read.
// Trusts: operands as in opcodes.ts; dst may be src, or else overlaps it nowhere.
// Source: the row-by-row form of Cholesky's factorisation (Golub and Van Loan, Matrix Computations, 4.2), on the
// transposed factor U, whose rows lie whole. Order of operations:
//   u[i, j] = (a[j, i] - u[0, i] u[0, j] - ... - u[i-1, i] u[i-1, j]) / u[i, i], from the left; u[i, i] is the square
//   root of the same expression.

import { f64s, sqrt } from '../../platform/platform';
import { word } from '../program/operand';
import { addRows } from './add-rows';

/** Makes the upper triangle of the n rows at index `u` the factor; 0 when there is none, else 1. */
function factor(u: i32, n: i32): i32 {
  const f = f64s();
  for (let i: i32 = 0; i < n; i++) {
    const row: i32 = u + i * n;
    const column: usize = ((u + i) << 3) as usize;
    addRows(((row + i) << 3) as usize, column, n, column, n, i, n - i, -1.0, 0);
    const pivot: f64 = f[row + i];
    if (!(pivot > 0.0 && pivot < Infinity)) return 0;
    const root: f64 = sqrt(pivot);
    f[row + i] = root;
    for (let j: i32 = i + 1; j < n; j++) f[row + j] = f[row + j] / root;
  }
  return 1;
}

/** CHOLESKY: see opcodes.ts. NaN where a pivot is not a finite number above 0. */
export function cholesky(pc: usize): usize {
  const f = f64s();
  const n: i32 = word(pc, 4);
  let u: i32 = word(pc, 1) >> 3;
  let a: i32 = word(pc, 2) >> 3;
  for (let batch: i32 = word(pc, 3); batch > 0; batch--) {
    for (let i: i32 = 0; i < n; i++) {
      for (let j: i32 = i; j < n; j++) f[u + i * n + j] = f[a + j * n + i];
    }
    if (factor(u, n) === 1) {
      for (let i: i32 = 0; i < n; i++) {
        for (let j: i32 = i + 1; j < n; j++) {
          f[u + j * n + i] = f[u + i * n + j];
          f[u + i * n + j] = 0;
        }
      }
    } else {
      for (let i: i32 = u; i < u + n * n; i++) f[i] = NaN;
    }
    u += n * n;
    a += n * n;
  }
  return pc + 20;
}
