// x^y, error below 1 ulp, with the special cases of ECMAScript's Number::exponentiate.
// Source: exp(y log x) with the logarithm and the product in two parts (Cody and Waite, 1980).

import { abs, floor } from '../../platform/platform';
import { expTimes } from './exp';
import { logParts, logRest } from './log-parts';
import { headOf } from './parts';

/** 1 when y is an odd integer, 2 when an even one, else 0. */
function parity(y: f64): i32 {
  if (floor(y) !== y) return 0;
  const half = 0.5 * y;
  return floor(half) === half ? 2 : 1;
}

/** x^y. NaN where y is NaN, where |x| = 1 and y is infinite, and where x < 0 and y is finite and no integer. */
export function pow(x: f64, y: f64): f64 {
  if (y === 0.0) return 1.0;
  if (x !== x || y !== y) return NaN;
  const magnitude = abs(x);
  if (abs(y) === Infinity) {
    if (magnitude === 1.0) return NaN;
    return magnitude > 1.0 === y > 0.0 ? Infinity : 0.0;
  }
  const kind = parity(y);
  const negative = x < 0.0 || (x === 0.0 && 1.0 / x < 0.0);
  let sign: f64 = 1.0;
  if (negative && kind === 1) sign = -1.0;
  if (magnitude === 0.0 || magnitude === Infinity) {
    return (magnitude === 0.0) === y > 0.0 ? sign * 0.0 : sign * Infinity;
  }
  if (negative && kind === 0) return NaN;
  if (magnitude === 1.0) return sign;
  // From 2^64 on every base but 1 overflows or underflows.
  if (abs(y) > 18446744073709551616.0) {
    return magnitude > 1.0 === y > 0.0 ? sign * Infinity : sign * 0.0;
  }
  const log = logParts(magnitude);
  const logHead = headOf(log);
  const logTail = log - logHead + logRest();
  const yHead = headOf(y);
  return expTimes(sign, yHead * logHead, yHead * logTail + (y - yHead) * log);
}
