// SUM, DOT and FINISH: sums by the fixed tree over what a loop passes over.
// Each tile leaves one double for each of its blocks of 128 elements; FINISH reduces those by the same rule.
// Trusts: a tile starts at a multiple of 128 elements; a loop over singles sums singles (SUM32, DOT32), one over
// doubles doubles, since the place of a block's sum comes from the bytes that the loop has come along.
// Singles: the elements, and products of two, are exact as doubles; they add up as doubles.
// Twin: simd/program/sums.ts

import { f32s, f32ToF64, f64s, fround } from '../../platform/platform';
import { BLOCK } from '../../platform/scratch';
import { laneDot, laneSum } from './lanes';
import { step, vector, word } from './operand';

/** SUM: a partials, v a */
export function sumBlocks(pc: usize, n: i32, tb: i32): usize {
  const f = f64s();
  let to = (word(pc, 1) + (tb >> 7)) >> 3;
  const k = step(word(pc, 2));
  const from = vector(word(pc, 2), tb) >> 3;
  for (let i: i32 = 0; i < n; i += 128) f[to++] = laneSum(from + i * k, n - i < 128 ? n - i : 128, k);
  return pc + 12;
}

/** DOT: a partials, v a, v b */
export function dotBlocks(pc: usize, n: i32, tb: i32): usize {
  const f = f64s();
  let to = (word(pc, 1) + (tb >> 7)) >> 3;
  const a = vector(word(pc, 2), tb) >> 3;
  const b = vector(word(pc, 3), tb) >> 3;
  const ka = step(word(pc, 2));
  const kb = step(word(pc, 3));
  for (let i: i32 = 0; i < n; i += 128) {
    f[to++] = laneDot(a + i * ka, ka, b + i * kb, kb, n - i < 128 ? n - i : 128);
  }
  return pc + 16;
}

/** SUM32: a partials, v a */
export function sumBlocks32(pc: usize, n: i32, tb: i32): usize {
  const f = f64s();
  const s = f32s();
  const block = (BLOCK >>> 3) as i32;
  let to = (word(pc, 1) + (tb >> 6)) >> 3;
  const k = step(word(pc, 2));
  const from = vector(word(pc, 2), tb) >> 2;
  for (let i: i32 = 0; i < n; i += 128) {
    const m: i32 = n - i < 128 ? n - i : 128;
    for (let j: i32 = 0; j < m; j++) f[block + j] = f32ToF64(s[from + (i + j) * k]);
    f[to++] = laneSum(block, m, 1);
  }
  return pc + 12;
}

/** DOT32: a partials, v a, v b */
export function dotBlocks32(pc: usize, n: i32, tb: i32): usize {
  const f = f64s();
  const s = f32s();
  const block = (BLOCK >>> 3) as i32;
  let to = (word(pc, 1) + (tb >> 6)) >> 3;
  const a = vector(word(pc, 2), tb) >> 2;
  const b = vector(word(pc, 3), tb) >> 2;
  const ka = step(word(pc, 2));
  const kb = step(word(pc, 3));
  for (let i: i32 = 0; i < n; i += 128) {
    const m: i32 = n - i < 128 ? n - i : 128;
    for (let j: i32 = 0; j < m; j++) {
      f[block + j] = f32ToF64(s[a + (i + j) * ka]) * f32ToF64(s[b + (i + j) * kb]);
    }
    f[to++] = laneSum(block, m, 1);
  }
  return pc + 16;
}

/** Sum of `count` partial sums, which it overwrites; +0 of none. */
export function finishSums(partials: usize, count: i32): f64 {
  const f = f64s();
  const at = (partials >>> 3) as i32;
  while (count > 1) {
    let to: i32 = at;
    for (let i: i32 = 0; i < count; i += 128) f[to++] = laneSum(at + i, count - i < 128 ? count - i : 128, 1);
    count = to - at;
  }
  return count === 1 ? f[at] : 0.0;
}

/** FINISH: a dst, a partials, n count */
export function finish(pc: usize): usize {
  f64s()[word(pc, 1) >> 3] = finishSums(word(pc, 2) as usize, word(pc, 3));
  return pc + 16;
}

/** FINISH32: a dst (a single), a partials (doubles), n count */
export function finish32(pc: usize): usize {
  f32s()[word(pc, 1) >> 2] = fround(finishSums(word(pc, 2) as usize, word(pc, 3)));
  return pc + 16;
}
