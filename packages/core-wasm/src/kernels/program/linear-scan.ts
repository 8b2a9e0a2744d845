// LINEAR_SCAN: y[t] = a[t] y[t - 1] + b[t], rounded twice, over the whole length of a series of rows.
// Trusts: dst may be b or a where that has an element for each of dst's, else they do not overlap.
// One column is bound by the latency of a product and a sum; more are independent of one another.
// Twin of a row: simd/program/linear-row.ts

import { f32s, f64s, fround } from '../../platform/platform';
import { PART } from '../../platform/scratch';
import { scanRow, scanRow32 } from './linear-row';
import { word } from './operand';

/** One column: element t of dst and b lies `by` behind that of t - 1, of `a` `ka`. */
function column(to: i32, a: i32, b: i32, by: i32, ka: i32, steps: i32, y: f64): void {
  const f = f64s();
  for (let t: i32 = 0; t < steps; t++) {
    y = f[a] * y + f[b];
    f[to] = y;
    to += by;
    a += ka;
    b += by;
  }
}

function column32(to: i32, a: i32, b: i32, by: i32, ka: i32, steps: i32, y: f32): void {
  const s = f32s();
  for (let t: i32 = 0; t < steps; t++) {
    y = fround(fround(s[a] * y) + s[b]);
    s[to] = y;
    to += by;
    a += ka;
    b += by;
  }
}

/**
 * LINEAR_SCAN, LINEAR_SCAN32: a dst, a a, a b, a initial (0: zeros), n steps, n width, n kind (0: a is one number,
 * 1: one a step, 2: one an element), n reverse (1: y[t] = a[t] y[t + 1] + b[t])
 */
export function linearScan(pc: usize, single: i32): usize {
  const f = f64s();
  const size: i32 = 3 - single;
  const initial = word(pc, 4);
  const steps = word(pc, 5);
  const width = word(pc, 6);
  const kind = word(pc, 7);
  const reverse = word(pc, 8) === 1;
  const by: i32 = reverse ? -width : width;
  let ka: i32 = kind === 0 ? 0 : kind === 1 ? (reverse ? -1 : 1) : by;
  const first: i32 = reverse ? steps - 1 : 0;
  let to = (word(pc, 1) >> size) + first * width;
  let a = (word(pc, 2) >> size) + (kind === 0 ? 0 : kind === 1 ? first : first * width);
  let b = (word(pc, 3) >> size) + first * width;
  // Zeros, where there is no initial row.
  const part = (PART >>> 3) as i32;
  for (let i: i32 = 0; i < 8; i++) f[part + i] = 0.0;
  let before: i32 = (initial === 0 ? (PART as i32) : initial) >> size;
  let kb: i32 = initial === 0 ? 0 : 1;
  if (width === 1) {
    if (single === 1) column32(to, a, b, by, ka, steps, f32s()[before]);
    else column(to, a, b, by, ka, steps, f[before]);
    return pc + 36;
  }
  const each: i32 = kind === 2 ? 1 : 0;
  for (let t: i32 = 0; t < steps; t++) {
    if (single === 1) scanRow32(to, before, kb, a, each, b, width);
    else scanRow(to, before, kb, a, each, b, width);
    before = to;
    kb = 1;
    to += by;
    a += ka;
    b += by;
  }
  return pc + 36;
}
