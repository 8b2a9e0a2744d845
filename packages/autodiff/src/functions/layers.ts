// Layers of neural networks, with their weights as arguments.
import { checkInteger, checkOptions, checkPositive } from '@stokast/core-wasm/check';
import { rangeFault } from '@stokast/core-wasm/errors';
import { tensorsOf } from '../record.ts';
import { type Shape, shapeFault, showShape, sizeOf } from '../shape.ts';
import type { Product, Replaced } from '../shape-types.ts';
import type { DTypeOf, Operand, ShapeOf, Tensor } from '../tensor.ts';
import { add, div, mul, sqrt, square, sub } from './arithmetic.ts';
import type { TypeOf } from './elementwise.ts';
import { gather } from './indexing.ts';
import { matmul } from './linear.ts';
import { one, reshape } from './movement.ts';
import { mean } from './reductions.ts';

/**
 * A dense layer: x weights + bias.
 *
 * Shapes: x `[..., in]`, weights `[in, out]` and bias `[out]`, which may be left out, give `[..., out]`.
 * Throws a RangeError (STOKAST_E_SHAPE) for other shapes, a TypeError (STOKAST_E_TYPE) for operands of two types.
 *
 * ```ts
 * import { compile, linear } from '@stokast/autodiff';
 * const layer = compile((x, w, b) => linear(x, w, b), [[2], [2, 2], [2]]);
 * layer([1, 2], [1, 2, 3, 4], [10, 20]) //=> Float64Array(2) [ 17, 30 ]
 * ```
 */
export function linear<X extends Operand, W extends Operand>(
  x: X,
  weights: W,
  bias?: Operand,
): Tensor<Product<ShapeOf<X>, ShapeOf<W>>, TypeOf<X, W>> {
  const [input, matrix] = tensorsOf('linear', [x, weights]);
  if (matrix.rank !== 2 || input.rank === 0 || input.shape[input.rank - 1] !== matrix.shape[0])
    throw shapeFault('linear', [input.shape, matrix.shape], '[..., in] and [in, out]');
  const result: Tensor = matmul(input, matrix);
  return (bias === undefined ? result : added('linear', result, bias, matrix.shape[1])) as never;
}

/** x + bias, or x times it, for a vector of the size of the last axis. */
function added(name: string, x: Tensor, bias: Operand, size: number, combine = add): Tensor {
  const [, vector] = tensorsOf(name, [x, bias]);
  if (vector.rank !== 1 || vector.shape[0] !== size)
    throw shapeFault(name, [x.shape, vector.shape], `[..., ${size}] and [${size}]`);
  return combine(x, vector);
}

/** Options of normalisations. */
export interface NormOptions {
  /** What normalised elements are multiplied by, one number for each channel. */
  readonly scale?: Operand;
  /** What is then added, one number for each channel. */
  readonly offset?: Operand;
  /** Added to the variance: 1e-5 unless given. */
  readonly epsilon?: number;
}

/** (x - mean) / sqrt(variance + epsilon) over axes of `x`, reshaped to `shape`, scaled and moved. */
function normalised(
  name: string,
  x: Tensor,
  axes: readonly number[],
  shape: Shape,
  options: NormOptions,
): Tensor {
  const what = `Cannot apply ${name} to ${showShape(shape)}`;
  checkOptions(what, options, ['scale', 'offset', 'epsilon']);
  const { scale, offset, epsilon = 1e-5 } = options;
  checkPositive(what, 'options.epsilon', epsilon);
  const centred = sub(x, mean(x, axes, { keepAxes: true }));
  const variance = mean(square(centred), axes, { keepAxes: true });
  const channels = shape[shape.length - 1];
  let result: Tensor = reshape(mul(centred, div(1, sqrt(add(variance, epsilon)))), shape);
  if (scale !== undefined) result = added(name, result, scale, channels, mul);
  return offset === undefined ? result : added(name, result, offset, channels);
}

