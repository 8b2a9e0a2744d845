// Sums of arrays by the fixed tree.
// Trusts: `x` is 8-byte aligned; every push but the last of a reduction has n a multiple of 128.

import { f64s, i32s } from '../../platform/platform';
import { BLOCK, TREE } from '../../platform/scratch';
import { blockSum, loadBlock } from './block';
import { carryOf, SUMS, treeFinish, treePush, treePushSum, treeStart } from './tree';

/** Adds n rows: column c of `state` takes the n doubles at x + c * stride (bytes). */
export function sumPush(state: usize, x: usize, n: i32, stride: i32): void {
  const f = f64s();
  const columns = i32s()[(state >>> 2) as i32];
  const carry = carryOf(state);
  let done: i32 = 0;
  if (columns === 1) {
    for (; n - done >= 128; done += 128) treePushSum(state, blockSum(x + ((done << 3) as usize)));
  }
  for (let i: i32 = done; i < n; i += 128) {
    for (let c: i32 = 0; c < columns; c++) {
      let from: usize = x + ((c * stride + (i << 3)) as usize);
      if (n - i < 128) {
        loadBlock(from, n - i, 0);
        from = BLOCK;
      }
      f[carry + c] = blockSum(from);
    }
    treePush(state);
  }
}

/** Sum of n doubles. */
export function sum(x: usize, n: i32): f64 {
  treeStart(TREE, 1, SUMS);
  sumPush(TREE, x, n, 0);
  return treeFinish(TREE);
}
