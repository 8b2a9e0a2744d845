// exp(x), error below 0.6 ulp, and the product c exp(x) that the tails of other functions are made of.
// Source: reduction to |r| <= ln 2 / 2 by a two-part ln 2 (Cody and Waite, 1980), then a minimax polynomial of
// degree 11 in the order of Estrin (1960). Coefficients: tools/reference-tables/math-coefficients.py exp expm1
// Twin: simd/math/exp.ts

import { abs, f64s, f64ToI32, fromWords, highWord } from '../../platform/platform';
import { RESULT } from '../../platform/scratch';

/** 1.5 * 2^52: adding and taking it away rounds to an integer, ties to even. */
const SHIFT: f64 = 6755399441055744.0;
const LOG2E: f64 = 1.4426950408889634;
/** 40 bits of ln 2, so that its products with exponents are exact, and the rest. */
const LN2_HIGH: f64 = 0.6931471805592082;
const LN2_LOW: f64 = 7.371002565167799e-13;

/** q(r) of exp(r) = 1 + r + r^2 q(r), given z = r^2. */
function quadratic(r: f64, z: f64): f64 {
  const w = z * z;
  return (
    0.5000000000000011 +
    0.16666666666666413 * r +
    z * (0.04166666666653024 + 0.008333333333494213 * r) +
    w *
      (0.001388888894360661 +
        0.00019841269507110687 * r +
        z * (2.4801493126331668e-5 + 2.7557585924790366e-6 * r) +
        w * (2.7630237528022734e-7 + 2.5000191084573335e-8 * r))
  );
}

/** exp(x) for every double. */
export function exp(x: f64): f64 {
  if (!(abs(x) < 708.0)) return x !== x ? x : expTimes(1.0, x, 0.0);
  const k = x * LOG2E + SHIFT - SHIFT;
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const z = r * r;
  // 1 + high with its error, while the polynomial is under way.
  const sum = 1.0 + high;
  const lost = high - (sum - 1.0);
  return (sum + (lost + (z * quadratic(r, z) - low))) * fromWords((f64ToI32(k) + 1023) << 20, 0);
}

/**
 * c exp(x + dx) with one rounding for the product, also where the result is subnormal.
 * Trusts: x is no NaN, |dx| < 2^-40 max(1, |x|), 2^-40 < |c| < 2^40.
 */
export function expTimes(c: f64, x: f64, dx: f64): f64 {
  if (x > 800.0) return c * Infinity;
  if (x < -800.0) return c * 0.0;
  const k = x * LOG2E + SHIFT - SHIFT;
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW - dx;
  const r = high - low;
  const z = r * r;
  // In two steps: 2^k itself may not be a double.
  const exponent = f64ToI32(k);
  const half = exponent >> 1;
  const part = c * high;
  const sum = c + part;
  const y = sum + (part - (sum - c) + c * (z * quadratic(r, z) - low));
  return y * fromWords((half + 1023) << 20, 0) * fromWords((exponent - half + 1023) << 20, 0);
}

/** expm1(x) = exp(x) - 1 for every double, error below 0.75 ulp. Overwrites the last place of RESULT. */
export function expm1(x: f64): f64 {
  if (!(abs(x) < 40.0)) {
    if (x > 0.0) return exp(x);
    return x < 0.0 ? -1.0 : x;
  }
  if (x === 0.0) return x;
  const high = expm1Parts(x);
  return high + f64s()[((RESULT >>> 3) as i32) + 15];
}

/** The larger part of exp(x) - 1 for |x| < 50; the rest of it goes to the last place of RESULT. */
export function expm1Parts(x: f64): f64 {
  const k = x * LOG2E + SHIFT - SHIFT;
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const z = r * r;
  const w = z * z;
  const t =
    0.16666666666666677 +
    0.041666666666666574 * r +
    z * (0.00833333333332217 + 0.0013888888888942852 * r) +
    w *
      (0.0001984126988491315 +
        2.4801587197784786e-5 * r +
        z * (2.755724532574097e-6 + 2.7557387462210567e-7 * r) +
        w * (2.5108674746306855e-8 + 2.0878771122800077e-9 * r));
  // r^2 / 2 = z / 2 + lost: what r and z have lost by rounding.
  const head = fromWords(highWord(r), 0);
  const lost = 0.5 * (head * head - z + (r - head) * (r + head)) + r * (high - r - low);
  // (2^k - 1) + 2^k high + 2^k z / 2 as a sum and its errors, then the small rest.
  const scale = fromWords((f64ToI32(k) + 1023) << 20, 0);
  const big = scale - 1.0;
  const part = scale * high;
  const square = scale * 0.5 * z;
  const sum = big + part;
  const total = sum + square;
  const rest = part - (sum - big) + (square - (total - sum));
  f64s()[((RESULT >>> 3) as i32) + 15] = rest + scale * (z * r * t + (lost - low));
  return total;
}

/** out[i] = exp(x[i]) for i < n; `out` may be `x`. */
export function fillExp(x: usize, n: i32, out: usize): void {
  const f = f64s();
  const from = (x >>> 3) as i32;
  const to = (out >>> 3) as i32;
  for (let i: i32 = 0; i < n; i++) f[to + i] = exp(f[from + i]);
}

/** out[i] = expm1(x[i]) for i < n; `out` may be `x`. */
export function fillExpm1(x: usize, n: i32, out: usize): void {
  const f = f64s();
  const from = (x >>> 3) as i32;
  const to = (out >>> 3) as i32;
  for (let i: i32 = 0; i < n; i++) f[to + i] = expm1(f[from + i]);
}
