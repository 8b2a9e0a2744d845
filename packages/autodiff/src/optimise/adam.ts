// Adam, and AdamW.
import {
  checkBetween,
  checkFinite,
  checkFunction,
  checkOptions,
  checkPositive,
} from '@stokast/core-wasm/check';
import { rangeFault } from '@stokast/core-wasm/errors';
import { zerosLike } from '../differentiate.ts';
import { add, cast, div, mul, pow, sqrt, square, sub } from '../functions/index.ts';
import { scalar } from '../record.ts';
import type { Tensor } from '../tensor.ts';
import { mapTensors, type Optimizer } from './optimizer.ts';
import { checkRate, type One, type Rate, rateAt } from './schedules.ts';
import { down } from './sgd.ts';

/** Options of `adam`. */
export interface AdamOptions {
  /** 0.001 unless given. */
  readonly learningRate?: Rate;
  /** Share of the mean gradient that is kept: 0.9 unless given. */
  readonly beta1?: number;
  /** Share of the mean squared gradient that is kept: 0.999 unless given. */
  readonly beta2?: number;
  /** Added to the root of the mean square: 1e-8 unless given. */
  readonly epsilon?: number;
}

/** Options of `adamW`. */
export interface AdamWOptions extends AdamOptions {
  /** Share of a parameter that a step of learning rate 1 takes away: 0.01 unless given. */
  readonly weightDecay?: number;
  /** Which parameters decay, such as `(p) => p.rank >= 2` for matrices alone: all unless given. */
  readonly decays?: (parameter: Tensor) => boolean;
}

const NAMES = ['learningRate', 'beta1', 'beta2', 'epsilon'];

function checkShare(what: string, parameter: string, value: unknown): asserts value is number {
  checkBetween(what, parameter, value, 0, 1);
  if (value === 1) throw rangeFault(what, parameter, value, 'in [0, 1)');
}

function make(
  what: string,
  options: AdamOptions,
  weightDecay: number,
  decays: (parameter: Tensor) => boolean = () => true,
): Optimizer {
  const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  checkRate(what, 'learningRate', learningRate);
  checkShare(what, 'beta1', beta1);
  checkShare(what, 'beta2', beta2);
  checkPositive(what, 'epsilon', epsilon);
  checkFinite(what, 'weightDecay', weightDecay);
  if (weightDecay < 0) throw rangeFault(what, 'weightDecay', weightDecay, '>= 0 and finite');
  checkFunction(what, 'decays', decays);
  /** beta mean + (1 - beta) x */
  const blend = (beta: number, mean: Tensor, x: Tensor): Tensor =>
    add(mul(mean, beta), mul(x, 1 - beta)) as Tensor;
  return {
    init: (parameters) => ({
      step: scalar(0),
      first: mapTensors(zerosLike, parameters),
      second: mapTensors(zerosLike, parameters),
    }),
    update: (gradient, state, parameters) => {
      const rate = rateAt(learningRate, state.step as One);
      const step = add(state.step as One, 1) as One;
      const first = mapTensors((m, g) => blend(beta1, m, g), state.first, gradient);
      const second = mapTensors((v, g) => blend(beta2, v, square(g) as Tensor), state.second, gradient);
      // Both means start from 0: they are too small by these factors.
      const bias1 = sub(1, pow(beta1, step)) as One;
      const bias2 = sub(1, pow(beta2, step)) as One;
      const updates = mapTensors(
        (m, v, p) => {
          const mean = div(m, cast(bias1, m.dtype));
          const root = sqrt(div(v, cast(bias2, v.dtype)));
          const direction = div(mean, add(root, epsilon)) as Tensor;
          const decayed = weightDecay > 0 && decays(p);
          return down(rate, decayed ? (add(direction, mul(p, weightDecay)) as Tensor) : direction);
        },
        first,
        second,
        parameters,
      );
      return [updates, { step, first, second }];
    },
  };
}

/**
 * Adam (Kingma and Ba, 2015, algorithm 1): the update is -learningRate m / (sqrt(v) + epsilon), of the means m of the
 * gradient and v of its square, both freed of the bias of their start.
 *
 * ```ts
 * import { adam, minimize } from '@stokast/autodiff';
 * const optimizer = adam({ learningRate: 0.1 });
 * minimize((x) => x.sub(2).square(), 0, { optimizer, steps: 1000 }).parameters.toFixed(6) //=> '2.000000'
 * ```
 */
export function adam(options: AdamOptions = {}): Optimizer {
  const what = 'Cannot create adam';
  checkOptions(what, options, NAMES);
  return make(what, options, 0);
}

/**
 * Adam with weight decay that does not pass through its means (Loshchilov and Hutter, 2019): the update is
 * -learningRate (m / (sqrt(v) + epsilon) + weightDecay p).
 *
 * ```ts
 * import { adamW, minimize } from '@stokast/autodiff';
 * const optimizer = adamW({ learningRate: 0.1, weightDecay: 0.1 });
 * minimize((x) => x.mul(0), 4, { optimizer, steps: 100 }).parameters.toFixed(4) //=> '1.4641'
 * ```
 */
export function adamW(options: AdamWOptions = {}): Optimizer {
  const what = 'Cannot create adamW';
  checkOptions(what, options, [...NAMES, 'weightDecay', 'decays']);
  return make(what, options, options.weightDecay ?? 0.01, options.decays);
}
