// Vectors of probabilities: isometric log-ratio coordinates (Egozcue, Pawlowsky-Glahn, Mateu-Figueras and Barcelo-Vidal
// 2003), which treat all elements alike but for a rotation. Stan has used them in the place of stick-breaking since 2025.
import { rangeFault } from '@stokast/core-wasm/errors';
import {
  add,
  concat,
  cumulativeSum,
  log,
  logSumExp,
  mul,
  slice,
  softmax,
  sub,
  sum,
} from '../functions/index.ts';
import { showShape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { Constraint } from './constraint.ts';

/** 1 / sqrt(i (i + 1)), i = 1 .. count: what makes the columns of the basis unit vectors. */
const scales = (count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => 1 / Math.sqrt((i + 1) * (i + 2)));

const counting = (count: number): Float64Array => Float64Array.from({ length: count }, (_, i) => i + 1);

/** V free: V's i-th column has i entries s_i, then -i s_i, then zeros; its columns are orthonormal and sum to 0. */
function zeroSum(free: Tensor): Tensor {
  const count = free.shape[0];
  const weights = mul(free, scales(count));
  // Row j takes all weights from j on, less j - 1 times the one before.
  const before = sub(cumulativeSum(weights, 0), weights);
  const from = sub(sum(weights), before);
  const none = [0];
  return sub(concat([from, none], 0), concat([none, mul(weights, counting(count))], 0));
}

/** V^T z, the inverse of `zeroSum` for z that sum to 0. */
function coordinates(z: Tensor): Tensor {
  const count = z.shape[0] - 1;
  const heads = cumulativeSum(slice(z, [0, count]), 0);
  return mul(sub(heads, mul(slice(z, [1]), counting(count))), scales(count));
}

/**
 * Vectors of k >= 2 numbers > 0 that sum to 1: value = softmax(V free), V an orthonormal basis of the vectors that
 * sum to 0. The density on the free scale is that of the first k - 1 numbers.
 */
export const simplex: Constraint = {
  allowed: 'numbers > 0 that sum to 1',
  free(parameter, shape) {
    if (shape.length === 1 && shape[0] > 1) return shape[0] - 1;
    throw rangeFault(
      'Cannot constrain parameters',
      `${parameter}.shape`,
      showShape(shape),
      'a vector, [k] with k >= 2, to be a simplex',
      'STOKAST_E_SHAPE',
    );
  },
  constrain(free, [k]) {
    const z = zeroSum(free);
    const logs = sub(z, logSumExp(z));
    return { value: softmax(z), logJacobian: add(sum(logs), mul(0.5, log(k))) };
  },
  unconstrain: (value) => coordinates(log(value)),
};
