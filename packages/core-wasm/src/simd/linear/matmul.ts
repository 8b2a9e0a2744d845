// @ts-nocheck: AssemblyScript
// Matrix products from packed panels. Twin of kernels/linear/matmul.ts.
// Source: the loops around one small inner kernel of Goto and van de Geijn, "Anatomy of high-performance matrix
// multiplication" (2008); sums over k longer than DEPTH go on where they were left, so their order stays.

import { word } from '../program/operand';
import { DEPTH, PACKED_A, PACKED_B, packedLines } from './matmul.portable';
import { combine } from './add-rows';
import { packLines } from './pack';
import { multiplyTile } from './tile';

export { DEPTH, PACKED_A, PACKED_B, matmulScratch, packedLines } from './matmul.portable';

/** Up to how many rows (columns) of the other side packing costs more than it brings. */
const SHORT: i32 = 12;

/** Copies a tile of `m` rows and `n` columns; strides in bytes. */
function copyTile<T>(
  to: i32, toRow: i32, toColumn: i32, from: i32, row: i32, column: i32, m: i32, n: i32,
): void {
  for (let i = 0; i < m; i++, to += toRow, from += row) {
    let x = to, y = from;
    for (let j = 0; j < n; j++, x += toColumn, y += column) store<T>(x, load<T>(y));
  }
}

/**
 * One product; all strides in bytes, c's as well. At most `rows` rows of a and `columns` columns of b are packed at a
 * time. Where the other side is short, what lies in memory as the inner loop reads it is not packed at all. Unless
 * `fresh`, it goes on with the sums that c holds.
 */
function multiply<T>(
  c: i32, cRow: i32, cColumn: i32,
  a: i32, aRow: i32, aColumn: i32,
  b: i32, bRow: i32, bColumn: i32,
  m: i32, k: i32, n: i32, rows: i32, columns: i32, tile: i32, fresh: bool,
): void {
  const size: i32 = sizeof<T>();
  const width = 32 / size; // columns of a tile
  const depth = min(k, DEPTH);
  const packedA = tile + 128;
  const packedB = packedA + rows * depth * size;
  for (let j0 = 0; j0 < n; j0 += columns) {
    const nj = min(columns, n - j0);
    const readB = bColumn == size && m <= SHORT ? nj & -width : 0; // columns of b that are not packed
    for (let p0 = 0; p0 < k; p0 += depth) {
      const kp = min(depth, k - p0);
      const first = fresh && p0 == 0;
      const fromB = b + p0 * bRow + j0 * bColumn;
      packLines<T>(packedB, width, fromB + readB * bColumn, bColumn, bRow, nj - readB, kp);
      for (let i0 = 0; i0 < m; i0 += rows) {
        const mi = min(rows, m - i0);
        const readA = aRow == size && aColumn != 0 && n <= SHORT ? mi & -4 : 0; // rows of a that are not packed
        const fromA = a + i0 * aRow + p0 * aColumn;
        packLines<T>(packedA, 4, fromA + readA * aRow, aRow, aColumn, mi - readA, kp);
        for (let j = 0; j < nj; j += width) {
          const panelB = j < readB ? fromB + j * bColumn : packedB + (j - readB) * kp * size;
          const stepB = j < readB ? bRow : 32;
          const tileColumns = min(nj - j, width);
          let to = c + i0 * cRow + (j0 + j) * cColumn;
          for (let i = 0; i < mi; i += 4, to += 4 * cRow) {
            const panelA = i < readA ? fromA + i * aRow : packedA + (i - readA) * kp * size;
            const stepA = i < readA ? aColumn : 4 * size;
            const tileRows = min(mi - i, 4);
            if (tileRows == 4 && tileColumns == width && cColumn == size) {
              multiplyTile<T>(to, cRow, panelA, stepA, panelB, stepB, kp, first);
            } else {
              if (!first) copyTile<T>(tile, 32, size, to, cRow, cColumn, tileRows, tileColumns);
              multiplyTile<T>(tile, 32, panelA, stepA, panelB, stepB, kp, first);
              copyTile<T>(to, cRow, cColumn, tile, 32, size, tileRows, tileColumns);
            }
          }
        }
      }
    }
  }
}

