// Bernoulli draws from one word, P(1) = p to the last bit of p.
// Trusts: 0 <= p <= 1. The word is the first 32 binary digits of a uniform; where they equal those of p, the digits
// that decide come from the element's private words.
// Twin: simd/draw/bernoulli.ts

import { below, f64ToU32, floor, i32s, i32ToF64, u32ToF64 } from '../../platform/platform';
import { coverWords, retryWords, TILE_WORDS } from '../rng/words';

/** Is a uniform below `rest` (in [0, 1))? 1 or 0; digits 32 at a time, from the words of retry 0 and on. */
export function bernoulliTie(source: usize, position: f64, rest: f64): i32 {
  const words = i32s();
  for (let attempt: i32 = 0; rest > 0.0; attempt++) {
    const at = retryWords(source, position, attempt);
    for (let i: i32 = at; i < at + 16; i++) {
      const digits: f64 = floor(rest * 4294967296.0);
      const word = u32ToF64(words[i]);
      if (word !== digits) return word < digits ? 1 : 0;
      rest = rest * 4294967296.0 - digits;
    }
  }
  return 0;
}

/** Fills `out` with n words, each 0 or 1; element i is made of word position + i. */
export function fillBernoulli(source: usize, position: f64, n: i32, p: f64, out: usize): void {
  const words = i32s();
  const to = (out >>> 2) as i32;
  if (p >= 1.0) {
    for (let i: i32 = 0; i < n; i++) words[to + i] = 1;
    return;
  }
  const digits: f64 = floor(p * 4294967296.0);
  const rest: f64 = p * 4294967296.0 - digits;
  const threshold = f64ToU32(digits);
  for (let done: i32 = 0; done < n; done += TILE_WORDS) {
    const count: i32 = n - done < TILE_WORDS ? n - done : TILE_WORDS;
    const start: f64 = position + i32ToF64(done);
    const from = (coverWords(source, start, count) >>> 2) as i32;
    for (let i: i32 = 0; i < count; i++) {
      const word = words[from + i];
      let one: i32 = below(word, threshold) ? 1 : 0;
      if (word === threshold) one = bernoulliTie(source, start + i32ToF64(i), rest);
      words[to + done + i] = one;
    }
  }
}
