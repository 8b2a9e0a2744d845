// sinh(x), cosh(x) and their inverses, atanh(x) too, errors below 1 ulp: all by exp(x) - 1 or log(1 + x) of numbers in
// two parts.
// Source: the definitions; the argument of each logarithm is written as 1 + s so that small values keep their digits,
// as in FreeBSD msun s_asinh.c, e_acosh.c and e_atanh.c (Sun Microsystems, 1993).

import { abs, copysign, f64s, sqrt } from '../../platform/platform';
import { RESULT } from '../../platform/scratch';
import { expm1Parts, expTimes } from './exp';
import { log1pParts, logTwice } from './log';
import { quotientRest, rootRest, squareRest, sumRest } from './parts';

/** 2^-28: below it x is within half an ulp of sinh(x), asinh(x) and atanh(x). */
const TINY: f64 = 3.7252902984619140625e-9;
/** 2^28: from it on 1 is nothing beside the square. */
const HUGE: f64 = 268435456.0;
/** From it on exp(-x) is nothing beside exp(x). */
const ONE_SIDED: f64 = 22.0;

/** sinh(x) = (exp(x) - exp(-x)) / 2. Overwrites the last place of RESULT. */
export function sinh(x: f64): f64 {
  const a = abs(x);
  if (!(a >= TINY)) return x; // and NaN
  if (a > ONE_SIDED) return copysign(expTimes(0.5, a, 0.0), x);
  // t + tLow = exp(a) - 1; exp(a) - exp(-a) = t + t / (t + 1).
  const first = expm1Parts(a);
  const second = f64s()[((RESULT >>> 3) as i32) + 15];
  const t = first + second;
  const tLow = second - (t - first);
  const d = t + 1.0;
  const q = t / d;
  const qLow = quotientRest(t, tLow, d, sumRest(t, 1.0, d) + tLow, q);
  const sum = t + q;
  return copysign(0.5 * (sum + (sumRest(t, q, sum) + (tLow + qLow))), x);
}

/** cosh(x) = (exp(x) + exp(-x)) / 2. Overwrites the last place of RESULT. */
export function cosh(x: f64): f64 {
  const a = abs(x);
  if (!(a <= ONE_SIDED)) return x !== x ? x : expTimes(0.5, a, 0.0);
  const first = expm1Parts(a);
  const second = f64s()[((RESULT >>> 3) as i32) + 15];
  const t = first + second;
  const d = t + 1.0;
  const dLow = sumRest(t, 1.0, d) + (second - (t - first));
  const q = 1.0 / d;
  const sum = d + q;
  return 0.5 * (sum + (sumRest(d, q, sum) + (dLow + quotientRest(1.0, 0.0, d, dLow, q))));
}

/** asinh(x) = log(x + sqrt(x^2 + 1)). */
export function asinh(x: f64): f64 {
  const a = abs(x);
  if (!(a >= TINY)) return x; // and NaN
  if (a >= HUGE) return copysign(logTwice(a), x);
  const square = a * a;
  const sum = 1.0 + square;
  const root = sqrt(sum);
  const rest = rootRest(sum, sumRest(1.0, square, sum) + squareRest(a, square), root);
  // 1 + s = a + root
  const s = a + (root - 1.0);
  return copysign(log1pParts(s, sumRest(a, root - 1.0, s) + rest), x);
}

/** acosh(x) = log(x + sqrt(x^2 - 1)); NaN where x < 1. */
export function acosh(x: f64): f64 {
  if (!(x > 1.0)) return x === 1.0 ? 0.0 : NaN;
  if (x >= HUGE) return logTwice(x);
  // x^2 - 1 = 2 t + t^2 for t = x - 1, which is exact.
  const t = x - 1.0;
  const square = t * t;
  const sum = 2.0 * t + square;
  const root = sqrt(sum);
  const rest = rootRest(sum, sumRest(2.0 * t, square, sum) + squareRest(t, square), root);
  const s = t + root;
  return log1pParts(s, sumRest(t, root, s) + rest);
}

/** atanh(x) = log((1 + x) / (1 - x)) / 2; infinite at -1 and 1, NaN beyond. */
export function atanh(x: f64): f64 {
  const a = abs(x);
  if (!(a >= TINY)) return x; // and NaN
  if (a >= 1.0) return a === 1.0 ? copysign(Infinity, x) : NaN;
  const d = 1.0 - a;
  const top = 2.0 * a;
  const q = top / d;
  return copysign(0.5 * log1pParts(q, quotientRest(top, 0.0, d, sumRest(1.0, -a, d), q)), x);
}
