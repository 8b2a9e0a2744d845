// @ts-nocheck: AssemblyScript
// l x = b of one column, in place, eight rows at a time: the sums of two rows in the lanes of a vector. A pair of
// columns is one vector of each row; of two rows' products the first column's are taken away, then the second's.
// Twin of kernels/linear/forward.ts.

import { forwardFour, forwardFrom } from './forward.portable';

// @ts-ignore: decorator
@inline function less(sums: v128, a: usize, row: usize, y: v128): v128 {
  const p = f64x2.mul(v128.load(a), y), q = f64x2.mul(v128.load(a + row), y);
  return f64x2.sub(f64x2.sub(sums, v128.shuffle<f64>(p, q, 0, 2)), v128.shuffle<f64>(p, q, 1, 3));
}

export function forward(l: i32, x: i32, n: i32): void {
  const start = <usize>x << 3, row = <usize>n << 3;
  let i = 0;
  for (; i + 8 <= n; i += 8) {
    const to = start + (<usize>i << 3);
    let s0 = v128.load(to), s1 = v128.load(to, 16), s2 = v128.load(to, 32), s3 = v128.load(to, 48);
    let a = (<usize>l << 3) + <usize>i * row;
    for (let at = start; at < to; at += 16, a += 16) {
      const y = v128.load(at);
      s0 = less(s0, a, row, y);
      s1 = less(s1, a + 2 * row, row, y);
      s2 = less(s2, a + 4 * row, row, y);
      s3 = less(s3, a + 6 * row, row, y);
    }
    v128.store(to, s0); v128.store(to, s1, 16); v128.store(to, s2, 32); v128.store(to, s3, 48);
    forwardFour(l, x, n, i, i);
    forwardFour(l, x, n, i + 4, i);
  }
  forwardFrom(l, x, n, i);
}
