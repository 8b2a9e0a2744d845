// Log-density of Normal(mu, sigma) and its partial derivatives:
//   value      -q - log(sigma) - log(2 pi) / 2      with q = z^2 / 2, z = (x - mu) / sigma
//   d/dmu      (x - mu) / sigma^2
//   d/dsigma   (2 q - 1) / sigma                    (d/dx is -d/dmu)
// Trusts: sigma > 0 and finite, mu finite.
// Error: 4 roundings of q, one each of the logarithm and the sum.

import { f64s, sqrt } from '../../platform/platform';
import { log } from '../math/log';

/** log(2 pi) / 2 */
const HALF_LOG_TAU: f64 = 0.9189385332046728;
/** 2^-500 and 2^500: between them no square of sigma, nor its inverse, leaves the normal doubles. */
const SMALL: f64 = 3.054936363499605e-151;
const LARGE: f64 = 3.273390607896142e150;

/** sqrt(1/2) / sigma, the factor of x - mu whose square is q; 0 where sigma is too small or too large for it. */
export function normalScale(sigma: f64): f64 {
  return sigma >= SMALL && sigma <= LARGE ? sqrt(0.5) / sigma : 0.0;
}

/** The part of the value that does not depend on x. */
export function normalBase(sigma: f64): f64 {
  return -(log(sigma) + HALF_LOG_TAU);
}

/** z at the ends of the range of sigma, where x - mu may overflow although z does not. */
function farZ(x: f64, mu: f64, sigma: f64): f64 {
  return sigma > 1.0 ? (0.5 * x - 0.5 * mu) / (0.5 * sigma) : (x - mu) / sigma;
}

/** log p(x), given what normalScale and normalBase make of sigma. */
export function normalValue(x: f64, mu: f64, sigma: f64, scale: f64, base: f64): f64 {
  if (scale === 0.0) {
    const z = farZ(x, mu, sigma);
    return base - 0.5 * z * z;
  }
  const y = (x - mu) * scale;
  return base - y * y;
}

/** d/dmu, given normalScale(sigma) and 1 / sigma. */
export function normalInMu(x: f64, mu: f64, sigma: f64, scale: f64, inverse: f64): f64 {
  return scale === 0.0 ? farZ(x, mu, sigma) / sigma : (x - mu) * (inverse * inverse);
}

/** d/dsigma, given normalScale(sigma) and 1 / sigma. */
export function normalInSigma(x: f64, mu: f64, sigma: f64, scale: f64, inverse: f64): f64 {
  if (scale === 0.0) {
    const z = farZ(x, mu, sigma);
    return (z * z - 1.0) / sigma;
  }
  const y = (x - mu) * scale;
  return y * y * (2.0 * inverse) - inverse;
}

/** log p(x). */
export function normalLogProb(x: f64, mu: f64, sigma: f64): f64 {
  return normalValue(x, mu, sigma, normalScale(sigma), normalBase(sigma));
}

/** out[i] = column 0 (value), 1 (d/dmu) or 2 (d/dsigma) at x[i], i < n; `out` may be `x`. */
export function fillNormal(column: i32, x: usize, n: i32, mu: f64, sigma: f64, out: usize): void {
  const f = f64s();
  const from = (x >>> 3) as i32;
  const to = (out >>> 3) as i32;
  const scale = normalScale(sigma);
  if (column === 0) {
    const base = normalBase(sigma);
    for (let i: i32 = 0; i < n; i++) f[to + i] = normalValue(f[from + i], mu, sigma, scale, base);
    return;
  }
  const inverse = 1.0 / sigma;
  if (column === 1) {
    for (let i: i32 = 0; i < n; i++) f[to + i] = normalInMu(f[from + i], mu, sigma, scale, inverse);
  } else {
    for (let i: i32 = 0; i < n; i++) f[to + i] = normalInSigma(f[from + i], mu, sigma, scale, inverse);
  }
}
