// A matrix times a vector, from rows that lie whole: sums of the rows, and sums along them.
// Trusts: operands as in opcodes.ts.
// Twin of dotRows: simd/linear/rows.ts

import { f32s, f32ToF64, f64s, fround } from '../../platform/platform';
import { BLOCK, PARTIALS, TREE } from '../../platform/scratch';
import { laneSum } from '../program/lanes';
import { word } from '../program/operand';
import { SUMS, treeFinish, treePushSum, treeStart } from '../reduce/tree';
import { addRows, combine32 } from './add-rows';

/** Elements that two levels of the tree reduce to one. */
export const SQUARE: i32 = 16384;

/** COMBINE_ROWS: see opcodes.ts. */
export function combineRows(pc: usize): usize {
  const to: usize = word(pc, 1) as usize;
  const a: usize = word(pc, 2) as usize;
  addRows(to, a, word(pc, 6), word(pc, 3) as usize, 1, word(pc, 4), word(pc, 5), 1.0, 1);
  return pc + 28;
}

/** COMBINE_ROWS32 */
export function combineRows32(pc: usize): usize {
  const to: usize = word(pc, 1) as usize;
  const a: usize = word(pc, 2) as usize;
  combine32(to, a, word(pc, 6), word(pc, 3) as usize, 1, word(pc, 4), word(pc, 5));
  return pc + 28;
}

/** Writes the products of `count` elements (1 .. 128), as doubles, to BLOCK. */
function products(a: usize, x: usize, count: i32, single: i32): void {
  const f = f64s();
  const block: i32 = (BLOCK >>> 3) as i32;
  if (single === 1) {
    const s = f32s();
    const from: i32 = (a >>> 2) as i32;
    const by: i32 = (x >>> 2) as i32;
    for (let i: i32 = 0; i < count; i++) f[block + i] = f32ToF64(s[from + i]) * f32ToF64(s[by + i]);
  } else {
    const from: i32 = (a >>> 3) as i32;
    const by: i32 = (x >>> 3) as i32;
    for (let i: i32 = 0; i < count; i++) f[block + i] = f[from + i] * f[by + i];
  }
}

/** Sum of the products of two vectors, 128 blocks of 128 at a time. */
function dot(a: usize, x: usize, columns: i32, single: i32): f64 {
  const f = f64s();
  const partials: i32 = (PARTIALS >>> 3) as i32;
  const shift: i32 = 3 - single;
  if (columns > SQUARE) treeStart(TREE, 1, SUMS);
  let sum: f64 = 0;
  for (let start: i32 = 0; start < columns; start += SQUARE) {
    let blocks: i32 = 0;
    for (let c: i32 = start; c < start + SQUARE && c < columns; c += 128) {
      const count: i32 = columns - c < 128 ? columns - c : 128;
      products(a + ((c << shift) as usize), x + ((c << shift) as usize), count, single);
      f[partials + blocks] = laneSum((BLOCK >>> 3) as i32, count, 1);
      blocks++;
    }
    sum = laneSum(partials, blocks, 1);
    if (columns > SQUARE) treePushSum(TREE, sum);
  }
  return columns > SQUARE ? treeFinish(TREE) : sum;
}

/** DOT_ROWS: see opcodes.ts. */
export function dotRows(pc: usize): usize {
  const f = f64s();
  const a: i32 = word(pc, 2);
  for (let r: i32 = 0; r < word(pc, 4); r++) {
    const row: usize = (a + ((r * word(pc, 6)) << 3)) as usize;
    f[(word(pc, 1) >> 3) + r] = dot(row, word(pc, 3) as usize, word(pc, 5), 0);
  }
  return pc + 28;
}

/** DOT_ROWS32: products and sums are doubles, and the result is rounded once. */
export function dotRows32(pc: usize): usize {
  const s = f32s();
  const a: i32 = word(pc, 2);
  for (let r: i32 = 0; r < word(pc, 4); r++) {
    const row: usize = (a + ((r * word(pc, 6)) << 2)) as usize;
    s[(word(pc, 1) >> 2) + r] = fround(dot(row, word(pc, 3) as usize, word(pc, 5), 1));
  }
  return pc + 28;
}
