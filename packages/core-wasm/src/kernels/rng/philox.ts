// Philox4x32-10 as a counter-based generator; a line is 4 consecutive blocks of 4 words.
// Trusts: `source` holds the 64-bit key in its first two key words, `out` has room for 64 bytes a line.
// Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (2011), the constants and
// order of Random123; counter words 0 and 1 are 4 * line + block, words 2 and 3 are the stream.
// Twin: simd/rng/philox.ts

import { i32s, imul, mulHigh } from '../../platform/platform';

/** Writes `count` lines of 16 words, for line numbers from (low, high) on, of stream (streamLow, streamHigh). */
export function philoxLines(
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
  const key0 = words[at + 4];
  const key1 = words[at + 5];
  let to = (out >>> 2) as i32;

  for (let line: i32 = 0; line < count; line++) {
    const second = (high << 2) | (low >>> 30);
    for (let block: i32 = 0; block < 4; block++) {
      let c0: i32 = (low << 2) | block;
      let c1: i32 = second;
      let c2: i32 = streamLow;
      let c3: i32 = streamHigh;
      let k0: i32 = key0;
      let k1: i32 = key1;
      for (let round: i32 = 0; round < 10; round++) {
        const high0 = mulHigh(0xd2511f53 | 0, c0);
        const low0 = imul(0xd2511f53 | 0, c0);
        const high1 = mulHigh(0xcd9e8d57 | 0, c2);
        const low1 = imul(0xcd9e8d57 | 0, c2);
        c0 = high1 ^ c1 ^ k0;
        c1 = low1;
        c2 = high0 ^ c3 ^ k1;
        c3 = low0;
        k0 = (k0 + (0x9e3779b9 | 0)) | 0;
        k1 = (k1 + (0xbb67ae85 | 0)) | 0;
      }
      words[to] = c0;
      words[to + 1] = c1;
      words[to + 2] = c2;
      words[to + 3] = c3;
      to += 4;
    }
    low = (low + 1) | 0;
    if (low === 0) high = (high + 1) | 0;
  }
}
