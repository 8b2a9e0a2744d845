// @ts-nocheck: AssemblyScript
// lgamma of vectors. Twin of kernels/math/lgamma.ts.

import { LGAMMA, fillGamma } from './gamma';

export { lgamma } from './lgamma.portable';

/** out[i] = log |Gamma(x[i])| for i < n; `out` may be `x`. */
export function fillLgamma(x: usize, n: i32, out: usize): void {
  fillGamma(LGAMMA, x, n, out);
}
