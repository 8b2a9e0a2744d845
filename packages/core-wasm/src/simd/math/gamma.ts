// @ts-nocheck: AssemblyScript
// lgamma and digamma of small positive numbers on pairs, other pairs one by one. Mirrors the middles of
// kernels/math/lgamma.ts and digamma.ts: the same operations in the same order.

import { BLOCK } from '../../platform/scratch';
import { digamma } from './digamma.portable';
import { lgamma } from './lgamma.portable';
import { fillLog } from './log';

export const LGAMMA: i32 = 0;
export const DIGAMMA: i32 = 1;

// Loaded, not splat: V8 builds a constant vector anew at each use. For each kind: where pairs end, what is added to x
// below 3/4 and above, what is taken from that sum for the argument of the rational function and for its factor, its
// constant; then its top and its bottom.
const KINDS: usize = memory.data<f64>([
  2.5000000000000004, 1.0, 0.0, 0.75, 1.6015625, 0.4689227178688935,
  -0.21322724604624052, -0.7735261636366444, -1.057838970420897, -0.6803926487674923,
  -0.20945558810173484, -0.02778395616254084, -0.001147216040208585, -4.406609339488409e-7,
  1.0, 4.393954010735931, 7.608125448469017, 6.6036474440207575,
  3.0267817315123526, 0.7084749658153183, 0.07477150756326019, 0.0025520399732151208,
  3.0, 0.25, -0.75, 0.0, 0.90625, 0.890221979165822,
  -0.701408959307611, -1.071849406113098, -0.5653063978362288, -0.12675528023833607,
  -0.011682566932299363, -0.00033237675879774334, -3.8598505482766e-8, 0.0,
  1.0, 2.6707490556834843, 2.4134061219846217, 0.9682798647182169,
  0.18152195458604406, 0.014699869663975365, 0.0003797341172102723, 0.0,
], 64);
/** 1e-20, 3/4, 1, 2, the zero of digamma minus 1, the zero, what it lacks. */
const TABLE: usize = memory.data<f64>([
  1e-20, 0.75, 1.0, 2.0, 0.46163214496836225, 1.4616321449683622, 9.549995429965697e-17,
], 64);

// @ts-ignore: decorator
@inline function add(a: v128, b: v128): v128 { return f64x2.add(a, b); }
// @ts-ignore: decorator
@inline function sub(a: v128, b: v128): v128 { return f64x2.sub(a, b); }
// @ts-ignore: decorator
@inline function mul(a: v128, b: v128): v128 { return f64x2.mul(a, b); }
// @ts-ignore: decorator
@inline function number(index: usize): v128 { return v128.load64_splat(TABLE + (index << 3)); }
/** Coefficients `at` and the next as c0 + c1 v. */
// @ts-ignore: decorator
@inline function line(at: usize, v: v128): v128 { return add(v128.load64_splat(at), mul(v, v128.load64_splat(at, 8))); }

/** c0 + ... + c7 v^7, coefficients at `at`; s = v^2. */
// @ts-ignore: decorator
@inline function polynomial(at: usize, v: v128, s: v128): v128 {
  return add(add(line(at, v), mul(s, line(at + 16, v))), mul(mul(s, s), add(line(at + 32, v), mul(s, line(at + 48, v)))));
}

function one(kind: i32, x: f64): f64 {
  return kind == LGAMMA ? lgamma(x) : digamma(x);
}

/** The function `kind` of the x[i] for i < n; `out` may be `x`. */
export function fillGamma(kind: i32, x: usize, n: i32, out: usize): void {
  const constants = KINDS + <usize>kind * 176;
  for (; n >= 2; n -= 2) {
    const pair = v128.load(x);
    if (i64x2.all_true(v128.and(f64x2.ge(pair, number(0)), f64x2.lt(pair, v128.load64_splat(constants))))) {
      const isLow = f64x2.lt(pair, number(1));
      const m = add(pair, v128.bitselect(v128.load64_splat(constants, 8), v128.load64_splat(constants, 16), isLow));
      const v = sub(m, v128.load64_splat(constants, 24));
      const s = mul(v, v);
      const top = mul(sub(m, v128.load64_splat(constants, 32)), polynomial(constants + 48, v, s));
      const ratio = add(v128.load64_splat(constants, 40), f64x2.div(top, polynomial(constants + 112, v, s)));
      let y: v128, rest: v128;
      if (kind == LGAMMA) {
        y = add(mul(mul(sub(m, number(2)), sub(m, number(3))), ratio), sub(v, v));
        fillLog(x, 2, BLOCK);
        rest = v128.load(BLOCK);
      } else {
        y = mul(sub(sub(pair, v128.bitselect(number(4), number(5), isLow)), number(6)), ratio);
        rest = f64x2.div(number(2), pair);
      }
      v128.store(out, sub(y, v128.and(rest, isLow)));
    } else {
      store<f64>(out, one(kind, f64x2.extract_lane(pair, 0)));
      store<f64>(out, one(kind, f64x2.extract_lane(pair, 1)), 8);
    }
    x += 16;
    out += 16;
  }
  if (n > 0) store<f64>(out, one(kind, load<f64>(x)));
}
