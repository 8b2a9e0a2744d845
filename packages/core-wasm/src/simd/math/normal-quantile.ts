// @ts-nocheck: AssemblyScript
// The normal quantile in blocks: all pairs through the centre, then the tails, gathered, through theirs.
// Twin of kernels/math/normal-quantile.ts: the same operations in the same order.

import { NORMAL_QUANTILE } from '../../generated/normal-quantile';
import { log2x } from './log';
import { normalQuantile } from './normal-quantile.portable';
import { PLACES, TAILS } from './tails';

export { normalQuantile } from './normal-quantile.portable';

// Loaded, not splat: V8 builds a constant vector anew at each use.
const TABLE: usize = memory.data<f64>([
  0.5, 0.425, 0.180625, 2.5066282746310007, -1.8328579980459167e-16, 1.6, 5.0, 1.0,
  2.2250738585072014e-308, -0.0,
], 64);

// @ts-ignore: decorator
@inline function add(a: v128, b: v128): v128 { return f64x2.add(a, b); }
// @ts-ignore: decorator
@inline function sub(a: v128, b: v128): v128 { return f64x2.sub(a, b); }
// @ts-ignore: decorator
@inline function mul(a: v128, b: v128): v128 { return f64x2.mul(a, b); }

/** c0 + c1 r + ... + c7 r^7, coefficients at `at`. */
// @ts-ignore: decorator
@inline function polynomial(at: usize, r: v128, s: v128, w: v128): v128 {
  return add(v128.load64_splat(at), add(mul(r, v128.load64_splat(at, 8)),
    add(mul(s, add(v128.load64_splat(at, 16), mul(r, v128.load64_splat(at, 24)))),
      mul(w, add(add(v128.load64_splat(at, 32), mul(r, v128.load64_splat(at, 40))),
        mul(s, add(v128.load64_splat(at, 48), mul(r, v128.load64_splat(at, 56)))))))));
}

// @ts-ignore: decorator
@inline function ratio(at: usize, r: v128): v128 {
  const s = mul(r, r);
  const w = mul(s, s);
  return f64x2.div(polynomial(at, r, s, w), polynomial(at + 64, r, s, w));
}

/** The quantile of p, given q = p - 1/2: the bits of `normalQuantile` for |q| <= 0.425. */
// @ts-ignore: decorator
@inline export function central2x(q: v128): v128 {
  const u = mul(q, q);
  return mul(q, add(v128.load64_splat(TABLE, 24),
    add(mul(u, ratio(NORMAL_QUANTILE, sub(v128.load64_splat(TABLE, 16), u))), v128.load64_splat(TABLE, 32))));
}

/** Two tails: the quantiles of load(p) and load(p + 8), both outside [0.075, 0.925] or no number. */
function tailPair(p: usize, first: usize, second: usize): void {
  const pair = v128.load(p);
  const h = sub(pair, v128.load64_splat(TABLE));
  const lower = f64x2.lt(h, sub(h, h));
  const q = v128.bitselect(pair, sub(v128.load64_splat(TABLE, 56), pair), lower);
  // Zero, NaN, what is outside [0, 1], subnormal numbers; and the far tail, below 1.4e-11.
  if (i64x2.all_true(f64x2.ge(q, v128.load64_splat(TABLE, 64)))) {
    const root = f64x2.sqrt(f64x2.neg(log2x(q)));
    if (i64x2.all_true(f64x2.le(root, v128.load64_splat(TABLE, 48)))) {
      const x = add(root, ratio(NORMAL_QUANTILE + 128, sub(root, v128.load64_splat(TABLE, 40))));
      const signed = v128.xor(x, v128.and(lower, v128.load64_splat(TABLE, 72)));
      store<f64>(first, f64x2.extract_lane(signed, 0));
      store<f64>(second, f64x2.extract_lane(signed, 1));
      return;
    }
  }
  store<f64>(first, normalQuantile(load<f64>(p)));
  store<f64>(second, normalQuantile(load<f64>(p, 8)));
}

/** out[i] = normalQuantile(p[i]) for i < n; `out` may be `p`. */
export function fillNormalQuantile(p: usize, n: i32, out: usize): void {
  for (; n >= 2; n -= 128) {
    const block = min(n, 128) & -2;
    const end = p + (<usize>block << 3);
    let tails: i32 = 0;
    for (; p < end; p += 16) {
      const pair = v128.load(p);
      const q = sub(pair, v128.load64_splat(TABLE));
      v128.store(out, central2x(q));
      // Appended always, counted only when in a tail (or NaN): no branch to mispredict.
      const centre = i64x2.bitmask(f64x2.le(f64x2.abs(q), v128.load64_splat(TABLE, 8)));
      store<f64>(TAILS + (<usize>tails << 3), f64x2.extract_lane(pair, 0));
      store<i32>(PLACES + (<usize>tails << 2), <i32>out);
      tails += 1 - (centre & 1);
      store<f64>(TAILS + (<usize>tails << 3), f64x2.extract_lane(pair, 1));
      store<i32>(PLACES + (<usize>tails << 2), <i32>out + 8);
      tails += 1 - (centre >> 1);
      out += 16;
    }
    let i: i32 = 0;
    for (; i + 1 < tails; i += 2) {
      const place = PLACES + (<usize>i << 2);
      tailPair(TAILS + (<usize>i << 3), <usize>load<u32>(place), <usize>load<u32>(place, 4));
    }
    if (i < tails) store<f64>(<usize>load<u32>(PLACES + (<usize>i << 2)), normalQuantile(load<f64>(TAILS + (<usize>i << 3))));
  }
  if (n & 1) store<f64>(out, normalQuantile(load<f64>(p)));
}