/**
 * Each row with mean 0 and variance 1, then scaled and moved (Ba, Kiros and Hinton 2016):
 *
 *     (x - mean) / sqrt(variance + epsilon) scale + offset, over the last axis
 *
 * Shapes: `[..., channels]` gives the same; scale and offset are `[channels]`.
 * Throws a RangeError (STOKAST_E_SHAPE) for other shapes, a TypeError or RangeError for other options.
 *
 * ```ts
 * import { compile, layerNorm } from '@stokast/autodiff';
 * const normalise = compile((x) => layerNorm(x, { epsilon: 3 }), [[2]]);
 * normalise([3, 5]) //=> Float64Array(2) [ -0.5, 0.5 ]
 * ```
 */
export function layerNorm<X extends Operand>(
  x: X,
  options: NormOptions = {},
): Tensor<ShapeOf<X>, DTypeOf<X>> {
  const tensor = one('layerNorm', x);
  if (tensor.rank === 0) throw shapeFault('layerNorm', [tensor.shape], '[..., channels]');
  return normalised('layerNorm', tensor, [tensor.rank - 1], tensor.shape, options) as never;
}

/**
 * Each of `groups` groups of neighbouring channels with mean 0 and variance 1, over all places of an image, then
 * scaled and moved (Wu and He 2018): as `layerNorm`, over other axes.
 *
 * Shapes: `[batch, ..., channels]` gives the same; scale and offset are `[channels]`.
 * Throws a RangeError (STOKAST_E_SHAPE) for other shapes, a TypeError or RangeError for other options and for a number
 * of groups that does not divide the channels.
 *
 * ```ts
 * import { compile, groupNorm } from '@stokast/autodiff';
 * const normalise = compile((x) => groupNorm(x, 2, { epsilon: 3 }), [[1, 2, 2]]);
 * normalise([3, 10, 5, 12]) //=> Float64Array(4) [ -0.5, -0.5, 0.5, 0.5 ]
 * ```
 */
export function groupNorm<X extends Operand>(
  x: X,
  groups: number,
  options: NormOptions = {},
): Tensor<ShapeOf<X>, DTypeOf<X>> {
  const tensor = one('groupNorm', x);
  const { shape } = tensor;
  if (shape.length < 2) throw shapeFault('groupNorm', [shape], '[batch, ..., channels]');
  const channels = shape[shape.length - 1];
  const what = `Cannot apply groupNorm to ${showShape(shape)}`;
  checkInteger(what, 'groups', groups, 1, channels);
  if (channels % groups !== 0) throw rangeFault(what, 'groups', groups, `a divisor of ${channels}`);
  const places = sizeOf(shape.slice(1, -1));
  const apart = reshape(tensor, [shape[0], places, groups, channels / groups]);
  return normalised('groupNorm', apart, [1, 3], shape, options) as never;
}

/**
 * Rows of a table by their number: row index[i] for each i. See `gather`.
 *
 * Shapes: table `[size, channels]` and index `[...]` give `[..., channels]`. A number that names no row gives NaN.
 * Throws a RangeError (STOKAST_E_SHAPE) for other shapes.
 *
 * ```ts
 * import { compile, embedding } from '@stokast/autodiff';
 * const embed = compile((table, index) => embedding(table, index), [[3, 2], [2]]);
 * embed([1, 2, 3, 4, 5, 6], [2, 0]) //=> Float64Array(4) [ 5, 6, 1, 2 ]
 * ```
 */
export function embedding<T extends Operand, I extends Operand>(
  table: T,
  index: I,
): Tensor<Replaced<ShapeOf<T>, 0, ShapeOf<I>>, DTypeOf<T>> {
  const rows = one('embedding', table);
  if (rows.rank !== 2) throw shapeFault('embedding', [rows.shape], '[size, channels]');
  return gather(rows, index) as never;
}
