// @ts-nocheck: AssemblyScript
// erf and erfc of vectors, centre and tails apart. Twin of kernels/math/erf.ts.

import { ERF, ERFC, fillTails } from './tails';

export { erf, erfc, erfExcess, scaledTail } from './erf.portable';

/** out[i] = erf(x[i]) for i < n; `out` may be `x`. */
export function fillErf(x: usize, n: i32, out: usize): void {
  fillTails(ERF, x, n, 0.0, out);
}

/** out[i] = erfc(x[i]) for i < n; `out` may be `x`. */
export function fillErfc(x: usize, n: i32, out: usize): void {
  fillTails(ERFC, x, n, 0.0, out);
}
