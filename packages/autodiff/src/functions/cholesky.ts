// Symmetric positive definite matrices by their Cholesky factors, and triangular systems. A factor is the lower
// triangular matrix L of L L^T; nothing above its diagonal is read.
import { checkOptions } from '@stokast/core-wasm/check';
import { record, tensorsOf } from '../record.ts';
import { broadcast, shapeFault, sizeOf } from '../shape.ts';
import type { Broadcast, Init, Solved } from '../shape-types.ts';
import type { DTypeOf, Operand, ShapeOf, Tensor } from '../tensor.ts';
import { cast, mul, square } from './arithmetic.ts';
import type { TypeOf } from './elementwise.ts';
import { log } from './exponential.ts';
import { diagonal } from './indexing.ts';
import { expand, expandAxes, one, reshape, transpose } from './movement.ts';
import { sum } from './reductions.ts';

/** Which of two triangular systems. */
export interface TriangularOptions {
  /** Solves L^T x = b. */
  readonly transpose?: boolean;
}

/** The size of the square matrices of the last two axes. */
function sizeOfSquare(name: string, x: Tensor): number {
  const [n, columns] = x.shape.slice(-2);
  if (x.rank < 2 || n !== columns) throw shapeFault(name, [x.shape], 'square matrices, [..., n, n]');
  return n;
}

/** In doubles: the machine has these operations for them alone. */
function inDoubles(x: Tensor, compute: (x: Tensor) => Tensor): Tensor {
  return x.dtype === 'f64' ? compute(x) : cast(compute(cast(x, 'f64')), x.dtype);
}

/**
 * The lower Cholesky factor L of symmetric positive definite matrices a = L L^T, zeros above its diagonal.
 *
 * Shapes: `[..., n, n]` gives the same. The lower triangle of a is read, so that derivatives above the diagonal are 0.
 * A matrix without a factor gives NaN. Singles are factored in doubles. Derivative: Murray (2016), *Differentiation of
 * the Cholesky decomposition*, equation 10.
 *
 * Throws a RangeError (STOKAST_E_SHAPE) for other shapes.
 *
 * ```ts
 * import { cholesky, compile } from '@stokast/autodiff';
 * compile((a) => cholesky(a), [[2, 2]])([4, 2, 2, 5]) //=> Float64Array(4) [ 2, 0, 1, 2 ]
 * ```
 */
export function cholesky<X extends Operand>(a: X): Tensor<ShapeOf<X>, DTypeOf<X>> {
  const x = one('cholesky', a);
  sizeOfSquare('cholesky', x);
  return inDoubles(x, (each) => record('cholesky', [each])) as never;
}

/**
 * Solves L x = b, or L^T x = b with `{ transpose: true }`, for lower triangular L, by substitution.
 *
 * Shapes: L `[..., n, n]` and b `[..., n, m]` give `[..., n, m]`; axes in front broadcast; a vector b `[n]` gives
 * `[..., n]`. Singles are solved in doubles.
 *
 * Throws a RangeError (STOKAST_E_SHAPE) for other shapes, a TypeError (STOKAST_E_TYPE) for operands of two types.
 *
 * ```ts
 * import { compile, triangularSolve } from '@stokast/autodiff';
 * const solve = compile((l, b) => triangularSolve(l, b), [[2, 2], [2]]);
 * solve([2, 0, 1, 2], [4, 6]) //=> Float64Array(2) [ 2, 2 ]
 * ```
 */
export function triangularSolve<A extends Operand, B extends Operand>(
  factor: A,
  b: B,
  options: TriangularOptions = {},
): Tensor<Solved<ShapeOf<A>, ShapeOf<B>>, TypeOf<A, B>> {
  return solveSystem(factor, b, options) as never;
}

