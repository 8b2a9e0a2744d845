// Several tensors as one, and one as several.
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { place } from '../operations/movement.ts';
import { tensorsOf } from '../record.ts';
import { axisOf, type DType, sameShape, shapeFault, showShape } from '../shape.ts';
import type { Replaced, Widened } from '../shape-types.ts';
import type { DTypeOf, Operand, ShapeOf, Tensor } from '../tensor.ts';
import { along, one, reshape } from './movement.ts';

type JoinedType<L extends readonly Operand[]> =
  Extract<L[number], Tensor> extends infer T ? ([T] extends [never] ? 'f64' : DTypeOf<T>) : DType;

function listOf(name: string, list: unknown): Tensor[] {
  if (!Array.isArray(list) || list.length === 0) {
    throw typeFault(`Cannot apply ${name}`, 'tensors', list, 'an array of at least one tensor');
  }
  return tensorsOf(name, list as readonly Operand[]);
}

/** Pieces one behind the other along an axis: they fill `shape`. */
function laid(pieces: readonly Tensor[], axis: number): Tensor {
  if (pieces.length === 1) return pieces[0];
  let end = 0;
  const places = pieces.map(({ shape }) => {
    const start = shape.map((_, i) => (i === axis ? end : 0));
    end += shape[axis];
    return { start, step: shape.map(() => 1) };
  });
  return place(
    pieces,
    places,
    pieces[0].shape.map((size, i) => (i === axis ? end : size)),
  );
}

/**
 * Tensors one behind the other along an axis. Throws a RangeError where their other axes differ.
 *
 * ```ts
 * import { compile, concat } from '@stokast/autodiff';
 * compile((x) => concat([x, [5]]), [[2]])([1, 2]) //=> Float64Array(3) [ 1, 2, 5 ]
 * ```
 */
export function concat<const L extends readonly Operand[], A extends number = 0>(
  tensors: L,
  axis?: A,
): Tensor<Replaced<ShapeOf<L[0]>, A, readonly [number]>, JoinedType<L>> {
  const list = listOf('concat', tensors);
  const [{ shape }] = list;
  const at = axisOf('concat', shape, axis ?? 0);
  for (const each of list) {
    const fits = each.rank === shape.length && each.shape.every((size, i) => i === at || size === shape[i]);
    if (!fits) throw shapeFault('concat', [shape, each.shape], `shapes that differ along axis ${at} alone`);
  }
  return laid(list, at) as never;
}

/**
 * Tensors of one shape along a new axis. Throws a RangeError where their shapes differ.
 *
 * ```ts
 * import { compile, stack } from '@stokast/autodiff';
 * compile((x, y) => stack([x, y, 3]), [[], []])(1, 2) //=> Float64Array(3) [ 1, 2, 3 ]
 * ```
 */
export function stack<const L extends readonly Operand[], A extends number = 0>(
  tensors: L,
  axis?: A,
): Tensor<Widened<ShapeOf<L[0]>, A, L['length']>, JoinedType<L>> {
  const list = listOf('stack', tensors);
  const [{ shape }] = list;
  for (const each of list) {
    if (!sameShape(each.shape, shape)) throw shapeFault('stack', [shape, each.shape], 'one shape for all');
  }
  const at = axisOf('stack', [...shape, 1], axis ?? 0);
  const wide = [...shape.slice(0, at), 1, ...shape.slice(at)];
  return laid(
    list.map((each) => reshape(each, wide)),
    at,
  ) as never;
}

/**
 * x cut along an axis: into `parts` of equal size, or into parts of the sizes that `parts` lists.
 * Throws a RangeError where they do not make up the axis.
 *
 * ```ts
 * import { compile, split } from '@stokast/autodiff';
 * compile((x) => split(x, [1, 2]), [[3]])([1, 2, 3])[1] //=> Float64Array(2) [ 2, 3 ]
 * ```
 */
export function split<X extends Operand, A extends number = 0>(
  x: X,
  parts: number | readonly number[],
  axis?: A,
): Tensor<Replaced<ShapeOf<X>, A, readonly [number]>, DTypeOf<X>>[] {
  const tensor = one('split', x);
  const at = axisOf('split', tensor.shape, axis ?? 0);
  const size = tensor.shape[at];
  const isCount = typeof parts === 'number' && Number.isInteger(parts) && parts >= 1 && parts <= size;
  const sizes = isCount ? Array<number>(parts).fill(size / parts) : parts;
  if (
    !Array.isArray(sizes) ||
    sizes.some((each) => !Number.isInteger(each) || each < 1) ||
    sizes.reduce((a, b) => a + b, 0) !== size
  ) {
    throw rangeFault(
      `Cannot apply split to ${showShape(tensor.shape)}`,
      'parts',
      Array.isArray(parts) ? showShape(parts) : parts,
      `a divisor of ${size}, or sizes that add up to it`,
    );
  }
  let end = 0;
  return sizes.map((each) => along(tensor, at, end, (end += each))) as never;
}
