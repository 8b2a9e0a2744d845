// @ts-nocheck: AssemblyScript
// Arithmetic on vectors of doubles and of singles, 64 bytes at a time: the padding of every vector allows to read and
// to write whole groups. Twin of kernels/program/arithmetic.ts and arithmetic32.ts, whose loops differ in their
// precision alone: here one kernel does both.

import {
  ABS, ADD, ASSIGN, CEIL, DIV, EQUAL, FLOOR, LESS, LESS_EQUAL, MAX, MIN, MUL, MUL_ADD, NEG, ROUND, SIGN, SINGLE, SQRT,
  SQUARE, SUB, WHERE,
} from './opcodes';
import { stride, vector, word } from './operand';
import { source } from './spread';

/** 1 and the sign's bit, as doubles and as singles, each in all lanes. */
const ONE: usize = memory.data<f64>([1.0, 1.0], 16);
const ONE_SINGLE: usize = memory.data<f32>([1.0, 1.0, 1.0, 1.0], 16);
const MINUS_ZERO: usize = memory.data<f64>([-0.0, -0.0], 16);
const MINUS_ZERO_SINGLE: usize = memory.data<f32>([-0.0, -0.0, -0.0, -0.0], 16);

/** What instruction `code` makes of two elements; `one` is 1 in all lanes where needed. `code` is a constant: one branch is left. */
// @ts-ignore: decorator
@inline function ofTwo(code: i32, a: v128, b: v128, one: v128): v128 {
  if (code == ADD) return f64x2.add(a, b);
  if (code == SUB) return f64x2.sub(a, b);
  if (code == MUL) return f64x2.mul(a, b);
  if (code == DIV) return f64x2.div(a, b);
  if (code == MIN) return f64x2.min(a, b);
  if (code == MAX) return f64x2.max(a, b);
  if (code == EQUAL) return v128.and(f64x2.eq(a, b), one);
  if (code == LESS) return v128.and(f64x2.lt(a, b), one);
  if (code == LESS_EQUAL) return v128.and(f64x2.le(a, b), one);
  if (code == ADD + SINGLE) return f32x4.add(a, b);
  if (code == SUB + SINGLE) return f32x4.sub(a, b);
  if (code == MUL + SINGLE) return f32x4.mul(a, b);
  if (code == DIV + SINGLE) return f32x4.div(a, b);
  if (code == MIN + SINGLE) return f32x4.min(a, b);
  if (code == MAX + SINGLE) return f32x4.max(a, b);
  if (code == EQUAL + SINGLE) return v128.and(f32x4.eq(a, b), one);
  if (code == LESS + SINGLE) return v128.and(f32x4.lt(a, b), one);
  return v128.and(f32x4.le(a, b), one);
}

// @ts-ignore: decorator
@inline function ofOne(code: i32, a: v128, one: v128, minus: v128): v128 {
  if (code == ASSIGN) return a;
  if (code == NEG) return f64x2.neg(a);
  if (code == ABS) return f64x2.abs(a);
  if (code == SQRT) return f64x2.sqrt(a);
  if (code == SIGN) return v128.bitselect(v128.or(v128.and(a, minus), one), a, f64x2.gt(f64x2.abs(a), f64x2.splat(0)));
  if (code == FLOOR) return f64x2.floor(a);
  if (code == CEIL) return f64x2.ceil(a);
  if (code == ROUND) return f64x2.nearest(a);
  if (code == SQUARE) return f64x2.mul(a, a);
  if (code == NEG + SINGLE) return f32x4.neg(a);
  if (code == ABS + SINGLE) return f32x4.abs(a);
  if (code == SQRT + SINGLE) return f32x4.sqrt(a);
  if (code == SIGN + SINGLE) return v128.bitselect(v128.or(v128.and(a, minus), one), a, f32x4.gt(f32x4.abs(a), f32x4.splat(0)));
  if (code == FLOOR + SINGLE) return f32x4.floor(a);
  if (code == CEIL + SINGLE) return f32x4.ceil(a);
  if (code == ROUND + SINGLE) return f32x4.nearest(a);
  return f32x4.mul(a, a);
}

// @ts-ignore: decorator
@inline function ofThree(code: i32, a: v128, b: v128, c: v128): v128 {
  if (code == WHERE) return v128.bitselect(b, c, f64x2.ne(a, f64x2.splat(0)));
  if (code == MUL_ADD) return f64x2.add(f64x2.mul(a, b), c);
  if (code == WHERE + SINGLE) return v128.bitselect(b, c, f32x4.ne(a, f32x4.splat(0)));
  return f32x4.add(f32x4.mul(a, b), c);
}

