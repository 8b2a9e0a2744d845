// Products of vectors.

import { tensorsOf } from '../record.ts';
import { sameShape, shapeFault } from '../shape.ts';
import type { Joint } from '../shape-types.ts';
import type { Operand, ShapeOf, Tensor } from '../tensor.ts';
import { mul } from './arithmetic.ts';
import type { TypeOf } from './elementwise.ts';
import { reshape } from './movement.ts';
import { sum } from './reductions.ts';

function vectorsOf(name: string, a: Operand, b: Operand): Tensor[] {
  const list = tensorsOf(name, [a, b]);
  if (list.some(({ rank }) => rank !== 1)) {
    throw shapeFault(
      name,
      list.map(({ shape }) => shape),
      'vectors, of one axis each',
    );
  }
  return list;
}

/**
 * The sum of a b over two vectors of one length. Throws a RangeError for other shapes.
 *
 * ```ts
 * import { compile, dot } from '@stokast/autodiff';
 * compile((x) => dot(x, [1, 2]), [[2]])([3, 4]) //=> 11
 * ```
 */
export function dot<A extends Operand, B extends Operand>(a: A, b: B): Tensor<readonly [], TypeOf<A, B>> {
  const [x, y] = vectorsOf('dot', a, b);
  if (!sameShape(x.shape, y.shape)) throw shapeFault('dot', [x.shape, y.shape], 'vectors of one length');
  return sum(mul(x, y)) as never;
}

/**
 * All products of elements of two vectors: [n] and [m] give [n, m].
 *
 * ```ts
 * import { compile, outer } from '@stokast/autodiff';
 * compile((x) => outer(x, [1, 10]), [[2]])([3, 4]) //=> Float64Array(4) [ 3, 30, 4, 40 ]
 * ```
 */
export function outer<A extends Operand, B extends Operand>(
  a: A,
  b: B,
): Tensor<Joint<ShapeOf<A>, ShapeOf<B>>, TypeOf<A, B>> {
  const [x, y] = vectorsOf('outer', a, b);
  return mul(reshape(x, [x.shape[0], 1]), y) as never;
}
