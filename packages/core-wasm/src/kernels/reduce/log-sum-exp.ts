// log(sum exp x_i), shifted by the largest element so that nothing overflows and something is 1.
// Trusts: `x` and `out` are 8-byte aligned.

import { abs, f64s } from '../../platform/platform';
import { BLOCK, RESULT, TREE } from '../../platform/scratch';
import { fillExp } from '../math/exp';
import { log } from '../math/log';
import { blockSum, clearBlock } from './block';
import { extremes, firstBad } from './scan';
import { SUMS, treeFinish, treePushSum, treeStart } from './tree';

/** log of the sum of exponentials of n doubles: -Infinity of none, NaN when one of them is. */
export function logSumExp(x: usize, n: i32): f64 {
  const f = f64s();
  const from = (x >>> 3) as i32;
  const block = (BLOCK >>> 3) as i32;
  extremes(x, n);
  const shift = f[((RESULT >>> 3) as i32) + 1];
  if (!(abs(shift) < Infinity)) return firstBad(x, n, 0, 0) < 0 ? shift : NaN;
  treeStart(TREE, 1, SUMS);
  for (let i: i32 = 0; i < n; i += 128) {
    let count: i32 = n - i;
    if (count > 128) count = 128;
    for (let j: i32 = 0; j < count; j++) f[block + j] = f[from + i + j] - shift;
    fillExp(BLOCK, count, BLOCK);
    clearBlock(count);
    treePushSum(TREE, blockSum(BLOCK));
  }
  return shift + log(treeFinish(TREE));
}

/** out[i] = x[i] - logSumExp(x), i < n: log-probabilities from logits, of which one is finite; `out` may be `x`. */
export function logSoftmax(x: usize, n: i32, out: usize): void {
  const f = f64s();
  const from = (x >>> 3) as i32;
  const to = (out >>> 3) as i32;
  const total = logSumExp(x, n);
  for (let i: i32 = 0; i < n; i++) f[to + i] = f[from + i] - total;
}
