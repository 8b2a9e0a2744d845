// Random words by position: word p of a source is word p mod 16 of line p div 16 of the cursor's stream.
// Trusts: 0 <= position and position + n <= 2^53.

import { f64ToI32, floor, i32s, i32ToF64 } from '../../platform/platform';
import { RETRY, TILE } from '../../platform/scratch';
import { CURSOR, ONE_DRAW, positionHigh, positionLow, RETRIES } from './domains';
import { lines } from './lines';

/** The most words that one tile covers. */
export const TILE_WORDS: i32 = 2048;

/** Draws the lines that hold words position .. position + n - 1 (n <= 2048) and returns the address of the first. */
export function coverWords(source: usize, position: f64, n: i32): usize {
  const line = floor(position * (1.0 / 16.0));
  const skip = f64ToI32(position - line * 16.0);
  lines(source, positionLow(line), positionHigh(line), 0, CURSOR, (skip + n + 15) >> 4, TILE);
  return TILE + ((skip << 2) as usize);
}

/** Writes words position .. position + n - 1 to `out`. */
export function fillWords(source: usize, position: f64, n: i32, out: usize): void {
  const words = i32s();
  let to = (out >>> 2) as i32;
  const line = floor(position * (1.0 / 16.0));
  const start = f64ToI32(position - line * 16.0);
  // Up to the next line boundary, then whole lines in place, then what is left.
  let head: i32 = start === 0 ? 0 : 16 - start;
  if (head > n) head = n;
  const whole = (n - head) >> 4;
  const tail = n - head - (whole << 4);
  if (head > 0) {
    const from = (coverWords(source, position, head) >>> 2) as i32;
    for (let i: i32 = 0; i < head; i++) words[to + i] = words[from + i];
    to += head;
  }
  if (whole > 0) {
    const first = floor((position + i32ToF64(head)) * (1.0 / 16.0));
    lines(source, positionLow(first), positionHigh(first), 0, CURSOR, whole, (to as usize) << 2);
    to += whole << 4;
  }
  if (tail > 0) {
    const from = (coverWords(source, position + i32ToF64(head + (whole << 4)), tail) >>> 2) as i32;
    for (let i: i32 = 0; i < tail; i++) words[to + i] = words[from + i];
  }
}

/** Draws the 16 words of retry `attempt` of the element at `position`; returns the index of the first in i32s(). */
export function retryWords(source: usize, position: f64, attempt: i32): i32 {
  lines(source, positionLow(position), positionHigh(position), attempt, RETRIES, 1, RETRY);
  return (RETRY >>> 2) as i32;
}

/** Draws `count` lines, from line `line` on, of the words that belong to one large draw at `position`, to `out`. */
export function drawLines(source: usize, position: f64, line: i32, count: i32, out: usize): void {
  lines(source, line, 0, positionLow(position), ONE_DRAW | positionHigh(position), count, out);
}
