// @ts-nocheck: AssemblyScript
// Sources in pairs. Twin of kernels/program/density-operands.ts.

import { SPLATS } from '../../platform/scratch';
import { operand } from './density-operands.portable';

export { decode, operand } from './density-operands.portable';

/** Address of the pair from element `from` on of source `k` (0: x, 1: a, 2: b); one number for all is laid out as a pair. */
export function pairAt(k: i32, from: i32): usize {
  const at = <usize>operand(4 + k) << 3;
  if (operand(7 + k)) return at + (<usize>from << 3);
  const splat = SPLATS + (<usize>k << 4);
  v128.store(splat, v128.load64_splat(at));
  return splat;
}

/** Bytes from one pair of source `k` to the next. */
// @ts-ignore: decorator
@inline export function pairStep(k: i32): usize { return <usize>operand(7 + k) << 4; }
