// @ts-nocheck: AssemblyScript
// Elements beyond two bounds, eight at a time where none is. Twin of kernels/reduce/outside.ts.

import { outside as portableOutside } from './outside.portable';

// @ts-ignore: decorator
@inline function inside(x: v128, low: v128, high: v128): v128 {
  return v128.and(f64x2.gt(x, low), f64x2.lt(x, high));
}

export function outside(x: usize, n: i32, low: f64, high: f64, to: usize): i32 {
  const least = f64x2.splat(low), most = f64x2.splat(high);
  let count = 0;
  let i = 0;
  for (; i <= n - 8; i += 8, x += 64) {
    const a = inside(v128.load(x), least, most), b = inside(v128.load(x, 16), least, most);
    const c = inside(v128.load(x, 32), least, most), d = inside(v128.load(x, 48), least, most);
    if (!i64x2.all_true(v128.and(v128.and(a, b), v128.and(c, d)))) {
      count += portableOutside(x, 8, low, high, to + (<usize>count << 3));
    }
  }
  return count + portableOutside(x, n - i, low, high, to + (<usize>count << 3));
}
