// The words of DENSITY: opcode, family, mask, a destination for each bit of the mask, then the sources.
// Twin: simd/program/density-operands.ts

import { vector, word } from './operand';

/** Where a result goes that word `k` names, as an index of f64s(); 0 when its bit of the mask is not set. */
export function destination(pc: usize, tb: i32, bit: i32, k: i32): i32 {
  return bit === 0 ? 0 : vector(word(pc, k), tb) >> 3;
}

/** The word of the first source. */
export function firstSource(mask: i32): i32 {
  return 3 + (mask & 1) + ((mask >> 1) & 1) + ((mask >> 2) & 1) + ((mask >> 3) & 1);
}
