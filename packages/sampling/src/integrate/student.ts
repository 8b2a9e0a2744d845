// Quantiles of Student's t distribution, for intervals.
import { type Kernels, machine } from '@stokast/core-wasm';

/** log(pi) / 2 */
const HALF_LOG_PI = 0.5723649429247001;

/**
 * t with P(|T| <= t) = confidence, for T with `nu` >= 1 degrees of freedom (any real number, or Infinity).
 * Relative error below 1e-11 for confidence up to 1 - 1e-9 (measured against mpmath).
 */
export function studentQuantile(confidence: number, nu: number): number {
  const { kernels: k } = machine();
  const tail = (1 - confidence) / 2;
  const z = -k.normalQuantile(tail);
  let t = fromNormal(z, nu);
  if (nu > 1000) return t;
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  // Newton's method, kept inside what is known to hold the root; where it would leave, bisection or doubling.
  for (let step = 0; step < 200; step++) {
    const excess = upperTail(k, t, nu) - tail;
    if (excess > 0) low = t;
    else high = t;
    let next = t + excess / density(k, t, nu);
    if (!(next > low && next < high)) next = high < Number.POSITIVE_INFINITY ? (low + high) / 2 : 2 * t + 1;
    if (Math.abs(next - t) <= 1e-13 * t) return next;
    t = next;
  }
  return t;
}

/** The expansion in 1 / nu of Abramowitz and Stegun, 26.7.5; for nu > 1000 good to the last digits. */
function fromNormal(z: number, nu: number): number {
  const s = z * z;
  const g1 = (z * (s + 1)) / 4;
  const g2 = (z * ((5 * s + 16) * s + 3)) / 96;
  const g3 = (z * (((3 * s + 19) * s + 17) * s - 15)) / 384;
  const g4 = (z * ((((79 * s + 776) * s + 1482) * s - 1920) * s - 945)) / 92160;
  return z + (g1 + (g2 + (g3 + g4 / nu) / nu) / nu) / nu;
}

/** log of B(nu / 2, 1 / 2). */
const logBeta = (k: Kernels, nu: number): number => k.lgamma(nu / 2) + HALF_LOG_PI - k.lgamma(nu / 2 + 0.5);

function density(k: Kernels, t: number, nu: number): number {
  return k.exp(-((nu + 1) / 2) * k.log1p((t * t) / nu) - logBeta(k, nu)) / Math.sqrt(nu);
}

/** P(T > t) = I_x(nu / 2, 1 / 2) / 2 with x = nu / (nu + t^2). */
function upperTail(k: Kernels, t: number, nu: number): number {
  const a = nu / 2;
  const x = nu / (nu + t * t);
  const y = (t * t) / (nu + t * t);
  const front = k.exp(a * k.log(x) + 0.5 * k.log(y) - logBeta(k, nu));
  // The fraction converges fast on one side of the mean; the other side is its complement.
  if (x < (a + 1) / (a + 2.5)) return (front * betaFraction(a, 0.5, x)) / a / 2;
  return 0.5 - front * betaFraction(0.5, a, y);
}

/** The continued fraction of the incomplete beta function, by Lentz's method (DLMF 8.17.22). */
function betaFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < 1000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    h *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    const factor = c * d;
    h *= factor;
    if (Math.abs(factor - 1) < 1e-15) break;
  }
  return h;
}
