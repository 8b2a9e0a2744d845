// @ts-nocheck: AssemblyScript
// exp on pairs. Twin of kernels/math/exp.ts: the same operations in the same order.

import { exp } from './exp.portable';

export { exp, expm1, expm1Parts, expTimes } from './exp.portable';

// Loaded, not splat: V8 builds a constant vector anew at each use.
const TABLE: usize = memory.data<f64>([
  708.0, 1.4426950408889634, 6755399441055744.0, 0.6931471805592082, 7.371002565167799e-13, 1.0,
  0.5000000000000011, 0.16666666666666413, 0.04166666666653024, 0.008333333333494213,
  0.001388888894360661, 0.00019841269507110687, 2.4801493126331668e-5, 2.7557585924790366e-6,
  2.7630237528022734e-7, 2.5000191084573335e-8,
], 64);

// @ts-ignore: decorator
@inline function add(a: v128, b: v128): v128 { return f64x2.add(a, b); }
// @ts-ignore: decorator
@inline function sub(a: v128, b: v128): v128 { return f64x2.sub(a, b); }
// @ts-ignore: decorator
@inline function mul(a: v128, b: v128): v128 { return f64x2.mul(a, b); }

/** Are both lanes accepted by `exp2x`? */
// @ts-ignore: decorator
@inline export function exp2xAccepts(x: v128): bool {
  return i64x2.all_true(f64x2.lt(f64x2.abs(x), v128.load64_splat(TABLE)));
}

/** exp of each lane, the bits of `exp`, for |x| < 708. */
// @ts-ignore: decorator
@inline export function exp2x(x: v128): v128 {
  const shift = v128.load64_splat(TABLE, 16);
  const one = v128.load64_splat(TABLE, 40);
  const t = add(mul(x, v128.load64_splat(TABLE, 8)), shift);
  const k = sub(t, shift);
  const high = sub(x, mul(k, v128.load64_splat(TABLE, 24)));
  const low = mul(k, v128.load64_splat(TABLE, 32));
  const r = sub(high, low);
  const z = mul(r, r);
  const w = mul(z, z);
  const q0 = add(add(v128.load64_splat(TABLE, 48), mul(v128.load64_splat(TABLE, 56), r)),
    mul(z, add(v128.load64_splat(TABLE, 64), mul(v128.load64_splat(TABLE, 72), r))));
  const q1 = add(add(v128.load64_splat(TABLE, 80), mul(v128.load64_splat(TABLE, 88), r)),
    mul(z, add(v128.load64_splat(TABLE, 96), mul(v128.load64_splat(TABLE, 104), r))));
  const q2 = add(v128.load64_splat(TABLE, 112), mul(v128.load64_splat(TABLE, 120), r));
  const q = add(q0, mul(w, add(q1, mul(w, q2))));
  const sum = add(one, high);
  const lost = sub(high, sub(sum, one));
  const y = add(sum, add(lost, sub(mul(z, q), low)));
  // The low bits of t are k: moved to the exponent and added to that of 1.
  return mul(y, i64x2.add(i64x2.shl(t, 52), one));
}

/** out[i] = exp(x[i]) for i < n; `out` may be `x`. */
export function fillExp(x: usize, n: i32, out: usize): void {
  for (; n >= 2; n -= 2) {
    const pair = v128.load(x);
    if (exp2xAccepts(pair)) {
      v128.store(out, exp2x(pair));
    } else {
      store<f64>(out, exp(f64x2.extract_lane(pair, 0)));
      store<f64>(out, exp(f64x2.extract_lane(pair, 1)), 8);
    }
    x += 16;
    out += 16;
  }
  if (n > 0) store<f64>(out, exp(load<f64>(x)));
}
