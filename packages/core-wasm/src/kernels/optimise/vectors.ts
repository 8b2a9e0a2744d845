// Vectors of doubles of any length, as the optimisers use them.
// Trusts: 8-byte aligned; a vector that is written is one of those read, or overlaps none.

import { abs, f64s } from '../../platform/platform';
import { TREE } from '../../platform/scratch';
import { laneDot } from '../program/lanes';
import { SUMS, treeFinish, treePushSum, treeStart } from '../reduce/tree';

/** Sum of the products, by the tree of reduce/block.ts. */
export function dot(x: usize, y: usize, n: i32): f64 {
  const a = (x >>> 3) as i32;
  const b = (y >>> 3) as i32;
  if (n <= 128) return laneDot(a, 1, b, 1, n);
  treeStart(TREE, 1, SUMS);
  for (let i: i32 = 0; i < n; i += 128)
    treePushSum(TREE, laneDot(a + i, 1, b + i, 1, n - i < 128 ? n - i : 128));
  return treeFinish(TREE);
}

/** out = x + by * y */
export function addScaled(x: usize, by: f64, y: usize, n: i32, out: usize): void {
  const f = f64s();
  const to = (out >>> 3) as i32;
  const a = (x >>> 3) as i32;
  const b = (y >>> 3) as i32;
  for (let i: i32 = 0; i < n; i++) f[to + i] = f[a + i] + by * f[b + i];
}

/** out = by * x */
export function scale(x: usize, by: f64, n: i32, out: usize): void {
  const f = f64s();
  const to = (out >>> 3) as i32;
  const from = (x >>> 3) as i32;
  for (let i: i32 = 0; i < n; i++) f[to + i] = by * f[from + i];
}

/** The largest magnitude; 0 of none. Trusts: all finite. */
export function largestMagnitude(x: usize, n: i32): f64 {
  const f = f64s();
  const from = (x >>> 3) as i32;
  let most: f64 = 0;
  for (let i: i32 = from; i < from + n; i++) {
    if (abs(f[i]) > most) most = abs(f[i]);
  }
  return most;
}
