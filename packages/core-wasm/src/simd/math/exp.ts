// @ts-nocheck: AssemblyScript
// exp and expm1 on pairs. Twin of kernels/math/exp.ts: the same operations in the same order.

import { RESULT } from '../../platform/scratch';
import { exp, expm1 } from './exp.portable';

export { exp, expm1, expm1Parts, expTimes } from './exp.portable';

// Loaded, not splat: V8 builds a constant vector anew at each use.
const TABLE: usize = memory.data<f64>([
  708.0, 1.4426950408889634, 6755399441055744.0, 0.6931471805592082, 7.371002565167799e-13, 1.0,
  0.5000000000000011, 0.16666666666666413, 0.04166666666653024, 0.008333333333494213,
  0.001388888894360661, 0.00019841269507110687, 2.4801493126331668e-5, 2.7557585924790366e-6,
  2.7630237528022734e-7, 2.5000191084573335e-8, -800.0,
], 64);

/** Four values of each of 128 elements, in which fillExp leaves what the next pass needs. */
const STEPS: usize = memory.data(4096, 64);
// @ts-ignore: decorator
@inline const HIGH: usize = 1024;
// @ts-ignore: decorator
@inline const LOW: usize = 2048;
// @ts-ignore: decorator
@inline const GIVEN: usize = 3072;

/** Of expm1: its bound, 1/2, a sign, then the coefficients of t(r). */
const PARTS: usize = memory.data<f64>([
  40.0, 0.5, -0.0, 0.16666666666666677, 0.041666666666666574, 0.00833333333332217, 0.0013888888888942852,
  0.0001984126988491315, 2.4801587197784786e-5, 2.755724532574097e-6, 2.7557387462210567e-7,
  2.5108674746306855e-8, 2.0878771122800077e-9,
], 64);
/** The 21 leading bits of a double. */
const HEAD: usize = memory.data<u64>([0xffffffff00000000], 16);

// @ts-ignore: decorator
@inline function add(a: v128, b: v128): v128 { return f64x2.add(a, b); }
// @ts-ignore: decorator
@inline function sub(a: v128, b: v128): v128 { return f64x2.sub(a, b); }
// @ts-ignore: decorator
@inline function mul(a: v128, b: v128): v128 { return f64x2.mul(a, b); }

/** q(r) of exp(r) = 1 + r + r^2 q(r), given z = r^2 and its coefficients, numbers 6 to 15 of TABLE. */
// @ts-ignore: decorator
@inline function quadratic(
  r: v128, z: v128,
  c0: v128, c1: v128, c2: v128, c3: v128, c4: v128, c5: v128, c6: v128, c7: v128, c8: v128, c9: v128,
): v128 {
  const w = mul(z, z);
  const q0 = add(add(c0, mul(c1, r)), mul(z, add(c2, mul(c3, r))));
  const q1 = add(add(c4, mul(c5, r)), mul(z, add(c6, mul(c7, r))));
  return add(q0, mul(w, add(q1, mul(w, add(c8, mul(c9, r))))));
}

/** c exp(x + dx) of each lane, the bits of `expTimes` where |x| < 700 and the result is a normal number. */
// @ts-ignore: decorator
@inline export function expTimes2x(c: v128, x: v128, dx: v128): v128 {
  const shift = v128.load64_splat(TABLE, 16);
  const t = add(mul(x, v128.load64_splat(TABLE, 8)), shift);
  const k = sub(t, shift);
  const high = sub(x, mul(k, v128.load64_splat(TABLE, 24)));
  const low = sub(mul(k, v128.load64_splat(TABLE, 32)), dx);
  const r = sub(high, low);
  const z = mul(r, r);
  const part = mul(c, high);
  const sum = add(c, part);
  const q = quadratic(r, z,
    v128.load64_splat(TABLE + 48), v128.load64_splat(TABLE + 56), v128.load64_splat(TABLE + 64),
    v128.load64_splat(TABLE + 72), v128.load64_splat(TABLE + 80), v128.load64_splat(TABLE + 88),
    v128.load64_splat(TABLE + 96), v128.load64_splat(TABLE + 104), v128.load64_splat(TABLE + 112),
    v128.load64_splat(TABLE + 120));
  const y = add(sum, add(sub(part, sub(sum, c)), mul(c, sub(mul(z, q), low))));
  return mul(y, i64x2.add(i64x2.shl(t, 52), v128.load64_splat(TABLE, 40)));
}

