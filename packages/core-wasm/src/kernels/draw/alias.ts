// Categorical draws from fixed weights: alias table and two words a draw.
// Table of k columns: k pairs (threshold high, alias), then k words (threshold low): 12 k bytes. Column i gives i with
// probability threshold / 2^64, else its alias, so each probability is met within 2^-64 of a column and a few
// roundings (10^-12 for 50 000 weights); weight 0 is never drawn.
// Trusts: weights >= 0, finite, with a positive finite sum; 1 <= k < 2^31.
// Source: Walker (1977); Vose, "A linear algorithm for generating random numbers with a given distribution" (1991), in
// the order that needs no work lists (one heavy column at a time, its rest in compensated arithmetic).
// Twin: simd/draw/alias.ts

import {
  below,
  f64s,
  f64ToU32,
  floor,
  fromWords,
  highWord,
  i32s,
  i32ToF64,
  imul,
  mulHigh,
  remainder,
} from '../../platform/platform';
import { coverWords, retryWords, TILE_WORDS } from '../rng/words';
import { belowRare } from './below';

/** Bytes of a table of k columns. */
export function aliasBytes(k: i32): i32 {
  return imul(12, k);
}

/** Writes column `i`: itself with probability `share` (1 and more: always), else `alias`. */
function column(table: usize, k: i32, i: i32, share: f64, alias: i32): void {
  const words = i32s();
  const at = (table >>> 2) as i32;
  if (!(share < 1.0)) {
    words[at + (i << 1)] = 0;
    words[at + (i << 1) + 1] = i;
    words[at + (k << 1) + i] = 0;
    return;
  }
  const scaled: f64 = (share > 0.0 ? share : 0.0) * 4294967296.0;
  const high: f64 = floor(scaled);
  words[at + (i << 1)] = f64ToU32(high);
  words[at + (i << 1) + 1] = alias;
  words[at + (k << 1) + i] = f64ToU32((scaled - high) * 4294967296.0);
}

/** Builds the table of the k doubles at `weights`. */
export function buildAlias(weights: usize, k: i32, table: usize): void {
  const f = f64s();
  const w = (weights >>> 3) as i32;
  // A power of two (2^-200, 2^600) where sums and rests could overflow or lose digits.
  let largest: f64 = 0.0;
  for (let i: i32 = 0; i < k; i++) if (f[w + i] > largest) largest = f[w + i];
  let scale: f64 = 1.0;
  if (largest > 3.0e150) scale = 6.223015277861142e-61;
  if (largest < 3.0e-150) scale = 4.149515568880993e180;
  // Mean, compensated (Neumaier, 1974).
  let sum: f64 = 0.0;
  let lost: f64 = 0.0;
  for (let i: i32 = 0; i < k; i++) {
    const weight: f64 = f[w + i] * scale;
    const next: f64 = sum + weight;
    lost += sum < weight ? weight - next + sum : sum - next + weight;
    sum = next;
  }
  // The mean and what rounding took from it, or k times that would be missing at the end.
  const columns: f64 = i32ToF64(k);
  const mean: f64 = (sum + lost) / columns;
  const coarse = fromWords(highWord(mean), 0);
  const fine: f64 = (sum - coarse * columns - (mean - coarse) * columns + lost) / columns;

  // The first light column (weight <= mean) to fill up, and the first heavy one to fill it from.
  let light: i32 = 0;
  while (light < k && f[w + light] * scale > mean) light++;
  let heavy: i32 = 0;
  while (heavy < k && !(f[w + heavy] * scale > mean)) heavy++;
  // What the heavy one has left, its own column included, is rest + error.
  let rest: f64 = heavy < k ? f[w + heavy] * scale : 0.0;
  let error: f64 = 0.0;
  while (heavy < k) {
    if (!(rest + error > mean)) {
      // Used up: its own column is filled from the next heavy one.
      let next: i32 = heavy + 1;
      while (next < k && !(f[w + next] * scale > mean)) next++;
      if (next < k) {
        const lack: f64 = mean - (rest + error);
        const weight: f64 = f[w + next] * scale;
        column(table, k, heavy, (rest + error) / mean, next);
        rest = weight - lack;
        error = weight - rest - lack - fine;
        heavy = next;
        continue;
      }
      // The last heavy one fills every light column that is left, wherever rounding has its rest end.
    }
    if (light === k) break;
    const weight: f64 = f[w + light] * scale;
    const lack: f64 = mean - weight;
    const left: f64 = rest - lack;
    column(table, k, light, weight / mean, heavy);
    error += rest - left - lack - fine;
    rest = left;
    light++;
    while (light < k && f[w + light] * scale > mean) light++;
  }
  // No light column is left: each heavy one keeps its own. No heavy one ever was: all weights are the mean.
  for (; heavy < k; heavy++) if (f[w + heavy] * scale > mean) column(table, k, heavy, 1.0, heavy);
  for (; light < k; light++) if (!(f[w + light] * scale > mean)) column(table, k, light, 1.0, light);
}

/** The column that word and coin choose for the element at `position`; biased = 2^32 mod k. */
export function columnOf(
  source: usize,
  position: f64,
  word: i32,
  coin: i32,
  table: usize,
  k: i32,
  biased: i32,
): i32 {
  const words = i32s();
  const at = (table >>> 2) as i32;
  let chosen: i32 = mulHigh(word, k);
  if (below(imul(word, k), biased)) chosen = belowRare(source, position, k, biased);
  const threshold = words[at + (chosen << 1)];
  // Where the coin's digits are those of the threshold, word 15 of retry 0 (never a column's) has the next 32.
  let keep: i32 = below(coin, threshold) ? 1 : 0;
  if (coin === threshold) {
    keep = below(words[retryWords(source, position, 0) + 15], words[at + (k << 1) + chosen]) ? 1 : 0;
  }
  return keep === 1 ? chosen : words[at + (chosen << 1) + 1];
}

/** Fills `out` with n column numbers of the table; element i is made of words position + 2i and the next. */
export function fillCategorical(
  source: usize,
  position: f64,
  n: i32,
  table: usize,
  k: i32,
  out: usize,
): void {
  const words = i32s();
  const biased = remainder((0 - k) | 0, k);
  const to = (out >>> 2) as i32;
  for (let done: i32 = 0; done < n; done += TILE_WORDS >> 1) {
    const count: i32 = n - done < TILE_WORDS >> 1 ? n - done : TILE_WORDS >> 1;
    const start: f64 = position + 2.0 * i32ToF64(done);
    const from = (coverWords(source, start, count << 1) >>> 2) as i32;
    for (let i: i32 = 0; i < count; i++) {
      const word = words[from + (i << 1)];
      const coin = words[from + (i << 1) + 1];
      words[to + done + i] = columnOf(source, start + 2.0 * i32ToF64(i), word, coin, table, k, biased);
    }
  }
}
