// log(x) as an unevaluated sum of two doubles with about 67 bits: what pow and lgamma multiply.
// Source: the series of log.ts with its leading terms carried in two parts, heads of 21 bits so that products of
// heads are exact (Dekker, 1971). Coefficients: tools/reference-tables/math-coefficients.py pow

import { f64s, fromWords, highWord, i32ToF64, lowWord } from '../../platform/platform';
import { RESULT } from '../../platform/scratch';
import { headOf } from './parts';

const LN2_HIGH: f64 = 0.6931471805592082;
const LN2_LOW: f64 = 7.371002565167799e-13;
/** 1/3 and the rest of it. */
const THIRD: f64 = 0.3333333333333333;
const THIRD_LOW: f64 = 1.850371707708594e-17;

/** log(x) for a positive finite x; what is left of it goes to the last place of RESULT. */
export function logParts(x: f64): f64 {
  let bias: i32 = 1023;
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984.0; // 2^54: subnormal
    bias = 1077;
  }
  const word = (highWord(x) + (0x3ff00000 - 0x3fe6a09e)) | 0;
  const k = i32ToF64((word >> 20) - bias);
  const m = fromWords((word & 0xfffff) + 0x3fe6a09e, lowWord(x));
  // s = (m - 1) / (m + 1) = sHead + sTail.
  const f = m - 1.0;
  const v = m + 1.0;
  const vHead = headOf(v);
  const vTail = m - (vHead - 1.0);
  const s = f / v;
  const sHead = headOf(s);
  const sTail = (f - sHead * vHead - sHead * vTail) / v;
  // z = s^2.
  const square = sHead * sHead;
  const squareRest = sTail * (s + sHead);
  const z = square + squareRest;
  const zHead = headOf(z);
  const zTail = square - zHead + squareRest;
  // a = 1/3 + z/5 + z^2/7 + ...
  const w = z * z;
  const g =
    z *
    (0.2 +
      z * 0.14285714285714188 +
      w *
        (0.11111111111145311 +
          z * 0.09090909084623026 +
          w *
            (0.07692308376925888 +
              z * 0.06666620200330177 +
              w * (0.05884337469405918 + z * 0.052114419789099364 + w * 0.055067303722188515))));
  const a = THIRD + g;
  const aHead = headOf(a);
  const aTail = THIRD - aHead + g + THIRD_LOW;
  // b = z a; log m = 2 s (1 + b).
  const b = zHead * aHead + (zHead * aTail + zTail * a);
  const bHead = headOf(b);
  const bTail = zHead * aHead - bHead + (zHead * aTail + zTail * a);
  const t0 = k * LN2_HIGH;
  const t1 = 2.0 * sHead;
  const t2 = t1 * bHead;
  const sum1 = t0 + t1;
  const lost1 = t1 - (sum1 - t0);
  const sum2 = sum1 + t2;
  const lost2 = t2 - (sum2 - sum1);
  const rest = lost1 + lost2 + (2.0 * (sTail + (sHead * bTail + sTail * b)) + k * LN2_LOW);
  const high = sum2 + rest;
  f64s()[((RESULT >>> 3) as i32) + 15] = rest - (high - sum2);
  return high;
}

/** What the last call of `logParts` left. */
export function logRest(): f64 {
  return f64s()[((RESULT >>> 3) as i32) + 15];
}
