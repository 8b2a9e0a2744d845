// Which element a number of the program's names. Twin: simd/program/element.ts (inlined).

import { f64ToI32, i32ToF64 } from '../../platform/platform';

/** The index `x` when it is an integer in [0, size), else -1. */
export function element(x: f64, size: i32): i32 {
  if (!(x >= 0 && x < i32ToF64(size))) return -1;
  const k = f64ToI32(x);
  return i32ToF64(k) === x ? k : -1;
}
