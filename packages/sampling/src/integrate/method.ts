// What the methods share: what they are given, and what they answer.

import { round } from '../format.ts';
import type { Stream } from '../stream/stream.ts';
import type { Estimate } from './interval.ts';
import type { Moments } from './moments.ts';
import { NO_VARIANCE } from './tail.ts';
import type { Valuation } from './valuation.ts';

export interface Run {
  /** How many components the target has. */
  readonly d: number;
  readonly f: Valuation;
  /** Randomness that is this run's own. */
  readonly source: Stream;
}

/** What a method found beside the estimate: numbers by name. */
export type Findings = Readonly<Record<string, number>>;

export interface Outcome extends Estimate {
  /** How many values of f the estimate is made of. */
  readonly samples: number;
  /** Relative standard deviation of the standard error. */
  readonly errorOfError: number;
  readonly findings: Findings;
  /** Why not to trust it, in words. */
  readonly warnings: readonly string[];
}

export interface Method {
  /** The fewest samples. */
  readonly least: number;
  /** How many of n samples a run takes: at most n. */
  size(n: number, d: number): number;
  /** Does the standard error fall as the root of n, and so tell how many samples reach a tolerance? */
  readonly rootLaw: boolean;
  estimate(run: Run, n: number): Outcome;
}

/** The estimate that is the mean of independent parts. */
export function meanOf(parts: Moments): Estimate & { readonly errorOfError: number } {
  const { n, mean, variance, skewness, kurtosis } = parts;
  return {
    value: mean,
    standardError: Math.sqrt(variance / n),
    skewness: skewness / Math.sqrt(n),
    degreesOfFreedom: n - 1,
    errorOfError: Math.sqrt(Math.max(kurtosis - 1, 0) / n) / 2,
  };
}

/** Words on an estimate that stands on too little, and on values whose variance may not exist. */
export function doubts(
  estimate: { readonly standardError: number; readonly errorOfError: number },
  parts: string,
  tailShape: number | undefined,
): string[] {
  const warnings: string[] = [];
  if (estimate.standardError === 0) {
    warnings.push(
      `all ${parts} are equal: if f is not constant, what matters is too rare for so few samples`,
    );
  } else if (estimate.errorOfError > 0.25) {
    warnings.push(
      `the standard error rests on very few of the ${parts}: take more samples, or sample where they come from`,
    );
  }
  if (tailShape !== undefined && tailShape > NO_VARIANCE) {
    warnings.push(
      `the values have a heavy tail (Pareto k-hat ${round(tailShape, 2)} > ${NO_VARIANCE}): their variance may be infinite, and then the standard error and the interval mean nothing`,
    );
  }
  return warnings;
}

/** Findings without those that could not be had. */
export function known(findings: Readonly<Record<string, number | undefined>>): Findings {
  return Object.fromEntries(
    Object.entries(findings).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
}
