// l x = b of one column, in place, by the order of triangular.ts.
// Trusts: x overlaps no part of l. Places are indices in f64s().
// Twin: simd/linear/forward.ts

import { f64s } from '../../platform/platform';

/** Rows i .. i + 3, whose sums do not wait for each other; x[k] for k < from has been taken from them. */
export function forwardFour(l: i32, x: i32, n: i32, i: i32, from: i32): void {
  const f = f64s();
  const row: i32 = l + i * n;
  let s0: f64 = f[x + i];
  let s1: f64 = f[x + i + 1];
  let s2: f64 = f[x + i + 2];
  let s3: f64 = f[x + i + 3];
  for (let k: i32 = from; k < i; k++) {
    const y: f64 = f[x + k];
    s0 -= f[row + k] * y;
    s1 -= f[row + n + k] * y;
    s2 -= f[row + 2 * n + k] * y;
    s3 -= f[row + 3 * n + k] * y;
  }
  const corner: i32 = row + i;
  s0 = s0 / f[corner];
  s1 = (s1 - f[corner + n] * s0) / f[corner + n + 1];
  const second: i32 = corner + 2 * n;
  s2 = (s2 - f[second] * s0 - f[second + 1] * s1) / f[second + 2];
  const third: i32 = second + n;
  f[x + i] = s0;
  f[x + i + 1] = s1;
  f[x + i + 2] = s2;
  f[x + i + 3] = (s3 - f[third] * s0 - f[third + 1] * s1 - f[third + 2] * s2) / f[third + 3];
}

/** Rows i .. n - 1: four at a time, then one. */
export function forwardFrom(l: i32, x: i32, n: i32, i: i32): void {
  const f = f64s();
  for (; i + 4 <= n; i += 4) forwardFour(l, x, n, i, 0);
  for (; i < n; i++) {
    const row: i32 = l + i * n;
    let sum: f64 = f[x + i];
    for (let k: i32 = 0; k < i; k++) sum -= f[row + k] * f[x + k];
    f[x + i] = sum / f[row + i];
  }
}

/** All rows. */
export function forward(l: i32, x: i32, n: i32): void {
  forwardFrom(l, x, n, 0);
}
