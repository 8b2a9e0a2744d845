// @ts-nocheck: AssemblyScript
// The logistic function and softplus on pairs. Twin of kernels/math/logistic.ts: the same operations in the same order.

import { BLOCK } from '../../platform/scratch';
import { exp, exp2x, exp2xAccepts } from './exp';
import { log1pUnit2x } from './log';
import { sigmoid, softplus } from './logistic.portable';

export { log1mexp, sigmoid, softplus } from './logistic.portable';

// Loaded, not splat: V8 builds a constant vector anew at each use.
const TABLE: usize = memory.data<f64>([0.0, 1.0, -0.0], 16);

/** exp(-|x|) of each lane. */
// @ts-ignore: decorator
@inline export function decay2x(x: v128): v128 {
  const down = v128.or(x, v128.load64_splat(TABLE, 16));
  if (exp2xAccepts(x)) return exp2x(down);
  return f64x2.replace_lane(f64x2.splat(exp(f64x2.extract_lane(down, 0))), 1, exp(f64x2.extract_lane(down, 1)));
}

/** out[i] = sigmoid(x[i]) for i < n; `out` may be `x`. */
export function fillSigmoid(x: usize, n: i32, out: usize): void {
  const one = v128.load64_splat(TABLE, 8);
  for (; n >= 2; n -= 2) {
    const pair = v128.load(x);
    const e = decay2x(pair);
    v128.store(out, f64x2.div(v128.bitselect(one, e, f64x2.ge(pair, v128.load64_splat(TABLE))), f64x2.add(one, e)));
    x += 16;
    out += 16;
  }
  if (n > 0) store<f64>(out, sigmoid(load<f64>(x)));
}

/** out[i] = softplus(x[i]) for i < n; `out` may be `x`. In blocks, exponentials first: two short loops beat a long one. */
export function fillSoftplus(x: usize, n: i32, out: usize): void {
  for (; n >= 2; n -= 128) {
    const bytes = <usize>(min(n, 128) & -2) << 3;
    for (let i: usize = 0; i < bytes; i += 16) v128.store(BLOCK + i, decay2x(v128.load(x + i)));
    for (let i: usize = 0; i < bytes; i += 16) {
      v128.store(out + i, f64x2.add(f64x2.pmax(v128.load(x + i), v128.load64_splat(TABLE)), log1pUnit2x(v128.load(BLOCK + i))));
    }
    x += bytes;
    out += bytes;
  }
  if (n & 1) store<f64>(out, softplus(load<f64>(x)));
}
