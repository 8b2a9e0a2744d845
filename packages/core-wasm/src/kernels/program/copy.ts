// Bytes from one place to another. Trusts: addresses and lengths are multiples of 4; source and target do not overlap.
// Twin: simd/program/copy.ts.

import { copyBytes, i32s, zeroBytes } from '../../platform/platform';

/** Copies `bytes` bytes. */
export function copy(to: usize, from: usize, bytes: i32): void {
  // The engine's own copy pays from some hundred bytes on; a state or a parameter has a few.
  if (bytes > 256) {
    copyBytes(to, from, bytes);
    return;
  }
  const w = i32s();
  const a = (from >>> 2) as i32;
  let at = (to >>> 2) as i32;
  const shift = a - at;
  for (const end = at + (bytes >> 2); at < end; at++) w[at] = w[at + shift];
}

/** Sets `bytes` bytes to 0. */
export function zero(to: usize, bytes: i32): void {
  if (bytes > 256) {
    zeroBytes(to, bytes);
    return;
  }
  const w = i32s();
  let at = (to >>> 2) as i32;
  for (const end = at + (bytes >> 2); at < end; at++) w[at] = 0;
}