// @ts-ignore: decorator
@inline function eachTwo(code: i32, to: usize, end: usize, a: usize, ka: usize, b: usize, kb: usize, one: v128): void {
  for (; to < end; to += 64, a += ka, b += kb) {
    v128.store(to, ofTwo(code, v128.load(a), v128.load(b), one));
    v128.store(to, ofTwo(code, v128.load(a, 16), v128.load(b, 16), one), 16);
    v128.store(to, ofTwo(code, v128.load(a, 32), v128.load(b, 32), one), 32);
    v128.store(to, ofTwo(code, v128.load(a, 48), v128.load(b, 48), one), 48);
  }
}

// @ts-ignore: decorator
@inline function eachOne(code: i32, to: usize, end: usize, a: usize, ka: usize, one: v128, minus: v128): void {
  for (; to < end; to += 64, a += ka) {
    v128.store(to, ofOne(code, v128.load(a), one, minus));
    v128.store(to, ofOne(code, v128.load(a, 16), one, minus), 16);
    v128.store(to, ofOne(code, v128.load(a, 32), one, minus), 32);
    v128.store(to, ofOne(code, v128.load(a, 48), one, minus), 48);
  }
}

// @ts-ignore: decorator
@inline function eachThree(code: i32, to: usize, end: usize, a: usize, ka: usize, b: usize, kb: usize, c: usize, kc: usize): void {
  for (; to < end; to += 64, a += ka, b += kb, c += kc) {
    v128.store(to, ofThree(code, v128.load(a), v128.load(b), v128.load(c)));
    v128.store(to, ofThree(code, v128.load(a, 16), v128.load(b, 16), v128.load(c, 16)), 16);
    v128.store(to, ofThree(code, v128.load(a, 32), v128.load(b, 32), v128.load(c, 32)), 32);
    v128.store(to, ofThree(code, v128.load(a, 48), v128.load(b, 48), v128.load(c, 48)), 48);
  }
}

// @ts-ignore: decorator
@inline function two(code: i32, pc: usize, n: i32, tb: i32): usize {
  const to: usize = vector(word(pc, 1), tb);
  const a = source(word(pc, 2), tb, 0, 3);
  const b = source(word(pc, 3), tb, 1, 3);
  eachTwo(code, to, to + (n << 3), a, stride(word(pc, 2)), b, stride(word(pc, 3)), f64x2.splat(0));
  return pc + 16;
}

export function add(pc: usize, n: i32, tb: i32): usize { return two(ADD, pc, n, tb); }
export function subtract(pc: usize, n: i32, tb: i32): usize { return two(SUB, pc, n, tb); }
export function multiply(pc: usize, n: i32, tb: i32): usize { return two(MUL, pc, n, tb); }
export function divide(pc: usize, n: i32, tb: i32): usize { return two(DIV, pc, n, tb); }

export function binary(pc: usize, n: i32, tb: i32): usize {
  const code = word(pc, 0);
  const shift = 3 - <i32>(code >= ADD + SINGLE);
  const to: usize = vector(word(pc, 1), tb);
  const a = source(word(pc, 2), tb, 0, shift);
  const b = source(word(pc, 3), tb, 1, shift);
  const ka = stride(word(pc, 2));
  const kb = stride(word(pc, 3));
  const end = to + (n << shift);
  const none = f64x2.splat(0);
  switch (code) {
    case MIN: eachTwo(MIN, to, end, a, ka, b, kb, none); break;
    case MAX: eachTwo(MAX, to, end, a, ka, b, kb, none); break;
    case EQUAL: eachTwo(EQUAL, to, end, a, ka, b, kb, v128.load(ONE)); break;
    case LESS: eachTwo(LESS, to, end, a, ka, b, kb, v128.load(ONE)); break;
    case LESS_EQUAL: eachTwo(LESS_EQUAL, to, end, a, ka, b, kb, v128.load(ONE)); break;
    case ADD + SINGLE: eachTwo(ADD + SINGLE, to, end, a, ka, b, kb, none); break;
    case SUB + SINGLE: eachTwo(SUB + SINGLE, to, end, a, ka, b, kb, none); break;
    case MUL + SINGLE: eachTwo(MUL + SINGLE, to, end, a, ka, b, kb, none); break;
    case DIV + SINGLE: eachTwo(DIV + SINGLE, to, end, a, ka, b, kb, none); break;
    case MIN + SINGLE: eachTwo(MIN + SINGLE, to, end, a, ka, b, kb, none); break;
    case MAX + SINGLE: eachTwo(MAX + SINGLE, to, end, a, ka, b, kb, none); break;
    case EQUAL + SINGLE: eachTwo(EQUAL + SINGLE, to, end, a, ka, b, kb, v128.load(ONE_SINGLE)); break;
    case LESS + SINGLE: eachTwo(LESS + SINGLE, to, end, a, ka, b, kb, v128.load(ONE_SINGLE)); break;
    case LESS_EQUAL + SINGLE: eachTwo(LESS_EQUAL + SINGLE, to, end, a, ka, b, kb, v128.load(ONE_SINGLE)); break;
  }
  return pc + 16;
}

