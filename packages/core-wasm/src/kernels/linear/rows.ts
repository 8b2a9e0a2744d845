// A matrix times a vector, from rows that lie whole: sums of the rows, and sums along them.
// Trusts: operands as in opcodes.ts.
// Twin of dotRows: simd/linear/rows.ts

import { f32s, f32ToF64, f64s, fround } from '../../platform/platform';
import { BLOCK, TREE } from '../../platform/scratch';
import { word } from '../program/operand';
import { blockSum, clearBlock } from '../reduce/block';
import { SUMS, treeFinish, treePushSum, treeStart } from '../reduce/tree';
import { addRows, combine32 } from './add-rows';

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

/** DOT_ROWS: the products of a block, then blockSum; the blocks' sums by the tree. */
export function dotRows(pc: usize): usize {
  const f = f64s();
  const columns: i32 = word(pc, 5);
  const x: i32 = word(pc, 3) >> 3;
  const block: i32 = (BLOCK >>> 3) as i32;
  for (let r: i32 = 0; r < word(pc, 4); r++) {
    const a: i32 = (word(pc, 2) >> 3) + r * word(pc, 6);
    treeStart(TREE, 1, SUMS);
    for (let c: i32 = 0; c < columns; c += 128) {
      const count: i32 = columns - c < 128 ? columns - c : 128;
      for (let i: i32 = 0; i < count; i++) f[block + i] = f[a + c + i] * f[x + c + i];
      clearBlock(count);
      treePushSum(TREE, blockSum(BLOCK));
    }
    f[(word(pc, 1) >> 3) + r] = treeFinish(TREE);
  }
  return pc + 28;
}

/** DOT_ROWS32: products and sums are doubles, and the result is rounded once. */
export function dotRows32(pc: usize): usize {
  const f = f64s();
  const s = f32s();
  const columns: i32 = word(pc, 5);
  const x: i32 = word(pc, 3) >> 2;
  const block: i32 = (BLOCK >>> 3) as i32;
  for (let r: i32 = 0; r < word(pc, 4); r++) {
    const a: i32 = (word(pc, 2) >> 2) + r * word(pc, 6);
    treeStart(TREE, 1, SUMS);
    for (let c: i32 = 0; c < columns; c += 128) {
      const count: i32 = columns - c < 128 ? columns - c : 128;
      for (let i: i32 = 0; i < count; i++) {
        f[block + i] = f32ToF64(s[a + c + i]) * f32ToF64(s[x + c + i]);
      }
      clearBlock(count);
      treePushSum(TREE, blockSum(BLOCK));
    }
    s[(word(pc, 1) >> 2) + r] = fround(treeFinish(TREE));
  }
  return pc + 28;
}
