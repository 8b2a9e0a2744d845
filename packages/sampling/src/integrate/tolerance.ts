// How many samples a tolerance takes, without spoiling the interval.
// Stopping when the interval looks narrow enough picks the runs whose error is underestimated. So no value that took
// part in a decision takes part in the estimate: pilot runs, each with randomness of its own, say how many samples
// are needed, and then a fresh run of that size makes the estimate (after Stein 1945, but with nothing of the first
// stage kept: docs/decisions/0011). A margin over the pilot's own error makes it rare that the
// fresh run is too wide; if it is, it becomes a pilot.
import { NotConverged } from '@stokast/core-wasm/errors';
import { round } from '../format.ts';
import { intervalOf } from './interval.ts';
import type { Method, Outcome } from './method.ts';
import type { Tolerance } from './options.ts';

/** Samples of the first pilot. */
const PILOT = 4096;
/** A pilot is at most so many times as large as the one before, where the error's law is not known. */
const GROWTH = 8;

export interface Reached {
  readonly outcome: Outcome;
  readonly evaluations: number;
}

/** `run(n, round)` makes an estimate from n samples; rounds do not share randomness. */
export function reach(
  method: Method,
  run: (n: number, round: number) => Outcome,
  tolerance: Tolerance,
  confidence: number,
  maxSamples: number,
  lastOf: (outcome: Outcome, evaluations: number) => unknown,
): Reached {
  let evaluations = 0;
  let rounds = 0;
  let latest: Outcome | undefined;
  const take = (n: number): Outcome => {
    if (evaluations + n > maxSamples) {
      const reached = latest
        ? `half the interval is ${round(halfOf(latest, confidence), 3)} after ${evaluations}`
        : 'none were taken';
      throw new NotConverged(
        `Cannot integrate to this tolerance: ${n} more samples are needed and maxSamples is ${maxSamples} (${reached})`,
        latest && lastOf(latest, evaluations),
      );
    }
    latest = run(n, rounds++);
    evaluations += latest.samples;
    return latest;
  };
  let pilot = take(Math.min(PILOT, maxSamples));
  for (;;) {
    const n = pilot.samples;
    // Both this standard error and the next one are off by about errorOfError.
    const margin = 1 + 3 * Math.min(pilot.errorOfError, 0.5);
    const excess = (margin * halfOf(pilot, confidence)) / wanted(pilot, tolerance);
    if (!method.rootLaw && excess > 1) {
      // The error falls at least as the root of n and at most not much faster than n: go there, and look.
      pilot = take(Math.ceil(n * Math.min(Math.max(excess, 2), GROWTH)));
      continue;
    }
    const outcome = take(Math.ceil(n * Math.max(excess * excess, 1)));
    if (halfOf(outcome, confidence) <= wanted(outcome, tolerance)) return { outcome, evaluations };
    pilot = outcome;
  }
}

const halfOf = (outcome: Outcome, confidence: number): number => {
  const [low, high] = intervalOf(outcome, confidence);
  return (high - low) / 2;
};

const wanted = ({ value }: Outcome, { absolute = 0, relative = 0 }: Tolerance): number =>
  Math.max(absolute, relative * Math.abs(value));
