// @ts-nocheck: AssemblyScript
// log and log1p on pairs. Twin of kernels/math/log.ts: the same operations in the same order.

import { log, log1p } from './log.portable';

export { log, log1p, log1pParts, log1pUnit, logTwice } from './log.portable';

// Loaded, not splat: V8 builds a constant vector anew at each use. First the bits that take a double apart.
const WORDS: usize = memory.data<u64>([
  0x00095f6200000000, // 1 - sqrt(1/2), as bits: moves the cut between two exponents to sqrt(2)
  0x000fffffffffffff,
  0x3fe6a09e00000000, // sqrt(1/2)
  0x4330000000000000, // 2^52
  0x0010000000000000, // the least normal double
  0x7ff0000000000000, // Infinity
  0x8000000000000000,
], 64);
const TABLE: usize = memory.data<f64>([
  4503599627371519.0, 1.0, 2.0, 0.5, 0.6931471805592082, 7.371002565167799e-13,
  0.6666666666666734, 0.28571428742504634, 0.1818356501870635, 0.14796141479014044,
  0.39999999999414193, 0.2222219856046576, 0.15314032090498822, -1.0,
], 64);

/** The series of log1pUnit. */
const UNIT: usize = memory.data<f64>([
  0.6666666666666631, 0.4000000000015735, 0.2857142854783833, 0.22222223970816352, 0.1818174388293024,
  0.1538656089155653, 0.1330095997337232, 0.12106200509688582, 0.08339575644528029, 0.17019595874297327,
], 64);

// @ts-ignore: decorator
@inline function add(a: v128, b: v128): v128 { return f64x2.add(a, b); }
// @ts-ignore: decorator
@inline function sub(a: v128, b: v128): v128 { return f64x2.sub(a, b); }
// @ts-ignore: decorator
@inline function mul(a: v128, b: v128): v128 { return f64x2.mul(a, b); }

/** k of x = 2^k (1 + f), from the bits of x moved by the first of WORDS. */
// @ts-ignore: decorator
@inline function exponent(t: v128): v128 {
  return sub(v128.or(i64x2.shr_u(t, 52), v128.load64_splat(WORDS, 24)), v128.load64_splat(TABLE));
}

/** f of x = 2^k (1 + f), sqrt(1/2) <= 1 + f < sqrt(2). */
// @ts-ignore: decorator
@inline function fraction(t: v128): v128 {
  return sub(i64x2.add(v128.and(t, v128.load64_splat(WORDS, 8)), v128.load64_splat(WORDS, 16)), v128.load64_splat(TABLE, 8));
}

/** log(1 + f) + k ln 2, with `small` = k LN2_LOW and what else there is. */
// @ts-ignore: decorator
@inline function logOf(f: v128, k: v128, small: v128): v128 {
  const s = f64x2.div(f, add(v128.load64_splat(TABLE, 16), f));
  const z = mul(s, s);
  const w = mul(z, z);
  const odd = mul(z, add(v128.load64_splat(TABLE, 48), mul(w, add(v128.load64_splat(TABLE, 56),
    mul(w, add(v128.load64_splat(TABLE, 64), mul(w, v128.load64_splat(TABLE, 72))))))));
  const even = mul(w, add(v128.load64_splat(TABLE, 80), mul(w, add(v128.load64_splat(TABLE, 88), mul(w, v128.load64_splat(TABLE, 96))))));
  const half = mul(mul(v128.load64_splat(TABLE, 24), f), f);
  return sub(mul(k, v128.load64_splat(TABLE, 32)), sub(sub(half, add(mul(s, add(half, add(odd, even))), small)), f));
}

/** Are both lanes accepted by `log2x`? */
// @ts-ignore: decorator
@inline export function log2xAccepts(x: v128): bool {
  return i64x2.all_true(v128.and(f64x2.ge(x, v128.load64_splat(WORDS, 32)), f64x2.lt(x, v128.load64_splat(WORDS, 40))));
}

