// Recurrences that are linear in what they carry, and the sums and products that are such.
import { record, scalar } from '../record.ts';
import { axisOf, type Shape } from '../shape.ts';
import type { Operand, Tensor } from '../tensor.ts';
import type { Same } from './elementwise.ts';
import { expand, moveAxis, one } from './movement.ts';

/**
 * y[t] = a[t] y[t - 1] + b[t] along the first axis of b, with y[-1] = initial (zeros without it); in reverse, from
 * the last step to the first with y[t + 1]. `a` is one number, one a step, or one an element.
 */
export function linearScan(a: Tensor, b: Tensor, initial: Tensor | undefined, reverse: boolean): Tensor {
  return record('linearScan', initial ? [a, b, initial] : [a, b], { reverse });
}

/** Does `scan` to x with `axis` in front, and brings that back to its place in the result. */
export function alongSteps(x: Tensor, axis: number, scan: (steps: Tensor) => Tensor): Tensor {
  return moveAxis(scan(moveAxis(x, axis, 0)), 0, axis);
}

const filled = (value: number, like: Tensor, shape: Shape): Tensor =>
  expand(scalar(value, like.dtype), shape);

/** The products of all factors up to each step, the first times ones. */
export const products = (factors: Tensor, reverse: boolean): Tensor =>
  linearScan(factors, filled(0, factors, factors.shape), filled(1, factors, factors.shape.slice(1)), reverse);

/**
 * Along an axis, the sum of each element and all before it; with `reverse` all behind it.
 *
 * ```ts
 * import { compile, cumulativeSum } from '@stokast/autodiff';
 * compile((x) => cumulativeSum(x), [[3]])([1, 2, 3]) //=> Float64Array(3) [ 1, 3, 6 ]
 * ```
 */
export function cumulativeSum<X extends Operand>(x: X, axis = 0, reverse = false): Same<X> {
  const tensor = one('cumulativeSum', x);
  const at = axisOf('cumulativeSum', tensor.shape, axis);
  const sums = (steps: Tensor) => linearScan(scalar(1, tensor.dtype), steps, undefined, reverse);
  return alongSteps(tensor, at, sums) as never;
}

/**
 * Along an axis, the product of each element and all before it; with `reverse` all behind it. The derivative is right
 * where elements are 0 as well.
 *
 * ```ts
 * import { compile, cumulativeProduct } from '@stokast/autodiff';
 * compile((x) => cumulativeProduct(x), [[3]])([1, 2, 3]) //=> Float64Array(3) [ 1, 2, 6 ]
 * ```
 */
export function cumulativeProduct<X extends Operand>(x: X, axis = 0, reverse = false): Same<X> {
  const tensor = one('cumulativeProduct', x);
  const at = axisOf('cumulativeProduct', tensor.shape, axis);
  return alongSteps(tensor, at, (steps) => products(steps, reverse)) as never;
}
