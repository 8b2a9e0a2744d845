// The sum of a block of at most 128 elements by lanes, and folds over a block that are not sums.
// Trusts: `m` is in 0..128. Singles are worked on as doubles.
// Rule of the sums: reduce/block.ts; element i joins lane i mod 8, also in a block that is not whole.
// Twin: simd/program/lanes.ts

import { f32s, f32ToF64, f64s, largest, least } from '../../platform/platform';
import { BLOCK } from '../../platform/scratch';
import { LARGEST_OF, LEAST_OF, PRODUCT_OF, SUM_OF } from './opcodes';

/** Sum of the m doubles f64s()[at + i * stride] by the rule; stride is 0 or 1. */
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

/** laneSum of the products of m doubles f64s()[a + i * ka] and f64s()[b + i * kb]; steps are 0 or 1. */
export function laneDot(a: i32, ka: i32, b: i32, kb: i32, m: i32): f64 {
  const f = f64s();
  let s0: f64 = 0;
  let s1: f64 = 0;
  let s2: f64 = 0;
  let s3: f64 = 0;
  let s4: f64 = 0;
  let s5: f64 = 0;
  let s6: f64 = 0;
  let s7: f64 = 0;
  for (; m >= 8; m -= 8) {
    s0 += f[a] * f[b];
    s1 += f[a + ka] * f[b + kb];
    s2 += f[a + 2 * ka] * f[b + 2 * kb];
    s3 += f[a + 3 * ka] * f[b + 3 * kb];
    s4 += f[a + 4 * ka] * f[b + 4 * kb];
    s5 += f[a + 5 * ka] * f[b + 5 * kb];
    s6 += f[a + 6 * ka] * f[b + 6 * kb];
    s7 += f[a + 7 * ka] * f[b + 7 * kb];
    a += 8 * ka;
    b += 8 * kb;
  }
  if (m > 0) s0 += f[a] * f[b];
  if (m > 1) s1 += f[a + ka] * f[b + kb];
  if (m > 2) s2 += f[a + 2 * ka] * f[b + 2 * kb];
  if (m > 3) s3 += f[a + 3 * ka] * f[b + 3 * kb];
  if (m > 4) s4 += f[a + 4 * ka] * f[b + 4 * kb];
  if (m > 5) s5 += f[a + 5 * ka] * f[b + 5 * kb];
  if (m > 6) s6 += f[a + 6 * ka] * f[b + 6 * kb];
  return s0 + s4 + (s2 + s6) + (s1 + s5 + (s3 + s7));
}

/** The sum of the m elements at `x`, or `value` folded with them in ascending order. */
export function foldRow(kind: i32, x: usize, m: i32, single: i32, value: f64): f64 {
  const f = f64s();
  let at = (x >>> 3) as i32;
  if (single === 1) {
    const s = f32s();
    const from = (x >>> 2) as i32;
    at = (BLOCK >>> 3) as i32;
    for (let i: i32 = 0; i < m; i++) f[at + i] = f32ToF64(s[from + i]);
  }
  if (kind === SUM_OF) return laneSum(at, m, 1);
  const end = at + m;
  if (kind === PRODUCT_OF) {
    for (let i: i32 = at; i < end; i++) value *= f[i];
  } else if (kind === LEAST_OF) {
    for (let i: i32 = at; i < end; i++) value = least(value, f[i]);
  } else {
    for (let i: i32 = at; i < end; i++) value = largest(value, f[i]);
  }
  return value;
}

/** What a fold starts from. */
export function identityOf(kind: i32): f64 {
  if (kind === PRODUCT_OF) return 1.0;
  if (kind === LEAST_OF) return Infinity;
  return kind === LARGEST_OF ? -Infinity : 0.0;
}
