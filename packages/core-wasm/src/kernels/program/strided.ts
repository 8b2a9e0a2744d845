// Rows of elements from one place to another, each along its own stride; places and strides count elements.
// Twin: simd/program/strided.ts.

import { f32s, f64s, i32s } from '../../platform/platform';

/** Copies `n` doubles. */
export function copyRow(to: i32, toStride: i32, from: i32, fromStride: i32, n: i32): void {
  const f = f64s();
  for (let i: i32 = 0; i < n; i++, to += toStride, from += fromStride) f[to] = f[from];
}

/** Copies `n` singles. */
export function copyRow32(to: i32, toStride: i32, from: i32, fromStride: i32, n: i32): void {
  const w = i32s();
  for (let i: i32 = 0; i < n; i++, to += toStride, from += fromStride) w[to] = w[from];
}

/** Adds `n` doubles at `from` to those at `to`. */
export function addRow(to: i32, from: i32, n: i32): void {
  const f = f64s();
  for (const end = to + n; to < end; to++, from++) f[to] += f[from];
}

/** Adds `n` singles at `from` to those at `to`. */
export function addRow32(to: i32, from: i32, n: i32): void {
  const f = f32s();
  for (const end = to + n; to < end; to++, from++) f[to] += f[from];
}
