// @ts-nocheck: AssemblyScript
// Philox4x32-10, eight blocks (two lines) in flight, one block per lane. Twin of kernels/rng/philox.ts.
// The rounds are bound by the latency of the multiplications, so two groups of four blocks run side by side.

import { storeTransposed } from './transpose';

/** Low 32 bits of four products, given those of lanes 0, 1 and of lanes 2, 3. */
// @ts-ignore: decorator
@inline function lows(p01: v128, p23: v128): v128 { return v128.shuffle<i32>(p01, p23, 0, 2, 4, 6); }
/** High 32 bits. */
// @ts-ignore: decorator
@inline function highs(p01: v128, p23: v128): v128 { return v128.shuffle<i32>(p01, p23, 1, 3, 5, 7); }
// @ts-ignore: decorator
@inline function xor3(a: v128, b: v128, c: v128): v128 { return v128.xor(v128.xor(a, b), c); }

/** Writes `count` lines of 16 words, for line numbers from (low, high) on, of stream (streamLow, streamHigh). */
export function philoxLines(source: usize, low: i32, high: i32, streamLow: i32, streamHigh: i32, count: i32, out: usize): void {
  const m0 = i32x4.splat(0xd2511f53), m1 = i32x4.splat(0xcd9e8d57);
  let line: u64 = (<u64><u32>high << 32) | <u64><u32>low;
  let left = count;
  for (; left > 0; left -= 2) {
    const next = line + 1;
    let a0 = i32x4.add(i32x4.splat(<i32>(line << 2)), i32x4(0, 1, 2, 3)), a1 = i32x4.splat(<i32>(line >> 30));
    let b0 = i32x4.add(i32x4.splat(<i32>(next << 2)), i32x4(0, 1, 2, 3)), b1 = i32x4.splat(<i32>(next >> 30));
    let a2 = i32x4.splat(streamLow), a3 = i32x4.splat(streamHigh);
    let b2 = a2, b3 = a3;
    let k0 = load<i32>(source, 16), k1 = load<i32>(source, 20);
    for (let round = 0; round < 10; round++) {
      const key0 = i32x4.splat(k0), key1 = i32x4.splat(k1);
      const aP = i64x2.extmul_low_i32x4_u(a0, m0), aQ = i64x2.extmul_high_i32x4_u(a0, m0);
      const aR = i64x2.extmul_low_i32x4_u(a2, m1), aS = i64x2.extmul_high_i32x4_u(a2, m1);
      const bP = i64x2.extmul_low_i32x4_u(b0, m0), bQ = i64x2.extmul_high_i32x4_u(b0, m0);
      const bR = i64x2.extmul_low_i32x4_u(b2, m1), bS = i64x2.extmul_high_i32x4_u(b2, m1);
      a0 = xor3(highs(aR, aS), a1, key0); a1 = lows(aR, aS);
      a2 = xor3(highs(aP, aQ), a3, key1); a3 = lows(aP, aQ);
      b0 = xor3(highs(bR, bS), b1, key0); b1 = lows(bR, bS);
      b2 = xor3(highs(bP, bQ), b3, key1); b3 = lows(bP, bQ);
      k0 += 0x9e3779b9; k1 += 0xbb67ae85;
    }
    storeTransposed(out, 16, a0, a1, a2, a3);
    if (left > 1) storeTransposed(out + 64, 16, b0, b1, b2, b3);
    line += 2;
    out += 128;
  }
}
