// Singles to doubles and back. Twin: simd/program/convert.ts.

import { f32s, f32ToF64, f64s, fround } from '../../platform/platform';
import { step, vector, word } from './operand';

/** PROMOTE: v dst (doubles), v a (singles). */
export function promote(pc: usize, n: i32, tb: i32): usize {
  promoteAll(vector(word(pc, 1), tb), vector(word(pc, 2), tb), step(word(pc, 2)), n);
  return pc + 12;
}

/** DEMOTE: v dst (singles), v a (doubles). */
export function demote(pc: usize, n: i32, tb: i32): usize {
  demoteAll(vector(word(pc, 1), tb), vector(word(pc, 2), tb), step(word(pc, 2)), n);
  return pc + 12;
}

/** CAST: a dst, a src, n count, n to single. */
export function cast(pc: usize): usize {
  if (word(pc, 4) === 1) demoteAll(word(pc, 1), word(pc, 2), 1, word(pc, 3));
  else promoteAll(word(pc, 1), word(pc, 2), 1, word(pc, 3));
  return pc + 20;
}

function promoteAll(to: i32, from: i32, stride: i32, n: i32): void {
  const f = f64s();
  const s = f32s();
  const at = to >> 3;
  let a: i32 = from >> 2;
  for (let i: i32 = 0; i < n; i++, a += stride) f[at + i] = f32ToF64(s[a]);
}

function demoteAll(to: i32, from: i32, stride: i32, n: i32): void {
  const f = f64s();
  const s = f32s();
  const at = to >> 2;
  let a: i32 = from >> 3;
  for (let i: i32 = 0; i < n; i++, a += stride) s[at + i] = fround(f[a]);
}
