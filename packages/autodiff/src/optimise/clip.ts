// Gradients kept in bounds, before an optimiser makes updates of them: see `chain`.
import { checkPositive } from '@stokast/core-wasm/check';
import { add, cast, div, maximum, minimum, mul, sqrt, square, sum } from '../functions/index.ts';
import type { Tree } from '../spec.ts';
import type { Tensor } from '../tensor.ts';
import { mapTensors, type Optimizer, tensorsIn } from './optimizer.ts';

const WHAT = 'Cannot clip gradients';

/** An optimiser without a state, which changes the gradient alone. */
const stateless = (change: (gradient: Tree) => Tree): Optimizer => ({
  init: () => ({}),
  update: (gradient) => [change(gradient), {}],
});

/**
 * Shortens the gradient to the length `limit` where it is longer: the Euclidean norm of all parameters' gradients
 * together (Pascanu, Mikolov and Bengio, 2013). Its direction stays.
 *
 * ```ts
 * import { chain, clipByNorm, minimize, sgd } from '@stokast/autodiff';
 * const optimizer = chain(clipByNorm(0.5), sgd({ learningRate: 1 }));
 * minimize((x) => x.sum(), [8, 8], { optimizer, steps: 2 }).parameters[0].toFixed(4) //=> '7.2929'
 * ```
 */
export function clipByNorm(limit: number): Optimizer {
  checkPositive(WHAT, 'limit', limit);
  return stateless((gradient) => {
    const squares = tensorsIn(gradient).map((g) => cast(sum(square(g)), 'f64') as Tensor);
    const factor = minimum(div(limit, sqrt(squares.reduce((a, b) => add(a, b)))), 1) as Tensor;
    return mapTensors((g) => mul(g, cast(factor, g.dtype)), gradient);
  });
}

/**
 * Each component of the gradient, kept between -limit and limit.
 *
 * ```ts
 * import { chain, clipByValue, minimize, sgd } from '@stokast/autodiff';
 * const optimizer = chain(clipByValue(0.5), sgd({ learningRate: 1 }));
 * minimize((x) => x.mul([1, 0.1]).sum(), [8, 8], { optimizer, steps: 2 }).parameters //=> Float64Array(2) [ 7, 7.800000000000001 ]
 * ```
 */
export function clipByValue(limit: number): Optimizer {
  checkPositive(WHAT, 'limit', limit);
  return stateless((gradient) => mapTensors((g) => minimum(maximum(g, -limit), limit) as Tensor, gradient));
}