function solveSystem(factor: Operand, b: Operand, options: TriangularOptions): Tensor {
  checkOptions('Cannot apply triangularSolve', options, ['transpose']);
  const [l, right] = tensorsOf('triangularSolve', [factor, b]);
  const n = sizeOfSquare('triangularSolve', l);
  const isVector = right.rank === 1;
  const rows = isVector ? right.rank - 1 : right.rank - 2;
  if (right.rank === 0 || right.shape[rows] !== n)
    throw shapeFault('triangularSolve', [l.shape, right.shape], `[..., n, n] and [..., n, m] or [n]`);
  if (l.dtype === 'f32') {
    return cast(solveSystem(cast(l, 'f64'), cast(right, 'f64'), options), 'f32');
  }
  const transposed = options.transpose ?? false;
  const solve = (matrix: Tensor, columns: Tensor) =>
    record('triangularSolve', [matrix, columns], { transpose: transposed });
  const wide: Tensor = isVector ? expandAxes(right, 1) : right;
  const [columns] = wide.shape.slice(-1);
  const batch = broadcast('triangularSolve', l.shape.slice(0, -2), wide.shape.slice(0, -2));
  if (l.rank === 2 && batch.length > 0) {
    // One matrix for all: what it is solved for stands side by side.
    const before = batch.map((_, i) => i);
    const last = batch.length;
    const side = transpose(wide, [last, ...before, last + 1]);
    const solved = reshape(solve(l, reshape(side, [n, sizeOf(batch) * columns])), [n, ...batch, columns]);
    return transpose(solved, [...before.map((i) => i + 1), 0, last + 1]);
  }
  const x = solve(expand(l, [...batch, n, n]), expand(wide, [...batch, n, columns]));
  return isVector ? reshape(x, [...batch, n]) : x;
}

/**
 * Solves a x = b for symmetric positive definite a = L L^T, given its Cholesky factor L. Shapes and errors as those of
 * `triangularSolve`.
 *
 * ```ts
 * import { cholesky, choleskySolve, compile } from '@stokast/autodiff';
 * const solve = compile((a, b) => choleskySolve(cholesky(a), b), [[2, 2], [2]]);
 * solve([4, 2, 2, 5], [8, 12]) //=> Float64Array(2) [ 1, 2 ]
 * ```
 */
export const choleskySolve = <A extends Operand, B extends Operand>(
  factor: A,
  b: B,
): Tensor<Solved<ShapeOf<A>, ShapeOf<B>>, TypeOf<A, B>> =>
  triangularSolve(factor, triangularSolve(factor, b), { transpose: true }) as never;

/**
 * The logarithm of the determinant of L L^T, given its Cholesky factor L: 2 sum of log L[i, i].
 *
 * Shapes: `[..., n, n]` gives `[...]`. Throws a RangeError (STOKAST_E_SHAPE) for other shapes.
 *
 * ```ts
 * import { cholesky, compile, logDeterminant } from '@stokast/autodiff';
 * compile((a) => logDeterminant(cholesky(a)), [[2, 2]])([1, 2, 2, 5]) //=> 0
 * ```
 */
export function logDeterminant<X extends Operand>(factor: X): Tensor<Init<Init<ShapeOf<X>>>, DTypeOf<X>> {
  const l = one('logDeterminant', factor);
  sizeOfSquare('logDeterminant', l);
  return mul(2, sum(log(diagonal(l)), -1)) as never;
}

/**
 * x^T (L L^T)^-1 x, given the Cholesky factor L, as the squared length of the solution of L z = x.
 *
 * Shapes: L `[..., n, n]` and x `[..., n]` give `[...]`; axes in front broadcast.
 * Throws a RangeError (STOKAST_E_SHAPE) for other shapes, a TypeError (STOKAST_E_TYPE) for operands of two types.
 *
 * ```ts
 * import { cholesky, compile, quadraticForm } from '@stokast/autodiff';
 * const squaredDistance = compile((a, x) => quadraticForm(cholesky(a), x), [[2, 2], [2]]);
 * squaredDistance([4, 2, 2, 5], [4, 6]) //=> 8
 * ```
 */
export function quadraticForm<A extends Operand, B extends Operand>(
  factor: A,
  x: B,
): Tensor<Broadcast<Init<Init<ShapeOf<A>>>, Init<ShapeOf<B>>>, TypeOf<A, B>> {
  const [l, vectors] = tensorsOf('quadraticForm', [factor, x]);
  if (vectors.rank === 0 || sizeOfSquare('quadraticForm', l) !== vectors.shape[vectors.rank - 1])
    throw shapeFault('quadraticForm', [l.shape, vectors.shape], '[..., n, n] and [..., n]');
  const z = triangularSolve(l, expandAxes(vectors, -1));
  return sum(square(z), [-2, -1]) as never;
}
