// The Sobol sequence in base 2, in Gray-code order: point i is the exclusive or of the direction numbers named by
// the set bits of i ^ (i >> 1), so point i + 1 differs from it by one of them.
// Source: Sobol (1967); Antonov and Saleev (1979) for the order; Joe and Kuo, "Constructing Sobol sequences with
// better two-dimensional projections" (2008) for the direction numbers.
// Trusts: 0 <= dimension < SOBOL_DIMENSIONS; 0 <= from, from + n < 2^31.

import { SOBOL } from '../../generated/sobol';
import { clz, i32s } from '../../platform/platform';

/** Dimensions of the table: all primitive polynomials up to degree 10, and the one before them. */
export const SOBOL_DIMENSIONS: i32 = 161;

/** Writes the 32 direction numbers of a dimension (counted from 0) to `out`, the first bit of a coordinate on top. */
export function sobolDirections(dimension: i32, out: usize): void {
  const w = i32s();
  const to = (out >>> 2) as i32;
  if (dimension === 0) {
    for (let k: i32 = 0; k < 32; k++) w[to + k] = 1 << (31 - k);
    return;
  }
  const at = ((SOBOL >>> 2) as i32) + ((dimension - 1) << 1);
  const low = w[at];
  const high = w[at + 1];
  const degree: i32 = low >>> 28;
  const inner: i32 = high >>> 17;
  for (let i: i32 = 1; i <= degree; i++) {
    // The odd m_i < 2^i is stored without its last bit, after those of m_1 .. m_(i-1).
    const offset = ((i - 1) * (i - 2)) >> 1;
    const bits: i32 = (i < 9 ? low >>> offset : high >>> (offset - 28)) | 0;
    const m = 1 | ((bits & ((1 << (i - 1)) - 1)) << 1);
    w[to + i - 1] = m << (32 - i);
  }
  for (let k: i32 = degree; k < 32; k++) {
    const back = w[to + k - degree];
    let v: i32 = back ^ (back >>> degree);
    for (let j: i32 = 1; j < degree; j++) {
      if (((inner >>> (degree - 1 - j)) & 1) === 1) v ^= w[to + k - j];
    }
    w[to + k] = v;
  }
}

/** Writes coordinates of points from .. from + n - 1, as words (times 2^-32 they are in [0, 1)). */
export function sobolWords(directions: usize, from: i32, n: i32, out: usize): void {
  const w = i32s();
  const dir = (directions >>> 2) as i32;
  const to = (out >>> 2) as i32;
  let x: i32 = 0;
  let gray: i32 = from ^ (from >>> 1);
  for (; gray !== 0; gray &= gray - 1) x ^= w[dir + 31 - clz(gray & -gray)];
  for (let i: i32 = 0; i < n; i++) {
    w[to + i] = x;
    const next: i32 = from + i + 1;
    x ^= w[dir + 31 - clz(next & -next)];
  }
}
