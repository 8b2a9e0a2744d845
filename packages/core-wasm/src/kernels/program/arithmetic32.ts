// Arithmetic on vectors of singles, as arithmetic.ts on doubles. Every operation is rounded to single precision; a
// sum, product, quotient or root of singles that was first rounded to double is still the right one.
// Twin: simd/program/arithmetic32.ts.

import { abs, ceil, f32s, floor, fround, largest, least, nearest, sqrt } from '../../platform/platform';
import {
  ABS,
  ADD,
  ASSIGN,
  CEIL,
  DIV,
  EQUAL,
  FLOOR,
  LESS,
  LESS_EQUAL,
  MAX,
  MIN,
  MUL,
  NEG,
  ROUND,
  SIGN,
  SINGLE,
  SQRT,
  SQUARE,
  SUB,
  WHERE,
} from './opcodes';
import { step, vector, word } from './operand';

/** ADD ... LESS_EQUAL, + SINGLE: v dst, v a, v b. */
export function binary32(pc: usize, n: i32, tb: i32): usize {
  const f = f32s();
  let to: i32 = vector(word(pc, 1), tb) >> 2;
  let a: i32 = vector(word(pc, 2), tb) >> 2;
  let b: i32 = vector(word(pc, 3), tb) >> 2;
  const ka = step(word(pc, 2));
  const kb = step(word(pc, 3));
  const end = to + n;
  switch (word(pc, 0) - SINGLE) {
    case ADD:
      for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0, b = (b + kb) | 0) f[to] = f[a] + f[b];
      break;
    case SUB:
      for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0, b = (b + kb) | 0) f[to] = f[a] - f[b];
      break;
    case MUL:
      for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0, b = (b + kb) | 0) f[to] = f[a] * f[b];
      break;
    case DIV:
      for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0, b = (b + kb) | 0) f[to] = f[a] / f[b];
      break;
    case MIN:
      for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0, b = (b + kb) | 0)
        f[to] = fround(least(f[a], f[b]));
      break;
    case MAX:
      for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0, b = (b + kb) | 0)
        f[to] = fround(largest(f[a], f[b]));
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

/** WHERE, MUL_ADD, + SINGLE: v dst, v a, v b, v c. */
export function ternary32(pc: usize, n: i32, tb: i32): usize {
  const f = f32s();
  let to: i32 = vector(word(pc, 1), tb) >> 2;
  let a: i32 = vector(word(pc, 2), tb) >> 2;
  let b: i32 = vector(word(pc, 3), tb) >> 2;
  let c: i32 = vector(word(pc, 4), tb) >> 2;
  const ka = step(word(pc, 2));
  const kb = step(word(pc, 3));
  const kc = step(word(pc, 4));
  const end = to + n;
  if (word(pc, 0) - SINGLE === WHERE) {
    for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0, b = (b + kb) | 0, c = (c + kc) | 0)
      f[to] = f[a] !== 0 ? f[b] : f[c];
  } else {
    for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0, b = (b + kb) | 0, c = (c + kc) | 0)
      f[to] = fround(f[a] * f[b]) + f[c];
  }
  return pc + 20;
}

/** ASSIGN ... SQUARE, + SINGLE: v dst, v a. */
export function unary32(pc: usize, n: i32, tb: i32): usize {
  const f = f32s();
  let to: i32 = vector(word(pc, 1), tb) >> 2;
  let a: i32 = vector(word(pc, 2), tb) >> 2;
  const ka = step(word(pc, 2));
  const end = to + n;
  switch (word(pc, 0) - SINGLE) {
    case ASSIGN:
      for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0) f[to] = f[a];
      break;
    case NEG:
      for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0) f[to] = -f[a];
      break;
    case ABS:
      for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0) f[to] = fround(abs(f[a]));
      break;
    case SQRT:
      for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0) f[to] = fround(sqrt(f[a]));
      break;
    case SIGN:
      for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0) f[to] = f[a] > 0 ? 1 : f[a] < 0 ? -1 : f[a];
      break;
    case FLOOR:
      for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0) f[to] = fround(floor(f[a]));
      break;
    case CEIL:
      for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0) f[to] = fround(ceil(f[a]));
      break;
    case ROUND:
      for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0) f[to] = fround(nearest(f[a]));
      break;
    case SQUARE:
      for (; to < end; to = (to + 1) | 0, a = (a + ka) | 0) f[to] = f[a] * f[a];
      break;
  }
  return pc + 12;
}
