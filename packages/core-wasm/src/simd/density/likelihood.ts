// @ts-nocheck: AssemblyScript
// Sums of log-densities: whole blocks of the normal, lanes in pairs. Twin of kernels/density/likelihood.ts.

import { BLOCK } from '../../platform/scratch';
import { combineLanes, loadBlock } from '../reduce/block';
import { carryOf, treePush, treePushSum } from '../reduce/tree';
import { NORMAL, logLikelihood as portableLikelihood } from './likelihood.portable';
import { normalBase, normalScale } from './normal';

export { BERNOULLI, BERNOULLI_LOGIT, CATEGORICAL, EXPONENTIAL, NORMAL, NORMAL_KNOWN, UNIFORM, fillDensity } from './likelihood.portable';

/** Log-densities of a pair. */
// @ts-ignore: decorator
@inline function value(x: v128, mu: v128, scale: v128, base: v128): v128 {
  const y = f64x2.mul(f64x2.sub(x, mu), scale);
  return f64x2.sub(base, f64x2.mul(y, y));
}

/** Sum of the log-densities of a block. */
// @ts-ignore: decorator
@inline function values(at: usize, mu: v128, scale: v128, base: v128): f64 {
  let a = f64x2.splat(0), b = a, c = a, d = a;
  for (const end = at + 1024; at < end; at += 128) {
    a = f64x2.add(a, value(v128.load(at), mu, scale, base));
    b = f64x2.add(b, value(v128.load(at, 16), mu, scale, base));
    c = f64x2.add(c, value(v128.load(at, 32), mu, scale, base));
    d = f64x2.add(d, value(v128.load(at, 48), mu, scale, base));
    a = f64x2.add(a, value(v128.load(at, 64), mu, scale, base));
    b = f64x2.add(b, value(v128.load(at, 80), mu, scale, base));
    c = f64x2.add(c, value(v128.load(at, 96), mu, scale, base));
    d = f64x2.add(d, value(v128.load(at, 112), mu, scale, base));
  }
  return combineLanes(a, b, c, d);
}

/** Partial derivatives of a pair, of which x - mu is given: in mu (second 0) or in sigma (1). */
// @ts-ignore: decorator
@inline function partial(second: i32, d: v128, scale: v128, twice: v128, once: v128): v128 {
  const y = f64x2.mul(d, scale);
  return second ? f64x2.sub(f64x2.mul(f64x2.mul(y, y), twice), once) : y;
}

/** Sum of the partial derivatives of a block. */
// @ts-ignore: decorator
@inline function partials(second: i32, at: usize, mu: v128, scale: v128, twice: v128, once: v128): f64 {
  let a = f64x2.splat(0), b = a, c = a, d = a;
  for (const end = at + 1024; at < end; at += 64) {
    a = f64x2.add(a, partial(second, f64x2.sub(v128.load(at), mu), scale, twice, once));
    b = f64x2.add(b, partial(second, f64x2.sub(v128.load(at, 16), mu), scale, twice, once));
    c = f64x2.add(c, partial(second, f64x2.sub(v128.load(at, 32), mu), scale, twice, once));
    d = f64x2.add(d, partial(second, f64x2.sub(v128.load(at, 48), mu), scale, twice, once));
  }
  return combineLanes(a, b, c, d);
}

/** Adds n observations to `state`, as the portable form says. */
export function logLikelihood(family: i32, state: usize, x: usize, n: i32, single: i32, a: f64, b: f64): void {
  let done = 0;
  const columns = load<i32>(state);
  if (family == NORMAL && columns != 2 && normalScale(b) != 0) {
    const gradient = columns == 3;
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
      const total = values(at, mu, scale, base);
      if (gradient) {
        store<f64>(carry, total);
        store<f64>(carry, partials(0, at, mu, square, twice, once), 8);
        store<f64>(carry, partials(1, at, mu, scale, twice, once), 16);
        treePush(state);
      } else {
        treePushSum(state, total);
      }
    }
  }
  if (done < n) portableLikelihood(family, state, x + (<usize>done << (3 - single)), n - done, single, a, b);
}
