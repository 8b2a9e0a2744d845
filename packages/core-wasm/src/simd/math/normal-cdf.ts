// @ts-nocheck: AssemblyScript
// The normal distribution function and its complement on pairs: centre and tail of both lanes, then a choice.
// Twin of kernels/math/normal-cdf.ts, and of the parts of erf.ts and exp.ts that it calls: the same operations in the
// same order.

import { head2x, expTimes2x } from './exp';
import { normalSf } from './normal-cdf.portable';

export { fillNormalLogCdf, normalCdf, normalLogCdf, normalSf } from './normal-cdf.portable';

// Loaded, not splat: V8 builds a constant vector anew at each use. The bounds, sqrt(1/2), 1/2, 1, 2, 4, a sign.
const TABLE: usize = memory.data<f64>([
  37.0, 0.70710678118654768, 0.7071067811865476, 0.5, 1.0, 2.0, 4.0, -0.0,
], 64);
/** Of erf(x) - x, then of the tail. */
const SERIES: usize = memory.data<f64>([
  0.12837916709551256, -0.37612638903183315, 0.11283791670931272, -0.02686617064002351, 0.0052239775691975375,
  -0.0008548323400286155, 0.00012055187008199036, -1.4921857134483652e-5, 1.6398367024726369e-6,
  -1.5692205108451058e-7, 1.066213551331898e-8,
  1.2329951186255526, -0.13962111684056247, 0.015379652102621644, 0.06809705425468605,
  -0.10103906603642125, 0.09373283499861523, -0.06633036580940611, 0.037167515532479566,
  -0.016197734092630492, 0.005031970030820611, -0.0007577730355252192, -0.00019925703639088436,
  0.00015062052434151418, -2.4397795340153092e-5, -1.1218654234857839e-5, 5.705876127623528e-6,
  2.874384088626644e-7, -8.186088981908921e-7, 8.212199472609238e-8, 1.0252415910559157e-7,
  -2.2912775644739406e-8, -9.39711390476553e-9, 3.2850043113853787e-9,
], 64);

// @ts-ignore: decorator
@inline function add(a: v128, b: v128): v128 { return f64x2.add(a, b); }
// @ts-ignore: decorator
@inline function sub(a: v128, b: v128): v128 { return f64x2.sub(a, b); }
// @ts-ignore: decorator
@inline function mul(a: v128, b: v128): v128 { return f64x2.mul(a, b); }
// @ts-ignore: decorator
@inline function number(index: usize): v128 { return v128.load64_splat(TABLE + (index << 3)); }
// @ts-ignore: decorator
@inline function term(index: usize): v128 { return v128.load64_splat(SERIES + (index << 3)); }
/** Terms `index` and the next as c0 + c1 t. */
// @ts-ignore: decorator
@inline function line(index: usize, t: v128): v128 { return add(term(index), mul(t, term(index + 1))); }
/** Terms `index` and the next three as a cubic of t, z = t^2. */
// @ts-ignore: decorator
@inline function cubic(index: usize, t: v128, z: v128): v128 { return add(line(index, t), mul(z, line(index + 2, t))); }

/** z + erfExcess(z) of each lane. */
// @ts-ignore: decorator
@inline function erf2x(x: v128): v128 {
  const z = mul(x, x);
  const w = mul(z, z);
  const high = add(line(2, z), mul(w, add(line(4, z), mul(w, add(line(6, z), mul(w, add(line(8, z), mul(w, term(10)))))))));
  return add(x, mul(x, add(line(0, z), mul(w, high))));
}

/** scaledTail of each lane. */
// @ts-ignore: decorator
@inline function scaledTail2x(x: v128): v128 {
  const four = number(6);
  const t = f64x2.div(sub(x, four), add(x, four));
  const z = mul(t, t);
  const w = mul(z, z);
  const end = add(line(31, t), mul(z, term(33)));
  const g = add(cubic(15, t, z), mul(w, add(cubic(19, t, z), mul(w, add(cubic(23, t, z), mul(w, add(cubic(27, t, z), mul(w, end))))))));
  return add(term(11), add(mul(t, term(12)), add(mul(z, line(13, t)), mul(w, g))));
}

/** P(X > x) of each lane, the bits of `normalSf`, for |x| <= 37. */
// @ts-ignore: decorator
@inline function sf2x(x: v128): v128 {
  const half = number(3), one = number(4), sign = number(7);
  const a = f64x2.abs(x);
  const z = mul(a, number(2));
  const twice = mul(number(5), z);
  const d = add(one, twice);
  const lost = sub(one, sub(d, twice));
  const head = head2x(a);
  const minusHalf = v128.or(half, sign);
  const small = sub(mul(mul(minusHalf, sub(a, head)), add(a, head)), f64x2.div(lost, d));
  const c = f64x2.div(mul(half, scaledTail2x(z)), d);
  const tail = expTimes2x(c, mul(mul(minusHalf, head), head), small);
  const centre = sub(half, mul(half, erf2x(mul(x, number(2)))));
  const outer = v128.bitselect(sub(one, tail), tail, f64x2.lt(x, f64x2.neg(sign)));
  return v128.bitselect(outer, centre, f64x2.ge(a, number(1)));
}

/** P(X > x), or P(X > -x) where `flip` is the sign, of x[i] for i < n. */
function fill(x: usize, n: i32, flip: v128, out: usize): void {
  for (; n > 0; n -= 2) {
    const pair = v128.xor(n > 1 ? v128.load(x) : v128.load64_zero(x), flip);
    let y: v128;
    if (i64x2.all_true(f64x2.le(f64x2.abs(pair), number(0)))) y = sf2x(pair);
    else y = f64x2.replace_lane(f64x2.splat(normalSf(f64x2.extract_lane(pair, 0))), 1, normalSf(f64x2.extract_lane(pair, 1)));
    if (n > 1) v128.store(out, y);
    else v128.store64_lane(out, y, 0);
    x += 16;
    out += 16;
  }
}

/** out[i] = P(X > x[i]) for i < n; `out` may be `x`. */
export function fillNormalSf(x: usize, n: i32, out: usize): void {
  fill(x, n, f64x2.splat(0), out);
}

/** out[i] = P(X <= x[i]) for i < n; `out` may be `x`. */
export function fillNormalCdf(x: usize, n: i32, out: usize): void {
  fill(x, n, number(7), out);
}
