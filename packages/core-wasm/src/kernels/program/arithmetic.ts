// Arithmetic on vectors of doubles. Each kernel takes the address of its instruction, how many elements the tile has
// and how many bytes the loop has come along, and returns the address of the next instruction. The commonest
// have a kernel of their own; others of the same operands share one, as they differ in its innermost loop alone.
// `| 0` where an index moves spares JavaScript a check (an addition in the fallback: 2.0 to 1.6 ns an element).
// Twin: simd/program/arithmetic.ts. For singles: arithmetic32.ts.

import { abs, ceil, f64s, floor, largest, least, nearest, sqrt } from '../../platform/platform';
import {
  ABS,
  ASSIGN,
  CEIL,
  EQUAL,
  FLOOR,
  LESS,
  LESS_EQUAL,
  MAX,
  MIN,
  NEG,
  ROUND,
  SIGN,
  SQRT,
  SQUARE,
} from './opcodes';
import { step, vector, word } from './operand';

/** ADD: v dst, v a, v b. */
export function add(pc: usize, n: i32, tb: i32): usize {
  const f = f64s();
  let to: i32 = vector(word(pc, 1), tb) >> 3;
  let a: i32 = vector(word(pc, 2), tb) >> 3;
  let b: i32 = vector(word(pc, 3), tb) >> 3;
  const ka = step(word(pc, 2));
  const kb = step(word(pc, 3));
  for (const end = to + n; to < end; to = (to + 1) | 0, a = (a + ka) | 0, b = (b + kb) | 0)
    f[to] = f[a] + f[b];
  return pc + 16;
}

/** SUB: v dst, v a, v b. */
export function subtract(pc: usize, n: i32, tb: i32): usize {
  const f = f64s();
  let to: i32 = vector(word(pc, 1), tb) >> 3;
  let a: i32 = vector(word(pc, 2), tb) >> 3;
  let b: i32 = vector(word(pc, 3), tb) >> 3;
  const ka = step(word(pc, 2));
  const kb = step(word(pc, 3));
  for (const end = to + n; to < end; to = (to + 1) | 0, a = (a + ka) | 0, b = (b + kb) | 0)
    f[to] = f[a] - f[b];
  return pc + 16;
}

/** MUL: v dst, v a, v b. */
export function multiply(pc: usize, n: i32, tb: i32): usize {
  const f = f64s();
  let to: i32 = vector(word(pc, 1), tb) >> 3;
  let a: i32 = vector(word(pc, 2), tb) >> 3;
  let b: i32 = vector(word(pc, 3), tb) >> 3;
  const ka = step(word(pc, 2));
  const kb = step(word(pc, 3));
  for (const end = to + n; to < end; to = (to + 1) | 0, a = (a + ka) | 0, b = (b + kb) | 0)
    f[to] = f[a] * f[b];
  return pc + 16;
}

/** DIV: v dst, v a, v b. */
export function divide(pc: usize, n: i32, tb: i32): usize {
  const f = f64s();
  let to: i32 = vector(word(pc, 1), tb) >> 3;
  let a: i32 = vector(word(pc, 2), tb) >> 3;
  let b: i32 = vector(word(pc, 3), tb) >> 3;
  const ka = step(word(pc, 2));
  const kb = step(word(pc, 3));
  for (const end = to + n; to < end; to = (to + 1) | 0, a = (a + ka) | 0, b = (b + kb) | 0)
    f[to] = f[a] / f[b];
  return pc + 16;
}

/** MUL_ADD: v dst, v a, v b, v c. */
export function multiplyAdd(pc: usize, n: i32, tb: i32): usize {
  const f = f64s();
  let to: i32 = vector(word(pc, 1), tb) >> 3;
  let a: i32 = vector(word(pc, 2), tb) >> 3;
  let b: i32 = vector(word(pc, 3), tb) >> 3;
  let c: i32 = vector(word(pc, 4), tb) >> 3;
  const ka = step(word(pc, 2));
  const kb = step(word(pc, 3));
  const kc = step(word(pc, 4));
  for (const end = to + n; to < end; to = (to + 1) | 0, a = (a + ka) | 0, b = (b + kb) | 0, c = (c + kc) | 0)
    f[to] = f[a] * f[b] + f[c];
  return pc + 20;
}

/** MIN ... LESS_EQUAL: v dst, v a, v b. */
export function binary(pc: usize, n: i32, tb: i32): usize {
  const f = f64s();
  let to: i32 = vector(word(pc, 1), tb) >> 3;
  let a: i32 = vector(word(pc, 2), tb) >> 3;
  let b: i32 = vector(word(pc, 3), tb) >> 3;
  const ka = step(word(pc, 2));
  const kb = step(word(pc, 3));
  const end = to + n;
  switch (word(pc, 0)) {
    case MIN:
      for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0, b = (b + kb) | 0) f[to] = least(f[a], f[b]);
      break;
    case MAX:
      for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0, b = (b + kb) | 0) f[to] = largest(f[a], f[b]);
      break;
    case EQUAL:
      for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0, b = (b + kb) | 0) f[to] = f[a] === f[b] ? 1 : 0;
      break;
    case LESS:
      for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0, b = (b + kb) | 0) f[to] = f[a] < f[b] ? 1 : 0;
      break;
    case LESS_EQUAL:
      for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0, b = (b + kb) | 0) f[to] = f[a] <= f[b] ? 1 : 0;
      break;
  }
  return pc + 16;
}

/** WHERE: v dst, v condition, v a, v b. */
export function where(pc: usize, n: i32, tb: i32): usize {
  const f = f64s();
  let to: i32 = vector(word(pc, 1), tb) >> 3;
  let condition: i32 = vector(word(pc, 2), tb) >> 3;
  let a: i32 = vector(word(pc, 3), tb) >> 3;
  let b: i32 = vector(word(pc, 4), tb) >> 3;
  const kc = step(word(pc, 2));
  const ka = step(word(pc, 3));
  const kb = step(word(pc, 4));
  for (
    const end = to + n;
    to < end;
    to = (to + 1) | 0, condition = (condition + kc) | 0, a = (a + ka) | 0, b = (b + kb) | 0
  ) {
    f[to] = f[condition] !== 0 ? f[a] : f[b];
  }
  return pc + 20;
}

/** ASSIGN ... SQUARE: v dst, v a. */
export function unary(pc: usize, n: i32, tb: i32): usize {
  const f = f64s();
  let to: i32 = vector(word(pc, 1), tb) >> 3;
  let a: i32 = vector(word(pc, 2), tb) >> 3;
  const ka = step(word(pc, 2));
  const end = to + n;
  switch (word(pc, 0)) {
    case ASSIGN:
      for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0) f[to] = f[a];
      break;
    case NEG:
      for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0) f[to] = -f[a];
      break;
    case ABS:
      for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0) f[to] = abs(f[a]);
      break;
    case SQRT:
      for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0) f[to] = sqrt(f[a]);
      break;
    case SIGN:
      for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0) f[to] = f[a] > 0 ? 1 : f[a] < 0 ? -1 : f[a];
      break;
    case FLOOR:
      for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0) f[to] = floor(f[a]);
      break;
    case CEIL:
      for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0) f[to] = ceil(f[a]);
      break;
    case ROUND:
      for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0) f[to] = nearest(f[a]);
      break;
    case SQUARE:
      for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0) f[to] = f[a] * f[a];
      break;
  }
  return pc + 12;
}
