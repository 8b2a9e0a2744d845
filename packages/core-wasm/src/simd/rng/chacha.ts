// @ts-nocheck: AssemblyScript
// ChaCha, four lines at a time, one line per lane. Twin of kernels/rng/chacha.ts.
//
// Lines of one stream differ in their number alone, so in the first column round the quarter-rounds of columns 1, 2
// and 3 are the same for all of them: they are done once a call (1.10 -> 0.98 ns a word for 8 rounds).
// A line that comes alone, as a retry's does, is made one row per vector (33 ns; 61 by words, 68 by lanes).

import { storeTransposed } from './transpose';

/** The four constant words of every block. */
const CONSTANTS: usize = memory.data<i32>([0x61707865, 0x3320646e, 0x79622d32, 0x6b206574], 16);
/** The 16 words after the shared quarter-rounds, each in four lanes; those of column 0 are not used. */
const SHARED: usize = memory.data(256, 64);
/** Where a group that is not whole is made. */
const PART: usize = memory.data(256, 64);

// @ts-ignore: decorator
@inline function add(a: v128, b: v128): v128 { return i32x4.add(a, b); }
// @ts-ignore: decorator
@inline function xor(a: v128, b: v128): v128 { return v128.xor(a, b); }
// @ts-ignore: decorator
@inline function rotate16(a: v128): v128 { return v128.shuffle<u8>(a, a, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13); }
// @ts-ignore: decorator
@inline function rotate12(a: v128): v128 { return v128.or(i32x4.shl(a, 12), i32x4.shr_u(a, 20)); }
// Shifts, not a byte shuffle: V8 builds the shuffle's mask anew at each use (1.20 -> 1.10 ns a word for 8 rounds).
// @ts-ignore: decorator
@inline function rotate8(a: v128): v128 { return v128.or(i32x4.shl(a, 8), i32x4.shr_u(a, 24)); }
// @ts-ignore: decorator
@inline function rotate7(a: v128): v128 { return v128.or(i32x4.shl(a, 7), i32x4.shr_u(a, 25)); }

// @ts-ignore: decorator
@inline function constant(i: usize): v128 { return v128.load32_splat(CONSTANTS + (i << 2)); }
// @ts-ignore: decorator
@inline function key(source: usize, i: usize): v128 { return v128.load32_splat(source + (i << 2)); }
// @ts-ignore: decorator
@inline function shared(i: usize): v128 { return v128.load(SHARED + (i << 4)); }
// @ts-ignore: decorator
@inline function share(i: usize, x: i32): void { v128.store(SHARED + (i << 4), i32x4.splat(x)); }

/** The first quarter-round of a column (1, 2 or 3), whose last word is `d`. */
function shareColumn(source: usize, column: usize, d: i32): void {
  let a = load<i32>(CONSTANTS + (column << 2));
  let b = load<i32>(source + (column << 2), 16);
  let c = load<i32>(source + (column << 2), 32);
  a += b; d = rotl(d ^ a, 16); c += d; b = rotl(b ^ c, 12);
  a += b; d = rotl(d ^ a, 8); c += d; b = rotl(b ^ c, 7);
  share(column, a); share(column + 4, b); share(column + 8, c); share(column + 12, d);
}

/** One line: rows a, b, c, d of the state, whose columns, and then diagonals, are the lanes. */
function chachaLine(source: usize, low: i32, high: i32, streamLow: i32, streamHigh: i32, out: usize): void {
  const rounds = load<i32>(source);
  const a0 = v128.load(CONSTANTS), b0 = v128.load(source, 16), c0 = v128.load(source, 32);
  const d0 = i32x4.replace_lane(i32x4.replace_lane(i32x4.replace_lane(i32x4.splat(low), 1, high), 2, streamLow), 3, streamHigh);
  let a = a0, b = b0, c = c0, d = d0;
  for (let round = 0; round < rounds; round++) {
    a = add(a, b); d = rotate16(xor(d, a)); c = add(c, d); b = rotate12(xor(b, c));
    a = add(a, b); d = rotate8(xor(d, a)); c = add(c, d); b = rotate7(xor(b, c));
    // Columns to diagonals, or back.
    if (round & 1) {
      b = v128.shuffle<i32>(b, b, 3, 0, 1, 2);
      d = v128.shuffle<i32>(d, d, 1, 2, 3, 0);
    } else {
      b = v128.shuffle<i32>(b, b, 1, 2, 3, 0);
      d = v128.shuffle<i32>(d, d, 3, 0, 1, 2);
    }
    c = v128.shuffle<i32>(c, c, 2, 3, 0, 1);
  }
  v128.store(out, add(a, a0));
  v128.store(out, add(b, b0), 16);
  v128.store(out, add(c, c0), 32);
  v128.store(out, add(d, d0), 48);
}

