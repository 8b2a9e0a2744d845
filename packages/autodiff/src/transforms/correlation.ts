// Correlation matrices and their Cholesky factors by canonical partial correlations (Lewandowski, Kurowicka and Joe
// 2009): one number in (-1, 1) for each pair, tanh of a free one, whatever the others are.
import { rangeFault } from '@stokast/core-wasm/errors';
import {
  add,
  atanh,
  cholesky,
  cumulativeSum,
  div,
  exp,
  gather,
  matmul,
  mul,
  reshape,
  softplus,
  sqrt,
  square,
  sub,
  sum,
  tanh,
  transpose,
  where,
} from '../functions/index.ts';
import { type Shape, showShape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { Constraint } from './constraint.ts';

/** log 2 */
const LOG_2 = Math.LN2;

/** A matrix of numbers by row and column. */
const matrix = (k: number, entry: (i: number, j: number) => number): Tensor =>
  reshape(
    Float64Array.from({ length: k * k }, (_, at) => entry(Math.floor(at / k), at % k)),
    [k, k],
  );

const pairs = (k: number): number => (k * (k - 1)) / 2;

function free(parameter: string, shape: Shape): number {
  const [k] = shape;
  if (shape.length === 2 && k > 1 && k === shape[1]) return pairs(k);
  throw rangeFault(
    'Cannot constrain parameters',
    `${parameter}.shape`,
    showShape(shape),
    'a square matrix, [k, k] with k >= 2, to be a correlation',
    'STOKAST_E_SHAPE',
  );
}

/** log of 1 - tanh(u)^2, also where the square rounds to 1. */
const logRest = (u: Tensor): Tensor => mul(2, sub(LOG_2, add(u, softplus(mul(-2, u)))));

interface Factor {
  /** Lower, with rows of length 1. */
  readonly factor: Tensor;
  /** log of the square that is left of each row's length before each entry: twice the logs of the factor's diagonal there. */
  readonly left: Tensor;
  readonly logJacobian: Tensor;
}

function factorOf(numbers: Tensor, k: number): Factor {
  const below = matrix(k, (i, j) => (i > j ? 1 : 0));
  const u = gather(
    numbers,
    matrix(k, (i, j) => (i > j ? pairs(i) + j : 0)),
  );
  const rest = mul(below, logRest(u));
  const left = sub(cumulativeSum(rest, 1), rest);
  const partial = where(
    below,
    tanh(u),
    matrix(k, (i, j) => (i === j ? 1 : 0)),
  );
  const factor = mul(partial, exp(mul(0.5, left)));
  return { factor, left, logJacobian: add(sum(rest), mul(0.5, sum(mul(below, left)))) };
}

function numbersOf(factor: Tensor): Tensor {
  const [k] = factor.shape;
  const squares = square(factor);
  const left = sub(1, sub(cumulativeSum(squares, 1), squares));
  const entries = Float64Array.from({ length: pairs(k) });
  for (let i = 1, at = 0; i < k; i++) for (let j = 0; j < i; j++) entries[at++] = i * k + j;
  return atanh(gather(reshape(div(factor, sqrt(left)), [k * k]), entries));
}

/**
 * Lower Cholesky factors of correlation matrices, [k, k] with k >= 2: rows of length 1 and a positive diagonal.
 */
export const correlationFactor: Constraint = {
  allowed: 'the lower Cholesky factor of a correlation matrix',
  free,
  constrain(numbers, [k]) {
    const { factor, logJacobian } = factorOf(numbers, k);
    return { value: factor, logJacobian };
  },
  unconstrain: numbersOf,
};

/**
 * Correlation matrices, [k, k] with k >= 2: symmetric, positive definite, 1 on the diagonal. Where the density takes
 * the Cholesky factor, `correlationFactor` spares it the factorisation.
 */
export const correlation: Constraint = {
  allowed: 'a correlation matrix: symmetric, positive definite, 1 on the diagonal',
  free,
  constrain(numbers, [k]) {
    const { factor, left, logJacobian } = factorOf(numbers, k);
    const product = matmul(factor, transpose(factor));
    const diagonal = matrix(k, (i, j) => (i === j ? 1 : 0));
    // Of factor -> product: row i's diagonal entry to the power k - 1 - i.
    const powers = matrix(k, (i, j) => (i === j ? (k - 1 - i) / 2 : 0));
    return { value: where(diagonal, 1, product), logJacobian: add(logJacobian, sum(mul(powers, left))) };
  },
  unconstrain: (value) => numbersOf(cholesky(value)),
};