/** A matrix times one column, four rows at a time, whose sums do not wait for each other; strides in bytes. */
function column<T>(c: i32, a: i32, aRow: i32, aColumn: i32, b: i32, bRow: i32, m: i32, k: i32): void {
  const size: i32 = sizeof<T>();
  for (let i = 0; i < m; i += 4, c += 4 * size, a += 4 * aRow) {
    // Rows that are not there are the last one once more.
    const second = i + 1 < m ? aRow : 0, third = i + 2 < m ? 2 * aRow : second, fourth = i + 3 < m ? 3 * aRow : third;
    let s0: T = 0, s1: T = 0, s2: T = 0, s3: T = 0;
    let x = a, y = b;
    for (let p = k; p > 0; p--, x += aColumn, y += bRow) {
      const by = load<T>(y);
      s0 += load<T>(x) * by;
      s1 += load<T>(x + second) * by;
      s2 += load<T>(x + third) * by;
      s3 += load<T>(x + fourth) * by;
    }
    store<T>(c, s0);
    if (i + 1 < m) store<T>(c + size, s1);
    if (i + 2 < m) store<T>(c + 2 * size, s2);
    if (i + 3 < m) store<T>(c + 3 * size, s3);
  }
}

function each<T>(pc: usize, fresh: bool): usize {
  const size: i32 = sizeof<T>();
  const single: i32 = size == 4 ? 1 : 0;
  let batch = word(pc, 5), m = word(pc, 6);
  const k = word(pc, 7), n = word(pc, 8);
  const aRow = word(pc, 9) * size, aColumn = word(pc, 10) * size;
  const bRow = word(pc, 11) * size, bColumn = word(pc, 12) * size;
  const nextA = word(pc, 13) * size, nextB = word(pc, 14) * size;
  let c = word(pc, 1), a = word(pc, 2), b = word(pc, 3);
  // A tile of singles is twice as wide as it is high: few columns leave less of it empty as rows.
  const swap = size == 4 && n <= 4 && m > 4;
  const depth = min(k, DEPTH);
  const rows = packedLines(swap ? n : m, depth, single, PACKED_A);
  const columns = packedLines(swap ? m : n, depth, single, PACKED_B);
  if (nextB == 0 && nextA == m * aRow) {
    // One matrix for all of a batch whose rows follow each other: one product, and b is packed once.
    m *= batch;
    batch = 1;
  }
  for (; batch > 0; batch--) {
    if (fresh && n == 1 && aRow == size) {
      combine<T>(c, a, aColumn, b, bRow, k, m);
    } else if (fresh && n == 1) {
      column<T>(c, a, aRow, aColumn, b, bRow, m, k);
    } else if (fresh && m <= 2 && bColumn == size) {
      for (let i = 0; i < m; i++) combine<T>(c + i * n * size, b, bRow, a + i * aRow, aColumn, k, n);
    } else if (fresh && m == 1) {
      column<T>(c, b, bColumn, bRow, a, aColumn, n, k);
    } else if (swap) {
      multiply<T>(c, size, n * size, b, bColumn, bRow, a, aColumn, aRow, n, k, m, rows, columns, word(pc, 4), fresh);
    } else {
      multiply<T>(c, n * size, size, a, aRow, aColumn, b, bRow, bColumn, m, k, n, rows, columns, word(pc, 4), fresh);
    }
    c += m * n * size;
    a += nextA;
    b += nextB;
  }
  return pc + 60;
}

export function matmul(pc: usize, fresh: i32): usize {
  return each<f64>(pc, fresh == 1);
}

export function matmul32(pc: usize, fresh: i32): usize {
  return each<f32>(pc, fresh == 1);
}
