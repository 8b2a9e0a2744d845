// @ts-nocheck: AssemblyScript
// The normal distribution function, its complement and its logarithm of vectors, centre and tails apart.
// Twin of kernels/math/normal-cdf.ts.

import { SECOND } from '../../platform/scratch';
import { logOfSum2x } from './log';
import { normalLogCdf } from './normal-cdf.portable';
import { fillTails, SF, SF_OR_FACTOR } from './tails';

export { normalCdf, normalLogCdf, normalSf } from './normal-cdf.portable';

// Loaded, not splat: V8 builds a constant vector anew at each use.
const TABLE: usize = memory.data<f64>([-0.70710678118654768, 0.5, 1.0, -0.0], 16);

// @ts-ignore: decorator
@inline function add(a: v128, b: v128): v128 { return f64x2.add(a, b); }
// @ts-ignore: decorator
@inline function sub(a: v128, b: v128): v128 { return f64x2.sub(a, b); }
// @ts-ignore: decorator
@inline function mul(a: v128, b: v128): v128 { return f64x2.mul(a, b); }

/** out[i] = P(X > x[i]) for i < n; `out` may be `x`. */
export function fillNormalSf(x: usize, n: i32, out: usize): void {
  fillTails(SF, x, n, 0.0, out);
}

/** out[i] = P(X <= x[i]) for i < n; `out` may be `x`. */
export function fillNormalCdf(x: usize, n: i32, out: usize): void {
  fillTails(SF, x, n, -0.0, out);
}

/** out[i] = log P(X <= x[i]) for i < n; `out` may be `x`. */
export function fillNormalLogCdf(x: usize, n: i32, out: usize): void {
  for (; n >= 2; n -= 128) {
    const count = min(n, 128) & -2;
    const bytes = <usize>count << 3;
    fillTails(SF_OR_FACTOR, x, count, 0.0, SECOND);
    for (let i: usize = 0; i < bytes; i += 16) {
      const one = v128.load64_splat(TABLE, 16);
      const pair = v128.load(x + i);
      const part = v128.load(SECOND + i);
      // log(1 - P(X > x)), its argument u + rest, or in the lower tail log(factor) - x^2 / 2.
      const isLow = f64x2.le(pair, v128.load64_splat(TABLE));
      const u = sub(one, part);
      const b = sub(u, one);
      const rest = sub(sub(one, sub(u, b)), add(part, b));
      const y = logOfSum2x(v128.bitselect(part, u, isLow), v128.andnot(rest, isLow));
      const square = mul(mul(v128.load64_splat(TABLE, 8), pair), pair);
      // The sign: for -0, where P(X > x) is 0.
      v128.store(out + i, v128.or(sub(y, v128.and(square, isLow)), v128.load64_splat(TABLE, 24)));
    }
    x += bytes;
    out += bytes;
  }
  if (n & 1) store<f64>(out, normalLogCdf(load<f64>(x)));
}
