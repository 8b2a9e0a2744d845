// Functions that place elements elsewhere and leave them as they are.
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { record, tensorsOf } from '../record.ts';
import { axisOf, type Shape, shapeFault, showShape, sizeOf } from '../shape.ts';
import type { Filled, Reduced, Transposed, Widened } from '../shape-types.ts';
import { checkShape } from '../spec.ts';
import type { DTypeOf, Operand, ShapeOf, Tensor } from '../tensor.ts';
import type { Same } from './elementwise.ts';

/** An operand alone, as a tensor. */
export const one = (name: string, x: Operand): Tensor => tensorsOf(name, [x])[0];

function checkList(what: string, name: string, value: unknown, allowed: string): void {
  if (!Array.isArray(value)) throw typeFault(what, name, value, allowed);
}

/** Axes from the front, each once, in ascending order; all of them when none are given. */
export function axesOf(
  name: string,
  shape: Shape,
  axes: number | readonly number[] | undefined,
): readonly number[] {
  if (axes === undefined) return shape.map((_, i) => i);
  if (typeof axes !== 'number' && !Array.isArray(axes))
    throw typeFault(
      `Cannot apply ${name} to ${showShape(shape)}`,
      'axes',
      axes,
      'an axis or an array of axes',
    );
  const list = [axes].flat().map((axis) => axisOf(name, shape, axis));
  return [...new Set(list)].sort((a, b) => a - b);
}

/** Elements start, start + step ... of each axis, `size` of them: what `slice` is made of. */
export const section = (x: Tensor, start: Shape, size: Shape, step: Shape = start.map(() => 1)): Tensor =>
  record('slice', [x], { start, size, step });

/** Elements from .. to - 1 of one axis, all of the others. */
export function along(x: Tensor, axis: number, from: number, to: number): Tensor {
  const at = <T>(all: readonly T[], value: T) => all.map((each, i) => (i === axis ? value : each));
  return section(x, at(Array<number>(x.rank).fill(0), from), at(x.shape, to - from));
}

/** Axis `from` becomes axis `to`; the others keep their order. */
export function moveAxis(x: Tensor, from: number, to: number): Tensor {
  const axes = x.shape.map((_, i) => i).filter((i) => i !== from);
  axes.splice(to, 0, from);
  return record('transpose', [x], { axes });
}

/**
 * The elements of x, in row-major order, in another shape of as many; one size may be -1 and is then found.
 * Throws a RangeError where the numbers of elements differ.
 *
 * ```ts
 * import { compile, reshape, sum } from '@stokast/autodiff';
 * compile((x) => sum(reshape(x, [2, -1]), 0), [[4]])([1, 2, 3, 4]) //=> Float64Array(2) [ 4, 6 ]
 * ```
 */
export function reshape<X extends Operand, const R extends Shape>(
  x: X,
  shape: R,
): Tensor<Filled<R>, DTypeOf<X>> {
  const tensor = one('reshape', x);
  checkList(`Cannot apply reshape to ${showShape(tensor.shape)}`, 'shape', shape, 'an array of sizes');
  const rest = -sizeOf(shape);
  const open = shape.indexOf(-1);
  const filled = open < 0 ? shape : shape.map((size, i) => (i === open ? sizeOf(tensor.shape) / rest : size));
  if (open >= 0 && !(Number.isInteger(filled[open]) && rest > 0)) {
    throw shapeFault('reshape', [tensor.shape, shape], `a shape of ${sizeOf(tensor.shape)} elements`);
  }
  checkShape(`Cannot apply reshape to ${showShape(tensor.shape)}`, 'shape', filled);
  return record('reshape', [tensor], { shape: filled }) as never;
}

/**
 * x repeated along axes of size 1 and new axes in front, to `shape`. Throws a RangeError where x does not broadcast
 * to it.
 *
 * ```ts
 * import { compile, expand } from '@stokast/autodiff';
 * compile((x) => expand(x, [2, 2]), [[2]])([1, 2]) //=> Float64Array(4) [ 1, 2, 1, 2 ]
 * ```
 */
export function expand<X extends Operand, const R extends Shape>(x: X, shape: R): Tensor<R, DTypeOf<X>> {
  const tensor = one('expand', x);
  checkShape(`Cannot apply expand to ${showShape(tensor.shape)}`, 'shape', shape);
  return record('expand', [tensor], { shape }) as never;
}

