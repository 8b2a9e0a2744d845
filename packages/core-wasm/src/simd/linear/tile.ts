// @ts-nocheck: AssemblyScript
// The matrix product's inner loop: a tile of 4 rows and 2 vectors of columns (8 singles or 4 doubles).
// Eight sums, two vectors of b and one number of a are what 16 registers hold: with a larger tile, or where the loads of
// several steps over k may come first, the engines spill and lose a quarter of the speed. A way out between two steps
// keeps the loads of the second behind it: four steps a round then share the loop's own work, a fifth of all.

import { multiplyAdd } from './multiply-add';

/**
 * Adds k products to the tile at `c`, whose rows are `row` bytes apart (`fresh`: starts it as +0). Step p takes
 * 4 numbers at a + p * stepA and 32 bytes at b + p * stepB; stepA > 0.
 */
export function multiplyTile<T>(
  c: i32, row: i32, a: i32, stepA: i32, b: i32, stepB: i32, k: i32, fresh: bool,
): void {
  const second = c + row, third = second + row, fourth = third + row;
  let c00: v128, c01: v128, c10: v128, c11: v128, c20: v128, c21: v128, c30: v128, c31: v128;
  if (fresh) {
    c00 = i64x2.splat(0);
    c01 = c00; c10 = c00; c11 = c00; c20 = c00; c21 = c00; c30 = c00; c31 = c00;
  } else {
    c00 = v128.load(c); c01 = v128.load(c, 16);
    c10 = v128.load(second); c11 = v128.load(second, 16);
    c20 = v128.load(third); c21 = v128.load(third, 16);
    c30 = v128.load(fourth); c31 = v128.load(fourth, 16);
  }
  const end = a + k * stepA;
  let x: v128, b0: v128, b1: v128;
  do {
    b0 = v128.load(b); b1 = v128.load(b, 16);
    x = v128.load_splat<T>(a);
    c00 = multiplyAdd<T>(x, b0, c00); c01 = multiplyAdd<T>(x, b1, c01);
    x = v128.load_splat<T>(a, sizeof<T>());
    c10 = multiplyAdd<T>(x, b0, c10); c11 = multiplyAdd<T>(x, b1, c11);
    x = v128.load_splat<T>(a, 2 * sizeof<T>());
    c20 = multiplyAdd<T>(x, b0, c20); c21 = multiplyAdd<T>(x, b1, c21);
    x = v128.load_splat<T>(a, 3 * sizeof<T>());
    c30 = multiplyAdd<T>(x, b0, c30); c31 = multiplyAdd<T>(x, b1, c31);
    a += stepA; b += stepB;
    if (a == end) break;
    b0 = v128.load(b); b1 = v128.load(b, 16);
    x = v128.load_splat<T>(a);
    c00 = multiplyAdd<T>(x, b0, c00); c01 = multiplyAdd<T>(x, b1, c01);
    x = v128.load_splat<T>(a, sizeof<T>());
    c10 = multiplyAdd<T>(x, b0, c10); c11 = multiplyAdd<T>(x, b1, c11);
    x = v128.load_splat<T>(a, 2 * sizeof<T>());
    c20 = multiplyAdd<T>(x, b0, c20); c21 = multiplyAdd<T>(x, b1, c21);
    x = v128.load_splat<T>(a, 3 * sizeof<T>());
    c30 = multiplyAdd<T>(x, b0, c30); c31 = multiplyAdd<T>(x, b1, c31);
    a += stepA; b += stepB;
    if (a == end) break;
    b0 = v128.load(b); b1 = v128.load(b, 16);
    x = v128.load_splat<T>(a);
    c00 = multiplyAdd<T>(x, b0, c00); c01 = multiplyAdd<T>(x, b1, c01);
    x = v128.load_splat<T>(a, sizeof<T>());
    c10 = multiplyAdd<T>(x, b0, c10); c11 = multiplyAdd<T>(x, b1, c11);
    x = v128.load_splat<T>(a, 2 * sizeof<T>());
    c20 = multiplyAdd<T>(x, b0, c20); c21 = multiplyAdd<T>(x, b1, c21);
    x = v128.load_splat<T>(a, 3 * sizeof<T>());
    c30 = multiplyAdd<T>(x, b0, c30); c31 = multiplyAdd<T>(x, b1, c31);
    a += stepA; b += stepB;
    if (a == end) break;
    b0 = v128.load(b); b1 = v128.load(b, 16);
    x = v128.load_splat<T>(a);
    c00 = multiplyAdd<T>(x, b0, c00); c01 = multiplyAdd<T>(x, b1, c01);
    x = v128.load_splat<T>(a, sizeof<T>());
    c10 = multiplyAdd<T>(x, b0, c10); c11 = multiplyAdd<T>(x, b1, c11);
    x = v128.load_splat<T>(a, 2 * sizeof<T>());
    c20 = multiplyAdd<T>(x, b0, c20); c21 = multiplyAdd<T>(x, b1, c21);
    x = v128.load_splat<T>(a, 3 * sizeof<T>());
    c30 = multiplyAdd<T>(x, b0, c30); c31 = multiplyAdd<T>(x, b1, c31);
    a += stepA; b += stepB;
  } while (a != end);
  v128.store(c, c00); v128.store(c, c01, 16);
  v128.store(second, c10); v128.store(second, c11, 16);
  v128.store(third, c20); v128.store(third, c21, 16);
  v128.store(fourth, c30); v128.store(fourth, c31, 16);
}
