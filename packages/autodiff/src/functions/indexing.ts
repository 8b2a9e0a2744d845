// Elements by their number, and the functions that go with it.
import { checkInteger, checkOneOf, MAX_LENGTH } from '@stokast/core-wasm/check';
import { rangeFault } from '@stokast/core-wasm/errors';
import { counting, numberIn, record, tensorOf } from '../record.ts';
import { axisOf, checkSize, type DType, type Shape, shapeFault, showShape } from '../shape.ts';
import type { Init, Joint, Replaced, Widened } from '../shape-types.ts';
import { checkShape } from '../spec.ts';
import type { DTypeOf, Operand, ShapeOf, Tensor } from '../tensor.ts';
import { sub } from './arithmetic.ts';
import { equal, lessEqual, where } from './comparisons.ts';
import type { Same } from './elementwise.ts';
import { along, expandAxes, moveAxis, one, reshape, section } from './movement.ts';

/** An index as a tensor: of its own type, doubles where it is none. Numbers that are known are checked. */
function indexOf(name: string, index: Operand, size: number): Tensor {
  const tensor = tensorOf(name, index, 'f64');
  if (tensor.operation !== 'constant') return tensor;
  for (const [i, each] of (tensor.attributes.data as Float64Array).entries()) {
    if (Number.isInteger(each) && each >= 0 && each < size) continue;
    const path = tensor.rank === 0 ? 'index' : `index[${i}]`;
    throw rangeFault(`Cannot apply ${name}`, path, each, `an integer from 0 to ${size - 1}`);
  }
  return tensor;
}

/**
 * Elements, or rows, of a table [v, ...row] by their number along its first axis: shape [...index, ...row].
 * A number that is known while tracing is checked: a RangeError where it names no row. When the program runs, such
 * a number gives NaN. The derivative adds up in the table's rows; the index has none.
 *
 * ```ts
 * import { compile, gather } from '@stokast/autodiff';
 * compile((x) => gather(x, [2, 0, 2]), [[3]])([10, 20, 30]) //=> Float64Array(3) [ 30, 10, 30 ]
 * ```
 */
export function gather<X extends Operand, I extends Operand>(
  table: X,
  index: I,
): Tensor<Replaced<ShapeOf<X>, 0, ShapeOf<I>>, DTypeOf<X>> {
  const tensor = one('gather', table);
  if (tensor.rank === 0) throw shapeFault('gather', [tensor.shape], 'a table with an axis');
  const at = indexOf('gather', index, tensor.shape[0]);
  const number = at.rank === 0 ? numberIn(at) : undefined;
  if (number === undefined) return record('gather', [tensor, at]) as never;
  return reshape(along(tensor, 0, number, number + 1), tensor.shape.slice(1)) as never;
}

/**
 * `gather` along any axis: shape [...before, ...index, ...behind].
 *
 * ```ts
 * import { compile, take } from '@stokast/autodiff';
 * compile((x) => take(x, [1], 1), [[2, 2]])([1, 2, 3, 4]) //=> Float64Array(2) [ 2, 4 ]
 * ```
 */
export function take<X extends Operand, I extends Operand, A extends number = 0>(
  x: X,
  index: I,
  axis?: A,
): Tensor<Replaced<ShapeOf<X>, A, ShapeOf<I>>, DTypeOf<X>> {
  const tensor = one('take', x);
  const at = axisOf('take', tensor.shape, axis ?? 0);
  const taken = gather(moveAxis(tensor, at, 0), index) as Tensor;
  const made = taken.rank - tensor.rank + 1;
  const axes = taken.shape.map((_, i) => i);
  const order = [...axes.slice(made, made + at), ...axes.slice(0, made), ...axes.slice(made + at)];
  return record('transpose', [taken], { axes: order }) as never;
}

/**
 * Zeros of `shape` with values added to rows of it: row index[i] gets values[i]. `values` has the shape
 * [...index, ...shape without its first axis]. The derivative of `gather`.
 *
 * ```ts
 * import { compile, scatterAdd } from '@stokast/autodiff';
 * compile((x) => scatterAdd([0, 2, 0], x, [3]), [[3]])([1, 2, 3]) //=> Float64Array(3) [ 4, 0, 2 ]
 * ```
 */
export function scatterAdd<X extends Operand, const R extends Shape>(
  index: Operand,
  values: X,
  shape: R,
): Tensor<R, DTypeOf<X>> {
  checkShape('Cannot apply scatterAdd', 'shape', shape);
  if (shape.length === 0) throw shapeFault('scatterAdd', [shape], 'a shape with an axis');
  const at = indexOf('scatterAdd', index, shape[0]);
  return record('scatterAdd', [at, one('scatterAdd', values)], { shape }) as never;
}

