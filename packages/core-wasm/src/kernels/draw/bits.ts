// Random bits as numbers, exactly. (w1, w0) are the high and the low half of 64 bits; the low ones stay free for a
// second use: a ziggurat takes its layer from bits 0..8 and the first digits of its coin from bits 9..11.

import { i32ToF64, u32ToF64 } from '../../platform/platform';

/** (k + 1/2) 2^-52 for k = the top 52 bits: in (0, 1), symmetric about 1/2. */
export function unit52(w1: i32, w0: i32): f64 {
  return u32ToF64(w1) * (1.0 / 4294967296.0) + (i32ToF64(w0 >>> 12) + 0.5) * (1.0 / 4503599627370496.0);
}

/** 2 unit52 - 1: in (-1, 1), symmetric about 0, never 0. */
export function signed52(w1: i32, w0: i32): f64 {
  return (
    i32ToF64(w1 ^ -2147483648) * (1.0 / 2147483648.0) +
    (i32ToF64(w0 >>> 12) + 0.5) * (1.0 / 2251799813685248.0)
  );
}

/** (k + 1/2) 2^-23 for k = the top 23 bits of one word: in (0, 1), symmetric about 1/2. */
export function unit23(word: i32): f64 {
  return (i32ToF64(word >>> 9) + 0.5) * (1.0 / 8388608.0);
}

/** (k + 1/2) 2^-22 for k = the top 23 bits of one word as a signed number: in (-1, 1), symmetric about 0, never 0. */
export function signed23(word: i32): f64 {
  return (i32ToF64(word >> 9) + 0.5) * (1.0 / 4194304.0);
}
