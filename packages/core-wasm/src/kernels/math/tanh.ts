// tanh(x), error below 0.6 ulp: t / (t + 2) with t = exp(2 |x|) - 1, numerator and denominator in two parts.
// Source: the identity of FreeBSD msun s_tanh.c (Sun Microsystems, 1993), the division after Dekker (1971): parts.ts.
// Twin: simd/math/tanh.ts

import { abs, copysign, f64s } from '../../platform/platform';
import { RESULT } from '../../platform/scratch';
import { expm1Parts } from './exp';
import { quotientRest } from './parts';

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
  return copysign(quotient + quotientRest(high, low, d, dLow, quotient), x);
}

/** out[i] = tanh(x[i]) for i < n; `out` may be `x`. */
export function fillTanh(x: usize, n: i32, out: usize): void {
  const f = f64s();
  const from = (x >>> 3) as i32;
  const to = (out >>> 3) as i32;
  for (let i: i32 = 0; i < n; i++) f[to + i] = tanh(f[from + i]);
}
