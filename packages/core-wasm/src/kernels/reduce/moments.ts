// Running central moments: two passes in each block of 128, blocks merged in the fixed tree.
// Trusts: `x` is aligned to its elements; every push but the last of a reduction has n a multiple of 128.
// The sum of squares and higher powers are of deviations: exact to rounding also when the mean is large beside
// the spread. Beyond |x| of about 1e77 the fourth power overflows, beyond 1e306 the sum of a block does.

import { f64s, i32ToF64 } from '../../platform/platform';
import { BLOCK } from '../../platform/scratch';
import { blockSum, loadBlock } from './block';
import { carryOf, MOMENTS, treePush, treeStart } from './tree';

/** Starts a reduction to (count, mean, M2, M3, M4), Mk being the sum of k-th powers of deviations from the mean. */
export function momentsStart(state: usize): void {
  treeStart(state, 5, MOMENTS);
}

/** Adds n elements: singles when `single` is 1, else doubles. */
export function momentsPush(state: usize, x: usize, n: i32, single: i32): void {
  const f = f64s();
  const carry = carryOf(state);
  const block = (BLOCK >>> 3) as i32;
  for (let i: i32 = 0; i < n; i += 128) {
    let count: i32 = n - i;
    if (count > 128) count = 128;
    const from: usize = x + ((i << (3 - single)) as usize);
    loadBlock(from, count, single);
    const mean = blockSum(BLOCK) / i32ToF64(count);
    f[carry] = i32ToF64(count);
    f[carry + 1] = mean;
    for (let j: i32 = block; j < block + count; j++) {
      const d = f[j] - mean;
      f[j] = d * d;
    }
    f[carry + 2] = blockSum(BLOCK);
    for (let j: i32 = block; j < block + count; j++) f[j] = f[j] * f[j];
    f[carry + 4] = blockSum(BLOCK);
    loadBlock(from, count, single);
    for (let j: i32 = block; j < block + count; j++) {
      const d = f[j] - mean;
      f[j] = d * d * d;
    }
    f[carry + 3] = blockSum(BLOCK);
    treePush(state);
  }
}
