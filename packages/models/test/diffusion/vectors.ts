// The reference of schedules, timesteps and single steps: tools/reference-tables/diffusion.py.
import { readFileSync } from 'node:fs';
import type { BetaSchedule, TimestepSpacing } from '../../src/index.ts';

interface Vectors {
  schedules: {
    config: { betaSchedule: BetaSchedule; numTrainTimesteps: number; rescaleBetasZeroSnr: boolean };
    at: number[];
    betas: number[];
    alphasCumprod: number[];
  }[];
  spacings: { spacing: TimestepSpacing; T: number; n: number; timesteps: number[] }[];
  steps: {
    betaSchedule: BetaSchedule;
    i: number;
    x: number[];
    epsilon: number[];
    sample: number[];
    vPrediction: number[];
    noise: number[];
    other: number[];
    result: Record<string, number[]>;
  }[];
}

export const vectors = JSON.parse(
  readFileSync(new URL('../vectors/diffusion.json', import.meta.url), 'utf8'),
) as Vectors;

/** The largest difference, in units of the larger of 1 and the expected size. */
export const worst = (got: ArrayLike<number>, expected: ArrayLike<number>): number =>
  Array.from(got).reduce(
    (most, x, i) => Math.max(most, Math.abs(x - expected[i]) / Math.max(1, Math.abs(expected[i]))),
    got.length === expected.length ? 0 : Number.POSITIVE_INFINITY,
  );
