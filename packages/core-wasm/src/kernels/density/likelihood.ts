// Sums of log-densities, and of their partial derivatives, over data: for each family the tree sum of what its
// own fill gives, so that the total is the sum of the scalar values bit for bit (docs/decisions/0020).
// Trusts: parameters as each family's file says; `x` aligned to its elements; every push but the last of a
// reduction has n a multiple of 128; `state` (reduce/tree.ts) has at most 1 + parameters columns, categorical 1.
// Twin: simd/density/likelihood.ts

import { f64s, f64ToI32, i32s } from '../../platform/platform';
import { BLOCK } from '../../platform/scratch';
import { blockSum, clearBlock, loadBlock } from '../reduce/block';
import { carryOf, treePush } from '../reduce/tree';
import { fillBernoulli } from './bernoulli';
import { fillCategorical } from './categorical';
import { fillExponential } from './exponential';
import { fillNormal } from './normal';
import { fillUniform } from './uniform';

/** The families, and what `a` and `b` are. */
export const NORMAL: i32 = 0; // mu, sigma
export const UNIFORM: i32 = 1; // low, high
export const EXPONENTIAL: i32 = 2; // rate
export const BERNOULLI: i32 = 3; // p
export const CATEGORICAL: i32 = 4; // address of the table of log-probabilities, k
/** Of programs only (program/densities.ts). */
export const BERNOULLI_LOGIT: i32 = 5; // the logit
export const NORMAL_KNOWN: i32 = 6; // mu, and of sigma: normalScale, which is not 0, normalBase, 1 / sigma

/** out[i] = column 0 (log-density) or the partial derivative in parameter `column` at x[i], i < n; `out` may be `x`. */
export function fillDensity(family: i32, column: i32, x: usize, n: i32, a: f64, b: f64, out: usize): void {
  if (family === NORMAL) fillNormal(column, x, n, a, b, out);
  else if (family === UNIFORM) fillUniform(column, x, n, a, b, out);
  else if (family === EXPONENTIAL) fillExponential(column, x, n, a, out);
  else if (family === BERNOULLI) fillBernoulli(column, x, n, a, out);
  else fillCategorical(x, n, f64ToI32(a) as usize, f64ToI32(b), out);
}

/**
 * Adds n observations to `state`: its column 0 takes the log-densities, column c the partial derivatives in
 * parameter c. Observations are singles when `single` is 1, else doubles.
 */
export function logLikelihood(
  family: i32,
  state: usize,
  x: usize,
  n: i32,
  single: i32,
  a: f64,
  b: f64,
): void {
  const f = f64s();
  const columns = i32s()[(state >>> 2) as i32];
  const carry = carryOf(state);
  for (let i: i32 = 0; i < n; i += 128) {
    let count: i32 = n - i;
    if (count > 128) count = 128;
    for (let c: i32 = 0; c < columns; c++) {
      let from: usize = x + ((i << (3 - single)) as usize);
      if (single === 1) {
        loadBlock(from, count, 1);
        from = BLOCK;
      }
      fillDensity(family, c, from, count, a, b, BLOCK);
      clearBlock(count);
      f[carry + c] = blockSum(BLOCK);
    }
    treePush(state);
  }
}
