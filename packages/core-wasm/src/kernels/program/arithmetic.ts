// Arithmetic on vectors of doubles. Each kernel takes the address of its instruction, how many elements the tile has
// and how many bytes the loop has come along, and returns the address of the next instruction.

import { f64s } from '../../platform/platform';
import { step, vector, word } from './operand';

export function add(pc: usize, n: i32, tb: i32): usize {
  const f = f64s();
  const to = vector(word(pc, 1), tb) >> 3;
  const a = vector(word(pc, 2), tb) >> 3;
  const b = vector(word(pc, 3), tb) >> 3;
  const ka = step(word(pc, 2));
  const kb = step(word(pc, 3));
  for (let i: i32 = 0; i < n; i++) f[to + i] = f[a + i * ka] + f[b + i * kb];
  return pc + 16;
}
