// Elements of a table by their index, and sums into them. An index is a number of the program's: one that is no
// integer, or not in [0, size), names no element.
// Twin: simd/program/gather.ts. Rows: gather-rows.ts.

import { f32s, f64s, fround } from '../../platform/platform';
import { element } from './element';
import { step, vector, word } from './operand';

const NAN: f64 = 0.0 / 0.0;

/** GATHER: v dst, v index, a table, n size. */
export function gather(pc: usize, n: i32, tb: i32): usize {
  const f = f64s();
  let to: i32 = vector(word(pc, 1), tb) >> 3;
  let index: i32 = vector(word(pc, 2), tb) >> 3;
  const ki = step(word(pc, 2));
  const table: i32 = word(pc, 3) >> 3;
  const size: i32 = word(pc, 4);
  for (const end = to + n; to < end; to++, index += ki) {
    const k = element(f[index], size);
    f[to] = k < 0 ? NAN : f[table + k];
  }
  return pc + 20;
}

/** GATHER32: as GATHER, all of it singles. */
export function gather32(pc: usize, n: i32, tb: i32): usize {
  const f = f32s();
  let to: i32 = vector(word(pc, 1), tb) >> 2;
  let index: i32 = vector(word(pc, 2), tb) >> 2;
  const ki = step(word(pc, 2));
  const table: i32 = word(pc, 3) >> 2;
  const size: i32 = word(pc, 4);
  for (const end = to + n; to < end; to++, index += ki) {
    const k = element(f[index], size);
    f[to] = k < 0 ? fround(NAN) : f[table + k];
  }
  return pc + 20;
}

/** SCATTER: a table, n size, v index, v a. The sum of equal indices in a row stays out of memory. */
export function scatter(pc: usize, n: i32, tb: i32): usize {
  const f = f64s();
  const table: i32 = word(pc, 1) >> 3;
  const size: i32 = word(pc, 2);
  let index: i32 = vector(word(pc, 3), tb) >> 3;
  let a: i32 = vector(word(pc, 4), tb) >> 3;
  const ki = step(word(pc, 3));
  const ka = step(word(pc, 4));
  let last: i32 = -1;
  let sum: f64 = 0;
  for (let i: i32 = 0; i < n; i++, index += ki, a += ka) {
    const k = element(f[index], size);
    if (k !== last) {
      if (last >= 0) f[table + last] = sum;
      if (k >= 0) sum = f[table + k];
      last = k;
    }
    sum += f[a];
  }
  if (last >= 0) f[table + last] = sum;
  return pc + 20;
}

/** SCATTER32: as SCATTER, all of it singles. */
export function scatter32(pc: usize, n: i32, tb: i32): usize {
  const f = f32s();
  const table: i32 = word(pc, 1) >> 2;
  const size: i32 = word(pc, 2);
  let index: i32 = vector(word(pc, 3), tb) >> 2;
  let a: i32 = vector(word(pc, 4), tb) >> 2;
  const ki = step(word(pc, 3));
  const ka = step(word(pc, 4));
  let last: i32 = -1;
  let sum: f32 = 0;
  for (let i: i32 = 0; i < n; i++, index += ki, a += ka) {
    const k = element(f[index], size);
    if (k !== last) {
      if (last >= 0) f[table + last] = sum;
      if (k >= 0) sum = f[table + k];
      last = k;
    }
    sum = fround(sum + f[a]);
  }
  if (last >= 0) f[table + last] = sum;
  return pc + 20;
}
