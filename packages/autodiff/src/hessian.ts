// Matrices of partial derivatives, first and second: for small arguments, one pass backwards for each row.
import { pullback, zerosLike } from './differentiate.ts';
import { leavesOf, ownArgument } from './differentiated.ts';
import { oneHot, reshape } from './functions/index.ts';
import { grad } from './grad.ts';
import { jvp } from './jvp.ts';
import { counting } from './record.ts';
import { scanNodes } from './scan/body.ts';
import { type DType, type Shape, sizeOf } from './shape.ts';
import type { Joint } from './shape-types.ts';
import type { Like, Tensor } from './tensor.ts';
import { rebuild } from './tree.ts';

type Wrt<S extends Shape, A> =
  A extends Like<infer T extends Shape, infer D extends DType>
    ? Tensor<Joint<S, T>, D>
    : { readonly [K in keyof A]: Wrt<S, A[K]> };
/** For each tensor of a result and each of an argument, the partial derivatives: the axes of the one, then the other's. */
export type Jacobian<R, A> =
  R extends Like<infer S extends Shape> ? Wrt<S, A> : { readonly [K in keyof R]: Jacobian<R[K], A> };

/** The partial derivatives of one result: for each node it is differentiated in, the result's axes and then the node's. */
function rowsOf(result: Tensor, own: readonly Tensor[]): Tensor[] {
  const count = sizeOf(result.shape);
  const back = (row: Tensor): Tensor[] =>
    pullback([result], [reshape(row, result.shape)], own).map((part, i) => part ?? zerosLike(own[i]));
  const identity = oneHot(counting(count, result.dtype), count);
  // One body for all rows: the program is no longer for more of them.
  const parts =
    count === 1
      ? back(identity)
      : scanNodes(count, false, [], [identity], (_, [row]) => ({ carry: [], outputs: back(row) })).outputs;
  return parts.map((part, i) => reshape(part, [...result.shape, ...own[i].shape]));
}

/**
 * All partial derivatives of a function in its first argument: for a result of shape `[m]` and an argument of shape
 * `[n]`, a matrix `[m, n]`; in general the axes of the result, then those of the argument, for each pair of tensors of
 * both nestings. One pass backwards for each element of the result.
 *
 * ```ts
 * import { compile, jacobian } from '@stokast/autodiff';
 * const f = compile(jacobian((x) => x.mul(x.sum())), [[2]]);
 * f([1, 2]) //=> Float64Array(4) [ 4, 1, 2, 5 ]
 * ```
 */
export function jacobian<
  A extends object = Tensor,
  Rest extends readonly unknown[] = readonly Tensor[],
  const R extends object = Tensor,
>(fn: (first: A, ...rest: Rest) => R): (first: A, ...rest: Rest) => Jacobian<R, A> {
  return (first, ...rest) => {
    const { given, own, value: argument } = ownArgument(first);
    const results = leavesOf('result', fn(argument, ...rest));
    const rows = results.leaves.map((leaf) => rowsOf(leaf, own));
    return rebuild(results.structure, (r) => rebuild(given.structure, (i) => rows[r][i])) as Jacobian<R, A>;
  };
}

/**
 * The second derivatives of a function of one number in its first argument, for small arguments: `[n, n]` for one of
 * shape `[n]`, blocks for each pair of tensors of a nesting.
 *
 * ```ts
 * import { compile, hessian } from '@stokast/autodiff';
 * const f = compile(hessian((x) => x.mul(x).mul(x).sum()), [[2]]);
 * f([1, 2]) //=> Float64Array(4) [ 6, 0, 0, 12 ]
 * ```
 */
export function hessian<A extends object = Tensor, Rest extends readonly unknown[] = readonly Tensor[]>(
  fn: (first: A, ...rest: Rest) => Tensor,
): (first: A, ...rest: Rest) => Jacobian<A, A> {
  return jacobian(grad(fn));
}

/**
 * The product of the second derivatives of a function of one number with a direction of its first argument, at a small
 * multiple of the function's own cost (Pearlmutter, Fast exact multiplication by the Hessian, 1994).
 *
 * ```ts
 * import { compile, hvp } from '@stokast/autodiff';
 * const f = compile(hvp((x) => x.mul(x).mul(x).sum()), [[2], [2]]);
 * f([1, 2], [1, 10]) //=> Float64Array(2) [ 6, 120 ]
 * ```
 */
export function hvp<A extends object = Tensor, Rest extends readonly unknown[] = readonly Tensor[]>(
  fn: (first: A, ...rest: Rest) => Tensor,
): (first: A, direction: A, ...rest: Rest) => A {
  const along = jvp(grad(fn));
  return (first, direction, ...rest) => along(first, direction, ...rest).tangent;
}
