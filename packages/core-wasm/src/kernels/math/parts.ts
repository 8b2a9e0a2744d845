// Numbers in two parts, a sum of a double and a much smaller one, so that a chain of operations rounds once, at its end.
// Source: Dekker, "A floating-point technique for extending the available precision" (1971), with heads of 21 bits.

import { fromWords, highWord } from '../../platform/platform';

/** The 21 leading bits of x: products of two heads, and of a head and what a head leaves, are exact. */
export function headOf(x: f64): f64 {
  return fromWords(highWord(x), 0);
}

/** What x * x has lost by rounding to `square`. */
export function squareRest(x: f64, square: f64): f64 {
  const head = headOf(x);
  return head * head - square + (x - head) * (x + head);
}

/** What a + b has lost by rounding to `sum`, whichever of the two is the larger (Knuth, 1969). */
export function sumRest(a: f64, b: f64, sum: f64): f64 {
  const back = sum - a;
  return a - (sum - back) + (b - back);
}

/** (a + aLow) / (b + bLow) minus `quotient`, which is a / b. */
export function quotientRest(a: f64, aLow: f64, b: f64, bLow: f64, quotient: f64): f64 {
  const head = headOf(quotient);
  const bHead = headOf(b);
  const rest = a - head * bHead - head * (b - bHead) - (quotient - head) * b;
  return (rest + (aLow - quotient * bLow)) / b;
}

/** sqrt(a + aLow) minus `root`, which is sqrt(a) > 0. */
export function rootRest(a: f64, aLow: f64, root: f64): f64 {
  const head = headOf(root);
  return (a - head * head - (root - head) * (root + head) + aLow) / (2.0 * root);
}
