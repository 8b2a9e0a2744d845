// Functions made from functions: their gradients.
import { onesLike, pullback, zerosLike } from './differentiate.ts';
import { record } from './record.ts';
import type { DType, Shape } from './shape.ts';
import { shapeFault } from './shape.ts';
import { type Tree, tensorLeaf } from './spec.ts';
import type { Tensor } from './tensor.ts';
import { flatten, rebuild } from './tree.ts';

/** The gradient of a function that gives one number, with the number. */
export interface ValueAndGradient<V, A> {
  readonly value: V;
  readonly gradient: A;
}

/**
 * A function of one number and its derivative in the first argument, which may be any nesting of tensors: the
 * gradient has the same form.
 *
 * ```ts
 * import { compile, valueAndGrad } from '@stokast/autodiff';
 * const f = compile(valueAndGrad((x) => x.mul(x).sum()), [[2]]);
 * f([3, 4]).gradient //=> Float64Array(2) [6, 8]
 * ```
 */
export function valueAndGrad<A extends Tree, Rest extends readonly unknown[], D extends DType>(
  fn: (first: A, ...rest: Rest) => Tensor<Shape, D>,
): (first: A, ...rest: Rest) => { readonly value: Tensor<readonly [], D>; readonly gradient: A } {
  return (first, ...rest) => {
    const { leaves, structure } = flatten('Cannot differentiate', 'argument', first, tensorLeaf, 'a tensor');
    // Its own argument: what the function closes over is not differentiated in, though it be the same tensor.
    const own = leaves.map((leaf) => record('identity', [leaf]));
    const value = fn(rebuild(structure, (i) => own[i]) as A, ...rest);
    if (value.shape.length > 0)
      throw shapeFault('grad', [value.shape], 'a function that gives one number, shape []');
    const parts = pullback([value], [onesLike(value)], own);
    return {
      value: value as never,
      gradient: rebuild(structure, (i) => parts[i] ?? zerosLike(own[i])) as A,
    };
  };
}

/** The gradient alone of a function of one number. See `valueAndGrad`. */
export function grad<A extends Tree, Rest extends readonly unknown[]>(
  fn: (first: A, ...rest: Rest) => Tensor,
): (first: A, ...rest: Rest) => A {
  const both = valueAndGrad(fn);
  return (first, ...rest) => both(first, ...rest).gradient;
}
