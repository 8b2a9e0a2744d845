// @ts-nocheck: AssemblyScript
// SUM and DOT, lanes in pairs. Twin of kernels/program/sums.ts.
// An operand that is one number for all becomes 64 bytes of it, read again and again: one loop serves every mixture.

import { dotOf, lanesOf } from './lanes';
import { word } from './operand';
import { source } from './spread';

export { finish, finish32 } from './sums.portable';

/** Bytes from one group of 8 to the next. */
// @ts-ignore: decorator
@inline function stepOf<T>(w: i32): usize { return w & 2 ? 0 : 8 * sizeof<T>(); }

// @ts-ignore: decorator
@inline function sums<T>(pc: usize, n: i32, tb: i32): usize {
  let to = <usize>(word(pc, 1) + (tb >> (sizeof<T>() == 8 ? 7 : 6)));
  const step = stepOf<T>(word(pc, 2));
  let from = source(word(pc, 2), tb, 0, sizeof<T>() == 8 ? 3 : 2);
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
  let x = source(word(pc, 2), tb, 0, sizeof<T>() == 8 ? 3 : 2);
  let y = source(word(pc, 3), tb, 1, sizeof<T>() == 8 ? 3 : 2);
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
