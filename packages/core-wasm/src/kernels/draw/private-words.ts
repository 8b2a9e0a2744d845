// The private words of one large draw, one after the other, as unbiased integers.
// State lasts for one call of a kernel: which word of the tile is next, and which line the next tile starts with.

import { below, i32s, imul, mulHigh, remainder } from '../../platform/platform';
import { TILE } from '../../platform/scratch';
import { drawLines } from '../rng/words';

let at: i32 = 0;
let end: i32 = 0;
let line: i32 = 0;

/** Starts the draw's words anew. */
export function restart(): void {
  at = 0;
  end = 0;
  line = 0;
}

/** An integer in [0, bound), bound in 1 .. 2^31 - 1; `ahead` words, about, will be wanted from here on. */
export function nextBelow(source: usize, position: f64, bound: i32, ahead: i32): i32 {
  const words = i32s();
  while (true) {
    if (at === end) {
      const count: i32 = ahead < 2048 ? (ahead + 15) >> 4 : 128;
      drawLines(source, position, line, count, TILE);
      line += count;
      at = (TILE >>> 2) as i32;
      end = at + (count << 4);
    }
    const word = words[at];
    at++;
    const low = imul(word, bound);
    // Lemire (2019): the division is needed only where low < bound.
    if (!below(low, bound) || !below(low, remainder((0 - bound) | 0, bound))) return mulHigh(word, bound);
  }
}
