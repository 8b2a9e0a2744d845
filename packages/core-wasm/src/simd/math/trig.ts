// @ts-nocheck: AssemblyScript
// sin and cos on pairs. Twin of kernels/math/trig.ts: the same operations in the same order.

import { cos, sin } from './trig.portable';

export { cos, sin, tan } from './trig.portable';

// Loaded, not splat: V8 builds a constant vector anew at each use. First two whole numbers, as bits.
const WORDS: usize = memory.data<u64>([1, 2], 16);
const TABLE: usize = memory.data<f64>([
  1048576.0, 0.6366197723675814, 6755399441055744.0, 1.5707963267341256, 6.077100506303966e-11,
  2.0222662487111665e-21, 8.4784276603689e-32, 0.5, 1.0, -0.1666666666666663,
  0.008333333333322113, -0.0001984126982958465, 2.7557313619589255e-6, -2.505074746950098e-8, 1.589621255374882e-10,
  0.041666666666666595, -0.0013888888888873047, 2.4801587288845703e-5, -2.755731417750346e-7,
  2.0875700589475135e-9, -1.1358523013382296e-11, 0.0,
], 64);

// @ts-ignore: decorator
@inline function add(a: v128, b: v128): v128 { return f64x2.add(a, b); }
// @ts-ignore: decorator
@inline function sub(a: v128, b: v128): v128 { return f64x2.sub(a, b); }
// @ts-ignore: decorator
@inline function mul(a: v128, b: v128): v128 { return f64x2.mul(a, b); }
// @ts-ignore: decorator
@inline function number(index: usize): v128 { return v128.load64_splat(TABLE + (index << 3)); }

/** sin of x + quarters pi/2 of each lane, the bits of `sin` and `cos`, for |x| < 2^20. */
// @ts-ignore: decorator
@inline function turned2x(x: v128, quarters: v128): v128 {
  const shift = number(2);
  const t = add(mul(x, number(1)), shift);
  const n = sub(t, shift);
  const r1 = sub(x, mul(n, number(3)));
  const w2 = mul(n, number(4));
  const r2 = sub(r1, w2);
  const b2 = sub(r2, r1);
  const e2 = sub(sub(r1, sub(r2, b2)), add(w2, b2));
  const w3 = mul(n, number(5));
  const r3 = sub(r2, w3);
  const b3 = sub(r3, r2);
  const e3 = sub(sub(r2, sub(r3, b3)), add(w3, b3));
  const small = add(e2, sub(e3, mul(n, number(6))));
  // With n = 0 nothing was taken away; but -0 has lost its sign.
  const y = v128.bitselect(x, add(r3, small), f64x2.eq(n, number(21)));
  const low = sub(small, sub(y, r3));

  const z = mul(y, y);
  const w = mul(z, z);
  const half = mul(number(7), z);
  const one = number(8);
  const v = mul(z, y);
  const s = add(add(number(10), mul(z, number(11))), mul(w, add(add(number(12), mul(z, number(13))), mul(w, number(14)))));
  const sinRest = f64x2.neg(sub(sub(mul(z, sub(mul(number(7), low), mul(v, s))), low), mul(v, number(9))));
  const c = mul(z, add(add(number(15), mul(z, number(16))),
    mul(w, add(add(number(17), mul(z, number(18))), mul(w, add(number(19), mul(z, number(20))))))));
  const sum = sub(one, half);
  const cosRest = add(sub(sub(one, sum), half), sub(mul(z, c), mul(y, low)));

  // The low bits of t are n.
  const turns = i64x2.add(t, quarters);
  const even = i64x2.ne(v128.and(turns, v128.load64_splat(WORDS)), v128.load64_splat(WORDS));
  const value = add(v128.bitselect(y, sum, even), v128.bitselect(sinRest, cosRest, even));
  return v128.xor(value, i64x2.shl(v128.and(turns, v128.load64_splat(WORDS, 8)), 62));
}

/** sin (0 quarters) or cos (1) of x[i] for i < n. */
function fill(x: usize, n: i32, quarters: i32, out: usize): void {
  const turn = i64x2.splat(quarters);
  for (; n > 0; n -= 2) {
    const pair = n > 1 ? v128.load(x) : v128.load64_zero(x);
    let y: v128;
    if (i64x2.all_true(f64x2.lt(f64x2.abs(pair), number(0)))) {
      y = turned2x(pair, turn);
    } else {
      const x0 = f64x2.extract_lane(pair, 0), x1 = f64x2.extract_lane(pair, 1);
      const y0 = quarters ? cos(x0) : sin(x0);
      y = f64x2.replace_lane(f64x2.splat(y0), 1, quarters ? cos(x1) : sin(x1));
    }
    if (n > 1) v128.store(out, y);
    else v128.store64_lane(out, y, 0);
    x += 16;
    out += 16;
  }
}

/** out[i] = sin(x[i]) for i < n; `out` may be `x`. */
export function fillSin(x: usize, n: i32, out: usize): void {
  fill(x, n, 0, out);
}

/** out[i] = cos(x[i]) for i < n; `out` may be `x`. */
export function fillCos(x: usize, n: i32, out: usize): void {
  fill(x, n, 1, out);
}