/** log of each lane, the bits of `log`, for positive normal doubles. */
// @ts-ignore: decorator
@inline export function log2x(x: v128): v128 {
  const t = i64x2.add(x, v128.load64_splat(WORDS));
  const k = exponent(t);
  return logOf(fraction(t), k, mul(k, v128.load64_splat(TABLE, 40)));
}

/** log(u + c) of each lane, for positive normal u and a c below half its last place: the end of `log1p`. */
// @ts-ignore: decorator
@inline export function logOfSum2x(u: v128, c: v128): v128 {
  const t = i64x2.add(u, v128.load64_splat(WORDS));
  const k = exponent(t);
  return logOf(fraction(t), k, add(mul(k, v128.load64_splat(TABLE, 40)), f64x2.div(c, u)));
}

/** Are both lanes accepted by `log1p2x`? */
// @ts-ignore: decorator
@inline export function log1p2xAccepts(x: v128): bool {
  return i64x2.all_true(v128.and(f64x2.gt(x, v128.load64_splat(TABLE, 104)), f64x2.lt(x, v128.load64_splat(WORDS, 40))));
}

/** log1p of each lane, the bits of `log1p`, for -1 < x < Infinity. */
// @ts-ignore: decorator
@inline export function log1p2x(x: v128): v128 {
  const one = v128.load64_splat(TABLE, 8);
  const u = add(one, x);
  const b = sub(u, one);
  const c = add(sub(one, sub(u, b)), sub(x, b));
  // The sign of x: only for -0, whose sum with 1 has lost it.
  return v128.or(logOfSum2x(u, c), v128.and(x, v128.load64_splat(WORDS, 48)));
}

/** log1p of each lane, the bits of `log1pUnit`, for 0 <= e <= 1 and NaN. */
// @ts-ignore: decorator
@inline export function log1pUnit2x(e: v128): v128 {
  const s = f64x2.div(e, add(v128.load64_splat(TABLE, 16), e));
  const z = mul(s, s);
  const w = mul(z, z);
  const v = mul(w, w);
  const low = add(add(v128.load64_splat(UNIT), mul(z, v128.load64_splat(UNIT, 8))),
    mul(w, add(v128.load64_splat(UNIT, 16), mul(z, v128.load64_splat(UNIT, 24)))));
  const high = add(add(add(v128.load64_splat(UNIT, 32), mul(z, v128.load64_splat(UNIT, 40))),
    mul(w, add(v128.load64_splat(UNIT, 48), mul(z, v128.load64_splat(UNIT, 56))))),
    mul(v, add(v128.load64_splat(UNIT, 64), mul(z, v128.load64_splat(UNIT, 72)))));
  const half = mul(mul(v128.load64_splat(TABLE, 24), e), e);
  return sub(e, sub(half, mul(s, add(half, mul(z, add(low, mul(v, high)))))));
}

/** out[i] = log(x[i]) for i < n; `out` may be `x`. */
export function fillLog(x: usize, n: i32, out: usize): void {
  for (; n >= 2; n -= 2) {
    const pair = v128.load(x);
    if (log2xAccepts(pair)) {
      v128.store(out, log2x(pair));
    } else {
      store<f64>(out, log(f64x2.extract_lane(pair, 0)));
      store<f64>(out, log(f64x2.extract_lane(pair, 1)), 8);
    }
    x += 16;
    out += 16;
  }
  if (n > 0) store<f64>(out, log(load<f64>(x)));
}

/** out[i] = log1p(x[i]) for i < n; `out` may be `x`. */
export function fillLog1p(x: usize, n: i32, out: usize): void {
  for (; n >= 2; n -= 2) {
    const pair = v128.load(x);
    if (log1p2xAccepts(pair)) {
      v128.store(out, log1p2x(pair));
    } else {
      store<f64>(out, log1p(f64x2.extract_lane(pair, 0)));
      store<f64>(out, log1p(f64x2.extract_lane(pair, 1)), 8);
    }
    x += 16;
    out += 16;
  }
  if (n > 0) store<f64>(out, log1p(load<f64>(x)));
}
