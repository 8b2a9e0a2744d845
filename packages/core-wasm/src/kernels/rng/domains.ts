// How one key's words are shared out, so that no word serves two purposes.
//
// The 64-bit stream number of the engine says what a line is for:
//   high word 0                      the cursor: word p of a stream is word p mod 16 of line p div 16
//   high word 1, low word a          retry a of the element that starts at word p: line p
//   high word 2 * 2^24 + p div 2^32, the words of one large draw (a shuffle, a choice) that starts at word p:
//     low word p mod 2^32            lines 0, 1, 2, ...
// Positions stay below 2^53, so the three never meet.

import { f64ToU32, floor } from '../../platform/platform';

/** Stream numbers, high word. */
export const CURSOR: i32 = 0;
export const RETRIES: i32 = 1;
export const ONE_DRAW: i32 = 0x2000000;

/** Bits 0..31 of a position in [0, 2^53). */
export function positionLow(position: f64): i32 {
  return f64ToU32(position - floor(position * (1.0 / 4294967296.0)) * 4294967296.0);
}

/** Bits 32..52 of a position in [0, 2^53). */
export function positionHigh(position: f64): i32 {
  return f64ToU32(position * (1.0 / 4294967296.0));
}
