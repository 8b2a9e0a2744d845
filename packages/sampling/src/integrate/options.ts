// The options of `integrate`, checked.

import { checkInteger, checkOneOf, checkOptions, checkPositive, MAX_LENGTH } from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import type { Distribution } from '../distributions/distribution.ts';
import { checkStream, type Stream } from '../stream/stream.ts';
import { checkConfidence, type IntegrationMethod } from './result.ts';

/** Half the width of the interval that is wanted; where both are given, one is enough. */
export interface Tolerance {
  /** In the unit of f. */
  readonly absolute?: number;
  /** As a share of the value. */
  readonly relative?: number;
}

/** Options of `integrate`: `stream`, and one of `samples` and `tolerance`. */
export interface IntegrateOptions {
  readonly stream: Stream;
  /** How many values of f, up to 2^27. A method may round it down: the result says to what. */
  readonly samples?: number;
  /** Instead of `samples`: half the width of the interval, absolute if a number. */
  readonly tolerance?: number | Tolerance;
  /** With `tolerance`: the most values of f, pilot runs included (default 2^24). */
  readonly maxSamples?: number;
  /** Default 'plain'. */
  readonly method?: IntegrationMethod;
  /** With method 'importance', and needed there: what to draw from, of the target's shape. */
  readonly proposal?: Distribution | readonly Distribution[];
  /** Of the interval, default 0.95. */
  readonly confidence?: number;
}

const WHAT = 'Cannot integrate';
const METHODS = ['plain', 'antithetic', 'stratified', 'importance', 'qmc'] as const;
const NAMES = ['stream', 'samples', 'tolerance', 'maxSamples', 'method', 'proposal', 'confidence'] as const;

export interface Settings {
  readonly stream: Stream;
  readonly method: IntegrationMethod;
  readonly confidence: number;
  readonly samples: number | undefined;
  readonly tolerance: Tolerance | undefined;
  readonly maxSamples: number;
}

export function settingsOf(options: unknown): Settings {
  checkOptions(WHAT, options, NAMES);
  const { stream, samples, tolerance, maxSamples, proposal } = options as IntegrateOptions;
  checkStream(WHAT, stream);
  const { method = 'plain', confidence = 0.95 } = options as IntegrateOptions;
  checkOneOf(WHAT, 'method', method, METHODS);
  checkConfidence(WHAT, confidence);
  if ((samples === undefined) === (tolerance === undefined)) {
    const which = samples === undefined ? 'given, or else tolerance' : 'left out where tolerance is given';
    throw typeFault(WHAT, 'samples', samples, which);
  }
  if (samples !== undefined) checkInteger(WHAT, 'samples', samples, 1, MAX_LENGTH);
  if (maxSamples !== undefined) {
    if (tolerance === undefined)
      throw typeFault(WHAT, 'maxSamples', maxSamples, 'left out where samples is given');
    checkInteger(WHAT, 'maxSamples', maxSamples, 1, MAX_LENGTH);
  }
  if (method !== 'importance' && proposal !== undefined) {
    throw typeFault(WHAT, 'proposal', proposal, "left out, unless method is 'importance'");
  }
  return {
    stream,
    method,
    confidence,
    samples,
    tolerance: tolerance === undefined ? undefined : toleranceOf(tolerance),
    maxSamples: maxSamples ?? 16777216,
  };
}

function toleranceOf(tolerance: unknown): Tolerance {
  if (typeof tolerance === 'number') {
    checkPositive(WHAT, 'tolerance', tolerance);
    return { absolute: tolerance };
  }
  if (typeof tolerance !== 'object' || tolerance === null) {
    throw typeFault(WHAT, 'tolerance', tolerance, 'a number, or an object such as { relative: 0.01 }');
  }
  checkOptions(WHAT, tolerance, ['absolute', 'relative']);
  const { absolute, relative } = tolerance as Tolerance;
  if (absolute === undefined && relative === undefined) {
    throw rangeFault(WHAT, 'tolerance', tolerance, 'given an absolute or a relative part');
  }
  if (absolute !== undefined) checkPositive(WHAT, 'tolerance.absolute', absolute);
  if (relative !== undefined) checkPositive(WHAT, 'tolerance.relative', relative);
  return tolerance as Tolerance;
}
