// Learning rates that change: functions of how many steps were done before, traced with the step.
import { checkFinite, checkInteger, checkObject, checkPositive } from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { cos, div, exp, less, maximum, minimum, mul, where } from '../functions/index.ts';
import { scalar } from '../record.ts';
import type { Operand, Tensor } from '../tensor.ts';

/** One number of a program. */
export type One = Tensor<readonly [], 'f64'>;
/** A rate that depends on the step, which counts from 0. */
export type Schedule = (step: One) => One;
/** A learning rate: the same at each step, or by a schedule. */
export type Rate = number | Schedule;

const WHAT = 'Cannot make a schedule';
const MOST_STEPS = 2147483647;

/** The rate at a step. */
export const rateAt = (rate: Rate, step: One): One =>
  typeof rate === 'number' ? (scalar(rate) as One) : rate(step);

export function checkRate(what: string, parameter: string, rate: unknown): asserts rate is Rate {
  if (typeof rate === 'function') return;
  if (typeof rate !== 'number')
    throw typeFault(what, parameter, rate, 'a number > 0 and finite, or a schedule');
  checkPositive(what, parameter, rate);
}

/** The share of `steps` that is done, at most 1. */
const share = (step: One, steps: number): One => minimum(div(step, steps), 1) as One;

/**
 * The same rate at each step.
 *
 * ```ts
 * import { compile, constantRate } from '@stokast/autodiff';
 * compile(constantRate(0.1), [[]])(7) //=> 0.1
 * ```
 */
export function constantRate(rate: number): Schedule {
  checkPositive(WHAT, 'rate', rate);
  return () => scalar(rate) as One;
}

/**
 * Rises in equal steps, from rate / steps at the first to `rate` at step `steps - 1`; then goes on as `rate` does,
 * which counts its steps from there where it is a schedule.
 *
 * ```ts
 * import { compile, linearWarmup } from '@stokast/autodiff';
 * const warm = compile(linearWarmup({ steps: 4, rate: 0.2 }), [[]]);
 * [warm(0), warm(3), warm(100)] //=> [ 0.05, 0.2, 0.2 ]
 * ```
 */
export function linearWarmup(options: { readonly steps: number; readonly rate: Rate }): Schedule {
  checkObject(WHAT, 'options', options);
  const { steps, rate } = options;
  checkInteger(WHAT, 'options.steps', steps, 1, MOST_STEPS);
  checkRate(WHAT, 'options.rate', rate);
  return (step) => {
    const then = maximum(step.sub(steps), 0) as One;
    return mul(rateAt(rate, then), share(step.add(1), steps)) as One;
  };
}

/**
 * Half a cosine from `from` down to `to` (0 unless given), where it stays from step `steps` on: to + (from - to)
 * (1 + cos(pi step / steps)) / 2. Loshchilov and Hutter (2017), without restarts.
 *
 * ```ts
 * import { compile, cosineDecay } from '@stokast/autodiff';
 * const rate = compile(cosineDecay({ from: 1, steps: 10 }), [[]]);
 * [rate(0), rate(5), rate(10), rate(99)] //=> [ 1, 0.5, 0, 0 ]
 * ```
 */
export function cosineDecay(options: {
  readonly from: number;
  readonly to?: number;
  readonly steps: number;
}): Schedule {
  checkObject(WHAT, 'options', options);
  const { from, to = 0, steps } = options;
  checkPositive(WHAT, 'options.from', from);
  checkFinite(WHAT, 'options.to', to);
  if (to < 0) throw rangeFault(WHAT, 'options.to', to, '>= 0 and finite');
  checkInteger(WHAT, 'options.steps', steps, 1, MOST_STEPS);
  return (step) => {
    const half = cos(mul(share(step, steps), Math.PI))
      .add(1)
      .div(2);
    return half.mul(from - to).add(to) as One;
  };
}

/**
 * from factor^(step / steps): `factor` times as large after each `steps` steps, smoothly.
 *
 * ```ts
 * import { compile, exponentialDecay } from '@stokast/autodiff';
 * const rate = compile(exponentialDecay({ from: 0.8, factor: 0.5, steps: 10 }), [[]]);
 * [rate(0), rate(10).toFixed(12), rate(20).toFixed(12)] //=> [ 0.8, '0.400000000000', '0.200000000000' ]
 * ```
 */
export function exponentialDecay(options: {
  readonly from: number;
  readonly factor: number;
  readonly steps: number;
}): Schedule {
  checkObject(WHAT, 'options', options);
  const { from, factor, steps } = options;
  checkPositive(WHAT, 'options.from', from);
  checkPositive(WHAT, 'options.factor', factor);
  if (factor > 1) throw rangeFault(WHAT, 'options.factor', factor, 'in (0, 1]');
  checkInteger(WHAT, 'options.steps', steps, 1, MOST_STEPS);
  return (step) => {
    const logFactor = (scalar(factor) as One).log();
    return exp(mul(div(step, steps), logFactor)).mul(from) as One;
  };
}

/**
 * rates[i] from step starts[i] on, rates[0] from the first: `starts` ascend from 0.
 *
 * ```ts
 * import { compile, piecewiseConstant } from '@stokast/autodiff';
 * const rate = compile(piecewiseConstant({ starts: [0, 100, 200], rates: [1, 0.1, 0.01] }), [[]]);
 * [rate(0), rate(99), rate(100), rate(1000)] //=> [ 1, 1, 0.1, 0.01 ]
 * ```
 */
export function piecewiseConstant(options: {
  readonly starts: readonly number[];
  readonly rates: readonly number[];
}): Schedule {
  checkObject(WHAT, 'options', options);
  const { starts, rates } = options;
  for (const [name, list] of Object.entries({ starts, rates })) {
    if (!Array.isArray(list)) throw typeFault(WHAT, `options.${name}`, list, 'an array of numbers');
  }
  if (starts.length === 0 || starts.length !== rates.length) {
    const allowed = `${Math.max(starts.length, 1)}, one for each start`;
    throw rangeFault(WHAT, 'options.rates.length', rates.length, allowed, 'STOKAST_E_LENGTH');
  }
  for (const [i, start] of starts.entries()) {
    if (i === 0 && start !== 0) throw rangeFault(WHAT, 'options.starts[0]', start, '0');
    checkInteger(WHAT, `options.starts[${i}]`, start, i === 0 ? 0 : starts[i - 1] + 1, MOST_STEPS);
  }
  for (const [i, rate] of rates.entries()) checkPositive(WHAT, `options.rates[${i}]`, rate);
  const [first, ...later] = [...rates];
  const from = starts.slice(1);
  return (step) =>
    later.reduce<Operand>((rate, next, i) => where(less(step, from[i]), rate, next), scalar(first)) as One;
}
