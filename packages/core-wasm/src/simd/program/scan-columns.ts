// @ts-nocheck: AssemblyScript
// The columns of a linear scan, 64 bytes of a row at a time, then 16. Twin of kernels/program/scan-columns.ts.

import { scanColumns as portableColumns, scanColumns32 as portableColumns32 } from './scan-columns.portable';

// @ts-ignore: decorator
@inline function next<T>(a: v128, y: v128, b: v128): v128 {
  return sizeof<T>() == 8 ? f64x2.add(f64x2.mul(a, y), b) : f32x4.add(f32x4.mul(a, y), b);
}
// @ts-ignore: decorator
@inline function all<T>(at: usize): v128 { return sizeof<T>() == 8 ? v128.load64_splat(at) : v128.load32_splat(at); }
// @ts-ignore: decorator
@inline function start<T>(before: usize, k: usize): v128 { return before ? v128.load(before + k) : i64x2.splat(0); }

/** Four vectors of columns: addresses and bytes. */
function four<T>(to: usize, a: usize, b: usize, before: usize, by: usize, ka: usize, each: i32, steps: i32): void {
  let y0 = start<T>(before, 0), y1 = start<T>(before, 16), y2 = start<T>(before, 32), y3 = start<T>(before, 48);
  for (; steps > 0; steps--) {
    let a0: v128, a1: v128, a2: v128, a3: v128;
    if (each) {
      a0 = v128.load(a); a1 = v128.load(a, 16); a2 = v128.load(a, 32); a3 = v128.load(a, 48);
    } else {
      a0 = a1 = a2 = a3 = all<T>(a);
    }
    v128.store(to, y0 = next<T>(a0, y0, v128.load(b)));
    v128.store(to, y1 = next<T>(a1, y1, v128.load(b, 16)), 16);
    v128.store(to, y2 = next<T>(a2, y2, v128.load(b, 32)), 32);
    v128.store(to, y3 = next<T>(a3, y3, v128.load(b, 48)), 48);
    to += by;
    b += by;
    a += ka;
  }
}

/** One vector of columns. */
function vector<T>(to: usize, a: usize, b: usize, before: usize, by: usize, ka: usize, each: i32, steps: i32): void {
  let y = start<T>(before, 0);
  for (; steps > 0; steps--) {
    v128.store(to, y = next<T>(each ? v128.load(a) : all<T>(a), y, v128.load(b)));
    to += by;
    b += by;
    a += ka;
  }
}

/** All columns that fill vectors; returns how many. */
// @ts-ignore: decorator
@inline function whole<T>(to: usize, a: usize, b: usize, before: usize, width: i32, by: usize, ka: usize, each: i32, steps: i32): i32 {
  const lanes: i32 = 16 / sizeof<T>();
  let c = 0;
  for (; c + 4 * lanes <= width; c += 4 * lanes) {
    four<T>(to, a, b, before, by, ka, each, steps);
    to += 64; b += 64;
    if (each) a += 64;
    if (before) before += 64;
  }
  for (; c + lanes <= width; c += lanes) {
    vector<T>(to, a, b, before, by, ka, each, steps);
    to += 16; b += 16;
    if (each) a += 16;
    if (before) before += 16;
  }
  return c;
}

export function scanColumns(to: i32, a: i32, b: i32, before: i32, width: i32, by: i32, ka: i32, each: i32, steps: i32): void {
  const c = whole<f64>(<usize>to << 3, <usize>a << 3, <usize>b << 3, before < 0 ? 0 : <usize>before << 3, width, <usize>by << 3, <usize>ka << 3, each, steps);
  if (c < width) portableColumns(to + c, a + c * each, b + c, before < 0 ? -1 : before + c, width - c, by, ka, each, steps);
}

export function scanColumns32(to: i32, a: i32, b: i32, before: i32, width: i32, by: i32, ka: i32, each: i32, steps: i32): void {
  const c = whole<f32>(<usize>to << 2, <usize>a << 2, <usize>b << 2, before < 0 ? 0 : <usize>before << 2, width, <usize>by << 2, <usize>ka << 2, each, steps);
  if (c < width) portableColumns32(to + c, a + c * each, b + c, before < 0 ? -1 : before + c, width - c, by, ka, each, steps);
}
