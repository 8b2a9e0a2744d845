// The lanes of one block of at most 128 elements, and folds over a block that are not sums.
// Trusts: `m` is in 0..128; columns are adjacent and `c` is in 1..8. Singles are worked on as doubles.
// Rule of the sums: reduce/block.ts; element i joins lane i mod 8, also in a block that is not whole.
// Twin: simd/program/lanes.ts

import { f32s, f32ToF64, f64s, largest, least } from '../../platform/platform';
import { BLOCK } from '../../platform/scratch';
import { LARGEST_OF, LEAST_OF, PRODUCT_OF, SUM_OF } from './opcodes';

/** Writes m elements, `stride` apart, to BLOCK as doubles. */
function gather(x: usize, m: i32, stride: i32): void {
  const f = f64s();
  const s = f32s();
  const to = (BLOCK >>> 3) as i32;
  let from = (x >>> 2) as i32;
  for (let i: i32 = 0; i < m; i++) {
    f[to + i] = f32ToF64(s[from]);
    from += stride;
  }
}

/** Sum of the m doubles f64s()[at + i * stride] by the rule; stride may be 0. */
export function laneSum(at: i32, m: i32, stride: i32): f64 {
  const f = f64s();
  let s0: f64 = 0;
  let s1: f64 = 0;
  let s2: f64 = 0;
  let s3: f64 = 0;
  let s4: f64 = 0;
  let s5: f64 = 0;
  let s6: f64 = 0;
  let s7: f64 = 0;
  let i: i32 = at;
  for (; m >= 8; m -= 8) {
    s0 += f[i];
    s1 += f[i + stride];
    s2 += f[i + 2 * stride];
    s3 += f[i + 3 * stride];
    s4 += f[i + 4 * stride];
    s5 += f[i + 5 * stride];
    s6 += f[i + 6 * stride];
    s7 += f[i + 7 * stride];
    i += 8 * stride;
  }
  if (m > 0) s0 += f[i];
  if (m > 1) s1 += f[i + stride];
  if (m > 2) s2 += f[i + 2 * stride];
  if (m > 3) s3 += f[i + 3 * stride];
  if (m > 4) s4 += f[i + 4 * stride];
  if (m > 5) s5 += f[i + 5 * stride];
  if (m > 6) s6 += f[i + 6 * stride];
  return s0 + s4 + (s2 + s6) + (s1 + s5 + (s3 + s7));
}

/** The sum of the block, or `value` folded with its elements in ascending order. */
function foldStrided(kind: i32, at: i32, m: i32, stride: i32, value: f64): f64 {
  const f = f64s();
  if (kind === SUM_OF) return laneSum(at, m, stride);
  const end = at + m * stride;
  if (kind === PRODUCT_OF) {
    for (let i: i32 = at; i < end; i += stride) value *= f[i];
  } else if (kind === LEAST_OF) {
    for (let i: i32 = at; i < end; i += stride) value = least(value, f[i]);
  } else {
    for (let i: i32 = at; i < end; i += stride) value = largest(value, f[i]);
  }
  return value;
}

/** foldStrided of m adjacent elements at `x`. */
export function foldRow(kind: i32, x: usize, m: i32, single: i32, value: f64): f64 {
  if (single === 1) {
    gather(x, m, 1);
    x = BLOCK;
  }
  return foldStrided(kind, (x >>> 3) as i32, m, 1, value);
}

/** foldStrided of `c` columns of m elements, `stride` elements apart; their values stand at `values` as doubles. */
export function foldColumns(
  kind: i32,
  x: usize,
  m: i32,
  stride: i32,
  c: i32,
  single: i32,
  values: usize,
): void {
  const f = f64s();
  const to = (values >>> 3) as i32;
  for (let j: i32 = 0; j < c; j++) {
    if (single === 1) {
      gather(x + ((j << 2) as usize), m, stride);
      f[to + j] = foldStrided(kind, (BLOCK >>> 3) as i32, m, 1, f[to + j]);
    } else {
      f[to + j] = foldStrided(kind, ((x >>> 3) as i32) + j, m, stride, f[to + j]);
    }
  }
}

/** What a fold starts from. */
export function identityOf(kind: i32): f64 {
  if (kind === PRODUCT_OF) return 1.0;
  if (kind === LEAST_OF) return Infinity;
  return kind === LARGEST_OF ? -Infinity : 0.0;
}
