// Matrix products of any strides, so transposed operands need no copy. What each number of the result is, is said in
// product.ts: its bits depend on nothing but a's row and b's column.
// Trusts: operands as in opcodes.ts; the scratch is 64-byte aligned and matmulScratch() long.
// Twin: simd/linear/matmul.ts

import { quotient } from '../../platform/platform';
import { zero } from '../program/copy';
import { word } from '../program/operand';
import { product, product32 } from './product';

/** Elements along k, and bytes of a and of b, that are packed at a time: what the first and the second cache hold. */
export const DEPTH: i32 = 512;
export const PACKED_A: i32 = 1 << 18;
export const PACKED_B: i32 = 1 << 20;

/** How many of `count` rows (columns) of `depth` elements are packed at a time: a multiple of 8. */
export function packedLines(count: i32, depth: i32, single: i32, bytes: i32): i32 {
  const most: i32 = quotient(bytes, depth << (3 - single)) & -8;
  const all: i32 = (count + 7) & -8;
  return all < most ? all : most;
}

/** Bytes of scratch of an [m, k] times [k, n] product, of singles when `single` is 1; the same on every backend. */
export function matmulScratch(m: i32, k: i32, n: i32, single: i32): i32 {
  const depth: i32 = k < DEPTH ? k : DEPTH;
  // One tile, then a and b: either may take either place, whichever leaves less of a tile empty.
  const direct: i32 = packedLines(m, depth, single, PACKED_A) + packedLines(n, depth, single, PACKED_B);
  const swapped: i32 = packedLines(n, depth, single, PACKED_A) + packedLines(m, depth, single, PACKED_B);
  return 128 + (((direct > swapped ? direct : swapped) * depth) << (3 - single));
}

/** MATMUL (`fresh` 1) and MATMUL_ADD (0): see opcodes.ts. */
export function matmul(pc: usize, fresh: i32): usize {
  const m: i32 = word(pc, 6);
  const n: i32 = word(pc, 8);
  if (fresh === 1) zero(word(pc, 1), (word(pc, 5) * m * n) << 3);
  let c: i32 = word(pc, 1) >> 3;
  let a: i32 = word(pc, 2) >> 3;
  let b: i32 = word(pc, 3) >> 3;
  for (let i: i32 = word(pc, 5); i > 0; i--) {
    product(c, a, b, m, word(pc, 7), n, word(pc, 9), word(pc, 10), word(pc, 11), word(pc, 12));
    c += m * n;
    a += word(pc, 13);
    b += word(pc, 14);
  }
  return pc + 60;
}

/** MATMUL32 and MATMUL_ADD32 */
export function matmul32(pc: usize, fresh: i32): usize {
  const m: i32 = word(pc, 6);
  const n: i32 = word(pc, 8);
  if (fresh === 1) zero(word(pc, 1), (word(pc, 5) * m * n) << 2);
  let c: i32 = word(pc, 1) >> 2;
  let a: i32 = word(pc, 2) >> 2;
  let b: i32 = word(pc, 3) >> 2;
  for (let i: i32 = word(pc, 5); i > 0; i--) {
    product32(c, a, b, m, word(pc, 7), n, word(pc, 9), word(pc, 10), word(pc, 11), word(pc, 12));
    c += m * n;
    a += word(pc, 13);
    b += word(pc, 14);
  }
  return pc + 60;
}