// @ts-ignore: decorator
@inline function three(code: i32, shift: i32, pc: usize, n: i32, tb: i32): usize {
  const to: usize = vector(word(pc, 1), tb);
  const a = source(word(pc, 2), tb, 0, shift);
  const b = source(word(pc, 3), tb, 1, shift);
  const c = source(word(pc, 4), tb, 2, shift);
  eachThree(code, to, to + (n << shift), a, stride(word(pc, 2)), b, stride(word(pc, 3)), c, stride(word(pc, 4)));
  return pc + 20;
}

export function multiplyAdd(pc: usize, n: i32, tb: i32): usize { return three(MUL_ADD, 3, pc, n, tb); }
export function where(pc: usize, n: i32, tb: i32): usize { return three(WHERE, 3, pc, n, tb); }
export function ternary32(pc: usize, n: i32, tb: i32): usize {
  if (word(pc, 0) == WHERE + SINGLE) return three(WHERE + SINGLE, 2, pc, n, tb);
  return three(MUL_ADD + SINGLE, 2, pc, n, tb);
}

export function unary(pc: usize, n: i32, tb: i32): usize {
  const code = word(pc, 0);
  const shift = 3 - <i32>(code >= ADD + SINGLE);
  const to: usize = vector(word(pc, 1), tb);
  const a = source(word(pc, 2), tb, 0, shift);
  const ka = stride(word(pc, 2));
  const end = to + (n << shift);
  const none = f64x2.splat(0);
  switch (code) {
    case ASSIGN:
    case ASSIGN + SINGLE: eachOne(ASSIGN, to, end, a, ka, none, none); break;
    case NEG: eachOne(NEG, to, end, a, ka, none, none); break;
    case ABS: eachOne(ABS, to, end, a, ka, none, none); break;
    case SQRT: eachOne(SQRT, to, end, a, ka, none, none); break;
    case SIGN: eachOne(SIGN, to, end, a, ka, v128.load(ONE), v128.load(MINUS_ZERO)); break;
    case FLOOR: eachOne(FLOOR, to, end, a, ka, none, none); break;
    case CEIL: eachOne(CEIL, to, end, a, ka, none, none); break;
    case ROUND: eachOne(ROUND, to, end, a, ka, none, none); break;
    case SQUARE: eachOne(SQUARE, to, end, a, ka, none, none); break;
    case NEG + SINGLE: eachOne(NEG + SINGLE, to, end, a, ka, none, none); break;
    case ABS + SINGLE: eachOne(ABS + SINGLE, to, end, a, ka, none, none); break;
    case SQRT + SINGLE: eachOne(SQRT + SINGLE, to, end, a, ka, none, none); break;
    case SIGN + SINGLE: eachOne(SIGN + SINGLE, to, end, a, ka, v128.load(ONE_SINGLE), v128.load(MINUS_ZERO_SINGLE)); break;
    case FLOOR + SINGLE: eachOne(FLOOR + SINGLE, to, end, a, ka, none, none); break;
    case CEIL + SINGLE: eachOne(CEIL + SINGLE, to, end, a, ka, none, none); break;
    case ROUND + SINGLE: eachOne(ROUND + SINGLE, to, end, a, ka, none, none); break;
    case SQUARE + SINGLE: eachOne(SQUARE + SINGLE, to, end, a, ka, none, none); break;
  }
  return pc + 12;
}
