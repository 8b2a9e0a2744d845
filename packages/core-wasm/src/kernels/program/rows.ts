// SOFTMAX and LOG_SUM_EXP of the rows of a matrix, shifted by the largest so that nothing overflows.
// Trusts: at least one column; SOFTMAX's dst may be its src, else dst and src do not overlap.
// softmax_j = exp(x_j - largest) / total and LOG_SUM_EXP = largest + log(total), the total by the tree of
// reduce/block.ts: the bits of reduce/log-sum-exp.ts. Singles: all in doubles, the result rounded once.
// A row with a NaN gives NaN; one whose largest is -Infinity or Infinity that LOG_SUM_EXP, and a SOFTMAX of NaN.

import { abs, f32s, f32ToF64, f64s, fround, quotient } from '../../platform/platform';
import { TILE, TREE } from '../../platform/scratch';
import { fillExp } from '../math/exp';
import { log } from '../math/log';
import { SUMS, treeFinish, treePushSum, treeStart } from '../reduce/tree';
import { foldAll } from './axis';
import { foldRow } from './lanes';
import { LARGEST_OF, SUM_OF } from './opcodes';
import { word } from './operand';
import { divide, shift } from './row';

/** Elements that pass through TILE at a time. */
const ROOM: i32 = 1024;

/** Adds the blocks of n doubles at `x` to the sum in TREE. */
function push(x: usize, n: i32): void {
  for (let i: i32 = 0; i < n; i += 128) {
    const m: i32 = n - i < 128 ? n - i : 128;
    treePushSum(TREE, foldRow(SUM_OF, x + ((i << 3) as usize), m, 0, 0.0));
  }
}

function put(at: usize, single: i32, value: f64): void {
  if (single === 1) f32s()[(at >>> 2) as i32] = fround(value);
  else f64s()[(at >>> 3) as i32] = value;
}

function logSumOf(largest: f64, sum: f64): f64 {
  return abs(largest) < Infinity ? largest + log(sum) : largest;
}

/** Rows of at most ROOM columns, as many at a time as there is room for: their exponentials come in one go. */
function shortRows(dst: usize, src: usize, rows: i32, columns: i32, single: i32, softmax: i32): void {
  const size: i32 = 3 - single;
  const most = quotient(ROOM, columns);
  for (let r: i32 = 0; r < rows; r += most) {
    const count: i32 = rows - r < most ? rows - r : most;
    for (let i: i32 = 0; i < count; i++) {
      const x: usize = (src + (((r + i) * columns) << size)) as usize;
      const largest = foldAll(LARGEST_OF, x, columns, single);
      shift(x, columns, single, largest, (TILE + ((i * columns) << 3)) as usize);
      // Kept, without loss, where the row's result will stand.
      if (softmax === 0) put((dst + ((r + i) << size)) as usize, single, largest);
    }
    fillExp(TILE, count * columns, TILE);
    for (let i: i32 = 0; i < count; i++) {
      const e: usize = (TILE + ((i * columns) << 3)) as usize;
      const sum = foldAll(SUM_OF, e, columns, 0);
      if (softmax === 1) {
        divide(e, columns, sum, single, (dst + (((r + i) * columns) << size)) as usize);
      } else {
        const at: usize = (dst + ((r + i) << size)) as usize;
        const largest: f64 = single === 1 ? f32ToF64(f32s()[(at >>> 2) as i32]) : f64s()[(at >>> 3) as i32];
        put(at, single, logSumOf(largest, sum));
      }
    }
  }
}

/** exp(x - largest) of the row's elements i .. i + n - 1, at `out`. */
function piece(x: usize, i: i32, n: i32, single: i32, largest: f64, out: usize): void {
  shift(x + ((i << (3 - single)) as usize), n, single, largest, out);
  fillExp(out, n, out);
}

/** One row of more than ROOM columns. Exponentials wait at dst, where those are doubles; else they are made twice. */
function longRow(dst: usize, x: usize, columns: i32, single: i32, softmax: i32): void {
  const size: i32 = 3 - single;
  const wait = softmax === 1 && single === 0;
  const largest = foldAll(LARGEST_OF, x, columns, single);
  treeStart(TREE, 1, SUMS);
  for (let i: i32 = 0; i < columns; i += ROOM) {
    const n: i32 = columns - i < ROOM ? columns - i : ROOM;
    const e: usize = wait ? dst + ((i << 3) as usize) : TILE;
    piece(x, i, n, single, largest, e);
    push(e, n);
  }
  const sum = treeFinish(TREE);
  if (softmax === 0) {
    put(dst, single, logSumOf(largest, sum));
    return;
  }
  for (let i: i32 = 0; i < columns; i += ROOM) {
    const n: i32 = columns - i < ROOM ? columns - i : ROOM;
    const e: usize = wait ? dst + ((i << 3) as usize) : TILE;
    if (!wait) piece(x, i, n, single, largest, e);
    divide(e, n, sum, single, dst + ((i << size) as usize));
  }
}

/** SOFTMAX, SOFTMAX32 (`softmax` 1), LOG_SUM_EXP, LOG_SUM_EXP32 (0): a dst, a src, n rows, n columns */
export function rowsOf(pc: usize, single: i32, softmax: i32): usize {
  const dst: usize = word(pc, 1) as usize;
  const src: usize = word(pc, 2) as usize;
  const rows = word(pc, 3);
  const columns = word(pc, 4);
  if (columns <= ROOM) {
    shortRows(dst, src, rows, columns, single, softmax);
  } else {
    const size: i32 = 3 - single;
    const row = columns << size;
    const result: i32 = softmax === 1 ? row : 1 << size;
    for (let r: i32 = 0; r < rows; r++) {
      longRow((dst + r * result) as usize, (src + r * row) as usize, columns, single, softmax);
    }
  }
  return pc + 20;
}
