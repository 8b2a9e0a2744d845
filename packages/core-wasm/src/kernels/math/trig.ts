// sin(x), cos(x) and tan(x), errors below 1 ulp for every finite double.
// Source: reduction by pi/2 in four parts (Cody and Waite, 1980) below 2^20, above it by digits of 2/pi (Payne and
// Hanek, 1983); the polynomials' form is that of FreeBSD msun k_sin.c and k_cos.c (Sun Microsystems, 1993).
// Coefficients: tools/reference-tables/math-coefficients.py sin cos
// Twin: simd/math/trig.ts

import { TWO_OVER_PI } from '../../generated/trig';
import {
  abs,
  f64s,
  f64ToI32,
  floor,
  fromWords,
  highWord,
  i32s,
  i32ToF64,
  quotient,
} from '../../platform/platform';
import { RESULT } from '../../platform/scratch';
import { quotientRest, squareRest } from './parts';

const SHIFT: f64 = 6755399441055744.0;
const QUARTER: f64 = 0.7853981633974483;
/** pi/2: three parts of 33 bits and the rest. */
const P1: f64 = 1.5707963267341256;
const P2: f64 = 6.077100506303966e-11;
const P3: f64 = 2.0222662487111665e-21;
const P4: f64 = 8.4784276603689e-32;
/** pi/2: 26 bits and the rest. */
const P_HIGH: f64 = 1.5707963109016418;
const P_LOW: f64 = 1.5893254773528196e-8;

/** Writes y, its rounding error to the last two places of RESULT. */
function put(y: f64, low: f64): void {
  const f = f64s();
  const at = (RESULT >>> 3) as i32;
  f[at + 14] = y;
  f[at + 15] = low;
}

/** x - n pi/2 for pi/4 < |x| < 2^20 as two doubles; returns n. */
function reduceMedium(x: f64): i32 {
  const n = x * 0.6366197723675814 + SHIFT - SHIFT;
  const r1 = x - n * P1;
  // Two differences with their errors: x may be close to a multiple.
  const w2 = n * P2;
  const r2 = r1 - w2;
  const b2 = r2 - r1;
  const e2 = r1 - (r2 - b2) - (w2 + b2);
  const w3 = n * P3;
  const r3 = r2 - w3;
  const b3 = r3 - r2;
  const e3 = r2 - (r3 - b3) - (w3 + b3);
  const low = e2 + (e3 - n * P4);
  const y = r3 + low;
  put(y, low - (y - r3));
  return f64ToI32(n);
}

/** The same for 2^20 <= |x| < Infinity, n modulo 4. */
function reduceLarge(x: f64): i32 {
  const digits = i32s();
  const table = (TWO_OVER_PI >>> 2) as i32;
  // |x| = (a0 + a1 2^-24 + a2 2^-48 + a3 2^-72) 2^(24 q), every a an integer of 24 bits.
  const q = quotient(((highWord(x) >> 20) & 0x7ff) - 1023, 24);
  let rest = abs(x) * fromWords((1023 - 24 * q) << 20, 0);
  const a0 = floor(rest);
  rest = (rest - a0) * 16777216.0;
  const a1 = floor(rest);
  rest = (rest - a1) * 16777216.0;
  const a2 = floor(rest);
  const a3 = (rest - a2) * 16777216.0;
  // Digits 7..1 after the point of |x| 2/pi and the one before it, each an exact sum of products, from the last on.
  let carry: f64 = 0.0;
  let digit: f64 = 0.0;
  let unit: f64 = 2.6727647100921956e-51; // 2^-168
  let first: f64 = 0.0;
  let second: f64 = 0.0;
  let third: f64 = 0.0;
  let n: i32 = 0;
  for (let k: i32 = 7; k >= 0; k--) {
    const j: i32 = q - 1 + k;
    let sum: f64 = carry;
    if (j >= 0) sum += a0 * i32ToF64(digits[table + j]);
    if (j >= 1) sum += a1 * i32ToF64(digits[table + j - 1]);
    if (j >= 2) sum += a2 * i32ToF64(digits[table + j - 2]);
    if (j >= 3) sum += a3 * i32ToF64(digits[table + j - 3]);
    carry = floor(sum * 5.9604644775390625e-8);
    digit = sum - carry * 16777216.0;
    if (k === 0) {
      n = (n + f64ToI32(digit)) | 0;
    } else {
      if (k === 1 && digit >= 8388608.0) {
        // Half or more: round up.
        digit -= 16777216.0;
        n = 1;
      }
      if (k >= 5) third += digit * unit;
      else if (k >= 3) second += digit * unit;
      else first += digit * unit;
      unit *= 16777216.0;
    }
  }
  const head = first + second;
  const tail = second - (head - first) + third;
  const f = head + tail;
  const g = tail - (f - head);
  // Times pi/2, the leading product without rounding.
  const fHigh = fromWords(highWord(f), 0);
  const product = fHigh * P_HIGH;
  const error = fHigh * P_LOW + ((f - fHigh) * (P_HIGH + P_LOW) + g * P_HIGH);
  const y = product + error;
  const low = error - (y - product);
  if (x < 0.0) {
    put(-y, -low);
    return -n | 0;
  }
  put(y, low);
  return n;
}

