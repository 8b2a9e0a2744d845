// Exponentials along an axis that are weighed against one another.
import { record, tensorsOf } from '../record.ts';
import { axisOf, type DType, sizeOf } from '../shape.ts';
import type { Operand, Tensor } from '../tensor.ts';
import { add, div, stopGradient, sub } from './arithmetic.ts';
import { clip, equal, maximum, where } from './comparisons.ts';
import type { Joined, Same } from './elementwise.ts';
import { exp, log } from './exponential.ts';
import { axesOf, one, reshape, transpose } from './movement.ts';
import { type Axes, keepsAxes, max, type Reduction, type ReductionOptions, sum } from './reductions.ts';

/** Rows of fewer elements than this are worked on side by side, not each alone. */
const SHORT = 8;

/** The largest finite number. */
const FINITE: Readonly<Record<DType, number>> = { f64: Number.MAX_VALUE, f32: 3.4028234663852886e38 };

/** e^(x - shift) over axes, the shift being their largest, kept finite. What is made of both does not depend on it. */
function exponentials(x: Tensor, axes: Axes): { readonly powers: Tensor; readonly shift: Tensor } {
  const top = stopGradient(max(x, axes, { keepAxes: true }));
  const shift = finite(top);
  return { powers: exp(sub(x, shift)), shift };
}

const finite = (x: Tensor): Tensor => clip(x, -FINITE[x.dtype], FINITE[x.dtype]) as Tensor;

/** log(total) + shift of a sum of exponentials; -Infinity where it is 0, with derivatives that are 0, of any order. */
function shifted(total: Tensor, shift: Tensor): Tensor {
  const none = equal(total, 0);
  return add(where(none, Number.NEGATIVE_INFINITY, log(where(none, 1, total))), shift) as Tensor;
}

/** log of the sum of e^x over axes, which stay with size 1. */
function logOfSum(x: Tensor, axes: Axes): Tensor {
  const { powers, shift } = exponentials(x, axes);
  const total = sum(powers, axes, { keepAxes: true });
  return shifted(total, shift);
}

/**
 * log of the sum of e^x over axes, without overflow; -Infinity where all elements are. The derivative is
 * e^(x - logSumExp(x)).
 *
 * ```ts
 * import { compile, logSumExp } from '@stokast/autodiff';
 * compile((x) => logSumExp(x), [[2]])([1000, -1000]) //=> 1000
 * ```
 */
export const logSumExp: Reduction = (x: Operand, axes?: Axes, options: ReductionOptions = {}) => {
  const tensor = one('logSumExp', x);
  const keepAxes = keepsAxes('logSumExp', options);
  const list = axesOf('logSumExp', tensor.shape, axes);
  const sizes = tensor.shape.filter((_, i) => !list.includes(i));
  const [rows, count] = [sizeOf(sizes), sizeOf(tensor.shape) / sizeOf(sizes)];
  const shape = keepAxes ? tensor.shape.map((size, i) => (list.includes(i) ? 1 : size)) : sizes;
  if (count === 1) return reshape(tensor, shape) as never;
  // Are the elements of each sum next to one another?
  const inner = tensor.shape.findLastIndex((size, i) => size > 1 && !list.includes(i));
  const isRows = list.every((axis) => axis > inner || tensor.shape[axis] === 1);
  if (!isRows) return reshape(logOfSum(tensor, list), shape) as never;
  const matrix = reshape(tensor, [rows, count]);
  const result = count < SHORT ? logOfSum(transpose(matrix), 0) : record('logSumExp', [matrix]);
  return reshape(result, shape) as never;
};

/**
 * log(e^a + e^b), element by element, without overflow; -Infinity where both are. Derivatives: e^(a - result) and
 * e^(b - result).
 *
 * ```ts
 * import { compile, logAddExp } from '@stokast/autodiff';
 * compile((x) => logAddExp(x, [0, 1000]), [[]])(1000) //=> Float64Array(2) [ 1000, 1000.6931471805599 ]
 * ```
 */
export function logAddExp<A extends Operand, B extends Operand>(a: A, b: B): Joined<A, B> {
  const [x, y] = tensorsOf('logAddExp', [a, b]);
  const shift = finite(stopGradient(maximum(x, y)) as Tensor);
  return shifted(add(exp(sub(x, shift)), exp(sub(y, shift))), shift) as never;
}

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
  if (sizeOf(tensor.shape.slice(at + 1)) === 1) {
    const rows = reshape(tensor, tensor.shape.slice(0, at + 1));
    return reshape(record('softmax', [rows]), tensor.shape) as never;
  }
  const { powers } = exponentials(tensor, at);
  return div(powers, sum(powers, at, { keepAxes: true })) as never;
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
