// @ts-nocheck: AssemblyScript
// ChaCha, four lines at a time, one line per lane. Twin of kernels/rng/chacha.ts.

import { chachaLines as portableLines } from './chacha.portable';

// @ts-ignore: decorator
@inline function add(a: v128, b: v128): v128 { return i32x4.add(a, b); }
// @ts-ignore: decorator
@inline function xor(a: v128, b: v128): v128 { return v128.xor(a, b); }
// @ts-ignore: decorator
@inline function rotate16(a: v128): v128 { return v128.shuffle<u8>(a, a, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13); }
// Shifts, not a byte shuffle: V8 builds the shuffle's mask anew at each use (1.33 against 1.11 ns a word for 8 rounds).
// @ts-ignore: decorator
@inline function rotate8(a: v128): v128 { return v128.or(i32x4.shl(a, 8), i32x4.shr_u(a, 24)); }
// @ts-ignore: decorator
@inline function rotate12(a: v128): v128 { return v128.or(i32x4.shl(a, 12), i32x4.shr_u(a, 20)); }
// @ts-ignore: decorator
@inline function rotate7(a: v128): v128 { return v128.or(i32x4.shl(a, 7), i32x4.shr_u(a, 25)); }

/** Four rows of four lanes, transposed and stored 64 bytes apart. */
// @ts-ignore: decorator
@inline function storeTransposed(out: usize, a: v128, b: v128, c: v128, d: v128): void {
  const ab0 = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const ab1 = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const cd0 = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const cd1 = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  v128.store(out, v128.shuffle<i64>(ab0, cd0, 0, 2));
  v128.store(out, v128.shuffle<i64>(ab0, cd0, 1, 3), 64);
  v128.store(out, v128.shuffle<i64>(ab1, cd1, 0, 2), 128);
  v128.store(out, v128.shuffle<i64>(ab1, cd1, 1, 3), 192);
}

/** Writes `count` lines of 16 words, for line numbers from (low, high) on, of stream (streamLow, streamHigh). */
export function chachaLines(source: usize, low: i32, high: i32, streamLow: i32, streamHigh: i32, count: i32, out: usize): void {
  const rounds = load<i32>(source);
  let line: u64 = (<u64><u32>high << 32) | <u64><u32>low;
  let left = count;
  for (; left >= 4; left -= 4) {
    const low4 = i32x4.add(i32x4.splat(<i32>line), i32x4(0, 1, 2, 3));
    // Lanes may lie on both sides of a carry into the high word.
    const high4 = i32x4(<i32>(line >> 32), <i32>((line + 1) >> 32), <i32>((line + 2) >> 32), <i32>((line + 3) >> 32));
    let x0 = i32x4.splat(0x61707865), x1 = i32x4.splat(0x3320646e), x2 = i32x4.splat(0x79622d32), x3 = i32x4.splat(0x6b206574);
    let x4 = v128.load32_splat(source, 16), x5 = v128.load32_splat(source, 20), x6 = v128.load32_splat(source, 24), x7 = v128.load32_splat(source, 28);
    let x8 = v128.load32_splat(source, 32), x9 = v128.load32_splat(source, 36), x10 = v128.load32_splat(source, 40), x11 = v128.load32_splat(source, 44);
    let x12 = low4, x13 = high4, x14 = i32x4.splat(streamLow), x15 = i32x4.splat(streamHigh);

    for (let round = 0; round < rounds; round += 2) {
      x0 = add(x0, x4); x1 = add(x1, x5); x2 = add(x2, x6); x3 = add(x3, x7);
      x12 = rotate16(xor(x12, x0)); x13 = rotate16(xor(x13, x1)); x14 = rotate16(xor(x14, x2)); x15 = rotate16(xor(x15, x3));
      x8 = add(x8, x12); x9 = add(x9, x13); x10 = add(x10, x14); x11 = add(x11, x15);
      x4 = rotate12(xor(x4, x8)); x5 = rotate12(xor(x5, x9)); x6 = rotate12(xor(x6, x10)); x7 = rotate12(xor(x7, x11));
      x0 = add(x0, x4); x1 = add(x1, x5); x2 = add(x2, x6); x3 = add(x3, x7);
      x12 = rotate8(xor(x12, x0)); x13 = rotate8(xor(x13, x1)); x14 = rotate8(xor(x14, x2)); x15 = rotate8(xor(x15, x3));
      x8 = add(x8, x12); x9 = add(x9, x13); x10 = add(x10, x14); x11 = add(x11, x15);
      x4 = rotate7(xor(x4, x8)); x5 = rotate7(xor(x5, x9)); x6 = rotate7(xor(x6, x10)); x7 = rotate7(xor(x7, x11));

      x0 = add(x0, x5); x1 = add(x1, x6); x2 = add(x2, x7); x3 = add(x3, x4);
      x15 = rotate16(xor(x15, x0)); x12 = rotate16(xor(x12, x1)); x13 = rotate16(xor(x13, x2)); x14 = rotate16(xor(x14, x3));
      x10 = add(x10, x15); x11 = add(x11, x12); x8 = add(x8, x13); x9 = add(x9, x14);
      x5 = rotate12(xor(x5, x10)); x6 = rotate12(xor(x6, x11)); x7 = rotate12(xor(x7, x8)); x4 = rotate12(xor(x4, x9));
      x0 = add(x0, x5); x1 = add(x1, x6); x2 = add(x2, x7); x3 = add(x3, x4);
      x15 = rotate8(xor(x15, x0)); x12 = rotate8(xor(x12, x1)); x13 = rotate8(xor(x13, x2)); x14 = rotate8(xor(x14, x3));
      x10 = add(x10, x15); x11 = add(x11, x12); x8 = add(x8, x13); x9 = add(x9, x14);
      x5 = rotate7(xor(x5, x10)); x6 = rotate7(xor(x6, x11)); x7 = rotate7(xor(x7, x8)); x4 = rotate7(xor(x4, x9));
    }

    storeTransposed(out, add(x0, i32x4.splat(0x61707865)), add(x1, i32x4.splat(0x3320646e)), add(x2, i32x4.splat(0x79622d32)), add(x3, i32x4.splat(0x6b206574)));
    storeTransposed(out + 16, add(x4, v128.load32_splat(source, 16)), add(x5, v128.load32_splat(source, 20)), add(x6, v128.load32_splat(source, 24)), add(x7, v128.load32_splat(source, 28)));
    storeTransposed(out + 32, add(x8, v128.load32_splat(source, 32)), add(x9, v128.load32_splat(source, 36)), add(x10, v128.load32_splat(source, 40)), add(x11, v128.load32_splat(source, 44)));
    storeTransposed(out + 48, add(x12, low4), add(x13, high4), add(x14, i32x4.splat(streamLow)), add(x15, i32x4.splat(streamHigh)));
    line += 4;
    out += 256;
  }
  if (left > 0) portableLines(source, <i32>line, <i32>(line >> 32), streamLow, streamHigh, left, out);
}
