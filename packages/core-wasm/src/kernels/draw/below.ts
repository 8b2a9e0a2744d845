// Integers below a bound, each exactly equally likely: bounds to 2^32 from one word, to 2^53 from two.
// Source: Lemire, "Fast random integer generation in an interval" (2019): the high half of word * bound, redrawn where
// the low half is below 2^32 mod bound. Redraws come from the element's private words.
// Twin: simd/draw/below.ts

import {
  below,
  f64s,
  floor,
  i32s,
  i32ToF64,
  imul,
  mulHigh,
  remainder,
  u32ToF64,
} from '../../platform/platform';
import { coverWords, fillWords, retryWords, TILE_WORDS } from '../rng/words';

/** A redraw for the element at `position`; uses words 0..14 of its retries (a categorical draw keeps word 15). */
export function belowRare(source: usize, position: f64, bound: i32, biased: i32): i32 {
  const words = i32s();
  let attempt: i32 = 0;
  while (true) {
    const at = retryWords(source, position, attempt);
    attempt++;
    for (let i: i32 = at; i < at + 15; i++) {
      if (!below(imul(words[i], bound), biased)) return mulHigh(words[i], bound);
    }
  }
}

/** Fills `out` with n words in [0, bound), bound in 1 .. 2^32 as a word (0 is 2^32); element i is made of word position + i. */
export function fillBelow(source: usize, position: f64, n: i32, bound: i32, out: usize): void {
  const words = i32s();
  if (bound === 0) {
    fillWords(source, position, n, out);
    return;
  }
  const biased = remainder((0 - bound) | 0, bound);
  const to = (out >>> 2) as i32;
  for (let done: i32 = 0; done < n; done += TILE_WORDS) {
    const count: i32 = n - done < TILE_WORDS ? n - done : TILE_WORDS;
    const start: f64 = position + i32ToF64(done);
    const from = (coverWords(source, start, count) >>> 2) as i32;
    for (let i: i32 = 0; i < count; i++) {
      const word = words[from + i];
      let x: i32 = mulHigh(word, bound);
      if (below(imul(word, bound), biased)) x = belowRare(source, start + i32ToF64(i), bound, biased);
      words[to + done + i] = x;
    }
  }
}

/**
 * Fills `out` with n doubles, integers in [0, bound), bound an integer in 1 .. 2^53; element i is made of words
 * position + 2i (low half) and the next. The top 53 bits k are divided by q = 2^53 div bound, and redrawn where
 * k >= q bound: seldom for bounds to 2^45, at worst every second time (just above 2^52).
 */
export function fillBelow53(source: usize, position: f64, n: i32, bound: f64, out: usize): void {
  const f = f64s();
  const words = i32s();
  const q: f64 = floor(9007199254740992.0 / bound);
  const limit: f64 = q * bound;
  const to = (out >>> 3) as i32;
  for (let done: i32 = 0; done < n; done += TILE_WORDS >> 1) {
    const count: i32 = n - done < TILE_WORDS >> 1 ? n - done : TILE_WORDS >> 1;
    const start: f64 = position + 2.0 * i32ToF64(done);
    const from = (coverWords(source, start, count << 1) >>> 2) as i32;
    for (let i: i32 = 0; i < count; i++) {
      let k = whole53(words[from + (i << 1) + 1], words[from + (i << 1)]);
      for (let attempt: i32 = 0; k >= limit; attempt++) {
        const at = retryWords(source, start + 2.0 * i32ToF64(i), attempt);
        for (let j: i32 = at; j < at + 16 && k >= limit; j += 2) k = whole53(words[j + 1], words[j]);
      }
      // k / q, rounded down: the rounded quotient can be one too large, and everything here is exact.
      let x: f64 = floor(k / q);
      if (x * q > k) x -= 1.0;
      f[to + done + i] = x;
    }
  }
}

/** The top 53 bits of the 64 as an integer. */
function whole53(w1: i32, w0: i32): f64 {
  return u32ToF64(w1) * 2097152.0 + u32ToF64(w0 >>> 11);
}
