// Weights exp((logit - largest) / temperature) of a list of tokens, and what follows from them.
// Trusts: `largest` is the largest of the n logits and finite, `inverse` = 1 / temperature is in (0, Infinity).
// All in double precision: a weight is right to about 1 ulp and (logit - largest) / temperature ulps.

import { abs, f32s, f32ToF64, f64s, fround } from '../../platform/platform';
import { BLOCK, TREE } from '../../platform/scratch';
import { fillExp } from '../math/exp';
import { blockSum, clearBlock } from '../reduce/block';
import { sum } from '../reduce/sum';
import { SUMS, treeFinish, treePushSum, treeStart } from '../reduce/tree';

/** Writes the weights of n logits and returns their sum, which is at least 1. */
export function tokenWeights(values: usize, n: i32, largest: f64, inverse: f64, weights: usize): f64 {
  const f = f64s();
  const s = f32s();
  const from = (values >>> 2) as i32;
  const to = (weights >>> 3) as i32;
  for (let i: i32 = 0; i < n; i += 128) {
    let count: i32 = n - i;
    if (count > 128) count = 128;
    for (let j: i32 = i; j < i + count; j++) f[to + j] = (f32ToF64(s[from + j]) - largest) * inverse;
    const at: usize = weights + ((i << 3) as usize);
    fillExp(at, count, at);
  }
  return sum(weights, n);
}

/**
 * scores[i] = -|entropy + log p_i|, in single precision: how typical each token is of the distribution.
 * Source: Meister, Pimentel, Wiher and Cotterell, "Locally typical sampling" (2023). With t = (logit - largest) /
 * temperature, log p + entropy is t less its mean.
 */
export function typicalScores(
  values: usize,
  weights: usize,
  n: i32,
  largest: f64,
  inverse: f64,
  total: f64,
  scores: usize,
): void {
  const f = f64s();
  const s = f32s();
  const from = (values >>> 2) as i32;
  const mass = (weights >>> 3) as i32;
  const to = (scores >>> 2) as i32;
  const block = (BLOCK >>> 3) as i32;
  treeStart(TREE, 1, SUMS);
  for (let i: i32 = 0; i < n; i += 128) {
    let count: i32 = n - i;
    if (count > 128) count = 128;
    for (let j: i32 = 0; j < count; j++) {
      const weight = f[mass + i + j];
      // A weight of 0 may belong to an infinite t.
      f[block + j] = weight === 0.0 ? 0.0 : weight * ((f32ToF64(s[from + i + j]) - largest) * inverse);
    }
    clearBlock(count);
    treePushSum(TREE, blockSum(BLOCK));
  }
  const mean = treeFinish(TREE) / total;
  for (let i: i32 = 0; i < n; i++) {
    s[to + i] = fround(-abs((f32ToF64(s[from + i]) - largest) * inverse - mean));
  }
}

/**
 * Place in the list of the token that a uniform number picks: the first at which the running sum of the weights
 * exceeds target = u * total. Whole blocks are passed over by their sums.
 */
export function pickWeighted(weights: usize, n: i32, target: f64): i32 {
  const f = f64s();
  const from = (weights >>> 3) as i32;
  let running: f64 = 0;
  let i: i32 = 0;
  for (; n - i > 128; i += 128) {
    const next = running + blockSum(weights + ((i << 3) as usize));
    if (next > target) break;
    running = next;
  }
  for (; i < n; i++) {
    running += f[from + i];
    if (running > target) return i;
  }
  // Rounding may leave the target just out of reach: then it is the last token that can be drawn.
  i = n - 1;
  while (i > 0 && f[from + i] === 0.0) i--;
  return i;
}