/** The leading bits of each lane, as `headOf`. */
// @ts-ignore: decorator
@inline export function head2x(x: v128): v128 { return v128.and(x, v128.load64_splat(HEAD)); }

/** The larger part of expm1 of each lane, the bits of `expm1Parts`, for |x| < 50; the rest goes to RESULT + 112. */
// @ts-ignore: decorator
@inline export function expm1Parts2x(x: v128): v128 {
  const shift = v128.load64_splat(TABLE, 16);
  const one = v128.load64_splat(TABLE, 40);
  const half = v128.load64_splat(PARTS, 8);
  const t = add(mul(x, v128.load64_splat(TABLE, 8)), shift);
  const k = sub(t, shift);
  const high = sub(x, mul(k, v128.load64_splat(TABLE, 24)));
  const low = mul(k, v128.load64_splat(TABLE, 32));
  const r = sub(high, low);
  const z = mul(r, r);
  const w = mul(z, z);
  const p0 = add(add(v128.load64_splat(PARTS, 24), mul(v128.load64_splat(PARTS, 32), r)),
    mul(z, add(v128.load64_splat(PARTS, 40), mul(v128.load64_splat(PARTS, 48), r))));
  const p1 = add(add(v128.load64_splat(PARTS, 56), mul(v128.load64_splat(PARTS, 64), r)),
    mul(z, add(v128.load64_splat(PARTS, 72), mul(v128.load64_splat(PARTS, 80), r))));
  const p2 = add(v128.load64_splat(PARTS, 88), mul(v128.load64_splat(PARTS, 96), r));
  const p = add(p0, mul(w, add(p1, mul(w, p2))));
  const top = head2x(r);
  const lost = add(mul(half, add(sub(mul(top, top), z), mul(sub(r, top), add(r, top)))), mul(r, sub(sub(high, r), low)));
  // The low bits of t are k: moved to the exponent and added to that of 1.
  const scale = i64x2.add(i64x2.shl(t, 52), one);
  const big = sub(scale, one);
  const part = mul(scale, high);
  const square = mul(mul(scale, half), z);
  const sum = add(big, part);
  const total = add(sum, square);
  const rest = add(sub(part, sub(sum, big)), sub(square, sub(total, sum)));
  v128.store(RESULT, add(rest, mul(scale, add(mul(mul(z, r), p), sub(lost, low)))), 112);
  return total;
}

/** exp of the doubles at `x` that are outside the bound, to `out`. Of masked elements, far below it, that is 0. */
function fillOutside(x: usize, bytes: usize, out: usize): void {
  const bound = v128.load64_splat(TABLE), least = v128.load64_splat(TABLE + 128);
  let other = i64x2.splat(0);
  for (let i: usize = 0; i < bytes; i += 16) {
    const pair = v128.load(x + i);
    const none = f64x2.lt(pair, least);
    other = v128.or(other, v128.not(v128.or(none, f64x2.lt(f64x2.abs(pair), bound))));
    v128.store(out + i, v128.andnot(v128.load(out + i), none));
  }
  if (!v128.any_true(other)) return;
  for (let i: usize = 0; i < bytes; i += 8) {
    const each = load<f64>(x + i);
    if (!(abs(each) < load<f64>(TABLE))) store<f64>(out + i, exp(each));
  }
}

