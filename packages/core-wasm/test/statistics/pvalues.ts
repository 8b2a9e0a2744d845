// Tail probabilities of test statistics, with the host's Math: a test needs a p-value to a few digits, not to an ulp.

/** log Gamma(x), x > 0: Stirling's series after shifting x to 10 and more. */
function logGamma(x: number): number {
  let shift = 0;
  for (; x < 10; x++) shift -= Math.log(x);
  const w = 1 / (x * x);
  const series = (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w / 1680))) / x;
  return shift + (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
}

/** Q(a, x) = Gamma(a, x) / Gamma(a): series below a + 1, Lentz's continued fraction above. */
export function gammaQ(a: number, x: number): number {
  if (x <= 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < 10_000 && term > sum * 1e-17; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return 1 - front * sum;
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < 10_000; n++) {
    const factor = n * (a - n);
    b += 2;
    d = 1 / (factor * d + b);
    c = b + factor / c;
    h *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return front * h;
}

/** P(chi-squared with k degrees of freedom > x). */
export const chiSquaredSf = (x: number, k: number): number => gammaQ(k / 2, x / 2);

/** P(|Z| > |z|) for a standard normal Z. */
export const normalTwoSided = (z: number): number => gammaQ(0.5, (z * z) / 2);

/** P(N >= k) for a Poisson N. */
export const poissonSf = (k: number, mean: number): number => (k <= 0 ? 1 : 1 - gammaQ(k, mean));

/** Twice the smaller tail of a Poisson count. */
export function poissonTwoSided(k: number, mean: number): number {
  return Math.min(1, 2 * Math.min(poissonTailAbove(k, mean), gammaQ(k + 1, mean)));
}

/** P(N >= k), summed from its first term so that small values keep their digits. */
function poissonTailAbove(k: number, mean: number): number {
  if (k <= mean) return poissonSf(k, mean);
  let term = Math.exp(k * Math.log(mean) - mean - logGamma(k + 1));
  let sum = 0;
  for (let j = k + 1; term > sum * 1e-17; j++) {
    sum += term;
    term *= mean / j;
  }
  return sum;
}

/** P(D_n > d) of the two-sided Kolmogorov-Smirnov statistic: the limit law with Stephens' correction (1970). */
export function kolmogorovSf(d: number, n: number): number {
  const root = Math.sqrt(n);
  const t = (root + 0.12 + 0.11 / root) * d;
  if (t < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k < 100; k++) {
    const term = 2 * (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * t * t);
    sum += term;
    if (Math.abs(term) < 1e-18) break;
  }
  return Math.min(1, Math.max(0, sum));
}
