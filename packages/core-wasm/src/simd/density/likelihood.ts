// @ts-nocheck: AssemblyScript
// Sums of log-densities: whole blocks of the normal, lanes in pairs. Twin of kernels/density/likelihood.ts.

import { BLOCK } from '../../platform/scratch';
import { combineLanes, loadBlock } from '../reduce/block';
import { carryOf, treePush, treePushSum } from '../reduce/tree';
import { NORMAL, logLikelihood as portableLikelihood } from './likelihood.portable';
import { normalBase, normalScale } from './normal';

export { BERNOULLI, CATEGORICAL, EXPONENTIAL, NORMAL, UNIFORM, fillDensity } from './likelihood.portable';

/** One pair of column 0: base - ((x - mu) scale)^2; 1: (x - mu) scale; 2: ((x - mu) scale)^2 twice - base. */
// @ts-ignore: decorator
@inline function pair(column: i32, x: v128, mu: v128, scale: v128, base: v128, twice: v128): v128 {
  const y = f64x2.mul(f64x2.sub(x, mu), scale);
  if (column == 1) return y;
  const q = f64x2.mul(y, y);
  return column == 0 ? f64x2.sub(base, q) : f64x2.sub(f64x2.mul(q, twice), base);
}

// @ts-ignore: decorator
@inline function blockOf(column: i32, at: usize, mu: v128, scale: v128, base: v128, twice: v128): f64 {
  let a = f64x2.splat(0), b = a, c = a, d = a;
  for (const end = at + 1024; at < end; at += 128) {
    a = f64x2.add(a, pair(column, v128.load(at), mu, scale, base, twice));
    b = f64x2.add(b, pair(column, v128.load(at, 16), mu, scale, base, twice));
    c = f64x2.add(c, pair(column, v128.load(at, 32), mu, scale, base, twice));
    d = f64x2.add(d, pair(column, v128.load(at, 48), mu, scale, base, twice));
    a = f64x2.add(a, pair(column, v128.load(at, 64), mu, scale, base, twice));
    b = f64x2.add(b, pair(column, v128.load(at, 80), mu, scale, base, twice));
    c = f64x2.add(c, pair(column, v128.load(at, 96), mu, scale, base, twice));
    d = f64x2.add(d, pair(column, v128.load(at, 112), mu, scale, base, twice));
  }
  return combineLanes(a, b, c, d);
}

/** Adds n observations to `state`, as the portable form says. */
export function logLikelihood(family: i32, state: usize, x: usize, n: i32, single: i32, a: f64, b: f64): void {
  let done = 0;
  if (family == NORMAL && normalScale(b) != 0) {
    const partials = load<i32>(state) == 3;
    const carry = <usize>carryOf(state) << 3;
    const inverse = 1.0 / b;
    const mu = f64x2.splat(a), scale = f64x2.splat(normalScale(b)), base = f64x2.splat(normalBase(b));
    const square = f64x2.splat(inverse * inverse), once = f64x2.splat(inverse), twice = f64x2.splat(2.0 * inverse);
    for (; n - done >= 128; done += 128) {
      let at = x + (<usize>done << (3 - single));
      if (single == 1) {
        loadBlock(at, 128, 1);
        at = BLOCK;
      }
      const value = blockOf(0, at, mu, scale, base, twice);
      if (partials) {
        store<f64>(carry, value);
        store<f64>(carry, blockOf(1, at, mu, square, base, twice), 8);
        store<f64>(carry, blockOf(2, at, mu, scale, once, twice), 16);
        treePush(state);
      } else {
        treePushSum(state, value);
      }
    }
  }
  if (done < n) portableLikelihood(family, state, x + (<usize>done << (3 - single)), n - done, single, a, b);
}