/**
 * x with its axes in the order `axes`; without it, in reverse. Throws a RangeError where `axes` does not name each
 * axis once.
 *
 * ```ts
 * import { compile, transpose } from '@stokast/autodiff';
 * compile((x) => transpose(x), [[2, 2]])([1, 2, 3, 4]) //=> Float64Array(4) [ 1, 3, 2, 4 ]
 * ```
 */
export function transpose<X extends Operand, const A extends readonly number[] | undefined = undefined>(
  x: X,
  axes?: A,
): Tensor<Transposed<ShapeOf<X>, A>, DTypeOf<X>> {
  const tensor = one('transpose', x);
  const what = `Cannot apply transpose to ${showShape(tensor.shape)}`;
  if (axes !== undefined) checkList(what, 'axes', axes, 'an array of axes');
  const order = axes
    ? axes.map((axis) => axisOf('transpose', tensor.shape, axis))
    : tensor.shape.map((_, i) => tensor.rank - 1 - i);
  if (new Set(order).size !== tensor.rank || order.length !== tensor.rank) {
    throw rangeFault(what, 'axes', axes && showShape(axes), `each axis of ${tensor.rank} once`);
  }
  return record('transpose', [tensor], { axes: order }) as never;
}

/**
 * x with the order of its elements reversed along `axes`: one, several, or all.
 *
 * ```ts
 * import { compile, flip } from '@stokast/autodiff';
 * compile((x) => flip(x), [[3]])([1, 2, 3]) //=> Float64Array(3) [ 3, 2, 1 ]
 * ```
 */
export function flip<X extends Operand>(x: X, axes?: number | readonly number[]): Same<X> {
  const tensor = one('flip', x);
  const list = axesOf('flip', tensor.shape, axes);
  const start = tensor.shape.map((size, i) => (list.includes(i) ? size - 1 : 0));
  return section(
    tensor,
    start,
    tensor.shape,
    tensor.shape.map((_, i) => (list.includes(i) ? -1 : 1)),
  ) as never;
}

/**
 * x without axes of size 1: those named, or all. Throws a RangeError where a named axis has another size.
 *
 * ```ts
 * import { compile, squeeze } from '@stokast/autodiff';
 * compile((x) => squeeze(x), [[1, 2]])([1, 2]) //=> Float64Array(2) [ 1, 2 ]
 * ```
 */
export function squeeze<
  X extends Operand,
  const A extends number | readonly number[] | undefined = undefined,
>(x: X, axes?: A): Tensor<A extends undefined ? Shape : Reduced<ShapeOf<X>, A, false>, DTypeOf<X>> {
  const tensor = one('squeeze', x);
  const { shape } = tensor;
  const list =
    axes === undefined ? shape.flatMap((size, i) => (size === 1 ? [i] : [])) : axesOf('squeeze', shape, axes);
  const wide = list.find((axis) => shape[axis] !== 1);
  if (wide !== undefined) throw shapeFault('squeeze', [shape], `size 1 along axis ${wide}`);
  return reshape(
    tensor,
    shape.filter((_, i) => !list.includes(i)),
  ) as never;
}

/**
 * x with new axes of size 1, which have the places `axes` in the result.
 *
 * ```ts
 * import { compile, expandAxes, sub, transpose } from '@stokast/autodiff';
 * compile((x) => sub(expandAxes(x, 1), x), [[2]])([1, 5]) //=> Float64Array(4) [ 0, -4, 4, 0 ]
 * ```
 */
export function expandAxes<X extends Operand, const A extends number | readonly number[]>(
  x: X,
  axes: A,
): Tensor<Widened<ShapeOf<X>, A>, DTypeOf<X>> {
  const tensor = one('expandAxes', x);
  const count = typeof axes === 'number' ? 1 : new Set(axes).size;
  const places = axesOf('expandAxes', Array<number>(tensor.rank + count).fill(1), axes);
  if (places.length !== count)
    throw rangeFault('Cannot apply expandAxes', 'axes', axes, 'places that differ from one another');
  const shape = [...tensor.shape];
  for (const place of places) shape.splice(place, 0, 1);
  return reshape(tensor, shape) as never;
}
