// The doubles and singles next to a finite number. Trusts: the neighbour is finite.

import { fromSingleWord, fromWords, highWord, lowWord, singleWord } from '../../platform/platform';

/** The least double above x. */
export function above(x: f64): f64 {
  if (x === 0.0) return fromWords(0, 1);
  const low = lowWord(x);
  const high = highWord(x);
  if (x > 0.0) return fromWords(low === -1 ? (high + 1) | 0 : high, (low + 1) | 0);
  return fromWords(low === 0 ? (high - 1) | 0 : high, (low - 1) | 0);
}

/** The greatest double beneath x. */
export function beneath(x: f64): f64 {
  return -above(-x);
}

/** The least single above x. */
export function aboveSingle(x: f32): f32 {
  if (x === 0.0) return fromSingleWord(1);
  return fromSingleWord((singleWord(x) + (x > 0.0 ? 1 : -1)) | 0);
}

/** The greatest single beneath x. */
export function beneathSingle(x: f32): f32 {
  return -aboveSingle(-x);
}
