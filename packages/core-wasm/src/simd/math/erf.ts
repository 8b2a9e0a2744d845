// @ts-nocheck: AssemblyScript
// erf and erfc of vectors, centre and tails apart. Twin of kernels/math/erf.ts.

import { erf, erfc } from './erf.portable';
import { ERF, ERFC, fillTails } from './tails';

export { erf, erfc, erfExcess, scaledTail } from './erf.portable';

/** out[i] = erf(x[i]) for i < n; `out` may be `x`. */
export function fillErf(x: usize, n: i32, out: usize): void {
  const last = <usize>(n & -2) << 3;
  fillTails(ERF, x, n & -2, 0.0, out);
  if (n & 1) store<f64>(out + last, erf(load<f64>(x + last)));
}

/** out[i] = erfc(x[i]) for i < n; `out` may be `x`. */
export function fillErfc(x: usize, n: i32, out: usize): void {
  const last = <usize>(n & -2) << 3;
  fillTails(ERFC, x, n & -2, 0.0, out);
  if (n & 1) store<f64>(out + last, erfc(load<f64>(x + last)));
}
