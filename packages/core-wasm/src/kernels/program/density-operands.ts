// The operands of DENSITY, decoded once a tile for the kernels of the families, which work on a range of its elements:
// OPERANDS holds, as words, where value, d/dx, d/da and d/db go (0: not asked for), where x, a and b are, and their
// steps. Places are indices of f64s(). A kernel reads an element of x, a and b before it writes that element's results,
// for one of these may lie where an operand is.

import { i32s } from '../../platform/platform';
import { OPERANDS } from '../../platform/scratch';
import { step, vector, word } from './operand';

/** Decodes the DENSITY at `pc` and returns the address of the next instruction. */
export function decode(pc: usize, tb: i32): usize {
  const w = i32s();
  const to = (OPERANDS >>> 2) as i32;
  const mask = word(pc, 2);
  let at: i32 = 3;
  for (let k: i32 = 0; k < 4; k++) {
    w[to + k] = 0;
    if (((mask >> k) & 1) === 1) {
      w[to + k] = vector(word(pc, at), tb) >> 3;
      at++;
    }
  }
  for (let k: i32 = 4; k < 7; k++) {
    const operand = word(pc, at);
    w[to + k] = vector(operand, tb) >> 3;
    w[to + k + 3] = step(operand);
    at++;
  }
  return pc + ((at << 2) as usize);
}

/** Operand `k` of the list above. */
export function operand(k: i32): i32 {
  return i32s()[((OPERANDS >>> 2) as i32) + k];
}
