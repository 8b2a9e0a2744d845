// What an L-BFGS keeps between its iterations: one block, which copied out and back resumes bit for bit.
//
//   words 0 program, 1 q, 2 value, 3 gradient: addresses; write them anew where the copy serves another program
//   words 4 n, 5 memory, 6 pairs held, 7 slot of the next pair, 8 iterations, 9 evaluations, 10 most evaluations, 11 status
//   doubles 8 value, 9 largest |gradient|, 10 its tolerance, 11 tolerance of the relative change, 12 scale, 13 last step
//   from double 24 on, padded to 64 bytes each: point, gradient, direction, then memory times s and y;
//   then 1 / s.y and the recursion's alpha of each slot
// A state that ended for want of evaluations goes on when word 10 is raised and word 11 set to 0.

import { i32s } from '../../platform/platform';

/** Status: go on. */
export const GOING_ON: i32 = 0;
/** No component of the gradient is larger than its tolerance. */
export const GRADIENT_SMALL: i32 = 1;
/** The last step lowered the value by no more than the tolerance of the relative change. */
export const CHANGE_SMALL: i32 = 2;
/** No step along the steepest descent lowers the value. */
export const SEARCH_FAILED: i32 = 3;
/** As many evaluations as allowed. */
export const EVALUATIONS_SPENT: i32 = 4;
/** Value or gradient at the start is not finite. */
export const START_NOT_FINITE: i32 = 5;

const VECTORS: i32 = 24;

function padded(n: i32): i32 {
  return (n + 7) & -8;
}

/** Bytes of a state for n parameters and `memory` pairs. */
export function lbfgsBytes(n: i32, memory: i32): i32 {
  return 8 * (VECTORS + padded(n) * (3 + 2 * memory) + 2 * memory);
}

/** Address of vector k of a state: 0 point, 1 gradient, 2 direction, 3 + 2 i the s and 4 + 2 i the y of slot i. */
export function vectorOf(state: usize, k: i32): usize {
  return state + ((8 * (VECTORS + padded(i32s()[((state >>> 2) as i32) + 4]) * k)) as usize);
}
