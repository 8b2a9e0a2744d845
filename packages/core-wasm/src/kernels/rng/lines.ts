// Lines of 16 random words from whichever engine a source names.
// Source record: word 0 = rounds of ChaCha (8, 12, 20) or 0 for Philox; words 4..11 = key.

import { i32s } from '../../platform/platform';
import { chachaLines } from './chacha';
import { philoxLines } from './philox';

/** Writes `count` lines of 16 words, for line numbers from (low, high) on, of stream (streamLow, streamHigh). */
export function lines(
  source: usize,
  low: i32,
  high: i32,
  streamLow: i32,
  streamHigh: i32,
  count: i32,
  out: usize,
): void {
  if (i32s()[(source >>> 2) as i32] === 0) philoxLines(source, low, high, streamLow, streamHigh, count, out);
  else chachaLines(source, low, high, streamLow, streamHigh, count, out);
}
