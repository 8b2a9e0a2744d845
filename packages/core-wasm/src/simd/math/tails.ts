// @ts-nocheck: AssemblyScript
// erf, erfc and the normal distribution function in blocks: all pairs through the centre, then the tails, gathered,
// through theirs. Mirrors kernels/math/erf.ts and normal-cdf.ts: the same operations in the same order.

import { BLOCK } from '../../platform/scratch';
import { erf, erfc } from './erf.portable';
import { expTimes2x, head2x } from './exp';
import { normalSf } from './normal-cdf.portable';

/** What `fillTails` fills: SF_OR_FACTOR is P(X > x), but in the lower tail what P(X <= x) has before exp(-x^2 / 2). */
export const ERF: i32 = 0;
export const ERFC: i32 = 1;
export const SF: i32 = 2;
export const SF_OR_FACTOR: i32 = 3;

// Loaded, not splat: V8 builds a constant vector anew at each use. For erf, erfc and the others: where the tail begins,
// where it ends, by what x is multiplied, what is left of x^2 and before the tail, what the tail is taken from.
const KINDS: usize = memory.data<f64>([
  0.84, 26.0, 1.0, 1.0, 1.0,
  0.5, 26.0, 1.0, 1.0, 2.0,
  0.70710678118654768, 37.0, 0.7071067811865476, 0.5, 1.0,
], 64);
/** A large number, a sign, 1/4, 1/2, 1, 2, 4. */
const TABLE: usize = memory.data<f64>([1e200, -0.0, 0.25, 0.5, 1.0, 2.0, 4.0], 64);
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
/** Of one block: the numbers that lie in a tail, and where their results go (one of each to spare). */
export const TAILS: usize = memory.data(129 * 8, 64);
export const PLACES: usize = memory.data(129 * 4, 64);
const NOWHERE: usize = memory.data(8, 8);

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

/** erfExcess of each lane. */
// @ts-ignore: decorator
@inline function excess2x(x: v128): v128 {
  const z = mul(x, x);
  const w = mul(z, z);
  const high = add(line(2, z), mul(w, add(line(4, z), mul(w, add(line(6, z), mul(w, add(line(8, z), mul(w, term(10)))))))));
  return mul(x, add(line(0, z), mul(w, high)));
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

/** The results of the gathered tails of a block, to their places. */
function fillGathered(kind: i32, count: i32, constants: usize): void {
  store<f64>(TAILS + (<usize>count << 3), 1.0);
  store<i32>(PLACES + (<usize>count << 2), <i32>NOWHERE);
  const bytes = <usize>count << 3;
  // Factors first: two short loops beat a long one.
  for (let i: usize = 0; i < bytes; i += 16) {
    // No infinity: what follows would be no number.
    const z = f64x2.pmin(mul(f64x2.abs(v128.load(TAILS + i)), v128.load64_splat(constants, 16)), number(0));
    const d = add(number(4), mul(number(5), z));
    v128.store(BLOCK + i, f64x2.div(mul(v128.load64_splat(constants, 24), scaledTail2x(z)), d));
  }
  const isErf = i64x2.splat(-<i64>(kind == ERF));
  const sign = v128.and(number(1), isErf);
  for (let i: usize = 0; i < bytes; i += 16) {
    const x = v128.load(TAILS + i), c = v128.load(BLOCK + i), end = v128.load64_splat(constants, 8);
    // Farther out the results are what they are at the end, but for tails as such: see `far`.
    const a = f64x2.pmin(f64x2.abs(x), end);
    const twice = mul(number(5), mul(a, v128.load64_splat(constants, 16)));
    const d = add(number(4), twice);
    const lost = sub(number(4), sub(d, twice));
    const head = head2x(a);
    const minus = v128.or(v128.load64_splat(constants, 24), number(1));
    const small = sub(mul(mul(minus, sub(a, head)), add(a, head)), f64x2.div(lost, d));
    const tail = expTimes2x(c, mul(mul(minus, head), head), small);
    const rest = kind == SF_OR_FACTOR ? c : sub(v128.load64_splat(constants, 32), tail);
    const y = v128.or(v128.bitselect(rest, tail, v128.or(isErf, f64x2.lt(x, sub(a, a)))), v128.and(x, sign));
    const first = <usize>load<u32>(PLACES + (i >> 1)), second = <usize>load<u32>(PLACES + (i >> 1), 4);
    v128.store64_lane(first, y, 0);
    v128.store64_lane(second, y, 1);
    if (v128.any_true(f64x2.gt(x, end))) {
      far(kind, f64x2.extract_lane(x, 0), first);
      far(kind, f64x2.extract_lane(x, 1), second);
    }
  }
}

function one(kind: i32, x: f64): f64 {
  if (kind == ERF) return erf(x);
  return kind == ERFC ? erfc(x) : normalSf(x);
}

/** A result that may be so small that it is no normal number. */
function far(kind: i32, x: f64, to: usize): void {
  if (x > 26.0) store<f64>(to, one(kind, x));
}

/** The function `kind` of the x[i], or where `sign` is -0 of -x[i], for i < n; `out` may be `x`. */
export function fillTails(kind: i32, x: usize, n: i32, sign: f64, out: usize): void {
  const flip = f64x2.splat(sign);
  const constants = KINDS + <usize>min(kind, SF) * 40;
  for (; n >= 2; n -= 128) {
    const end = x + (<usize>(min(n, 128) & -2) << 3);
    let tails: i32 = 0;
    for (; x < end; x += 16, out += 16) {
      const half = number(3);
      const pair = v128.xor(v128.load(x), flip);
      const t = mul(pair, v128.load64_splat(constants, 16));
      const excess = excess2x(t);
      const sum = add(t, excess);
      let y = sum;
      if (kind == ERFC) {
        y = v128.bitselect(sub(half, add(excess, sub(pair, half))), sub(number(4), sum), f64x2.gt(pair, number(2)));
      } else if (kind != ERF) {
        y = sub(half, mul(half, sum));
      }
      v128.store(out, y);
      // Appended always, counted only when in a tail: no branch to mispredict.
      const isTail = i64x2.bitmask(f64x2.ge(f64x2.abs(pair), v128.load64_splat(constants)));
      v128.store64_lane(TAILS + (<usize>tails << 3), pair, 0);
      store<i32>(PLACES + (<usize>tails << 2), <i32>out);
      tails += isTail & 1;
      v128.store64_lane(TAILS + (<usize>tails << 3), pair, 1);
      store<i32>(PLACES + (<usize>tails << 2), <i32>out + 8);
      tails += isTail >> 1;
    }
    fillGathered(kind, tails, constants);
  }
  if (n & 1) store<f64>(out, one(kind, f64x2.extract_lane(v128.xor(v128.load64_zero(x), flip), 0)));
}
