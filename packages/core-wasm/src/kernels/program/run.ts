// Runs a program: instructions in linear memory, each an opcode and its operands, words of 32 bits.
// Trusts: the program was written by the planner of packages/autodiff; its buffers are 64-byte aligned and padded.
// No instruction allocates; all that a program works on lies at addresses that stand in it.

import { f64s, i32s } from '../../platform/platform';
import { add } from './arithmetic';
import { ADD, ADD_ONE, DIV_ONE, END, LOOP, MUL_ONE, NEXT, SUB_ONE } from './opcodes';

/** Runs the instructions at `start` up to END. */
export function run(start: usize): void {
  const f = f64s();
  const w = i32s();
  let pc: usize = start;
  let n: i32 = 1;
  let tb: i32 = 0;
  let left: i32 = 0;
  let tile: i32 = 1;
  let shift: i32 = 3;
  let body: usize = start;
  while (true) {
    const at = (pc >>> 2) as i32;
    switch (w[at]) {
      case END:
        return;
      case LOOP:
        left = w[at + 1];
        tile = w[at + 2];
        shift = w[at + 3];
        tb = 0;
        n = left < tile ? left : tile;
        pc += 16;
        body = pc;
        break;
      case NEXT:
        left -= tile;
        if (left > 0) {
          tb += tile << shift;
          n = left < tile ? left : tile;
          pc = body;
        } else {
          tb = 0;
          n = 1;
          pc += 4;
        }
        break;
      case ADD_ONE:
        f[w[at + 1] >> 3] = f[w[at + 2] >> 3] + f[w[at + 3] >> 3];
        pc += 16;
        break;
      case SUB_ONE:
        f[w[at + 1] >> 3] = f[w[at + 2] >> 3] - f[w[at + 3] >> 3];
        pc += 16;
        break;
      case MUL_ONE:
        f[w[at + 1] >> 3] = f[w[at + 2] >> 3] * f[w[at + 3] >> 3];
        pc += 16;
        break;
      case DIV_ONE:
        f[w[at + 1] >> 3] = f[w[at + 2] >> 3] / f[w[at + 3] >> 3];
        pc += 16;
        break;
      case ADD:
        pc = add(pc, n, tb);
        break;
      default:
        return;
    }
  }
}
