// What a word of an instruction stands for: see opcodes.ts.

import { i32s } from '../../platform/platform';

/** Word `k` of the instruction at `pc`; word 0 is the opcode. */
export function word(pc: usize, k: i32): i32 {
  return i32s()[((pc >>> 2) as i32) + k];
}

/** Address of the first element of a vector, `tb` bytes into the loop. */
export function vector(w: i32, tb: i32): i32 {
  return (w & -8) + (tb & -(w & 1));
}

/** 0 when the vector is one number for all elements, else 1: by what an index is multiplied. */
export function step(w: i32): i32 {
  return ((w >> 1) & 1) ^ 1;
}
