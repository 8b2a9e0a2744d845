// Arithmetic on vectors of doubles. Each kernel takes the address of its instruction, how many elements the tile has
// and how many bytes the loop has come along, and returns the address of the next instruction. Instructions with the
// same operands share a kernel: they differ in its innermost loop alone.
// Twin: simd/program/arithmetic.ts. For singles: arithmetic32.ts.

import { abs, ceil, f64s, floor, largest, least, nearest, sqrt } from '../../platform/platform';
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
  SQRT,
  SQUARE,
  SUB,
  WHERE,
} from './opcodes';
import { step, vector, word } from './operand';

/** ADD ... LESS_EQUAL: v dst, v a, v b. */
export function binary(pc: usize, n: i32, tb: i32): usize {
  const f = f64s();
  let to: i32 = vector(word(pc, 1), tb) >> 3;
  let a: i32 = vector(word(pc, 2), tb) >> 3;
  let b: i32 = vector(word(pc, 3), tb) >> 3;
  const ka = step(word(pc, 2));
  const kb = step(word(pc, 3));
  const end = to + n;
  switch (word(pc, 0)) {
    case ADD:
      for (; to < end; to++, a += ka, b += kb) f[to] = f[a] + f[b];
      break;
    case SUB:
      for (; to < end; to++, a += ka, b += kb) f[to] = f[a] - f[b];
      break;
    case MUL:
      for (; to < end; to++, a += ka, b += kb) f[to] = f[a] * f[b];
      break;
    case DIV:
      for (; to < end; to++, a += ka, b += kb) f[to] = f[a] / f[b];
      break;
    case MIN:
      for (; to < end; to++, a += ka, b += kb) f[to] = least(f[a], f[b]);
      break;
    case MAX:
      for (; to < end; to++, a += ka, b += kb) f[to] = largest(f[a], f[b]);
      break;
    case EQUAL:
      for (; to < end; to++, a += ka, b += kb) f[to] = f[a] === f[b] ? 1 : 0;
      break;
    case LESS:
      for (; to < end; to++, a += ka, b += kb) f[to] = f[a] < f[b] ? 1 : 0;
      break;
    case LESS_EQUAL:
      for (; to < end; to++, a += ka, b += kb) f[to] = f[a] <= f[b] ? 1 : 0;
      break;
  }
  return pc + 16;
}

/** WHERE, MUL_ADD: v dst, v a, v b, v c. */
export function ternary(pc: usize, n: i32, tb: i32): usize {
  const f = f64s();
  let to: i32 = vector(word(pc, 1), tb) >> 3;
  let a: i32 = vector(word(pc, 2), tb) >> 3;
  let b: i32 = vector(word(pc, 3), tb) >> 3;
  let c: i32 = vector(word(pc, 4), tb) >> 3;
  const ka = step(word(pc, 2));
  const kb = step(word(pc, 3));
  const kc = step(word(pc, 4));
  const end = to + n;
  if (word(pc, 0) === WHERE) {
    for (; to < end; to++, a += ka, b += kb, c += kc) f[to] = f[a] !== 0 ? f[b] : f[c];
  } else {
    for (; to < end; to++, a += ka, b += kb, c += kc) f[to] = f[a] * f[b] + f[c];
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
      for (; to < end; to++, a += ka) f[to] = f[a];
      break;
    case NEG:
      for (; to < end; to++, a += ka) f[to] = -f[a];
      break;
    case ABS:
      for (; to < end; to++, a += ka) f[to] = abs(f[a]);
      break;
    case SQRT:
      for (; to < end; to++, a += ka) f[to] = sqrt(f[a]);
      break;
    case SIGN:
      for (; to < end; to++, a += ka) f[to] = f[a] > 0 ? 1 : f[a] < 0 ? -1 : f[a];
      break;
    case FLOOR:
      for (; to < end; to++, a += ka) f[to] = floor(f[a]);
      break;
    case CEIL:
      for (; to < end; to++, a += ka) f[to] = ceil(f[a]);
      break;
    case ROUND:
      for (; to < end; to++, a += ka) f[to] = nearest(f[a]);
      break;
    case SQUARE:
      for (; to < end; to++, a += ka) f[to] = f[a] * f[a];
      break;
  }
  return pc + 12;
}
