// ChaCha as a counter-based generator: 8, 12 or 20 rounds.
// Trusts: `source` holds rounds and key, `out` has room for 64 bytes a line.
// Source: D. J. Bernstein, "ChaCha, a variant of Salsa20" (2008), 64-bit counter and 64-bit stream;
// words in the standard little-endian block order, so published test vectors apply unchanged.
// Twin: simd/rng/chacha.ts

import { i32s } from '../../platform/platform';

/** Writes `count` lines of 16 words, for line numbers from (low, high) on, of stream (streamLow, streamHigh). */
export function chachaLines(
  source: usize,
  low: i32,
  high: i32,
  streamLow: i32,
  streamHigh: i32,
  count: i32,
  out: usize,
): void {
  const words = i32s();
  const at = (source >>> 2) as i32;
  const rounds = words[at];
  const k0 = words[at + 4];
  const k1 = words[at + 5];
  const k2 = words[at + 6];
  const k3 = words[at + 7];
  const k4 = words[at + 8];
  const k5 = words[at + 9];
  const k6 = words[at + 10];
  const k7 = words[at + 11];
  let to = (out >>> 2) as i32;

  for (let line: i32 = 0; line < count; line++) {
    let x0: i32 = 0x61707865;
    let x1: i32 = 0x3320646e;
    let x2: i32 = 0x79622d32;
    let x3: i32 = 0x6b206574;
    let x4: i32 = k0;
    let x5: i32 = k1;
    let x6: i32 = k2;
    let x7: i32 = k3;
    let x8: i32 = k4;
    let x9: i32 = k5;
    let x10: i32 = k6;
    let x11: i32 = k7;
    let x12: i32 = low;
    let x13: i32 = high;
    let x14: i32 = streamLow;
    let x15: i32 = streamHigh;

    // biome-ignore format: a quarter-round's four steps a line
    for (let round: i32 = 0; round < rounds; round += 2) {
      // Columns.
      x0 = (x0 + x4) | 0; x12 ^= x0; x12 = (x12 << 16) | (x12 >>> 16);
      x8 = (x8 + x12) | 0; x4 ^= x8; x4 = (x4 << 12) | (x4 >>> 20);
      x0 = (x0 + x4) | 0; x12 ^= x0; x12 = (x12 << 8) | (x12 >>> 24);
      x8 = (x8 + x12) | 0; x4 ^= x8; x4 = (x4 << 7) | (x4 >>> 25);

      x1 = (x1 + x5) | 0; x13 ^= x1; x13 = (x13 << 16) | (x13 >>> 16);
      x9 = (x9 + x13) | 0; x5 ^= x9; x5 = (x5 << 12) | (x5 >>> 20);
      x1 = (x1 + x5) | 0; x13 ^= x1; x13 = (x13 << 8) | (x13 >>> 24);
      x9 = (x9 + x13) | 0; x5 ^= x9; x5 = (x5 << 7) | (x5 >>> 25);

      x2 = (x2 + x6) | 0; x14 ^= x2; x14 = (x14 << 16) | (x14 >>> 16);
      x10 = (x10 + x14) | 0; x6 ^= x10; x6 = (x6 << 12) | (x6 >>> 20);
      x2 = (x2 + x6) | 0; x14 ^= x2; x14 = (x14 << 8) | (x14 >>> 24);
      x10 = (x10 + x14) | 0; x6 ^= x10; x6 = (x6 << 7) | (x6 >>> 25);

      x3 = (x3 + x7) | 0; x15 ^= x3; x15 = (x15 << 16) | (x15 >>> 16);
      x11 = (x11 + x15) | 0; x7 ^= x11; x7 = (x7 << 12) | (x7 >>> 20);
      x3 = (x3 + x7) | 0; x15 ^= x3; x15 = (x15 << 8) | (x15 >>> 24);
      x11 = (x11 + x15) | 0; x7 ^= x11; x7 = (x7 << 7) | (x7 >>> 25);

      // Diagonals.
      x0 = (x0 + x5) | 0; x15 ^= x0; x15 = (x15 << 16) | (x15 >>> 16);
      x10 = (x10 + x15) | 0; x5 ^= x10; x5 = (x5 << 12) | (x5 >>> 20);
      x0 = (x0 + x5) | 0; x15 ^= x0; x15 = (x15 << 8) | (x15 >>> 24);
      x10 = (x10 + x15) | 0; x5 ^= x10; x5 = (x5 << 7) | (x5 >>> 25);

      x1 = (x1 + x6) | 0; x12 ^= x1; x12 = (x12 << 16) | (x12 >>> 16);
      x11 = (x11 + x12) | 0; x6 ^= x11; x6 = (x6 << 12) | (x6 >>> 20);
      x1 = (x1 + x6) | 0; x12 ^= x1; x12 = (x12 << 8) | (x12 >>> 24);
      x11 = (x11 + x12) | 0; x6 ^= x11; x6 = (x6 << 7) | (x6 >>> 25);

      x2 = (x2 + x7) | 0; x13 ^= x2; x13 = (x13 << 16) | (x13 >>> 16);
      x8 = (x8 + x13) | 0; x7 ^= x8; x7 = (x7 << 12) | (x7 >>> 20);
      x2 = (x2 + x7) | 0; x13 ^= x2; x13 = (x13 << 8) | (x13 >>> 24);
      x8 = (x8 + x13) | 0; x7 ^= x8; x7 = (x7 << 7) | (x7 >>> 25);

      x3 = (x3 + x4) | 0; x14 ^= x3; x14 = (x14 << 16) | (x14 >>> 16);
      x9 = (x9 + x14) | 0; x4 ^= x9; x4 = (x4 << 12) | (x4 >>> 20);
      x3 = (x3 + x4) | 0; x14 ^= x3; x14 = (x14 << 8) | (x14 >>> 24);
      x9 = (x9 + x14) | 0; x4 ^= x9; x4 = (x4 << 7) | (x4 >>> 25);
    }

    words[to] = (x0 + 0x61707865) | 0;
    words[to + 1] = (x1 + 0x3320646e) | 0;
    words[to + 2] = (x2 + 0x79622d32) | 0;
    words[to + 3] = (x3 + 0x6b206574) | 0;
    words[to + 4] = (x4 + k0) | 0;
    words[to + 5] = (x5 + k1) | 0;
    words[to + 6] = (x6 + k2) | 0;
    words[to + 7] = (x7 + k3) | 0;
    words[to + 8] = (x8 + k4) | 0;
    words[to + 9] = (x9 + k5) | 0;
    words[to + 10] = (x10 + k6) | 0;
    words[to + 11] = (x11 + k7) | 0;
    words[to + 12] = (x12 + low) | 0;
    words[to + 13] = (x13 + high) | 0;
    words[to + 14] = (x14 + streamLow) | 0;
    words[to + 15] = (x15 + streamHigh) | 0;

    to += 16;
    low = (low + 1) | 0;
    if (low === 0) high = (high + 1) | 0;
  }
}
