// @ts-nocheck: AssemblyScript
// SUM and DOT, lanes in pairs. Twin of kernels/program/sums.ts.
// An operand that is one number for all becomes 64 bytes of it, read again and again: one loop serves every mixture.

import { combineLanes } from '../reduce/block';
import { lanesOf, one, pair } from './lanes';
import { vector, word } from './operand';

export { finish, finish32 } from './sums.portable';

/** Where the two operands of an instruction are spread, when they are one number for all. */
const SPREAD: usize = memory.data(128, 64);

/** Address of an operand's first group of 8. */
// @ts-ignore: decorator
@inline function groups<T>(w: i32, tb: i32, at: usize): usize {
  const address = <usize>vector(w, tb);
  if (!(w & 2)) return address;
  const all = sizeof<T>() == 8 ? v128.load64_splat(address) : v128.load32_splat(address);
  v128.store(at, all);
  v128.store(at, all, 16);
  if (sizeof<T>() == 8) {
    v128.store(at, all, 32);
    v128.store(at, all, 48);
  }
  return at;
}

/** Bytes from one group of 8 to the next. */
// @ts-ignore: decorator
@inline function stepOf<T>(w: i32): usize { return w & 2 ? 0 : 8 * sizeof<T>(); }

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

// @ts-ignore: decorator
@inline function sums<T>(pc: usize, n: i32, tb: i32): usize {
  let to = <usize>(word(pc, 1) + (tb >> (sizeof<T>() == 8 ? 7 : 6)));
  const step = stepOf<T>(word(pc, 2));
  let from = groups<T>(word(pc, 2), tb, SPREAD);
  for (; n > 0; n -= 128) {
    store<f64>(to, lanesOf<T>(from, min(n, 128), step));
    to += 8;
    from += step << 4;
  }
  return pc + 12;
}

// @ts-ignore: decorator
@inline function dots<T>(pc: usize, n: i32, tb: i32): usize {
  let to = <usize>(word(pc, 1) + (tb >> (sizeof<T>() == 8 ? 7 : 6)));
  const stepX = stepOf<T>(word(pc, 2));
  const stepY = stepOf<T>(word(pc, 3));
  let x = groups<T>(word(pc, 2), tb, SPREAD);
  let y = groups<T>(word(pc, 3), tb, SPREAD + 64);
  for (; n > 0; n -= 128) {
    store<f64>(to, dotOf<T>(x, stepX, y, stepY, min(n, 128)));
    to += 8;
    x += stepX << 4;
    y += stepY << 4;
  }
  return pc + 16;
}

/** SUM: a partials, v a */
export function sumBlocks(pc: usize, n: i32, tb: i32): usize { return sums<f64>(pc, n, tb); }
/** DOT: a partials, v a, v b */
export function dotBlocks(pc: usize, n: i32, tb: i32): usize { return dots<f64>(pc, n, tb); }
/** SUM32: a partials, v a */
export function sumBlocks32(pc: usize, n: i32, tb: i32): usize { return sums<f32>(pc, n, tb); }
/** DOT32: a partials, v a, v b */
export function dotBlocks32(pc: usize, n: i32, tb: i32): usize { return dots<f32>(pc, n, tb); }
