// @ts-nocheck: AssemblyScript
// digamma of vectors. Twin of kernels/math/digamma.ts.

import { DIGAMMA, fillGamma } from './gamma';

export { digamma } from './digamma.portable';

/** out[i] = digamma(x[i]) for i < n; `out` may be `x`. */
export function fillDigamma(x: usize, n: i32, out: usize): void {
  fillGamma(DIGAMMA, x, n, out);
}
