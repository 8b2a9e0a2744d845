// One matrix product, scalar: c[i, j] += sum over p of a[i, p] b[p, j], added one by one in ascending p, every product
// and every sum rounded on its own.
// Trusts: m, k, n >= 1; `c` (rows of n) overlaps neither a nor b. Addresses and strides count elements.

import { f32s, f64s, fround } from '../../platform/platform';

/** Tiles of 2 rows and 4 columns: eight sums that do not wait for each other. */
export function product(
  c: i32,
  a: i32,
  b: i32,
  m: i32,
  k: i32,
  n: i32,
  aRow: i32,
  aColumn: i32,
  bRow: i32,
  bColumn: i32,
): void {
  const f = f64s();
  for (let j: i32 = 0; j < n; j += 4) {
    for (let i: i32 = 0; i < m; i += 2) {
      let x: i32 = a + i * aRow;
      let y: i32 = b + j * bColumn;
      const to: i32 = c + i * n + j;
      if (j + 4 <= n && i + 2 <= m) {
        let c0: f64 = f[to];
        let c1: f64 = f[to + 1];
        let c2: f64 = f[to + 2];
        let c3: f64 = f[to + 3];
        let d0: f64 = f[to + n];
        let d1: f64 = f[to + n + 1];
        let d2: f64 = f[to + n + 2];
        let d3: f64 = f[to + n + 3];
        for (let p: i32 = 0; p < k; p++) {
          const x0: f64 = f[x];
          const x1: f64 = f[x + aRow];
          const y0: f64 = f[y];
          const y1: f64 = f[y + bColumn];
          const y2: f64 = f[y + 2 * bColumn];
          const y3: f64 = f[y + 3 * bColumn];
          c0 += x0 * y0;
          c1 += x0 * y1;
          c2 += x0 * y2;
          c3 += x0 * y3;
          d0 += x1 * y0;
          d1 += x1 * y1;
          d2 += x1 * y2;
          d3 += x1 * y3;
          x += aColumn;
          y += bRow;
        }
        f[to] = c0;
        f[to + 1] = c1;
        f[to + 2] = c2;
        f[to + 3] = c3;
        f[to + n] = d0;
        f[to + n + 1] = d1;
        f[to + n + 2] = d2;
        f[to + n + 3] = d3;
      } else {
        for (let r: i32 = 0; r < 2 && i + r < m; r++) {
          for (let q: i32 = 0; q < 4 && j + q < n; q++) {
            let sum: f64 = f[to + r * n + q];
            for (let p: i32 = 0; p < k; p++) {
              sum += f[x + r * aRow + p * aColumn] * f[y + q * bColumn + p * bRow];
            }
            f[to + r * n + q] = sum;
          }
        }
      }
    }
  }
}

/** The same for singles. */
export function product32(
  c: i32,
  a: i32,
  b: i32,
  m: i32,
  k: i32,
  n: i32,
  aRow: i32,
  aColumn: i32,
  bRow: i32,
  bColumn: i32,
): void {
  const f = f32s();
  for (let j: i32 = 0; j < n; j += 4) {
    for (let i: i32 = 0; i < m; i += 2) {
      let x: i32 = a + i * aRow;
      let y: i32 = b + j * bColumn;
      const to: i32 = c + i * n + j;
      if (j + 4 <= n && i + 2 <= m) {
        let c0: f32 = f[to];
        let c1: f32 = f[to + 1];
        let c2: f32 = f[to + 2];
        let c3: f32 = f[to + 3];
        let d0: f32 = f[to + n];
        let d1: f32 = f[to + n + 1];
        let d2: f32 = f[to + n + 2];
        let d3: f32 = f[to + n + 3];
        for (let p: i32 = 0; p < k; p++) {
          const x0: f32 = f[x];
          const x1: f32 = f[x + aRow];
          const y0: f32 = f[y];
          const y1: f32 = f[y + bColumn];
          const y2: f32 = f[y + 2 * bColumn];
          const y3: f32 = f[y + 3 * bColumn];
          c0 = fround(c0 + fround(x0 * y0));
          c1 = fround(c1 + fround(x0 * y1));
          c2 = fround(c2 + fround(x0 * y2));
          c3 = fround(c3 + fround(x0 * y3));
          d0 = fround(d0 + fround(x1 * y0));
          d1 = fround(d1 + fround(x1 * y1));
          d2 = fround(d2 + fround(x1 * y2));
          d3 = fround(d3 + fround(x1 * y3));
          x += aColumn;
          y += bRow;
        }
        f[to] = c0;
        f[to + 1] = c1;
        f[to + 2] = c2;
        f[to + 3] = c3;
        f[to + n] = d0;
        f[to + n + 1] = d1;
        f[to + n + 2] = d2;
        f[to + n + 3] = d3;
      } else {
        for (let r: i32 = 0; r < 2 && i + r < m; r++) {
          for (let q: i32 = 0; q < 4 && j + q < n; q++) {
            let sum: f32 = f[to + r * n + q];
            for (let p: i32 = 0; p < k; p++) {
              sum = fround(sum + fround(f[x + r * aRow + p * aColumn] * f[y + q * bColumn + p * bRow]));
            }
            f[to + r * n + q] = sum;
          }
        }
      }
    }
  }
}
