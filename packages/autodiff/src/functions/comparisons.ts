// Comparisons, which give 1 and 0, and choices between elements.
import { rangeFault } from '@stokast/core-wasm/errors';
import { tensorsOf } from '../record.ts';
import type { Operand, Tensor } from '../tensor.ts';
import { elementwise, type Joined, type Same } from './elementwise.ts';

/**
 * 1 where a = b, else 0, as where one is NaN. Comparisons have no derivative: it counts as 0.
 *
 * ```ts
 * import { compile, equal } from '@stokast/autodiff';
 * compile((x) => equal(x, 2), [[3]])([1, 2, 3]) //=> Float64Array(3) [ 0, 1, 0 ]
 * ```
 */
export const equal = <A extends Operand, B extends Operand>(a: A, b: B): Joined<A, B> =>
  elementwise('equal', a, b) as never;

/**
 * 0 where a = b, else 1, as where one is NaN.
 *
 * ```ts
 * import { compile, notEqual } from '@stokast/autodiff';
 * compile((x) => notEqual(x, 2), [[3]])([1, 2, 3]) //=> Float64Array(3) [ 1, 0, 1 ]
 * ```
 */
export const notEqual = <A extends Operand, B extends Operand>(a: A, b: B): Joined<A, B> =>
  not(equal(a, b) as Tensor) as never;

/**
 * 1 where a < b, else 0.
 *
 * ```ts
 * import { compile, less } from '@stokast/autodiff';
 * compile((x) => less(x, 2), [[3]])([1, 2, 3]) //=> Float64Array(3) [ 1, 0, 0 ]
 * ```
 */
export const less = <A extends Operand, B extends Operand>(a: A, b: B): Joined<A, B> =>
  elementwise('less', a, b) as never;

/**
 * 1 where a <= b, else 0.
 *
 * ```ts
 * import { compile, lessEqual } from '@stokast/autodiff';
 * compile((x) => lessEqual(x, 2), [[3]])([1, 2, 3]) //=> Float64Array(3) [ 1, 1, 0 ]
 * ```
 */
export const lessEqual = <A extends Operand, B extends Operand>(a: A, b: B): Joined<A, B> =>
  elementwise('lessEqual', a, b) as never;

/**
 * 1 where a > b, else 0.
 *
 * ```ts
 * import { compile, greater } from '@stokast/autodiff';
 * compile((x) => greater(x, 2), [[3]])([1, 2, 3]) //=> Float64Array(3) [ 0, 0, 1 ]
 * ```
 */
export const greater = <A extends Operand, B extends Operand>(a: A, b: B): Joined<A, B> =>
  elementwise('less', b, a) as never;

/**
 * 1 where a >= b, else 0.
 *
 * ```ts
 * import { compile, greaterEqual } from '@stokast/autodiff';
 * compile((x) => greaterEqual(x, 2), [[3]])([1, 2, 3]) //=> Float64Array(3) [ 0, 1, 1 ]
 * ```
 */
export const greaterEqual = <A extends Operand, B extends Operand>(a: A, b: B): Joined<A, B> =>
  elementwise('lessEqual', b, a) as never;

/**
 * 1 where x is 0, else 0.
 *
 * ```ts
 * import { compile, not } from '@stokast/autodiff';
 * compile((x) => not(x), [[3]])([0, 1, 2]) //=> Float64Array(3) [ 1, 0, 0 ]
 * ```
 */
export const not = <X extends Operand>(x: X): Same<X> => elementwise('equal', x, 0) as never;

/**
 * 1 where neither a nor b is 0, else 0.
 *
 * ```ts
 * import { and, compile, greater, less } from '@stokast/autodiff';
 * compile((x) => and(greater(x, 1), less(x, 3)), [[3]])([1, 2, 3]) //=> Float64Array(3) [ 0, 1, 0 ]
 * ```
 */
export function and<A extends Operand, B extends Operand>(a: A, b: B): Joined<A, B> {
  const [x, y] = tensorsOf('and', [a, b]);
  return where(x, not(not(y)), 0) as never;
}

/**
 * 1 where a or b is not 0, else 0.
 *
 * ```ts
 * import { compile, greater, less, or } from '@stokast/autodiff';
 * compile((x) => or(less(x, 2), greater(x, 2)), [[3]])([1, 2, 3]) //=> Float64Array(3) [ 1, 0, 1 ]
 * ```
 */
export function or<A extends Operand, B extends Operand>(a: A, b: B): Joined<A, B> {
  const [x, y] = tensorsOf('or', [a, b]);
  return where(x, 1, not(not(y))) as never;
}

/**
 * a where the condition is not 0, else b. Both are computed. What is not taken has no part in the derivative, though
 * its own be infinite or NaN, as far as it is made by elementwise functions: `where(less(0, x), log(x), 0)` has the
 * derivative 0 where x <= 0. Behind others (products of matrices, factors) 0 times such a derivative is NaN: there,
 * choose a harmless argument as well, `solve(where(ok, x, 1))`.
 *
 * ```ts
 * import { compile, greater, where } from '@stokast/autodiff';
 * compile((x) => where(greater(x, 2), x, 0), [[3]])([1, 2, 3]) //=> Float64Array(3) [ 0, 0, 3 ]
 * ```
 */
export const where = <C extends Operand, A extends Operand, B extends Operand>(
  condition: C,
  a: A,
  b: B,
): Joined<Joined<C, A>, B> => elementwise('where', condition, a, b) as never;

/**
 * The larger of a and b; NaN where one is. Where they are equal, each has half of the derivative. The largest of a
 * tensor's elements is `max`.
 *
 * ```ts
 * import { compile, maximum } from '@stokast/autodiff';
 * compile((x) => maximum(x, 2), [[3]])([1, 2, 3]) //=> Float64Array(3) [ 2, 2, 3 ]
 * ```
 */
export const maximum = <A extends Operand, B extends Operand>(a: A, b: B): Joined<A, B> =>
  elementwise('maximum', a, b) as never;

/**
 * The smaller of a and b; NaN where one is. Where they are equal, each has half of the derivative. The least of a
 * tensor's elements is `min`.
 *
 * ```ts
 * import { compile, minimum } from '@stokast/autodiff';
 * compile((x) => minimum(x, 2), [[3]])([1, 2, 3]) //=> Float64Array(3) [ 1, 2, 2 ]
 * ```
 */
export const minimum = <A extends Operand, B extends Operand>(a: A, b: B): Joined<A, B> =>
  elementwise('minimum', a, b) as never;

/**
 * x kept within [low, high]; NaN stays. The derivative is 1 inside, 0 outside.
 *
 * ```ts
 * import { clip, compile } from '@stokast/autodiff';
 * compile((x) => clip(x, 0, 2), [[3]])([-1, 1, 3]) //=> Float64Array(3) [ 0, 1, 2 ]
 * ```
 */
export const clip = <X extends Operand, L extends Operand, H extends Operand>(
  x: X,
  low: L,
  high: H,
): Joined<Joined<X, L>, H> => {
  if (typeof low === 'number' && typeof high === 'number' && low > high)
    throw rangeFault('Cannot apply clip', 'low', low, `<= high, which is ${high}`);
  return minimum(maximum(x, low), high) as never;
};
