// Running central moments: two passes in each block of 128, blocks merged in the fixed tree.
// Trusts: `x` is aligned to its elements; every push but the last of a reduction has n a multiple of 128.
// The sum of squares and higher powers are of deviations: exact to rounding also when the mean is large beside
// the spread. Beyond |x| of about 1e77 the fourth power overflows, beyond 1e306 the sum of a block does.

import { f64s, i32ToF64 } from '../../platform/platform';
import { BLOCK } from '../../platform/scratch';
import { blockSum, clearBlock, loadBlock } from './block';
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
  const shift: i32 = 3 - single;
  for (let i: i32 = 0; i < n; i += 128) {
    let count: i32 = n - i;
    if (count > 128) count = 128;
    const from: usize = x + ((i << shift) as usize);
    loadBlock(from, count, single);
    const mean = blockSum(BLOCK) / i32ToF64(count);
    f[carry] = i32ToF64(count);
    f[carry + 1] = mean;
    for (let power: i32 = 2; power <= 4; power++) {
      // BLOCK held the elements, then their powers: it is filled anew for each power.
      if (power > 2) loadBlock(from, count, single);
      for (let j: i32 = 0; j < count; j++) {
        const d = f[block + j] - mean;
        const square = d * d;
        f[block + j] = power === 2 ? square : power === 3 ? square * d : square * square;
      }
      clearBlock(count);
      f[carry + power] = blockSum(BLOCK);
    }
    treePush(state);
  }
}
