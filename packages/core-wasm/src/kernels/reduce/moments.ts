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
    let mean: f64 = 0;
    f[carry] = i32ToF64(count);
    // The mean, then powers 2, 4 (the squares squared, in place) and 3 (of deviations again).
    for (let pass: i32 = 0; pass < 4; pass++) {
      if (pass === 0 || pass === 3) loadBlock(from, count, single);
      if (pass === 1) {
        for (let j: i32 = block; j < block + count; j++) f[j] = (f[j] - mean) * (f[j] - mean);
      } else if (pass === 2) {
        for (let j: i32 = block; j < block + count; j++) f[j] = f[j] * f[j];
      } else if (pass === 3) {
        for (let j: i32 = block; j < block + count; j++) {
          const d = f[j] - mean;
          f[j] = d * d * d;
        }
      }
      const total = blockSum(BLOCK);
      if (pass === 0) {
        mean = total / i32ToF64(count);
        f[carry + 1] = mean;
      } else {
        f[carry + (pass === 1 ? 2 : pass === 2 ? 4 : 3)] = total;
      }
    }
    treePush(state);
  }
}
