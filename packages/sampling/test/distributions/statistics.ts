// Distances between draws and the distribution they should come from.
import type { Distribution } from '../../src/index.ts';

/** Kolmogorov-Smirnov: sqrt(n) times the largest distance of the draws' steps from the cdf. */
export function kolmogorov(draws: ArrayLike<number>, d: Distribution): number {
  const n = draws.length;
  const cdf = d.cdf(Float64Array.from(draws).sort());
  let most = 0;
  for (let i = 0; i < n; i++) most = Math.max(most, cdf[i] - i / n, (i + 1) / n - cdf[i]);
  return most * Math.sqrt(n);
}

/** P(kolmogorov > d) is below 2 exp(-2 d^2) (Massart 1990); the d at which that is `alpha`. */
export const kolmogorovBound = (alpha: number): number => Math.sqrt(Math.log(2 / alpha) / 2);

/** Chi-squared with `cells` of [count, expected], as a standard score (Wilson and Hilferty 1931). */
function score(cells: readonly (readonly [number, number])[]): number {
  const k = cells.length - 1;
  if (k === 0) return 0;
  const sum = cells.reduce((total, [count, expected]) => total + (count - expected) ** 2 / expected, 0);
  return (Math.cbrt(sum / k) - 1 + 2 / (9 * k)) / Math.sqrt(2 / (9 * k));
}

/**
 * Over the values of a discrete distribution; those of fewer than 20 expected draws are taken together. A draw outside
 * the support gives Infinity.
 */
export function chiSquared(draws: ArrayLike<number>, d: Distribution): number {
  const { lower, upper } = d.support;
  const counts = new Float64Array(upper - lower + 1);
  for (let i = 0; i < draws.length; i++) {
    if (!(draws[i] >= lower && draws[i] <= upper)) return Number.POSITIVE_INFINITY;
    counts[draws[i] - lower]++;
  }
  const cells: [number, number][] = [];
  const rest: [number, number] = [0, 0];
  for (let i = 0; i < counts.length; i++) {
    const expected = draws.length * Math.exp(d.logProb(lower + i));
    if (expected === 0 && counts[i] > 0) return Number.POSITIVE_INFINITY;
    if (expected >= 20) {
      cells.push([counts[i], expected]);
    } else {
      rest[0] += counts[i];
      rest[1] += expected;
    }
  }
  return score(rest[1] > 0 ? [...cells, rest] : cells);
}

/** Over 64 equal cells of a continuous distribution, the outer ones cut at 10^-2, 10^-3 and 10^-4 on both sides. */
export function chiSquaredTails(draws: ArrayLike<number>, d: Distribution): number {
  const middle = Array.from({ length: 63 }, (_, i) => d.quantile((i + 1) / 64));
  const tails = [1e-4, 1e-3, 1e-2];
  const edges = [
    ...tails.map((p) => d.quantile(p)),
    ...middle,
    ...tails.map((p) => d.quantile(1 - p)).reverse(),
    Number.POSITIVE_INFINITY,
  ];
  const counts = new Float64Array(edges.length);
  for (let i = 0; i < draws.length; i++) {
    let low = 0;
    let high = edges.length - 1;
    while (low < high) {
      const at = (low + high) >> 1;
      if (draws[i] <= edges[at]) high = at;
      else low = at + 1;
    }
    counts[low]++;
  }
  const below = d.cdf(edges);
  return score(edges.map((_, i) => [counts[i], draws.length * (below[i] - (i === 0 ? 0 : below[i - 1]))]));
}

/** Standard scores of the mean and of the variance. */
export function moments(draws: ArrayLike<number>, d: Distribution): number[] {
  const n = draws.length;
  const { mean, variance } = d;
  let sum = 0;
  let squares = 0;
  let fourth = 0;
  for (let i = 0; i < n; i++) {
    const x = draws[i] - mean;
    sum += x;
    squares += x * x;
    fourth += x ** 4;
  }
  if (variance === 0) return [sum, squares].map((each) => (each === 0 ? 0 : Number.POSITIVE_INFINITY));
  const spread = Math.sqrt((fourth / n - (squares / n) ** 2) / n);
  return [sum / Math.sqrt(n * variance), spread === 0 ? 0 : (squares / n - variance) / spread];
}
