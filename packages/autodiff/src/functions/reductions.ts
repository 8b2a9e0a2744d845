// Functions that take axes away.
import { checkOptions } from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { record } from '../record.ts';
import { axisOf, type Shape, showShape, sizeOf } from '../shape.ts';
import type { Reduced } from '../shape-types.ts';
import { type DTypeOf, type Operand, type ShapeOf, Tensor } from '../tensor.ts';
import { div, neg, sqrt, square, sub } from './arithmetic.ts';
import { equal, where } from './comparisons.ts';
import { axesOf, one, reshape } from './movement.ts';

/** One axis or several, negative from the end; all when left out. */
export type Axes = number | readonly number[] | undefined;

/** Options of reductions. */
export interface ReductionOptions<K extends boolean = boolean> {
  /** Reduced axes stay, with size 1: the result then broadcasts with what it was made from. */
  readonly keepAxes?: K;
}

/** Options of `variance`. */
export interface VarianceOptions<K extends boolean = boolean> extends ReductionOptions<K> {
  /** The sum of squares is divided by n - correction: 0 unless given. */
  readonly correction?: number;
}

/** A reduction: over all axes it gives a single number. */
export type Reduction = <
  X extends Operand,
  const A extends Axes = undefined,
  const K extends boolean = false,
>(
  x: X,
  axes?: A,
  options?: ReductionOptions<K>,
) => Tensor<Reduced<ShapeOf<X>, A, K>, DTypeOf<X>>;

/** The same, of `variance`. */
export type VarianceReduction = <
  X extends Operand,
  const A extends Axes = undefined,
  const K extends boolean = false,
>(
  x: X,
  axes?: A,
  options?: VarianceOptions<K>,
) => Tensor<Reduced<ShapeOf<X>, A, K>, DTypeOf<X>>;

const product = (sizes: Shape): number => sizes.reduce((all, size) => all * size, 1);

/** Reduces groups of neighbouring axes from the last to the first; axes of size 1 in between join their neighbours. */
function reduceGroups(name: string, x: Tensor, axes: readonly number[]): Tensor {
  const wide = x.shape.flatMap((size, i) => (size > 1 || axes.includes(i) ? [i] : []));
  let left: Tensor = reshape(
    x,
    wide.map((i) => x.shape[i]),
  );
  const marked = wide.map((i) => axes.includes(i));
  for (let to = marked.length; to > 0; to--) {
    if (!marked[to - 1]) continue;
    let from = to - 1;
    while (from > 0 && marked[from - 1]) from--;
    left = record(name, [left], { axes: Array.from({ length: to - from }, (_, i) => from + i) });
    to = from + 1;
  }
  return left;
}

/** Do reduced axes stay? */
export function keepsAxes(name: string, options: ReductionOptions, ...others: readonly string[]): boolean {
  const what = `Cannot apply ${name}`;
  checkOptions(what, options, ['keepAxes', ...others]);
  const { keepAxes = false } = options;
  if (typeof keepAxes !== 'boolean') throw typeFault(what, 'options.keepAxes', keepAxes, 'true or false');
  return keepAxes;
}

/** Records a reduction over axes. */
export function reduction(name: string, x: Operand, axes: Axes, options: ReductionOptions): Tensor {
  const tensor = one(name, x);
  const list = axesOf(name, tensor.shape, axes);
  const keepAxes = keepsAxes(name, options);
  const shape = keepAxes
    ? tensor.shape.map((size, i) => (list.includes(i) ? 1 : size))
    : tensor.shape.filter((_, i) => !list.includes(i));
  return reshape(list.length === 0 ? tensor : reduceGroups(name, tensor, list), shape) as Tensor;
}

/**
 * The sum of elements over axes, by a fixed tree of additions: the same bits everywhere.
 *
 * ```ts
 * import { compile, sum } from '@stokast/autodiff';
 * compile((x) => sum(x, 0), [[2, 2]])([1, 2, 3, 4]) //=> Float64Array(2) [ 4, 6 ]
 * ```
 */
export const sum: Reduction = (x: Operand, axes?: Axes, options: ReductionOptions = {}) =>
  reduction('sum', x, axes, options) as never;

/**
 * The mean over axes.
 *
 * ```ts
 * import { compile, mean } from '@stokast/autodiff';
 * compile((x) => mean(x), [[4]])([1, 2, 3, 4]) //=> 2.5
 * ```
 */
export const mean: Reduction = (x: Operand, axes?: Axes, options: ReductionOptions = {}) => {
  const tensor = one('mean', x);
  const count = product(axesOf('mean', tensor.shape, axes).map((axis) => tensor.shape[axis]));
  return div(sum(tensor, axes, options), count) as never;
};

