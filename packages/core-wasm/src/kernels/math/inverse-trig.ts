// asin(x), acos(x) and atan(x), errors below 1 ulp.
// Source: asin and acos from asin of |x| <= 1/2 and sqrt((1 - |x|) / 2), as FreeBSD msun e_asin.c and e_acos.c (Sun
// Microsystems, 1993); atan by cuts at sqrt(2) -+ 1, as Cody and Waite (1980), with the quotient in two parts.
// Coefficients: tools/reference-tables/math-coefficients.py asin atan

import { abs, copysign, sqrt } from '../../platform/platform';
import { headOf, quotientRest, sumRest } from './parts';

/** pi/2 and pi/4, and what they lack. */
const PI_2: f64 = 1.5707963267948966;
const PI_2_LOW: f64 = 6.123233995736766e-17;
const PI_4: f64 = 0.7853981633974483;
const PI_4_LOW: f64 = 3.061616997868383e-17;

/** asin(x) / x - 1 for z = x^2 <= 1/4. */
function asinExcess(z: f64): f64 {
  const w = z * z;
  const v = w * w;
  const low =
    0.1666666666666676 +
    z * 0.07499999999970784 +
    w * (0.04464285717462792 + z * 0.030381942706960027) +
    v *
      (0.022372215011835242 +
        z * 0.017351611566814598 +
        w * (0.013980826018922775 + z * 0.011398866623336845));
  const high =
    0.010780512940208757 +
    z * 0.0037054086290419573 +
    w * (0.02170992392164982 + z * -0.021002630918514557) +
    v * 0.032630896177920594;
  return z * (low + v * v * high);
}

/** What s = sqrt(w), rounded, lacks beside its head: asin(sqrt(w)) - headOf(s). */
function rootExcess(w: f64, s: f64): f64 {
  const head = headOf(s);
  return s * asinExcess(w) + (w - head * head) / (s + head);
}

/** asin(x); NaN where |x| > 1. */
export function asin(x: f64): f64 {
  const a = abs(x);
  if (a < 0.5) return a < 7.450580596923828e-9 ? x : x + x * asinExcess(x * x); // 2^-27
  if (!(a < 1.0)) return a === 1.0 ? copysign(PI_2, x) : NaN;
  const w = 0.5 * (1.0 - a);
  const s = sqrt(w);
  return copysign(PI_4 - (2.0 * rootExcess(w, s) - PI_2_LOW - (PI_4 - 2.0 * headOf(s))), x);
}

/** acos(x); NaN where |x| > 1. */
export function acos(x: f64): f64 {
  const a = abs(x);
  if (a < 0.5) return PI_2 - (x - (PI_2_LOW - x * asinExcess(x * x)));
  if (!(a < 1.0)) {
    if (x === 1.0) return 0.0;
    return x === -1.0 ? 2.0 * PI_2 : NaN;
  }
  const w = 0.5 * (1.0 - a);
  const s = sqrt(w);
  if (x < 0.0) return 2.0 * (PI_2 - (s + (s * asinExcess(w) - PI_2_LOW)));
  return 2.0 * (headOf(s) + rootExcess(w, s));
}

/** atan(x), from -pi/2 to pi/2. */
export function atan(x: f64): f64 {
  const a = abs(x);
  if (!(a < 1e17)) return x !== x ? x : copysign(PI_2, x);
  // atan(a) = high + low + atan(t + tLow).
  let high: f64 = 0.0;
  let low: f64 = 0.0;
  let t: f64 = a;
  let tLow: f64 = 0.0;
  if (a > 2.414213562373095) {
    high = PI_2;
    low = PI_2_LOW;
    t = -1.0 / a;
    tLow = quotientRest(-1.0, 0.0, a, 0.0, t);
  } else if (a > 0.41421356237309503) {
    high = PI_4;
    low = PI_4_LOW;
    const top = a - 1.0;
    const bottom = a + 1.0;
    t = top / bottom;
    tLow = quotientRest(top, sumRest(a, -1.0, top), bottom, sumRest(a, 1.0, bottom), t);
  }
  const z = t * t;
  const w = z * z;
  const v = w * w;
  const excess =
    z *
    (-0.333333333333332 +
      z * 0.19999999999953222 +
      w * (-0.14285714280163744 + z * 0.11111110782005734) +
      v *
        (-0.09090897720782827 +
          z * 0.07692059635647706 +
          w * (-0.0666309825468011 + z * 0.05847852258216106) +
          v * (-0.0503915842465823 + z * 0.03806131865184676 + w * -0.01790413257419782)));
  const sum = high + t;
  return copysign(sum + (t - (sum - high) + (low + tLow + t * excess)), x);
}
