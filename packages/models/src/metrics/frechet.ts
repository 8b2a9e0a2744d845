// Frechet distance of two normal distributions (Dowson and Landau 1982), fitted to samples: Heusel et al. (2017) apply
// it to features of a network.
import { checkInteger, checkOptions } from '@stokast/core-wasm/check';
import { checkPoints, type PointOptions, type Points } from './points.ts';
import { singularValues } from './singular-values.ts';

type Moments = { mean: Float64Array; covariance: Float64Array };

/** Mean [d] and covariance [d, d] (over n - 1). */
function momentsOf(points: Points, n: number, d: number): Moments {
  const mean = new Float64Array(d);
  for (let i = 0; i < n * d; i++) mean[i % d] += points[i];
  for (let j = 0; j < d; j++) mean[j] /= n;
  const covariance = new Float64Array(d * d);
  const row = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) row[j] = points[i * d + j] - mean[j];
    for (let j = 0; j < d; j++) {
      const x = row[j];
      if (x === 0) continue;
      for (let k = 0, at = j * d; k <= j; k++) covariance[at + k] += x * row[k];
    }
  }
  for (let j = 0; j < d; j++) {
    for (let k = 0; k <= j; k++) {
      covariance[j * d + k] /= n - 1;
      covariance[k * d + j] = covariance[j * d + k];
    }
  }
  return { mean, covariance };
}

/**
 * The factor L of C = L L^T, its columns [rank][d]: Cholesky with pivots, which ends where what is left of C is
 * rounding, for matrices without full rank (Higham 1990).
 */
function factor(covariance: Float64Array, d: number): Float64Array[] {
  const left = covariance.slice();
  const columns: Float64Array[] = [];
  let largest = 0;
  for (let j = 0; j < d; j++) largest = Math.max(largest, left[j * d + j]);
  const least = largest * d * 2.220446049250313e-16;
  while (columns.length < d) {
    let pivot = 0;
    for (let j = 1; j < d; j++) if (left[j * d + j] > left[pivot * d + pivot]) pivot = j;
    const value = left[pivot * d + pivot];
    if (!(value > least)) break;
    const root = Math.sqrt(value);
    const column = Float64Array.from({ length: d }, (_, i) => left[i * d + pivot] / root);
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) left[i * d + j] -= column[i] * column[j];
    }
    // What is nothing but rounding now.
    for (let i = 0; i < d; i++) left[i * d + pivot] = left[pivot * d + i] = 0;
    columns.push(column);
  }
  return columns;
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, i) => sum + x * b[i], 0);

const trace = ({ covariance, mean }: Moments): number =>
  mean.reduce((sum, _, j) => sum + covariance[j * mean.length + j], 0);

/**
 * The squared Frechet (2-Wasserstein) distance of the normal distributions that have the means m and covariances C of
 * two samples, as `FID` is one:
 *
 *     |m_1 - m_2|^2 + tr C_1 + tr C_2 - 2 tr (C_1 C_2)^(1/2)
 *
 * The last trace is the sum of the singular values of L_1^T L_2, where C = L L^T. It is larger than 0 for two samples
 * of one distribution, and the larger the fewer points there are: take as many on both sides, and compare with what
 * two halves of the data give. At most 1024 dimensions; work grows with their third power:
 * some 100 are fast.
 *
 * Throws a TypeError or RangeError for other arguments, samples of fewer than 2 points among them.
 *
 * ```ts
 * import { frechetDistance } from '@stokast/models';
 * frechetDistance(Float64Array.of(0, 2), Float64Array.of(3, 7), { dimensions: 1 }).toFixed(6) //=> '18.000000'
 * ```
 */
export function frechetDistance(x: Points, y: Points, options: PointOptions): number {
  const what = 'Cannot compute a Frechet distance';
  checkOptions(what, options, ['dimensions']);
  const { dimensions } = options;
  checkInteger(what, 'options.dimensions', dimensions, 1, 1024);
  const n = checkPoints(what, 'x', x, dimensions, 2);
  const m = checkPoints(what, 'y', y, dimensions, 2);
  const [a, b] = [momentsOf(x, n, dimensions), momentsOf(y, m, dimensions)];
  const gap = a.mean.map((value, j) => value - b.mean[j]);
  const [left, right] = [factor(a.covariance, dimensions), factor(b.covariance, dimensions)];
  const [many, few] = left.length >= right.length ? [left, right] : [right, left];
  const columns = few.map((one) => Float64Array.from(many, (other) => dot(one, other)));
  const roots = singularValues(columns).reduce((sum, value) => sum + value, 0);
  return Math.max(0, dot(gap, gap) + trace(a) + trace(b) - 2 * roots);
}
