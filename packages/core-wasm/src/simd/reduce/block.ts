// @ts-nocheck: AssemblyScript
// The sum of one block, lanes in pairs. Twin of kernels/reduce/block.ts.

import { BLOCK } from '../../platform/scratch';
import { loadBlock as portableLoad } from './block.portable';

export { clearBlock } from './block.portable';

/** Lanes (0,1), (2,3), (4,5), (6,7) as ((0+4)+(2+6)) + ((1+5)+(3+7)). */
// @ts-ignore: decorator
@inline export function combineLanes(a: v128, b: v128, c: v128, d: v128): f64 {
  const both = f64x2.add(f64x2.add(a, c), f64x2.add(b, d));
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
}

/** Sum of the 128 doubles at `at`. */
export function blockSum(at: usize): f64 {
  let a = f64x2.splat(0), b = a, c = a, d = a;
  for (const end = at + 1024; at < end; at += 64) {
    a = f64x2.add(a, v128.load(at));
    b = f64x2.add(b, v128.load(at, 16));
    c = f64x2.add(c, v128.load(at, 32));
    d = f64x2.add(d, v128.load(at, 48));
  }
  return combineLanes(a, b, c, d);
}

/** Copies `count` elements to BLOCK as doubles, the rest of it +0. */
export function loadBlock(x: usize, count: i32, single: i32): void {
  if (single == 0 || count < 128) return portableLoad(x, count, single);
  for (let to = BLOCK; to < BLOCK + 1024; to += 32, x += 16) {
    const four = v128.load(x);
    v128.store(to, f64x2.promote_low_f32x4(four));
    v128.store(to, f64x2.promote_low_f32x4(v128.shuffle<i64>(four, four, 1, 1)), 16);
  }
}
