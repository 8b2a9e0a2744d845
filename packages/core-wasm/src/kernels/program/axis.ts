// REDUCE: one axis of a whole array, [outer, axis, inner] -> [outer, inner].
// Trusts: dst and src do not overlap.
// Sums follow the tree of reduce/block.ts along the axis, each output as if alone; products ascend from 1. The largest
// and the least are NaN where one is, and -0 is less than 0. Singles are reduced as doubles and rounded once.
// Of an axis of none: 0, 1, -Infinity, Infinity, and index 0.

import { f32s, f32ToF64, f64s, fround } from '../../platform/platform';
import { RESULT, TREE } from '../../platform/scratch';
import { carryOf, SUMS, treeFinish, treePush, treePushSum, treeStart } from '../reduce/tree';
import { foldColumns, foldRow, identityOf } from './lanes';
import { LARGEST_INDEX_OF, LARGEST_OF, SUM_OF } from './opcodes';
import { word } from './operand';

/** Index of the first of `m` elements, `stride` apart, that is `value`, or is NaN when that is; else 0. */
function indexOf(x: usize, m: i32, stride: i32, single: i32, value: f64): i32 {
  const f = f64s();
  const s = f32s();
  let at = (x >>> (3 - single)) as i32;
  for (let i: i32 = 0; i < m; i++) {
    const each: f64 = single === 1 ? f32ToF64(s[at]) : f[at];
    if (each === value || (each !== each && value !== value)) return i;
    at += stride;
  }
  return 0;
}

/** Reduces `c` adjacent columns (`c` in 1..8); their results stand in RESULT. */
function reduceColumns(kind: i32, x: usize, axis: i32, inner: i32, c: i32, single: i32): void {
  const f = f64s();
  const result = (RESULT >>> 3) as i32;
  const whole = kind === SUM_OF && axis > 128;
  if (whole) treeStart(TREE, c, SUMS);
  const values: usize = whole ? ((carryOf(TREE) << 3) as usize) : RESULT;
  const start = identityOf(kind);
  for (let j: i32 = 0; j < c; j++) f[result + j] = start;
  for (let i: i32 = 0; i < axis; i += 128) {
    const m: i32 = axis - i < 128 ? axis - i : 128;
    const at: usize = (x + ((i * inner) << (3 - single))) as usize;
    if (inner > 1) {
      foldColumns(kind, at, m, inner, c, single, values);
      if (whole) treePush(TREE);
    } else if (whole) {
      treePushSum(TREE, foldRow(kind, at, m, single, 0.0));
    } else {
      f[result] = foldRow(kind, at, m, single, f[result]);
    }
  }
  if (whole) treeFinish(TREE);
}

/** REDUCE, REDUCE32: n kind, a dst, a src, n outer, n axis, n inner */
export function reduceAxis(pc: usize, single: i32): usize {
  const f = f64s();
  const s = f32s();
  const result = (RESULT >>> 3) as i32;
  const kind = word(pc, 1);
  const size: i32 = 3 - single;
  let to = word(pc, 2) >> size;
  let x: usize = word(pc, 3) as usize;
  const outer = word(pc, 4);
  const axis = word(pc, 5);
  const inner = word(pc, 6);
  const indices = kind === LARGEST_INDEX_OF;
  const fold: i32 = indices ? LARGEST_OF : kind;
  for (let o: i32 = 0; o < outer; o++) {
    for (let column: i32 = 0; column < inner; column += 8) {
      const c: i32 = inner - column < 8 ? inner - column : 8;
      const from: usize = x + ((column << size) as usize);
      reduceColumns(fold, from, axis, inner, c, single);
      for (let j: i32 = 0; j < c; j++) {
        let value: f64 = f[result + j];
        if (indices) value = indexOf(from + ((j << size) as usize), axis, inner, single, value);
        if (single === 1) s[to++] = fround(value);
        else f[to++] = value;
      }
    }
    x += ((axis * inner) << size) as usize;
  }
  return pc + 28;
}