/**
 * The mean squared distance from the mean, over axes; with `correction: 1` the sum is divided by n - 1, not n.
 *
 * ```ts
 * import { compile, variance } from '@stokast/autodiff';
 * compile((x) => variance(x), [[4]])([1, 2, 3, 4]) //=> 1.25
 * ```
 */
export const variance: VarianceReduction = (x: Operand, axes?: Axes, options: VarianceOptions = {}) => {
  const tensor = one('variance', x);
  const keepAxes = keepsAxes('variance', options, 'correction');
  const { correction = 0 } = options;
  const count = product(axesOf('variance', tensor.shape, axes).map((axis) => tensor.shape[axis]));
  if (!(correction >= 0 && correction < count)) {
    const what = `Cannot apply variance to ${showShape(tensor.shape)}`;
    throw rangeFault(what, 'options.correction', correction, `>= 0 and < ${count}`);
  }
  const centred = sub(tensor, mean(tensor, axes, { keepAxes: true }));
  return div(sum(square(centred), axes, { keepAxes }), count - correction) as never;
};

/**
 * The product of elements over axes. The derivative is right where elements are 0 as well.
 *
 * ```ts
 * import { compile, prod } from '@stokast/autodiff';
 * compile((x) => prod(x), [[3]])([2, 3, 4]) //=> 24
 * ```
 */
export const prod: Reduction = (x: Operand, axes?: Axes, options: ReductionOptions = {}) =>
  reduction('prod', x, axes, options) as never;

/** `max(x, y)` of JavaScript is `maximum(x, y)` here. */
function checkNotTwo(name: string, other: string, axes: unknown): void {
  if (axes instanceof Tensor)
    throw typeFault(`Cannot apply ${name}`, 'axes', axes, `axes of one tensor: of two it is ${other}(a, b)`);
}

/**
 * The largest element over axes; NaN where one is. Several largest share the derivative equally. The larger of two
 * tensors' elements is `maximum`.
 *
 * ```ts
 * import { compile, max } from '@stokast/autodiff';
 * compile((x) => max(x), [[3]])([1, 3, 2]) //=> 3
 * ```
 */
export const max: Reduction = (x: Operand, axes?: Axes, options: ReductionOptions = {}) => {
  checkNotTwo('max', 'maximum', axes);
  return reduction('max', x, axes, options) as never;
};

/**
 * The least element over axes; NaN where one is. Several least share the derivative equally.
 *
 * ```ts
 * import { compile, min } from '@stokast/autodiff';
 * compile((x) => min(x), [[3]])([2, 1, 3]) //=> 1
 * ```
 */
export const min: Reduction = (x: Operand, axes?: Axes, options: ReductionOptions = {}) => {
  checkNotTwo('min', 'minimum', axes);
  return reduction('min', x, axes, options) as never;
};

/** A place along one axis, or among all elements. */
export type Place = <X extends Operand, A extends number | undefined = undefined>(
  x: X,
  axis?: A,
) => Tensor<Reduced<ShapeOf<X>, A, false>, DTypeOf<X>>;

function place(name: string, x: Operand, axis: number | undefined, sign: 1 | -1): Tensor {
  const tensor = one(name, x);
  const all: Tensor = axis === undefined ? reshape(tensor, [sizeOf(tensor.shape)]) : tensor;
  const at = axis === undefined ? 0 : axisOf(name, tensor.shape, axis);
  return record('argmax', [sign === 1 ? all : neg(all)], { axes: [at] });
}

/**
 * The place of the largest element along an axis, counted from 0: the first of several, and the first NaN where there
 * is one. Without an axis, its place among all elements in row-major order. No derivative: it counts as 0.
 *
 * ```ts
 * import { argmax, compile } from '@stokast/autodiff';
 * compile((x) => argmax(x), [[3]])([1, 3, 2]) //=> 1
 * ```
 */
export const argmax: Place = (x: Operand, axis?: number) => place('argmax', x, axis, 1) as never;

/**
 * The place of the least element along an axis, as `argmax` gives that of the largest.
 *
 * ```ts
 * import { argmin, compile } from '@stokast/autodiff';
 * compile((x) => argmin(x), [[3]])([2, 1, 3]) //=> 1
 * ```
 */
export const argmin: Place = (x: Operand, axis?: number) => place('argmin', x, axis, -1) as never;

/**
 * The Euclidean length over axes: the square root of the sum of squares. Its derivative is x / norm, and 0 where the
 * norm is 0.
 *
 * ```ts
 * import { compile, norm } from '@stokast/autodiff';
 * compile((x) => norm(x), [[2]])([3, 4]) //=> 5
 * ```
 */
export const norm: Reduction = (x: Operand, axes?: Axes, options: ReductionOptions = {}) => {
  const tensor = one('norm', x);
  const total = sum(square(tensor), axesOf('norm', tensor.shape, axes), options);
  // The root's derivative at 0 is Infinity: it is not taken.
  return where(equal(total, 0), 0, sqrt(total)) as never;
};
