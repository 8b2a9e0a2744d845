// Cholesky factors and triangular systems, of doubles.

import { equal, lessEqual } from '../functions/comparisons.ts';
import { add, matmul, mul, neg, sub, tril, where } from '../functions/index.ts';
import { distances } from '../functions/indexing.ts';
import { turned } from '../functions/linear.ts';
import { record } from '../record.ts';
import type { Tensor } from '../tensor.ts';
import type { Operation } from './operation.ts';

const solve = (l: Tensor, b: Tensor, transpose: boolean): Tensor =>
  record('triangularSolve', [l, b], { transpose });

/** The lower triangle, with half of the diagonal: Murray's Phi. */
function halved(x: Tensor): Tensor {
  const [n] = x.shape.slice(-1);
  const distance = distances(n, n, x.dtype);
  const factors = sub(lessEqual(distance, 0), mul(0.5, equal(distance, 0)));
  return where(factors, mul(x, factors), 0);
}

export const cholesky: Readonly<Record<string, Operation>> = {
  cholesky: {
    infer: ([a]) => a,
    pullback({ node: l, cotangent }) {
      // S = L^-T Phi(L^T ct) L^-1; a's lower triangle stands for both, so its derivative is Phi(S + S^T).
      const inner = solve(l, halved(matmul(turned(l), cotangent)), true);
      const s = solve(l, turned(inner), true);
      return [halved(add(s, turned(s)))];
    },
  },
  triangularSolve: {
    infer: ([, b]) => b,
    pullback({ node: x, inputs: [l], attributes, cotangent, needs }) {
      const transpose = attributes.transpose as boolean;
      const toB = solve(l, cotangent, !transpose);
      const toL = () => neg(tril(transpose ? matmul(x, turned(toB)) : matmul(toB, turned(x))));
      return [needs[0] ? toL() : undefined, needs[1] ? toB : undefined];
    },
  },
};