/** Writes `count` lines of 16 words, for line numbers from (low, high) on, of stream (streamLow, streamHigh). */
export function chachaLines(source: usize, low: i32, high: i32, streamLow: i32, streamHigh: i32, count: i32, out: usize): void {
  if (count === 1) {
    chachaLine(source, low, high, streamLow, streamHigh, out);
    return;
  }
  const rounds = load<i32>(source);
  while (count > 0) {
    // Lines up to the next carry into the high word differ in their low word alone.
    const untilCarry: i64 = 0x100000000 - <i64><u32>low;
    let left = <i32>min<i64>(count, untilCarry);
    count -= left;
    shareColumn(source, 1, high);
    shareColumn(source, 2, streamLow);
    shareColumn(source, 3, streamHigh);
    while (left > 0) {
      const lines = min(left, 4);
      const to = lines === 4 ? out : PART;
      const numbers = add(i32x4.splat(low), i32x4(0, 1, 2, 3));
      let x0 = constant(0), x4 = key(source, 4), x8 = key(source, 8), x12 = numbers;
      x0 = add(x0, x4); x12 = rotate16(xor(x12, x0)); x8 = add(x8, x12); x4 = rotate12(xor(x4, x8));
      x0 = add(x0, x4); x12 = rotate8(xor(x12, x0)); x8 = add(x8, x12); x4 = rotate7(xor(x4, x8));
      let x1 = shared(1), x2 = shared(2), x3 = shared(3), x5 = shared(5), x6 = shared(6), x7 = shared(7);
      let x9 = shared(9), x10 = shared(10), x11 = shared(11), x13 = shared(13), x14 = shared(14), x15 = shared(15);
      // From here on a diagonal round and the column round after it, until the last.
      for (let round = 2; ; round += 2) {
        x0 = add(x0, x5); x15 = rotate16(xor(x15, x0)); x10 = add(x10, x15); x5 = rotate12(xor(x5, x10));
        x0 = add(x0, x5); x15 = rotate8(xor(x15, x0)); x10 = add(x10, x15); x5 = rotate7(xor(x5, x10));
        x1 = add(x1, x6); x12 = rotate16(xor(x12, x1)); x11 = add(x11, x12); x6 = rotate12(xor(x6, x11));
        x1 = add(x1, x6); x12 = rotate8(xor(x12, x1)); x11 = add(x11, x12); x6 = rotate7(xor(x6, x11));
        x2 = add(x2, x7); x13 = rotate16(xor(x13, x2)); x8 = add(x8, x13); x7 = rotate12(xor(x7, x8));
        x2 = add(x2, x7); x13 = rotate8(xor(x13, x2)); x8 = add(x8, x13); x7 = rotate7(xor(x7, x8));
        x3 = add(x3, x4); x14 = rotate16(xor(x14, x3)); x9 = add(x9, x14); x4 = rotate12(xor(x4, x9));
        x3 = add(x3, x4); x14 = rotate8(xor(x14, x3)); x9 = add(x9, x14); x4 = rotate7(xor(x4, x9));
        if (round === rounds) break;
        x0 = add(x0, x4); x12 = rotate16(xor(x12, x0)); x8 = add(x8, x12); x4 = rotate12(xor(x4, x8));
        x0 = add(x0, x4); x12 = rotate8(xor(x12, x0)); x8 = add(x8, x12); x4 = rotate7(xor(x4, x8));
        x1 = add(x1, x5); x13 = rotate16(xor(x13, x1)); x9 = add(x9, x13); x5 = rotate12(xor(x5, x9));
        x1 = add(x1, x5); x13 = rotate8(xor(x13, x1)); x9 = add(x9, x13); x5 = rotate7(xor(x5, x9));
        x2 = add(x2, x6); x14 = rotate16(xor(x14, x2)); x10 = add(x10, x14); x6 = rotate12(xor(x6, x10));
        x2 = add(x2, x6); x14 = rotate8(xor(x14, x2)); x10 = add(x10, x14); x6 = rotate7(xor(x6, x10));
        x3 = add(x3, x7); x15 = rotate16(xor(x15, x3)); x11 = add(x11, x15); x7 = rotate12(xor(x7, x11));
        x3 = add(x3, x7); x15 = rotate8(xor(x15, x3)); x11 = add(x11, x15); x7 = rotate7(xor(x7, x11));
      }
      storeTransposed(to, 64, add(x0, constant(0)), add(x1, constant(1)), add(x2, constant(2)), add(x3, constant(3)));
      storeTransposed(to + 16, 64, add(x4, key(source, 4)), add(x5, key(source, 5)), add(x6, key(source, 6)), add(x7, key(source, 7)));
      storeTransposed(to + 32, 64, add(x8, key(source, 8)), add(x9, key(source, 9)), add(x10, key(source, 10)), add(x11, key(source, 11)));
      storeTransposed(to + 48, 64, add(x12, numbers), add(x13, i32x4.splat(high)), add(x14, i32x4.splat(streamLow)), add(x15, i32x4.splat(streamHigh)));
      if (lines < 4) memory.copy(out, PART, lines << 6);
      low += lines;
      left -= lines;
      out += lines << 6;
    }
    if (low == 0) high++;
  }
}