/**
 * 1 at place index[i] of row i, else 0: shape [...index, size]. All zeros where the index names no place.
 *
 * ```ts
 * import { compile, oneHot } from '@stokast/autodiff';
 * compile((x) => oneHot(x, 3), [[]])(1) //=> Float64Array(3) [ 0, 1, 0 ]
 * ```
 */
export function oneHot<X extends Operand, N extends number>(
  index: X,
  size: N,
): Tensor<Widened<ShapeOf<X>, -1, N>, DTypeOf<X>> {
  checkInteger('Cannot apply oneHot', 'size', size, 1, MAX_LENGTH);
  const at = one('oneHot', index);
  checkSize('Cannot apply oneHot', 'size', [...at.shape, size]);
  return equal(expandAxes(at, -1), counting(size, at.dtype)) as never;
}

/**
 * The identity matrix: ones where row and column are the same, else zeros. Doubles unless `dtype` says 'f32'.
 *
 * ```ts
 * import { compile, identity } from '@stokast/autodiff';
 * compile((x) => identity(2).mul(x), [[]])(3) //=> Float64Array(4) [ 3, 0, 0, 3 ]
 * ```
 */
export function identity<N extends number, D extends DType = 'f64'>(
  size: N,
  dtype?: D,
): Tensor<readonly [N, N], D> {
  const what = 'Cannot make an identity';
  checkInteger(what, 'size', size, 1, MAX_LENGTH);
  if (dtype !== undefined) checkOneOf(what, 'dtype', dtype, ['f64', 'f32']);
  return oneHot(counting(size, dtype ?? 'f64'), size) as never;
}

function matrixOf(name: string, x: Operand): Tensor {
  const tensor = one(name, x);
  if (tensor.rank < 2) throw shapeFault(name, [tensor.shape], 'a shape of at least two axes');
  return tensor;
}

/**
 * Elements [i, i] of the last two axes: shape [..., min(n, m)].
 *
 * ```ts
 * import { compile, diagonal } from '@stokast/autodiff';
 * compile((x) => diagonal(x), [[2, 2]])([1, 2, 3, 4]) //=> Float64Array(2) [ 1, 4 ]
 * ```
 */
export function diagonal<X extends Operand>(
  x: X,
): Tensor<Joint<Init<Init<ShapeOf<X>>>, readonly [number]>, DTypeOf<X>> {
  const tensor = matrixOf('diagonal', x);
  const before = tensor.shape.slice(0, -2);
  const [n, m] = tensor.shape.slice(-2);
  const flat = reshape(tensor, [...before, n * m]);
  const ones = before.map(() => 1);
  return section(flat, [...before.map(() => 0), 0], [...before, Math.min(n, m)], [...ones, m + 1]) as never;
}

/** Column minus row, of the places of a matrix. */
export const distances = (rows: number, columns: number, dtype: DType): Tensor =>
  sub(counting(columns, dtype), expandAxes(counting(rows, dtype), 1));

/** Elements of the last two axes where column - row is at most `offset`, or at least, else 0. */
function triangle(name: string, x: Operand, offset: number, isLower: boolean): Tensor {
  const tensor = matrixOf(name, x);
  if (!Number.isInteger(offset)) {
    throw rangeFault(`Cannot apply ${name} to ${showShape(tensor.shape)}`, 'offset', offset, 'an integer');
  }
  const [n, m] = tensor.shape.slice(-2);
  const distance = distances(n, m, tensor.dtype);
  return where(isLower ? lessEqual(distance, offset) : lessEqual(offset, distance), tensor, 0);
}

/**
 * The lower triangle of the last two axes, zeros above diagonal `offset` (0 the main one, 1 the next above it).
 *
 * ```ts
 * import { compile, tril } from '@stokast/autodiff';
 * compile((x) => tril(x), [[2, 2]])([1, 2, 3, 4]) //=> Float64Array(4) [ 1, 0, 3, 4 ]
 * ```
 */
export const tril = <X extends Operand>(x: X, offset = 0): Same<X> =>
  triangle('tril', x, offset, true) as never;

/**
 * The upper triangle of the last two axes, zeros below diagonal `offset`.
 *
 * ```ts
 * import { compile, triu } from '@stokast/autodiff';
 * compile((x) => triu(x), [[2, 2]])([1, 2, 3, 4]) //=> Float64Array(4) [ 1, 2, 0, 4 ]
 * ```
 */
export const triu = <X extends Operand>(x: X, offset = 0): Same<X> =>
  triangle('triu', x, offset, false) as never;
