// log(x) and log1p(x), errors below 1 ulp.
// Source: the series in s = f / (2 + f) of FreeBSD msun e_log.c and s_log1p.c (Sun Microsystems, 1993), arranged
// without branches. Coefficients: tools/reference-tables/math-coefficients.py log log1p_unit
// Twin: simd/math/log.ts

import { f64s, fromWords, highWord, i32ToF64, lowWord } from '../../platform/platform';

/** 40 bits of ln 2, so that its products with exponents are exact, and the rest. */
const LN2_HIGH: f64 = 0.6931471805592082;
const LN2_LOW: f64 = 7.371002565167799e-13;
/** High words of 1 and of sqrt(1/2). */
const ONE: i32 = 0x3ff00000;
const ROOT: i32 = 0x3fe6a09e;

/** log(1 + f) + k ln 2 + c for sqrt(1/2) <= 1 + f < sqrt(2) and a small c. */
function logOf(f: f64, k: f64, c: f64): f64 {
  const s = f / (2.0 + f);
  const z = s * s;
  const w = z * z;
  const odd =
    z * (0.6666666666666734 + w * (0.28571428742504634 + w * (0.1818356501870635 + w * 0.14796141479014044)));
  const even = w * (0.39999999999414193 + w * (0.2222219856046576 + w * 0.15314032090498822));
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + (odd + even)) + (k * LN2_LOW + c)) - f);
}

/** log(x): -Infinity at 0, NaN below. */
export function log(x: f64): f64 {
  let bias: i32 = 1023;
  if (!(x >= 2.2250738585072014e-308 && x < Infinity)) {
    if (x === 0.0) return -Infinity;
    if (x < 0.0) return NaN;
    if (!(x < Infinity)) return x;
    x *= 18014398509481984.0; // 2^54: subnormal
    bias = 1077;
  }
  const high = (highWord(x) + (ONE - ROOT)) | 0;
  const f = fromWords((high & 0xfffff) + ROOT, lowWord(x)) - 1.0;
  return logOf(f, i32ToF64((high >> 20) - bias), 0.0);
}

/** log1p(x) = log(1 + x): -Infinity at -1, NaN below. */
export function log1p(x: f64): f64 {
  if (!(x > -1.0 && x < Infinity)) {
    if (x === -1.0) return -Infinity;
    return x < -1.0 ? NaN : x;
  }
  return x === 0.0 ? x : log1pParts(x, 0.0);
}

/** log(1 + x + low) for -1 < x < Infinity and a low below half its last place. */
export function log1pParts(x: f64, low: f64): f64 {
  // 1 + x = u + c without error, but for low.
  const u = 1.0 + x;
  const b = u - 1.0;
  const c = 1.0 - (u - b) + (x - b) + low;
  const high = (highWord(u) + (ONE - ROOT)) | 0;
  const f = fromWords((high & 0xfffff) + ROOT, lowWord(u)) - 1.0;
  return logOf(f, i32ToF64((high >> 20) - 1023), c / u);
}

/** log(1 + e) for 0 <= e <= 1: the series of log, longer, instead of its reduction. */
export function log1pUnit(e: f64): f64 {
  const s = e / (2.0 + e);
  const z = s * s;
  const w = z * z;
  const low =
    0.6666666666666631 + z * 0.4000000000015735 + w * (0.2857142854783833 + z * 0.22222223970816352);
  const high =
    0.1818174388293024 +
    z * 0.1538656089155653 +
    w * (0.1330095997337232 + z * 0.12106200509688582) +
    w * w * (0.08339575644528029 + z * 0.17019595874297327);
  const half = 0.5 * e * e;
  return e - (half - s * (half + z * (low + w * w * high)));
}

/** log(2 x) for x >= 1, also where 2 x overflows. */
export function logTwice(x: f64): f64 {
  if (x === Infinity) return x;
  const high = (highWord(x) + (ONE - ROOT)) | 0;
  const f = fromWords((high & 0xfffff) + ROOT, lowWord(x)) - 1.0;
  return logOf(f, i32ToF64((high >> 20) - 1022), 0.0);
}

/** out[i] = log(x[i]) for i < n; `out` may be `x`. */
export function fillLog(x: usize, n: i32, out: usize): void {
  const f = f64s();
  const from = (x >>> 3) as i32;
  const to = (out >>> 3) as i32;
  for (let i: i32 = 0; i < n; i++) f[to + i] = log(f[from + i]);
}

/** out[i] = log1p(x[i]) for i < n; `out` may be `x`. */
export function fillLog1p(x: usize, n: i32, out: usize): void {
  const f = f64s();
  const from = (x >>> 3) as i32;
  const to = (out >>> 3) as i32;
  for (let i: i32 = 0; i < n; i++) f[to + i] = log1p(f[from + i]);
}
