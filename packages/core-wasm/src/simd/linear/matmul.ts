// @ts-nocheck: AssemblyScript
// Matrix products from packed panels. Twin of kernels/linear/matmul.ts.
// Source: the loops around one small inner kernel of Goto and van de Geijn, "Anatomy of high-performance matrix
// multiplication" (2008); sums over k longer than DEPTH go on where they were left, so their order stays.

import { word } from '../program/operand';
import { DEPTH, PACKED_A, PACKED_B, packedLines } from './matmul.portable';
import { packLines } from './pack';
import { multiplyTile } from './tile';

export { DEPTH, PACKED_A, PACKED_B, matmulScratch, packedLines } from './matmul.portable';

/** Copies a tile of `m` rows and `n` columns; strides in bytes. */
function copyTile<T>(
  to: i32, toRow: i32, toColumn: i32, from: i32, row: i32, column: i32, m: i32, n: i32,
): void {
  for (let i = 0; i < m; i++, to += toRow, from += row) {
    let x = to, y = from;
    for (let j = 0; j < n; j++, x += toColumn, y += column) store<T>(x, load<T>(y));
  }
}

/** One product; all strides in bytes, c's as well. */
function multiply<T>(
  c: i32, cRow: i32, cColumn: i32,
  a: i32, aRow: i32, aColumn: i32,
  b: i32, bRow: i32, bColumn: i32,
  m: i32, k: i32, n: i32, tile: i32,
): void {
  const size: i32 = sizeof<T>();
  const width = 32 / size; // columns of a tile
  const single: i32 = size == 4 ? 1 : 0;
  const depth = min(k, DEPTH);
  const rows = packedLines(m, depth, single, PACKED_A);
  const columns = packedLines(n, depth, single, PACKED_B);
  const packedA = tile + 128;
  const packedB = packedA + rows * depth * size;
  for (let j0 = 0; j0 < n; j0 += columns) {
    const nj = min(columns, n - j0);
    for (let p0 = 0; p0 < k; p0 += depth) {
      const kp = min(depth, k - p0);
      packLines<T>(packedB, width, b + p0 * bRow + j0 * bColumn, bColumn, bRow, nj, kp);
      for (let i0 = 0; i0 < m; i0 += rows) {
        const mi = min(rows, m - i0);
        packLines<T>(packedA, 4, a + i0 * aRow + p0 * aColumn, aRow, aColumn, mi, kp);
        for (let j = 0; j < nj; j += width) {
          const panelB = packedB + j * kp * size;
          const tileColumns = min(nj - j, width);
          let to = c + i0 * cRow + (j0 + j) * cColumn;
          for (let i = 0; i < mi; i += 4, to += 4 * cRow) {
            const panelA = packedA + i * kp * size;
            const tileRows = min(mi - i, 4);
            if (tileRows == 4 && tileColumns == width && cColumn == size) {
              multiplyTile<T>(to, cRow, panelA, 4 * size, panelB, 32, kp, p0 == 0);
            } else {
              if (p0 > 0) copyTile<T>(tile, 32, size, to, cRow, cColumn, tileRows, tileColumns);
              multiplyTile<T>(tile, 32, panelA, 4 * size, panelB, 32, kp, p0 == 0);
              copyTile<T>(to, cRow, cColumn, tile, 32, size, tileRows, tileColumns);
            }
          }
        }
      }
    }
  }
}

function each<T>(pc: usize): usize {
  const size: i32 = sizeof<T>();
  const m = word(pc, 6), k = word(pc, 7), n = word(pc, 8);
  const aRow = word(pc, 9) * size, aColumn = word(pc, 10) * size;
  const bRow = word(pc, 11) * size, bColumn = word(pc, 12) * size;
  let c: i32 = word(pc, 1), a: i32 = word(pc, 2), b: i32 = word(pc, 3);
  for (let i = word(pc, 5); i > 0; i--) {
    multiply<T>(c, n * size, size, a, aRow, aColumn, b, bRow, bColumn, m, k, n, word(pc, 4));
    c += m * n * size;
    a += word(pc, 13) * size;
    b += word(pc, 14) * size;
  }
  return pc + 60;
}

export function matmul(pc: usize): usize {
  return each<f64>(pc);
}

export function matmul32(pc: usize): usize {
  return each<f32>(pc);
}
