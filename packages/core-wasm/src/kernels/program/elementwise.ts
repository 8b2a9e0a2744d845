// Instructions on elements that have no case of their own in run.ts, by ranges of opcodes.

import { binary, unary, where } from './arithmetic';
import { binary32, ternary32, unary32 } from './arithmetic32';
import { binaryFunction, unaryFunction } from './functions';
import { EXP, LESS_EQUAL, MUL_ADD, POW, SINGLE, SQUARE, WHERE } from './opcodes';
import { word } from './operand';

/** MIN ... LESS_EQUAL, WHERE, ASSIGN ... SQUARE, ADD ... SQUARE + SINGLE, and the functions. */
export function elementwise(pc: usize, n: i32, tb: i32): usize {
  const code = word(pc, 0);
  if (code <= LESS_EQUAL) return binary(pc, n, tb);
  if (code === WHERE) return where(pc, n, tb);
  if (code <= SQUARE) return unary(pc, n, tb);
  if (code <= LESS_EQUAL + SINGLE) return binary32(pc, n, tb);
  if (code <= MUL_ADD + SINGLE) return ternary32(pc, n, tb);
  if (code < EXP) return unary32(pc, n, tb);
  if (code < POW) return unaryFunction(pc, n, tb);
  return binaryFunction(pc, n, tb);
}
