// @ts-nocheck: AssemblyScript
// The logistic function and softplus on pairs. Twin of kernels/math/logistic.ts: the same operations in the same order.

import { BLOCK } from '../../platform/scratch';
import { fillExp } from './exp';
import { log1pUnit2x } from './log';
import { sigmoid, softplus } from './logistic.portable';

export { log1mexp, sigmoid, softplus } from './logistic.portable';

// Loaded, not splat: V8 builds a constant vector anew at each use.
const TABLE: usize = memory.data<f64>([0.0, 1.0, -0.0], 16);

/** exp(-|x|) of `bytes` / 8 elements (an even number up to 128), a pair every `step` bytes, to BLOCK. */
export function fillDecay(x: usize, step: usize, bytes: usize): void {
  const minus = v128.load64_splat(TABLE + 16);
  for (let i: usize = 0; i < bytes; i += 16, x += step) v128.store(BLOCK + i, v128.or(v128.load(x), minus));
  fillExp(BLOCK, <i32>bytes >> 3, BLOCK);
}

/** out[i] = sigmoid(x[i]) for i < n; `out` may be `x`. */
export function fillSigmoid(x: usize, n: i32, out: usize): void {
  const zero = v128.load64_splat(TABLE), one = v128.load64_splat(TABLE + 8);
  for (; n >= 2; n -= 128) {
    const bytes = <usize>(min(n, 128) & -2) << 3;
    fillDecay(x, 16, bytes);
    for (let i: usize = 0; i < bytes; i += 16) {
      const e = v128.load(BLOCK + i);
      v128.store(out + i, f64x2.div(v128.bitselect(one, e, f64x2.ge(v128.load(x + i), zero)), f64x2.add(one, e)));
    }
    x += bytes;
    out += bytes;
  }
  if (n & 1) store<f64>(out, sigmoid(load<f64>(x)));
}

/** out[i] = softplus(x[i]) for i < n; `out` may be `x`. In blocks, exponentials first: short loops beat a long one. */
export function fillSoftplus(x: usize, n: i32, out: usize): void {
  for (; n >= 2; n -= 128) {
    const bytes = <usize>(min(n, 128) & -2) << 3;
    fillDecay(x, 16, bytes);
    for (let i: usize = 0; i < bytes; i += 16) {
      v128.store(out + i, f64x2.add(f64x2.pmax(v128.load(x + i), v128.load64_splat(TABLE)), log1pUnit2x(v128.load(BLOCK + i))));
    }
    x += bytes;
    out += bytes;
  }
  if (n & 1) store<f64>(out, softplus(load<f64>(x)));
}
