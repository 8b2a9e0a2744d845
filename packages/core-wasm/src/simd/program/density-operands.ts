// @ts-nocheck: AssemblyScript
// The words of DENSITY, inlined; sources in pairs. Twin of kernels/program/density-operands.ts.

import { SPLATS } from '../../platform/scratch';
import { step, vector, word } from './operand';

/** Where a result goes that word `k` names, as an index of f64s(); 0 when its bit of the mask is not set. */
// @ts-ignore: decorator
@inline export function destination(pc: usize, tb: i32, bit: i32, k: i32): i32 {
  return bit ? vector(word(pc, k), tb) >> 3 : 0;
}

/** The word of the first source. */
// @ts-ignore: decorator
@inline export function firstSource(mask: i32): i32 { return 3 + popcnt(mask); }

/** Address of the first pair of the source that word `k` names, the j-th; one number for all is laid out as a pair. */
// @ts-ignore: decorator
@inline export function pairs(w: i32, tb: i32, j: usize): usize {
  const at = <usize>vector(w, tb);
  if (step(w)) return at;
  v128.store(SPLATS + (j << 4), v128.load64_splat(at));
  return SPLATS + (j << 4);
}

/** Bytes from one pair of a source to the next. */
// @ts-ignore: decorator
@inline export function pairStep(w: i32): usize { return <usize>step(w) << 4; }
