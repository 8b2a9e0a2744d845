// @ts-nocheck: AssemblyScript
// Singles to doubles and back, eight at a time. Twin of kernels/program/convert.ts.

import { stride, vector, word } from './operand';
import { source } from './spread';

// @ts-ignore: decorator
@inline function promoteFour(to: usize, from: usize): void {
  const four = v128.load(from);
  v128.store(to, f64x2.promote_low_f32x4(four));
  v128.store(to, f64x2.promote_low_f32x4(v128.shuffle<i64>(four, four, 1, 1)), 16);
}

// @ts-ignore: decorator
@inline function demoteFour(to: usize, from: usize): void {
  v128.store(to, v128.shuffle<i64>(f32x4.demote_f64x2_zero(v128.load(from)), f32x4.demote_f64x2_zero(v128.load(from, 16)), 0, 2));
}

function promoteAll(to: usize, from: usize, step: usize, n: i32): void {
  for (const end = to + (n << 3); to < end; to += 64, from += step) {
    promoteFour(to, from);
    promoteFour(to + 32, from + 16);
  }
}

function demoteAll(to: usize, from: usize, step: usize, n: i32): void {
  for (const end = to + (n << 2); to < end; to += 32, from += step) {
    demoteFour(to, from);
    demoteFour(to + 16, from + 32);
  }
}

export function promote(pc: usize, n: i32, tb: i32): usize {
  promoteAll(vector(word(pc, 1), tb), source(word(pc, 2), tb, 0, 2), stride(word(pc, 2)) >> 1, n);
  return pc + 12;
}

export function demote(pc: usize, n: i32, tb: i32): usize {
  demoteAll(vector(word(pc, 1), tb), source(word(pc, 2), tb, 0, 3), stride(word(pc, 2)), n);
  return pc + 12;
}

export function cast(pc: usize): usize {
  if (word(pc, 4) == 1) demoteAll(word(pc, 1), word(pc, 2), 64, word(pc, 3));
  else promoteAll(word(pc, 1), word(pc, 2), 32, word(pc, 3));
  return pc + 20;
}
