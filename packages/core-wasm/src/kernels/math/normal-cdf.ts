// The standard normal distribution function, its complement and its logarithm, with relative accuracy in the tails:
// to 38.4 standard deviations (the smallest double), the logarithm to 1e154.
// Source: the parts of erf.ts, with x^2 / 2 in two parts so that the argument x / sqrt(2) is not what is squared.
// Twin: simd/math/normal-cdf.ts

import { f64s, fromWords, highWord } from '../../platform/platform';
import { erfExcess, scaledTail } from './erf';
import { expTimes } from './exp';
import { log, log1p } from './log';

const ROOT_HALF: f64 = 0.7071067811865476;
/** Below it 1/2 +- erf / 2, from it on the tail. */
const KNEE: f64 = 0.70710678118654768;

/** P(X > x) for x >= KNEE. */
function tail(x: f64): f64 {
  if (x > 39.0) return 0.0;
  const z = x * ROOT_HALF;
  // x^2 = head^2 + (x - head) (x + head), the first without rounding; 1 + 2 z = d + lost.
  const d = 1.0 + 2.0 * z;
  const lost = 1.0 - (d - 2.0 * z);
  const head = fromWords(highWord(x), 0);
  const small = -0.5 * (x - head) * (x + head) - lost / d;
  return expTimes((0.5 * scaledTail(z)) / d, -0.5 * head * head, small);
}

/** P(X > x) for a standard normal X. */
export function normalSf(x: f64): f64 {
  if (x >= KNEE) return tail(x);
  if (x <= -KNEE) return 1.0 - tail(-x);
  const z = x * ROOT_HALF;
  return 0.5 - 0.5 * (z + erfExcess(z));
}

/** P(X <= x) for a standard normal X. */
export function normalCdf(x: f64): f64 {
  return normalSf(-x);
}

/** log P(X <= x) for a standard normal X; -Infinity where it is below the most negative double. */
export function normalLogCdf(x: f64): f64 {
  if (x > -KNEE) return log1p(-normalSf(x));
  if (x < -1e160) return -Infinity;
  const z = -x * ROOT_HALF;
  return log((0.5 * scaledTail(z)) / (1.0 + 2.0 * z)) - 0.5 * x * x;
}

/** out[i] = P(X > x[i]) for i < n; `out` may be `x`. */
export function fillNormalSf(x: usize, n: i32, out: usize): void {
  const f = f64s();
  const from = (x >>> 3) as i32;
  const to = (out >>> 3) as i32;
  for (let i: i32 = 0; i < n; i++) f[to + i] = normalSf(f[from + i]);
}

/** out[i] = P(X <= x[i]) for i < n; `out` may be `x`. */
export function fillNormalCdf(x: usize, n: i32, out: usize): void {
  const f = f64s();
  const from = (x >>> 3) as i32;
  const to = (out >>> 3) as i32;
  for (let i: i32 = 0; i < n; i++) f[to + i] = normalCdf(f[from + i]);
}

/** out[i] = log P(X <= x[i]) for i < n; `out` may be `x`. */
export function fillNormalLogCdf(x: usize, n: i32, out: usize): void {
  const f = f64s();
  const from = (x >>> 3) as i32;
  const to = (out >>> 3) as i32;
  for (let i: i32 = 0; i < n; i++) f[to + i] = normalLogCdf(f[from + i]);
}