/** n and x - n pi/2 for a finite x. */
function reduce(x: f64): i32 {
  if (abs(x) > QUARTER) return abs(x) < 1048576.0 ? reduceMedium(x) : reduceLarge(x);
  put(x, 0.0);
  return 0;
}

/** sin(y + low) - y for |y| <= pi/4. */
function sinRest(y: f64, low: f64): f64 {
  const z = y * y;
  const w = z * z;
  const r =
    0.008333333333322113 +
    z * -0.0001984126982958465 +
    w * (2.7557313619589255e-6 + z * -2.505074746950098e-8 + w * 1.589621255374882e-10);
  const v = z * y;
  return -(z * (0.5 * low - v * r) - low - v * -0.1666666666666663);
}

/** cos(y + low) - sum for |y| <= pi/4, sum = 1 - y^2 / 2. */
function cosRest(y: f64, low: f64, sum: f64): f64 {
  const z = y * y;
  const w = z * z;
  const r =
    z *
    (0.041666666666666595 +
      z * -0.0013888888888873047 +
      w *
        (2.4801587288845703e-5 +
          z * -2.755731417750346e-7 +
          w * (2.0875700589475135e-9 + z * -1.1358523013382296e-11)));
  return 1.0 - sum - 0.5 * z + (z * r - y * low);
}

/** sin of x + quarters pi/2. */
function turned(x: f64, quarters: i32): f64 {
  if (!(abs(x) < Infinity)) return NaN;
  const n = reduce(x) + quarters;
  const f = f64s();
  const y = f[((RESULT >>> 3) as i32) + 14];
  const low = f[((RESULT >>> 3) as i32) + 15];
  const first: f64 = (n & 1) === 0 ? y : 1.0 - 0.5 * (y * y);
  const value = first + ((n & 1) === 0 ? sinRest(y, low) : cosRest(y, low, first));
  return (n & 2) === 0 ? value : -value;
}

/** sin(x), x in radians; NaN for an infinity. Overwrites the last two places of RESULT. */
export function sin(x: f64): f64 {
  return turned(x, 0);
}

/** cos(x), x in radians; NaN for an infinity. Overwrites the last two places of RESULT. */
export function cos(x: f64): f64 {
  return turned(x, 1);
}

/** tan(x), x in radians; NaN for an infinity. Overwrites the last two places of RESULT. */
export function tan(x: f64): f64 {
  if (!(abs(x) < Infinity)) return NaN;
  if (abs(x) < 3.7252902984619140625e-9) return x; // 2^-28
  const n = reduce(x);
  const f = f64s();
  const y = f[((RESULT >>> 3) as i32) + 14];
  const low = f[((RESULT >>> 3) as i32) + 15];
  // sin and cos of what is left, each in two parts.
  const z = y * y;
  const sRest = sinRest(y, low);
  const s = y + sRest;
  const sLow = sRest - (s - y);
  const first = 1.0 - 0.5 * z;
  const cRest = cosRest(y, low, first) - 0.5 * squareRest(y, z);
  const c = first + cRest;
  const cLow = cRest - (c - first);
  if ((n & 1) === 0) {
    const quotient = s / c;
    return quotient + quotientRest(s, sLow, c, cLow, quotient);
  }
  const quotient = c / s;
  return -(quotient + quotientRest(c, cLow, s, sLow, quotient));
}

/** out[i] = sin(x[i]) for i < n; `out` may be `x`. */
export function fillSin(x: usize, n: i32, out: usize): void {
  const f = f64s();
  const from = (x >>> 3) as i32;
  const to = (out >>> 3) as i32;
  for (let i: i32 = 0; i < n; i++) f[to + i] = sin(f[from + i]);
}

/** out[i] = cos(x[i]) for i < n; `out` may be `x`. */
export function fillCos(x: usize, n: i32, out: usize): void {
  const f = f64s();
  const from = (x >>> 3) as i32;
  const to = (out >>> 3) as i32;
  for (let i: i32 = 0; i < n; i++) f[to + i] = cos(f[from + i]);
}
