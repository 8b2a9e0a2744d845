// The exact oracle: data from a mixture of normals on a line, for which a network can be written down.
import { machine } from '@stokast/core-wasm';
import type { Level } from '../../src/diffusion/schedule.ts';
import type { PredictionType } from '../../src/index.ts';

export interface Part {
  readonly weight: number;
  readonly mean: number;
  readonly deviation: number;
}

/** Mean and standard deviation of x_t within each part. */
const noised = (parts: readonly Part[], { alpha, sigma }: Level) =>
  parts.map(({ weight, mean, deviation }) => ({
    weight,
    mean: alpha * mean,
    deviation: Math.hypot(alpha * deviation, sigma),
  }));

const densityOf = ({ weight, mean, deviation }: Part, x: number): number =>
  (weight * Math.exp(-0.5 * ((x - mean) / deviation) ** 2)) / (deviation * Math.sqrt(2 * Math.PI));

/** p_t(x) */
export const density = (parts: readonly Part[], level: Level, x: number): number =>
  noised(parts, level).reduce((all, part) => all + densityOf(part, x), 0);

/** P(x_t <= x) */
export const cdf = (parts: readonly Part[], level: Level, x: number): number =>
  noised(parts, level).reduce(
    (all, { weight, mean, deviation }) => all + weight * machine().kernels.normalCdf((x - mean) / deviation),
    0,
  );

/** Where P(x_t <= x) is p, by bisection. */
export function quantile(parts: readonly Part[], level: Level, p: number): number {
  let [low, high] = [-50, 50];
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (cdf(parts, level, middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Where the probability-flow equation takes x from one level to another: on a line nothing overtakes, so it keeps
 * P(x_t <= x).
 */
export const flowed = (parts: readonly Part[], from: Level, to: Level, x: number): number =>
  quantile(parts, to, cdf(parts, from, x));

/** E[x_0 | x_t = x] */
export function expectedData(parts: readonly Part[], level: Level, x: number): number {
  const each = noised(parts, level);
  const weights = each.map((part) => densityOf(part, x));
  const all = weights.reduce((a, b) => a + b);
  return parts.reduce((sum, { mean, deviation }, k) => {
    const { mean: m, deviation: d } = each[k];
    return sum + (weights[k] / all) * (mean + ((level.alpha * deviation ** 2) / d ** 2) * (x - m));
  }, 0);
}

/** What a perfect network gives at x. */
export function perfect(parts: readonly Part[], type: PredictionType, level: Level, x: number): number {
  const data = expectedData(parts, level, x);
  const epsilon = (x - level.alpha * data) / level.sigma;
  return { sample: data, epsilon, vPrediction: level.alpha * epsilon - level.sigma * data }[type];
}
