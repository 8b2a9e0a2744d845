// Derivatives along a direction, forwards and backwards.
import { pullback, zerosLike } from './differentiate.ts';
import { alike, inForm, leavesOf, ownArgument } from './differentiated.ts';
import { Tensor } from './tensor.ts';

/**
 * The derivative of a function along a direction of its first argument: with J the matrix of partial derivatives,
 *
 *     jvp(fn)(x, t) = { value: fn(x), tangent: J t }
 *
 * The tangent of an argument has its form and shapes, that of the result the result's. No second table of rules: the
 * product with J is the derivative of the product with J^T, which is linear in what it is multiplied with.
 *
 * ```ts
 * import { compile, jvp } from '@stokast/autodiff';
 * const f = compile(jvp((x) => x.mul(x)), [[2], [2]]);
 * f([3, 4], [1, 10]).tangent //=> Float64Array(2) [ 6, 80 ]
 * ```
 */
export function jvp<
  A extends object = Tensor,
  Rest extends readonly unknown[] = readonly Tensor[],
  const R extends object = Tensor,
>(
  fn: (first: A, ...rest: Rest) => R,
): (first: A, tangent: A, ...rest: Rest) => { readonly value: R; readonly tangent: R } {
  return (first, tangent, ...rest) => {
    const { given, own, value: argument } = ownArgument(first);
    const directions = alike('tangent', tangent, given);
    const value = fn(argument, ...rest);
    const results = leavesOf('result', value);
    // Stand for any cotangents; whatever they are, they drop out.
    const any = results.leaves.map((leaf) => {
      const zeros = zerosLike(leaf);
      return new Tensor('identity', [zeros], {}, zeros.shape, zeros.dtype);
    });
    const backwards = pullback(results.leaves, any, own);
    const there = backwards.flatMap((part, i) => (part ? [i] : []));
    const parts = pullback(
      there.map((i) => backwards[i] as Tensor),
      there.map((i) => directions[i]),
      any,
    );
    return { value, tangent: inForm(results, parts) };
  };
}

/**
 * The derivatives of a function's first argument for given derivatives of its result: with J the matrix of partial
 * derivatives,
 *
 *     vjp(fn)(x, c) = { value: fn(x), gradient: J^T c }
 *
 * ```ts
 * import { compile, vjp } from '@stokast/autodiff';
 * const f = compile(vjp((x) => x.mul(x)), [[2], [2]]);
 * f([3, 4], [1, 10]).gradient //=> Float64Array(2) [ 6, 80 ]
 * ```
 */
export function vjp<
  A extends object = Tensor,
  Rest extends readonly unknown[] = readonly Tensor[],
  const R extends object = Tensor,
>(
  fn: (first: A, ...rest: Rest) => R,
): (first: A, cotangent: R, ...rest: Rest) => { readonly value: R; readonly gradient: A } {
  return (first, cotangent, ...rest) => {
    const { given, own, value: argument } = ownArgument(first);
    const value = fn(argument, ...rest);
    const results = leavesOf('result', value);
    const parts = pullback(results.leaves, alike('cotangent', cotangent, results), own);
    return { value, gradient: inForm(given, parts) };
  };
}
