// The result of an integration: a value and the doubt about it.
import { checkBetween } from '@stokast/core-wasm/check';
import { Printed, round, table, withError } from '../format.ts';
import { type Estimate, intervalOf } from './interval.ts';
import type { Outcome } from './method.ts';

/** How an integral is estimated. */
export type IntegrationMethod = 'plain' | 'antithetic' | 'stratified' | 'importance' | 'qmc';

/** What an estimate says about itself. What a method does not have, or the values could not show, is absent. */
export interface Diagnostics {
  /** Are there no warnings? */
  readonly trusted: boolean;
  /** Why the value or its interval is not to be trusted, in words. */
  readonly warnings: readonly string[];
  /** Values of f in all, those of pilot runs included. */
  readonly evaluations: number;
  /** Of the standard error. */
  readonly degreesOfFreedom: number;
  /** Relative standard deviation of the standard error. */
  readonly errorOfError: number;
  /** Pareto shape k-hat of the heavier tail of the values; above 0.5 their variance may be infinite. Absent where there is no saying. */
  readonly tailShape?: number;
  /** antithetic */
  readonly pairs?: number;
  /** stratified: cells of equal probability. */
  readonly strata?: number;
  readonly drawsPerStratum?: number;
  /** importance: (sum of weights)^2 / sum of squared weights. */
  readonly effectiveSampleSize?: number;
  /** importance: the share of the largest weight. */
  readonly largestWeight?: number;
  /** importance: Pareto shape k-hat of the weights, of those where f is not 0. */
  readonly paretoK?: number;
  /** importance: should be 1. */
  readonly meanWeight?: number;
  /** qmc: independent scrambles, each of a power of two of points. */
  readonly scrambles?: number;
  readonly pointsPerScramble?: number;
}

/** An integral as JSON. */
export interface IntegralState {
  readonly type: 'stokast-integral';
  /** Of the format and of the algorithms. */
  readonly version: 1;
  readonly target: string;
  readonly method: IntegrationMethod;
  readonly value: number;
  readonly standardError: number;
  readonly confidence: number;
  readonly interval: readonly [low: number, high: number];
  readonly samples: number;
  readonly diagnostics: Diagnostics;
}

/** An estimate of E[f(X)], as made by `integrate`. Prints as `1.0057(64)`; `summary()` is a table. */
export class Integral extends Printed {
  readonly value: number;
  /** The standard deviation that the value would have over many such runs, as estimated from this one. */
  readonly standardError: number;
  /** Holds E[f(X)] in a share `confidence` of runs. Not quite symmetric about the value where f is skewed. */
  readonly interval: readonly [low: number, high: number];
  readonly confidence: number;
  /** How many values of f the estimate is made of. */
  readonly samples: number;
  readonly method: IntegrationMethod;
  readonly diagnostics: Diagnostics;
  private readonly target: string;
  private readonly estimate: Estimate;

  /** @internal */
  constructor(
    method: IntegrationMethod,
    target: string,
    confidence: number,
    outcome: Outcome,
    evaluations: number,
  ) {
    super();
    this.value = outcome.value;
    this.standardError = outcome.standardError;
    this.confidence = confidence;
    this.samples = outcome.samples;
    this.method = method;
    this.target = target;
    this.estimate = outcome;
    this.interval = intervalOf(outcome, confidence);
    const { warnings, degreesOfFreedom, errorOfError, findings } = outcome;
    this.diagnostics = {
      trusted: warnings.length === 0,
      warnings,
      evaluations,
      degreesOfFreedom,
      errorOfError,
      ...findings,
    };
  }

  /**
   * The interval at another confidence, in [0.01, 1 - 1e-9].
   *
   * ```ts
   * import { integrate, Normal, stream } from '@stokast/sampling';
   * const square = integrate((x) => x * x, Normal(), { stream: stream(1), samples: 10000 });
   * const [low, high] = square.intervalAt(0.99);
   * ```
   */
  intervalAt(confidence: number): [low: number, high: number] {
    checkConfidence('Cannot make an interval', confidence);
    return intervalOf(this.estimate, confidence);
  }

  override toString(): string {
    return withError(this.value, this.standardError);
  }

  /** Estimate, interval and diagnostics as a table, then the warnings. */
  summary(): string {
    const { value, standardError, interval, samples, diagnostics } = this;
    const { trusted, warnings, ...numbers } = diagnostics;
    const rows = [
      ['value', round(value, 8)],
      ['standard error', round(standardError, 3)],
      [`${round(100 * this.confidence, 6)} % interval`, interval.map((end) => round(end, 8)).join(' .. ')],
      ...Object.entries(numbers).map(([name, number]) => [
        spaced(name),
        round(number, Number.isInteger(number) ? 16 : 4),
      ]),
    ];
    return [
      `E[f(X)], X ~ ${this.target}: ${this.method}, ${samples} samples`,
      table(rows),
      trusted ? 'no warnings' : warnings.map((warning) => `warning: ${warning}`).join('\n'),
    ].join('\n');
  }

  toJSON(): IntegralState {
    const { target, method, value, standardError, confidence, interval, samples, diagnostics } = this;
    return {
      type: 'stokast-integral',
      version: 1,
      target,
      method,
      value,
      standardError,
      confidence,
      interval,
      samples,
      diagnostics,
    };
  }
}

/** 'effectiveSampleSize' as 'effective sample size'. */
const spaced = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Throws unless it is a number in [0.01, 1 - 1e-9]. */
export function checkConfidence(what: string, confidence: unknown): asserts confidence is number {
  checkBetween(what, 'confidence', confidence, 0.01, 0.999999999);
}
