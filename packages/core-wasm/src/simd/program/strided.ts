// @ts-nocheck: AssemblyScript
// Rows of elements from one place to another, 16 bytes at a time where both lie together. Exactly the row is written.
// Twin of kernels/program/strided.ts.

import { copy } from './copy';

/** Stores `bytes` bytes of `all`. */
function fill(to: usize, all: v128, bytes: i32): void {
  const end = to + bytes;
  for (const whole = end - 15; to < whole; to += 16) v128.store(to, all);
  if (bytes & 8) {
    store<f64>(to, f64x2.extract_lane(all, 0));
    to += 8;
  }
  if (bytes & 4) store<f32>(to, f32x4.extract_lane(all, 0));
}

// @ts-ignore: decorator
@inline function copyRowOf<T>(toIndex: i32, toStride: i32, fromIndex: i32, fromStride: i32, n: i32): void {
  let to: usize = toIndex << alignof<T>();
  let from: usize = fromIndex << alignof<T>();
  if (toStride == 1 && fromStride == 1) return copy(to, from, n << alignof<T>());
  if (toStride == 1 && fromStride == 0) return fill(to, v128.load_splat<T>(from), n << alignof<T>());
  const kt: usize = toStride << alignof<T>();
  const kf: usize = fromStride << alignof<T>();
  for (; n > 0; n--, to += kt, from += kf) store<T>(to, load<T>(from));
}

export function copyRow(to: i32, toStride: i32, from: i32, fromStride: i32, n: i32): void {
  copyRowOf<i64>(to, toStride, from, fromStride, n);
}

export function copyRow32(to: i32, toStride: i32, from: i32, fromStride: i32, n: i32): void {
  copyRowOf<i32>(to, toStride, from, fromStride, n);
}

export function addRow(toIndex: i32, fromIndex: i32, n: i32): void {
  let to: usize = toIndex << 3;
  let from: usize = fromIndex << 3;
  for (const end = to + (n << 3) - 15; to < end; to += 16, from += 16) v128.store(to, f64x2.add(v128.load(to), v128.load(from)));
  if (n & 1) store<f64>(to, load<f64>(to) + load<f64>(from));
}

export function addRow32(toIndex: i32, fromIndex: i32, n: i32): void {
  let to: usize = toIndex << 2;
  let from: usize = fromIndex << 2;
  const end = to + (n << 2);
  for (; to + 15 < end; to += 16, from += 16) v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
  for (; to < end; to += 4, from += 4) store<f32>(to, load<f32>(to) + load<f32>(from));
}
