// Exponentials along an axis that are weighed against one another.
import { record } from '../record.ts';
import { axisOf, sizeOf } from '../shape.ts';
import type { Operand } from '../tensor.ts';
import { sub } from './arithmetic.ts';
import type { Same } from './elementwise.ts';
import { axesOf, moveAxis, one, reshape } from './movement.ts';
import type { Axes, Reduction, ReductionOptions } from './reductions.ts';

/**
 * log of the sum of e^x over axes, without overflow; -Infinity where all elements are.
 * The derivative is softmax(x).
 *
 * ```ts
 * import { compile, logSumExp } from '@stokast/autodiff';
 * compile((x) => logSumExp(x), [[2]])([1000, -1000]) //=> 1000
 * ```
 */
export const logSumExp: Reduction = (
  x: Operand,
  axes?: Axes,
  { keepAxes = false }: ReductionOptions = {},
) => {
  const tensor = one('logSumExp', x);
  const list = axesOf('logSumExp', tensor.shape, axes);
  const rest = tensor.shape.map((_, i) => i).filter((i) => !list.includes(i));
  const sizes = rest.map((i) => tensor.shape[i]);
  const count = sizeOf(tensor.shape) / sizeOf(sizes);
  const last = record('transpose', [tensor], { axes: [...rest, ...list] });
  const result = record('logSumExp', [reshape(last, [...sizes, count])]);
  const wide = tensor.shape.map((size, i) => (list.includes(i) ? 1 : size));
  return reshape(result, keepAxes ? wide : sizes) as never;
};

/**
 * e^x over the sum of e^x along an axis: positive numbers that add up to 1.
 *
 * ```ts
 * import { compile, softmax } from '@stokast/autodiff';
 * compile((x) => softmax(x), [[2]])([5, 5]) //=> Float64Array(2) [ 0.5, 0.5 ]
 * ```
 */
export function softmax<X extends Operand>(x: X, axis = -1): Same<X> {
  const tensor = one('softmax', x);
  const at = axisOf('softmax', tensor.shape, axis);
  return moveAxis(record('softmax', [moveAxis(tensor, at, tensor.rank - 1)]), tensor.rank - 1, at) as never;
}

/**
 * log softmax(x) along an axis: x - logSumExp(x).
 *
 * ```ts
 * import { compile, logSoftmax } from '@stokast/autodiff';
 * compile((x) => logSoftmax(x), [[2]])([1000, -1000]) //=> Float64Array(2) [ 0, -2000 ]
 * ```
 */
export function logSoftmax<X extends Operand>(x: X, axis = -1): Same<X> {
  const tensor = one('logSoftmax', x);
  axisOf('logSoftmax', tensor.shape, axis);
  return sub(tensor, logSumExp(tensor, axis, { keepAxes: true })) as never;
}
