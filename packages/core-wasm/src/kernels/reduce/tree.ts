// A running reduction by the fixed tree: block results come in order, each level reduces 128 of the one below
// by the rule of block.ts, so the result depends on the elements and their order alone, not on how they arrived.
// Trusts: `state` is 64-byte aligned and treeBytes(columns) long; fewer than 2^49 blocks.
//
// State: 16 words (0 columns, 1 kind, 2..8 how many each level holds), then the carry (`columns` doubles, the
// block result that a push takes), then 7 levels of 8 lanes of `columns` doubles.
// A level that holds one value passes it on unchanged, so levels that were not needed do no harm. The lanes of a level
// hold something only while its count is not 0: they are emptied when their first value comes.

import { f64s, i32s } from '../../platform/platform';
import { RESULT } from '../../platform/scratch';
import { joinMoments } from './merge';

/** Lanes of ordinary sums, column by column. */
export const SUMS: i32 = 0;
/** Lanes of (count, mean, M2, M3, M4), merged as in merge.ts. */
export const MOMENTS: i32 = 1;
const LEVELS: i32 = 7;

/** Bytes of a state of `columns` columns. */
export function treeBytes(columns: i32): i32 {
  return 64 + columns * (8 + LEVELS * 64);
}

/** Index in f64s() of the carry: what the next push takes. */
export function carryOf(state: usize): i32 {
  return ((state >>> 3) as i32) + 8;
}

/** Starts a reduction of `columns` columns; `kind` is SUMS or MOMENTS (5 columns). */
export function treeStart(state: usize, columns: i32, kind: i32): void {
  const w = i32s();
  const at = (state >>> 2) as i32;
  w[at] = columns;
  w[at + 1] = kind;
  for (let level: i32 = 0; level < LEVELS; level++) w[at + 2 + level] = 0;
}

function join(kind: i32, columns: i32, into: i32, from: i32): void {
  if (kind === MOMENTS) {
    joinMoments(into, from);
  } else {
    const f = f64s();
    for (let c: i32 = 0; c < columns; c++) f[into + c] += f[from + c];
  }
}

/** Takes the carry as the next element of `level`; returns how many that holds. */
function take(state: usize, level: i32): i32 {
  const w = i32s();
  const at = (state >>> 2) as i32;
  const columns = w[at];
  const count = w[at + 2 + level];
  const carry = carryOf(state);
  const lanes = carry + columns * (1 + 8 * level);
  if (count === 0) {
    const f = f64s();
    for (let i: i32 = lanes; i < lanes + 8 * columns; i++) f[i] = 0;
  }
  join(w[at + 1], columns, lanes + columns * (count & 7), carry);
  w[at + 2 + level] = count + 1;
  return count + 1;
}

/** Reduces the lanes of `level` to the carry. */
function gather(state: usize, level: i32): void {
  const f = f64s();
  const w = i32s();
  const at = (state >>> 2) as i32;
  const columns = w[at];
  const kind = w[at + 1];
  const carry = carryOf(state);
  const lane = carry + columns * (1 + 8 * level);
  for (let half: i32 = 4; half > 0; half >>= 1) {
    for (let i: i32 = 0; i < half; i++) join(kind, columns, lane + i * columns, lane + (i + half) * columns);
  }
  for (let c: i32 = 0; c < columns; c++) f[carry + c] = f[lane + c];
  w[at + 2 + level] = 0;
}

/** Takes the carry as the next element of the lowest level. */
export function treePush(state: usize): void {
  for (let level: i32 = 0; level < LEVELS; level++) {
    if (take(state, level) < 128) return;
    gather(state, level);
  }
}

/** treePush of one column of sums. */
export function treePushSum(state: usize, value: f64): void {
  const f = f64s();
  const w = i32s();
  const at = ((state >>> 2) as i32) + 2;
  const carry = carryOf(state);
  const count = w[at];
  if (count > 0 && count < 127) {
    f[carry + 1 + (count & 7)] += value;
    w[at] = count + 1;
  } else {
    f[carry] = value;
    treePush(state);
  }
}

/** Ends the reduction: its columns stand at the carry, zeros of nothing. The state is spent. */
export function treeEnd(state: usize): void {
  const f = f64s();
  const w = i32s();
  const at = (state >>> 2) as i32;
  const columns = w[at];
  const carry = carryOf(state);
  for (let c: i32 = 0; c < columns; c++) f[carry + c] = 0;
  for (let level: i32 = 0; level < LEVELS; level++) {
    if (w[at + 2 + level] === 0) continue;
    gather(state, level);
    if (level + 1 < LEVELS) take(state, level + 1);
  }
}

/** treeEnd of at most 14 columns: writes them to RESULT and returns the first. */
export function treeFinish(state: usize): f64 {
  const f = f64s();
  const columns = i32s()[(state >>> 2) as i32];
  const carry = carryOf(state);
  const result = (RESULT >>> 3) as i32;
  treeEnd(state);
  for (let c: i32 = 0; c < columns; c++) f[result + c] = f[carry + c];
  return f[result];
}
