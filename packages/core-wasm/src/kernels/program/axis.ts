// REDUCE: one axis of a whole array, [outer, axis, inner] -> [outer, inner].
// Trusts: dst and src do not overlap.
// Sums follow the tree of reduce/block.ts along the axis, each output as if alone; products ascend from 1. The largest
// and the least are NaN where one is, and -0 is less than 0. Singles are reduced as doubles and rounded once.
// Of an axis of none: 0, 1, -Infinity, Infinity, and index 0.

import { f32s, f32ToF64, f64s, fround } from '../../platform/platform';
import { BLOCK, COLUMNS, TILE, TREE } from '../../platform/scratch';
import { carryOf, SUMS, treeEnd, treePush, treePushSum, treeStart } from '../reduce/tree';
import { combineColumns, foldInto, sumInto } from './columns';
import { sumFew } from './few';
import { foldRow, identityOf } from './lanes';
import { LARGEST_INDEX_OF, LARGEST_OF, SUM_OF } from './opcodes';
import { word } from './operand';

/** Columns that are reduced side by side: as many as COLUMNS, TILE (8 lanes) and BLOCK have room for. */
const WIDTH: i32 = 64;

/** Index of the first of `m` elements, `stride` apart, that is `value`, or is NaN when that is; else 0. */
function indexOf(x: usize, m: i32, stride: i32, single: i32, value: f64): i32 {
  const f = f64s();
  const s = f32s();
  let at = (single === 1 ? x >>> 2 : x >>> 3) as i32;
  for (let i: i32 = 0; i < m; i++) {
    const each: f64 = single === 1 ? f32ToF64(s[at]) : f[at];
    if (each === value || (each !== each && value !== value)) return i;
    at += stride;
  }
  return 0;
}

/** The value of `n` adjacent elements. */
export function foldAll(kind: i32, x: usize, n: i32, single: i32): f64 {
  let value = identityOf(kind);
  if (n <= 128) return foldRow(kind, x, n, single, value);
  if (kind === SUM_OF) treeStart(TREE, 1, SUMS);
  for (let i: i32 = 0; i < n; i += 128) {
    const m: i32 = n - i < 128 ? n - i : 128;
    value = foldRow(kind, x + ((i << (3 - single)) as usize), m, single, value);
    if (kind === SUM_OF) treePushSum(TREE, value);
  }
  if (kind !== SUM_OF) return value;
  treeEnd(TREE);
  return f64s()[carryOf(TREE)];
}

/** Sums of c <= WIDTH adjacent columns, of rows of `inner` elements. */
function sumColumns(x: usize, axis: i32, inner: i32, c: i32, single: i32, out: usize): void {
  const f = f64s();
  const size: i32 = 3 - single;
  const carry = carryOf(COLUMNS);
  if (axis > 128) treeStart(COLUMNS, c, SUMS);
  for (let i: i32 = 0; i < axis; i += 128) {
    const m: i32 = axis - i < 128 ? axis - i : 128;
    const from: usize = (x + ((i * inner) << size)) as usize;
    if (c === inner) {
      // Whole rows lie as the lanes do.
      sumInto(TILE, from, 8 * c, m >> 3, 8 * c, single);
      foldInto(SUM_OF, TILE, (from + (((m & -8) * c) << size)) as usize, (m & 7) * c, single);
    } else {
      for (let lane: i32 = 0; lane < 8; lane++) {
        const to: usize = (TILE + ((lane * c) << 3)) as usize;
        sumInto(to, (from + ((lane * inner) << size)) as usize, 8 * inner, (m - lane + 7) >> 3, c, single);
      }
    }
    combineColumns(TILE, c, axis > 128 ? ((carry << 3) as usize) : out);
    if (axis > 128) treePush(COLUMNS);
  }
  if (axis > 128) {
    treeEnd(COLUMNS);
    for (let j: i32 = 0; j < c; j++) f[((out >>> 3) as i32) + j] = f[carry + j];
  }
}

/** Values of c <= WIDTH adjacent columns, of rows of `inner` elements, as doubles. */
function foldColumns(kind: i32, x: usize, axis: i32, inner: i32, c: i32, single: i32, out: usize): void {
  const f = f64s();
  const to = (out >>> 3) as i32;
  const start = identityOf(kind);
  for (let j: i32 = 0; j < c; j++) f[to + j] = start;
  if (kind === SUM_OF) {
    sumColumns(x, axis, inner, c, single, out);
  } else {
    for (let r: i32 = 0; r < axis; r++) {
      foldInto(kind, out, x + (((r * inner) << (3 - single)) as usize), c, single);
    }
  }
}

/** REDUCE, REDUCE32: n kind, a dst, a src, n outer, n axis, n inner */
export function reduceAxis(pc: usize, single: i32): usize {
  const f = f64s();
  const s = f32s();
  const size: i32 = 3 - single;
  const indices = word(pc, 1) === LARGEST_INDEX_OF;
  const kind: i32 = indices ? LARGEST_OF : word(pc, 1);
  let to: usize = word(pc, 2) as usize;
  let x: usize = word(pc, 3) as usize;
  const outer = word(pc, 4);
  const axis = word(pc, 5);
  const inner = word(pc, 6);
  if (kind === SUM_OF && axis > 0 && axis <= 8) {
    if (inner === 1) {
      sumFew(x, axis, 1, axis, outer, single, to);
    } else {
      for (let o: i32 = 0; o < outer; o++) {
        sumFew(
          x + (((o * axis * inner) << size) as usize),
          axis,
          inner,
          1,
          inner,
          single,
          to + (((o * inner) << size) as usize),
        );
      }
    }
    return pc + 28;
  }
  const direct = single === 0 && !indices;
  for (let o: i32 = 0; o < outer; o++) {
    for (let column: i32 = 0; column < inner; column += WIDTH) {
      const c: i32 = inner - column < WIDTH ? inner - column : WIDTH;
      const from: usize = x + ((column << size) as usize);
      const values: usize = direct ? to : BLOCK;
      if (inner === 1) {
        f[(values >>> 3) as i32] = foldAll(kind, from, axis, single);
      } else {
        foldColumns(kind, from, axis, inner, c, single, values);
      }
      if (!direct) {
        for (let j: i32 = 0; j < c; j++) {
          let value: f64 = f[((BLOCK >>> 3) as i32) + j];
          if (indices) value = indexOf(from + ((j << size) as usize), axis, inner, single, value);
          if (single === 1) s[((to >>> 2) as i32) + j] = fround(value);
          else f[((to >>> 3) as i32) + j] = value;
        }
      }
      to += (c << size) as usize;
    }
    x += ((axis * inner) << size) as usize;
  }
  return pc + 28;
}
