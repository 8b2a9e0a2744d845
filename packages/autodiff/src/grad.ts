// Functions made from functions: their gradients.
import { typeFault } from '@stokast/core-wasm/errors';
import { onesLike, pullback } from './differentiate.ts';
import { inForm, ownArgument, WHAT } from './differentiated.ts';
import { type DType, type Shape, shapeFault } from './shape.ts';
import { Tensor } from './tensor.ts';

/**
 * A function of one number and its derivative in the first argument, which may be any nesting of tensors: the
 * gradient has the same form.
 *
 * Throws a RangeError (STOKAST_E_SHAPE) where the function gives more than one number, a TypeError where it gives none.
 *
 * ```ts
 * import { compile, valueAndGrad } from '@stokast/autodiff';
 * const f = compile(valueAndGrad((x) => x.mul(x).sum()), [[2]]);
 * f([3, 4]).gradient //=> Float64Array(2) [ 6, 8 ]
 * ```
 */
export function valueAndGrad<
  A extends object = Tensor,
  Rest extends readonly unknown[] = readonly Tensor[],
  D extends DType = DType,
>(
  fn: (first: A, ...rest: Rest) => Tensor<Shape, D>,
): (first: A, ...rest: Rest) => { readonly value: Tensor<readonly [], D>; readonly gradient: A } {
  return (first, ...rest) => {
    const { given, own, value: argument } = ownArgument(first);
    const value: unknown = fn(argument, ...rest);
    if (!(value instanceof Tensor))
      throw typeFault(WHAT, 'result', value, 'a tensor of shape [], of a function that gives one number');
    if (value.shape.length > 0)
      throw shapeFault('grad', [value.shape], 'a function that gives one number, shape []');
    return { value: value as never, gradient: inForm(given, pullback([value], [onesLike(value)], own)) };
  };
}

/**
 * The gradient alone of a function of one number: see `valueAndGrad`. Gradients of gradients are had by applying it
 * again.
 *
 * ```ts
 * import { compile, grad } from '@stokast/autodiff';
 * const slope = grad((x) => x.mul(x).mul(x));
 * compile(slope, [[]])(2) //=> 12
 * compile(grad(slope), [[]])(2) //=> 12
 * ```
 */
export function grad<A extends object = Tensor, Rest extends readonly unknown[] = readonly Tensor[]>(
  fn: (first: A, ...rest: Rest) => Tensor,
): (first: A, ...rest: Rest) => A {
  const both = valueAndGrad(fn);
  return (first, ...rest) => both(first, ...rest).gradient;
}
