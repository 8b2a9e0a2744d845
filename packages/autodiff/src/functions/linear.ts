// Products of vectors and matrices.
import { record, tensorsOf } from '../record.ts';
import { broadcast, shapeFault, sizeOf } from '../shape.ts';
import type { Product } from '../shape-types.ts';
import type { Operand, ShapeOf, Tensor } from '../tensor.ts';
import type { TypeOf } from './elementwise.ts';
import { expand, reshape, transpose } from './movement.ts';

/** The last two axes the other way round. */
export function turned(x: Tensor): Tensor {
  const last = x.rank - 1;
  return transpose(
    x,
    x.shape.map((_, i) => (i < last - 1 ? i : 2 * last - 1 - i)),
  );
}

/** A product of operands that have the same axes in front and two at least. */
export const product = (a: Tensor, b: Tensor): Tensor => record('matmul', [a, b]);

/** The same elements, row by row in memory of their own: for views that are read often. */
export const copy = (x: Tensor): Tensor => record('copy', [x]);

/**
 * The product of matrices, or of vectors with them, by NumPy's rules.
 *
 *     result[..., i, j] = sum over p of a[..., i, p] b[..., p, j]
 *
 * Shapes: `[..., m, k]` and `[..., k, n]` give `[..., m, n]`; axes in front broadcast. A vector `[k]` counts as a row
 * on the left and as a column on the right, and its axis is not in the result: `[m, k]` and `[k]` give `[m]`, two
 * vectors give a number. Transposes, slices and broadcasts of operands are read where they lie. Sums run over
 * ascending p; those of a matrix and a vector, in which rows lie whole, by the tree of `sum`.
 *
 * Throws a RangeError (STOKAST_E_SHAPE) for other shapes, a TypeError (STOKAST_E_TYPE) for operands of two types.
 *
 * ```ts
 * import { compile, matmul } from '@stokast/autodiff';
 * const apply = compile((a, x) => matmul(a, x), [[2, 2], [2]]);
 * apply([1, 2, 3, 4], [10, 1]) //=> Float64Array(2) [ 12, 34 ]
 * ```
 */
export function matmul<A extends Operand, B extends Operand>(
  a: A,
  b: B,
): Tensor<Product<ShapeOf<A>, ShapeOf<B>>, TypeOf<A, B>> {
  const [x, y] = tensorsOf('matmul', [a, b]);
  const left = x.rank === 1 ? reshape(x, [1, ...x.shape]) : x;
  const right = y.rank === 1 ? reshape(y, [...y.shape, 1]) : y;
  const k = left.shape[left.rank - 1];
  if (x.rank === 0 || y.rank === 0 || k !== right.shape[right.rank - 2]) {
    const allowed = 'shapes [..., m, k] and [..., k, n], or a vector [k] in place of one';
    throw shapeFault('matmul', [x.shape, y.shape], allowed);
  }
  const m = left.shape[left.rank - 2];
  const n = right.shape[right.rank - 1];
  const batch = broadcast('matmul', left.shape.slice(0, -2), right.shape.slice(0, -2));
  const shape = [...batch, ...(x.rank === 1 ? [] : [m]), ...(y.rank === 1 ? [] : [n])];
  // One matrix on the right for all on the left: their rows are those of one large matrix.
  if (right.rank === 2) return reshape(product(reshape(left, [sizeOf(batch) * m, k]), right), shape) as never;
  return reshape(product(expand(left, [...batch, m, k]), expand(right, [...batch, k, n])), shape) as never;
}
