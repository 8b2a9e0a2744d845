// tanh(x), error below 0.6 ulp: t / (t + 2) with t = exp(2 |x|) - 1, numerator and denominator in two parts.
// Source: the identity of FreeBSD msun s_tanh.c (Sun Microsystems, 1993), the division after Dekker (1971).

import { abs, copysign, f64s } from '../../platform/platform';
import { RESULT } from '../../platform/scratch';
import { expm1Parts } from './exp';
import { headOf } from './log-parts';

/** tanh(x). Overwrites the last place of RESULT. */
export function tanh(x: f64): f64 {
  const magnitude = abs(x);
  if (!(magnitude >= 3.7252902984619140625e-9)) return x; // 2^-28, and NaN
  if (magnitude > 22.0) return copysign(1.0, x);
  // t = high + low; t + 2 = d + dLow.
  const sum = expm1Parts(2.0 * magnitude);
  const rest = f64s()[((RESULT >>> 3) as i32) + 15];
  const high = sum + rest;
  const low = rest - (high - sum);
  const d = high + 2.0;
  const back = d - high;
  const dLow = high - (d - back) + (2.0 - back) + low;
  const quotient = high / d;
  const qHead = headOf(quotient);
  const dHead = headOf(d);
  const remainder = high - qHead * dHead - qHead * (d - dHead) - (quotient - qHead) * d;
  return copysign(quotient + (remainder + (low - quotient * dLow)) / d, x);
}
