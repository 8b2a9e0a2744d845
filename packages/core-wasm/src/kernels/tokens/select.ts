// The best-scored tokens of a list, exactly, without sorting it: a radix select over the order of the bits.
// A list is n singles (scores, or the logits themselves) in ascending order of token; ties go to the lower token.
//
// Order of a single: its bits b as a word whose signed order is that of the numbers, with -0 = 0:
//   sign = b >> 31; order = ((b & 0x7fffffff) ^ sign) - sign
// It stands in each loop, because a call there costs more than the loop.
//
// Trusts: no score is NaN; `histogram` has room for 2048 doubles.

import { f32s, f32ToF64, f64s, i32s } from '../../platform/platform';

/**
 * Finds the shortest list of best scores whose weights add up to at least `target`: a token is on it when the order
 * of its score is above the returned order, or equal to it and among the first *ties* of these. `weights` is n
 * doubles, or 0 for 1 each. When all together fall short, all are on it. Writes ties to `ties`, a word.
 */
export function selectBest(
  scores: usize,
  weights: usize,
  n: i32,
  target: f64,
  histogram: usize,
  ties: usize,
): i32 {
  const f = f64s();
  const w = i32s();
  const from = (scores >>> 2) as i32;
  const mass = (weights >>> 3) as i32;
  const bins = (histogram >>> 3) as i32;
  let reached: f64 = 0;
  let prefix: i32 = 0;
  let mask: i32 = 0;
  // Digits of 11, 11 and 10 bits, or for short lists 4 of 8; each pass counts only what shares the digits so far.
  const width: i32 = n < 4096 ? 8 : 11;
  let shift: i32 = 32;
  while (shift > 0) {
    let digits: i32 = (1 << width) - 1;
    if (shift < width) digits = (1 << shift) - 1;
    shift = shift < width ? 0 : shift - width;
    for (let b: i32 = 0; b <= digits; b++) f[bins + b] = 0;
    for (let i: i32 = 0; i < n; i++) {
      const sign = w[from + i] >> 31;
      const bits = (((w[from + i] & 0x7fffffff) ^ sign) - sign) ^ 0x80000000;
      if ((bits & mask) === prefix) {
        f[bins + ((bits >>> shift) & digits)] += mass === 0 ? 1.0 : f[mass + i];
      }
    }
    let digit: i32 = digits;
    while (digit > 0 && reached + f[bins + digit] < target) {
      reached += f[bins + digit];
      digit--;
    }
    prefix |= digit << shift;
    mask |= digits << shift;
  }
  const order: i32 = prefix ^ 0x80000000;
  let taken: i32 = 0;
  for (let i: i32 = 0; i < n && reached < target; i++) {
    const sign = w[from + i] >> 31;
    if (((w[from + i] & 0x7fffffff) ^ sign) - sign === order) {
      reached += mass === 0 ? 1.0 : f[mass + i];
      taken++;
    }
  }
  w[(ties >>> 2) as i32] = taken;
  return order;
}

/**
 * Keeps, in place, the tokens that selectBest found, and returns how many. `values` are their logits (which `scores`
 * may be), `tokens` their numbers, or still unwritten when `dense` is 1: then token i is i.
 */
export function keepBest(
  scores: usize,
  values: usize,
  tokens: usize,
  n: i32,
  dense: i32,
  order: i32,
  ties: i32,
): i32 {
  const w = i32s();
  const from = (scores >>> 2) as i32;
  const value = (values >>> 2) as i32;
  const token = (tokens >>> 2) as i32;
  let kept: i32 = 0;
  for (let i: i32 = 0; i < n; i++) {
    const sign = w[from + i] >> 31;
    const mine = ((w[from + i] & 0x7fffffff) ^ sign) - sign;
    if (mine < order) continue;
    if (mine === order) {
      if (ties === 0) continue;
      ties--;
    }
    w[token + kept] = dense === 1 ? i : w[token + i];
    w[value + kept] = w[value + i];
    kept++;
  }
  return kept;
}

/**
 * Keeps, in place, the tokens whose logit is at least `least` (which is above -Infinity), and returns how many.
 * While the list is still dense (`dense` is 1), `maxima` tells the blocks without any: see scan.ts. `weights`, when
 * not 0, are kept along.
 */
export function keepAbove(
  values: usize,
  tokens: usize,
  n: i32,
  dense: i32,
  maxima: usize,
  weights: usize,
  least: f64,
): i32 {
  const f = f64s();
  const s = f32s();
  const w = i32s();
  const mass = (weights >>> 3) as i32;
  const value = (values >>> 2) as i32;
  const token = (tokens >>> 2) as i32;
  const largest = (maxima >>> 2) as i32;
  let kept: i32 = 0;
  for (let i: i32 = 0; i < n; i += 128) {
    if (dense === 1 && f32ToF64(s[largest + (i >> 7)]) < least) continue;
    let end: i32 = i + 128;
    if (end > n) end = n;
    for (let j: i32 = i; j < end; j++) {
      if (f32ToF64(s[value + j]) >= least) {
        w[token + kept] = dense === 1 ? j : w[token + j];
        w[value + kept] = w[value + j];
        if (mass !== 0) f[mass + kept] = f[mass + j];
        kept++;
      }
    }
  }
  return kept;
}
