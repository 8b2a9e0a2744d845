// Gradient descent.
import { checkBetween, checkOptions } from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { zerosLike } from '../differentiate.ts';
import { add, cast, mul, neg } from '../functions/index.ts';
import { scalar } from '../record.ts';
import type { Tree } from '../spec.ts';
import type { Tensor } from '../tensor.ts';
import { mapTensors, type Optimizer, type OptimizerState } from './optimizer.ts';
import { checkRate, type One, type Rate, rateAt } from './schedules.ts';

/** Options of `sgd`. */
export interface SgdOptions {
  readonly learningRate: Rate;
  /** Share of the last update's direction that is kept, in [0, 1): 0 unless given. */
  readonly momentum?: number;
  /** Looks ahead along the momentum. */
  readonly nesterov?: boolean;
}

const WHAT = 'Cannot create sgd';

/** -rate x, in the type of x. */
export const down = (rate: One, x: Tensor): Tensor => neg(mul(x, cast(rate, x.dtype))) as Tensor;

/**
 * Gradient descent: the update is -learningRate g or, with momentum (Polyak, 1964; Sutskever and others, 2013),
 * -learningRate v of v <- momentum v + g; with Nesterov's (1983) it is -learningRate (g + momentum v).
 *
 * ```ts
 * import { minimize, sgd } from '@stokast/autodiff';
 * const optimizer = sgd({ learningRate: 0.05, momentum: 0.9 });
 * minimize((x) => x.sub(2).square(), 0, { optimizer, steps: 500 }).parameters.toFixed(8) //=> '2.00000000'
 * ```
 */
export function sgd(options: SgdOptions): Optimizer {
  checkOptions(WHAT, options, ['learningRate', 'momentum', 'nesterov']);
  const { learningRate, momentum = 0, nesterov = false } = options;
  checkRate(WHAT, 'learningRate', learningRate);
  checkBetween(WHAT, 'momentum', momentum, 0, 1);
  if (momentum === 1) throw rangeFault(WHAT, 'momentum', momentum, 'in [0, 1)');
  if (typeof nesterov !== 'boolean') throw typeFault(WHAT, 'nesterov', nesterov, 'true or false');
  if (nesterov && momentum === 0) throw rangeFault(WHAT, 'momentum', momentum, '> 0, for nesterov');
  const scheduled = typeof learningRate === 'function';
  return {
    init: (parameters) => ({
      ...(scheduled ? { step: scalar(0) } : {}),
      ...(momentum > 0 ? { velocity: mapTensors(zerosLike, parameters) } : {}),
    }),
    update: (gradient, state) => {
      const next: Record<string, Tree> = {};
      const rate = rateAt(learningRate, state.step as One);
      if (scheduled) next.step = add(state.step as One, 1);
      let direction: Tree = gradient;
      if (momentum > 0) {
        const push = (v: Tensor, g: Tensor): Tensor => add(mul(v, momentum), g) as Tensor;
        const velocity = mapTensors(push, state.velocity, gradient);
        next.velocity = velocity;
        direction = nesterov ? mapTensors(push, velocity, gradient) : velocity;
      }
      return [mapTensors((d) => down(rate, d), direction), next as OptimizerState];
    },
  };
}
