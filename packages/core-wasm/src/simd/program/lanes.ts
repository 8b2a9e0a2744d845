// @ts-nocheck: AssemblyScript
// Lanes and folds of a block in pairs. Twin of kernels/program/lanes.ts.
// Sums keep the order of their lanes; folds to the largest or the least may go in any order.

import { LEAST_OF, PRODUCT_OF, SUM_OF } from '../../kernels/program/opcodes';
import { BLOCK } from '../../platform/scratch';
import { combineLanes } from '../reduce/block';

export { identityOf } from './lanes.portable';

/** Elements k and k + 1 behind `at` as doubles; k is 0, 2, 4 or 6 (an offset must stand as a constant). */
// @ts-ignore: decorator
@inline export function pair<T>(at: usize, k: i32): v128 {
  if (sizeof<T>() == 8) return k == 0 ? v128.load(at) : k == 2 ? v128.load(at, 16) : k == 4 ? v128.load(at, 32) : v128.load(at, 48);
  return f64x2.promote_low_f32x4(
    k == 0 ? v128.load64_zero(at) : k == 2 ? v128.load64_zero(at, 8) : k == 4 ? v128.load64_zero(at, 16) : v128.load64_zero(at, 24));
}

/** Element k behind `at` as a double, and 0. */
// @ts-ignore: decorator
@inline export function one<T>(at: usize, k: i32): v128 {
  return sizeof<T>() == 8 ? v128.load64_zero(at + (k << 3)) : f64x2.promote_low_f32x4(v128.load32_zero(at + (k << 2)));
}

/** laneSum of m elements; groups of 8 lie `step` bytes apart. */
export function lanesOf<T>(at: usize, m: i32, step: usize): f64 {
  let a = f64x2.splat(0), b = a, c = a, d = a;
  for (; m >= 8; m -= 8) {
    a = f64x2.add(a, pair<T>(at, 0));
    b = f64x2.add(b, pair<T>(at, 2));
    c = f64x2.add(c, pair<T>(at, 4));
    d = f64x2.add(d, pair<T>(at, 6));
    at += step;
  }
  if (m >= 2) a = f64x2.add(a, pair<T>(at, 0));
  if (m >= 4) b = f64x2.add(b, pair<T>(at, 2));
  if (m >= 6) c = f64x2.add(c, pair<T>(at, 4));
  // An odd last element joins the lower lane of its pair; the upper takes +0, which changes no lane.
  if (m & 1) {
    if (m == 1) a = f64x2.add(a, one<T>(at, 0));
    else if (m == 3) b = f64x2.add(b, one<T>(at, 2));
    else if (m == 5) c = f64x2.add(c, one<T>(at, 4));
    else d = f64x2.add(d, one<T>(at, 6));
  }
  return combineLanes(a, b, c, d);
}

/** Products of elements k and k + 1. */
// @ts-ignore: decorator
@inline function product<T>(a: usize, b: usize, k: i32): v128 { return f64x2.mul(pair<T>(a, k), pair<T>(b, k)); }
// @ts-ignore: decorator
@inline function last<T>(a: usize, b: usize, k: i32): v128 { return f64x2.mul(one<T>(a, k), one<T>(b, k)); }

/** lanesOf of the products. */
export function dotOf<T>(x: usize, stepX: usize, y: usize, stepY: usize, m: i32): f64 {
  let a = f64x2.splat(0), b = a, c = a, d = a;
  for (; m >= 8; m -= 8) {
    a = f64x2.add(a, product<T>(x, y, 0));
    b = f64x2.add(b, product<T>(x, y, 2));
    c = f64x2.add(c, product<T>(x, y, 4));
    d = f64x2.add(d, product<T>(x, y, 6));
    x += stepX;
    y += stepY;
  }
  if (m >= 2) a = f64x2.add(a, product<T>(x, y, 0));
  if (m >= 4) b = f64x2.add(b, product<T>(x, y, 2));
  if (m >= 6) c = f64x2.add(c, product<T>(x, y, 4));
  if (m & 1) {
    if (m == 1) a = f64x2.add(a, last<T>(x, y, 0));
    else if (m == 3) b = f64x2.add(b, last<T>(x, y, 2));
    else if (m == 5) c = f64x2.add(c, last<T>(x, y, 4));
    else d = f64x2.add(d, last<T>(x, y, 6));
  }
  return combineLanes(a, b, c, d);
}

/** Sum of the m doubles f64s()[at + i] by the rule. */
export function laneSum(at: i32, m: i32, stride: i32): f64 { return lanesOf<f64>(<usize>at << 3, m, 64); }

/** laneSum of the products of m doubles. */
export function laneDot(a: i32, ka: i32, b: i32, kb: i32, m: i32): f64 {
  return dotOf<f64>(<usize>a << 3, 64, <usize>b << 3, 64, m);
}

/** out[i] = x[i], doubles from singles, i < n. */
export function promote(x: usize, n: i32, out: usize): void {
  for (; n >= 2; n -= 2) {
    v128.store(out, pair<f32>(x, 0));
    x += 8;
    out += 16;
  }
  if (n > 0) store<f64>(out, <f64>load<f32>(x));
}

/** `value` folded with m elements, in ascending order. */
function oneByOne(kind: i32, x: usize, m: i32, value: f64): f64 {
  const end = x + (<usize>m << 3);
  if (kind == PRODUCT_OF) {
    for (; x < end; x += 8) value *= load<f64>(x);
  } else if (kind == LEAST_OF) {
    for (; x < end; x += 8) value = min(value, load<f64>(x));
  } else {
    for (; x < end; x += 8) value = max(value, load<f64>(x));
  }
  return value;
}

/** The largest or the least of `value` and m doubles. */
function extreme(kind: i32, x: usize, m: i32, value: f64): f64 {
  // The least is the largest with all signs turned.
  const signs = i64x2.splat(kind == LEAST_OF ? i64.MIN_VALUE : 0);
  const first = x, count = m;
  let a = v128.xor(f64x2.splat(value), signs), b = a, bad = f64x2.ne(a, a);
  for (; m >= 4; m -= 4) {
    const p = v128.load(x), q = v128.load(x, 16);
    a = f64x2.pmax(a, v128.xor(p, signs));
    b = f64x2.pmax(b, v128.xor(q, signs));
    bad = v128.or(bad, v128.or(f64x2.ne(p, p), f64x2.ne(q, q)));
    x += 32;
  }
  for (; m > 0; m--) {
    const p = f64x2.splat(load<f64>(x));
    a = f64x2.pmax(a, v128.xor(p, signs));
    bad = v128.or(bad, f64x2.ne(p, p));
    x += 8;
  }
  if (v128.any_true(bad)) return NaN;
  a = f64x2.pmax(a, b);
  a = v128.xor(f64x2.pmax(a, v128.shuffle<i64>(a, a, 1, 0)), signs);
  const result = f64x2.extract_lane(a, 0);
  // pmax (one instruction where max is eight) does not tell the zeros apart.
  return result == 0 ? oneByOne(kind, first, count, value) : result;
}

/** The sum of the m elements at `x`, or `value` folded with them. */
export function foldRow(kind: i32, x: usize, m: i32, single: i32, value: f64): f64 {
  if (kind == SUM_OF) return single ? lanesOf<f32>(x, m, 32) : lanesOf<f64>(x, m, 64);
  if (single) {
    promote(x, m, BLOCK);
    x = BLOCK;
  }
  return kind == PRODUCT_OF ? oneByOne(kind, x, m, value) : extreme(kind, x, m, value);
}