/**
 * out[i] = exp(x[i]) for i < n; `out` may be `x`. In three short passes over blocks of 128: a processor looks further
 * ahead in short steps than in long ones. They have the bits of `exp` for |x| < 708; what else there is, is made again.
 */
export function fillExp(x: usize, n: i32, out: usize): void {
  for (; n >= 2; n -= 128) {
    const bytes = <usize>(min(n, 128) & -2) << 3;
    const log2e = v128.load64_splat(TABLE + 8), shift = v128.load64_splat(TABLE + 16), bound = v128.load64_splat(TABLE);
    const ln2High = v128.load64_splat(TABLE + 24), ln2Low = v128.load64_splat(TABLE + 32);
    let ok = f64x2.eq(shift, shift);
    for (let i: usize = 0; i < bytes; i += 16) {
      const pair = v128.load(x + i);
      ok = v128.and(ok, f64x2.lt(f64x2.abs(pair), bound));
      const t = add(mul(pair, log2e), shift);
      const k = sub(t, shift);
      v128.store(STEPS + i, t);
      v128.store(STEPS + i, sub(pair, mul(k, ln2High)), HIGH);
      v128.store(STEPS + i, mul(k, ln2Low), LOW);
    }
    const c0 = v128.load64_splat(TABLE + 48), c1 = v128.load64_splat(TABLE + 56), c2 = v128.load64_splat(TABLE + 64);
    const c3 = v128.load64_splat(TABLE + 72), c4 = v128.load64_splat(TABLE + 80), c5 = v128.load64_splat(TABLE + 88);
    const c6 = v128.load64_splat(TABLE + 96), c7 = v128.load64_splat(TABLE + 104);
    const c8 = v128.load64_splat(TABLE + 112), c9 = v128.load64_splat(TABLE + 120);
    for (let i: usize = 0; i < bytes; i += 16) {
      const low = v128.load(STEPS + i, LOW);
      const r = sub(v128.load(STEPS + i, HIGH), low);
      const z = mul(r, r);
      v128.store(STEPS + i, sub(mul(z, quadratic(r, z, c0, c1, c2, c3, c4, c5, c6, c7, c8, c9)), low), LOW);
    }
    const fast = i64x2.all_true(ok);
    if (!fast) memory.copy(STEPS + GIVEN, x, bytes);
    const one = v128.load64_splat(TABLE + 40);
    for (let i: usize = 0; i < bytes; i += 16) {
      const high = v128.load(STEPS + i, HIGH);
      const sum = add(one, high);
      const y = add(sum, add(sub(high, sub(sum, one)), v128.load(STEPS + i, LOW)));
      // The low bits of t are k: moved to the exponent and added to that of 1.
      v128.store(out + i, mul(y, i64x2.add(i64x2.shl(v128.load(STEPS + i), 52), one)));
    }
    if (!fast) fillOutside(STEPS + GIVEN, bytes, out);
    x += bytes;
    out += bytes;
  }
  if (n & 1) store<f64>(out, exp(load<f64>(x)));
}

/** out[i] = expm1(x[i]) for i < n; `out` may be `x`. */
export function fillExpm1(x: usize, n: i32, out: usize): void {
  for (; n >= 2; n -= 2) {
    const pair = v128.load(x);
    if (i64x2.all_true(f64x2.lt(f64x2.abs(pair), v128.load64_splat(PARTS)))) {
      const total = expm1Parts2x(pair);
      // The sign of x: only for -0, whose sum with 0 has lost it.
      v128.store(out, v128.or(add(total, v128.load(RESULT, 112)), v128.and(pair, v128.load64_splat(PARTS, 16))));
    } else {
      store<f64>(out, expm1(f64x2.extract_lane(pair, 0)));
      store<f64>(out, expm1(f64x2.extract_lane(pair, 1)), 8);
    }
    x += 16;
    out += 16;
  }
  if (n > 0) store<f64>(out, expm1(load<f64>(x)));
}
