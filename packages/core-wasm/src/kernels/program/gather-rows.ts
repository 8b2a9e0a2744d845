// Rows of a table by their index, and sums into them: an embedding and its gradient. Rules of an index: gather.ts.

import { f32s, f64s, i32s } from '../../platform/platform';
import { copy } from './copy';
import { element } from './element';
import { word } from './operand';
import { addRow, addRow32 } from './strided';

/** Index `i` of those at `at`, singles or doubles. */
function indexAt(at: usize, i: i32, single: i32, size: i32): i32 {
  if (single === 1) return element(f32s()[((at >>> 2) as i32) + i], size);
  return element(f64s()[((at >>> 3) as i32) + i], size);
}

/** GATHER_ROWS: a dst, a table, a index, n count, n width (bytes), n size, n index single. */
export function gatherRows(pc: usize): usize {
  const w = i32s();
  const width = word(pc, 5);
  const count = word(pc, 4);
  let to: i32 = word(pc, 1);
  for (let i: i32 = 0; i < count; i++, to += width) {
    const k = indexAt(word(pc, 3), i, word(pc, 7), word(pc, 6));
    if (k >= 0) {
      copy(to, word(pc, 2) + k * width, width);
    } else {
      // All bits set: a NaN as a double and as two singles.
      for (let at: i32 = to >> 2; at < (to + width) >> 2; at++) w[at] = -1;
    }
  }
  return pc + 32;
}

/** SCATTER_ROWS: a table, a values, a index, n count, n width (elements), n size, n index single. */
export function scatterRows(pc: usize): usize {
  const width = word(pc, 5);
  const count = word(pc, 4);
  let from: i32 = word(pc, 2) >> 3;
  for (let i: i32 = 0; i < count; i++, from += width) {
    const k = indexAt(word(pc, 3), i, word(pc, 7), word(pc, 6));
    if (k >= 0) addRow((word(pc, 1) >> 3) + k * width, from, width);
  }
  return pc + 32;
}

/** SCATTER_ROWS32: as SCATTER_ROWS, table and values singles. */
export function scatterRows32(pc: usize): usize {
  const width = word(pc, 5);
  const count = word(pc, 4);
  let from: i32 = word(pc, 2) >> 2;
  for (let i: i32 = 0; i < count; i++, from += width) {
    const k = indexAt(word(pc, 3), i, word(pc, 7), word(pc, 6));
    if (k >= 0) addRow32((word(pc, 1) >> 2) + k * width, from, width);
  }
  return pc + 32;
}
