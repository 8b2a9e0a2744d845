// Maximum mean discrepancy (Gretton, Borgwardt, Rasch, Schoelkopf and Smola 2012).
import { checkInteger, checkOptions, checkPositive } from '@stokast/core-wasm/check';
import { rangeFault } from '@stokast/core-wasm/errors';
import type { Stream } from '@stokast/sampling';
import { eachBlock, STRIDE, samplesOf, weightedSums } from './pairs.ts';
import { checkDimensions, checkPoints, type PointOptions, type Points } from './points.ts';

/** Options of `maximumMeanDiscrepancy`. */
export interface MmdOptions extends PointOptions {
  /** Where the permutations come from. */
  readonly stream: Stream;
  /** The width h of the kernel: the median of the distances among the first 1000 points of x unless given. */
  readonly bandwidth?: number;
  /** Permutations of the p-value: 200 unless given. */
  readonly permutations?: number;
}

/** What `maximumMeanDiscrepancy` gives. */
export interface Mmd {
  /** MMD^2, unbiased: it may be negative. */
  readonly squared: number;
  readonly bandwidth: number;
  /** The share of permutations of the points of both samples whose MMD^2 is as large, this one counted among them. */
  readonly pValue: number;
}

const MEDIAN_OF = 1000;

/** The median of a list that is not empty, the lower and the upper one averaged. */
export function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : 0.5 * (sorted[half - 1] + sorted[half]);
}

/** The median of the distances of n points to each other. */
function medianDistance(points: Points, dimensions: number): number {
  const [sample] = samplesOf(dimensions, [points]);
  const { n } = sample;
  const all = new Float64Array((n * (n - 1)) / 2);
  let at = 0;
  eachBlock(sample, sample, (squared, row, rows, column, columns) => {
    for (let i = 0; i < rows; i++) {
      for (let j = Math.max(0, row + i + 1 - column); j < columns; j++)
        all[at++] = Math.sqrt(squared[i * STRIDE + j]);
    }
  });
  return median(all);
}

/**
 * The squared maximum mean discrepancy of two samples for the kernel k(x, y) = exp(-|x - y|^2 / (2 h^2)), and how
 * likely one as large is when both come from one distribution:
 *
 *     E k(X, X') + E k(Y, Y') - 2 E k(X, Y)
 *
 * Unbiased: pairs of a point with itself are left out. The stream moves by the permutations drawn. Work grows with the
 * square of the number of points. Throws a TypeError or RangeError for other arguments, samples of fewer than 2 points
 * and those whose median distance is 0 among them.
 *
 * ```ts
 * import { maximumMeanDiscrepancy } from '@stokast/models';
 * import { Normal, stream } from '@stokast/sampling';
 * const [x, y] = ['x', 'y'].map((seed) => Normal(0, 1).sample(stream(seed), 400));
 * const options = { dimensions: 2, stream: stream('permutations') };
 * maximumMeanDiscrepancy(x, y, options).pValue > 0.05 //=> true
 * maximumMeanDiscrepancy(x, y.map((z) => z + 0.5), options).pValue < 0.05 //=> true
 * ```
 */
export function maximumMeanDiscrepancy(x: Points, y: Points, options: MmdOptions): Mmd {
  const what = 'Cannot compute a maximum mean discrepancy';
  checkOptions(what, options, ['dimensions', 'stream', 'bandwidth', 'permutations']);
  const { dimensions, stream, permutations = 200 } = options;
  checkDimensions(what, dimensions);
  checkInteger(what, 'options.permutations', permutations, 1, 10_000);
  const n = checkPoints(what, 'x', x, dimensions, 2);
  const m = checkPoints(what, 'y', y, dimensions, 2);
  const { bandwidth = medianDistance(x.subarray(0, MEDIAN_OF * dimensions), dimensions) } = options;
  if (options.bandwidth !== undefined) checkPositive(what, 'options.bandwidth', bandwidth);
  if (bandwidth === 0)
    throw rangeFault(what, 'x', x, 'points of which most differ, or with options.bandwidth');
  const pooled = new Float64Array(x.length + y.length);
  pooled.set(x);
  pooled.set(y, x.length);
  const all = n + m;
  // Row 0 says which points are of x; the others choose n points at random; the last is all ones.
  const chosen = Array.from({ length: permutations + 2 }, (_, k) => {
    const row = new Float64Array(all);
    if (k === 0) row.fill(1, 0, n);
    else if (k <= permutations) for (const i of stream.choice(all, n)) row[i] = 1;
    else row.fill(1);
    return row;
  });
  const scale = -0.5 / (bandwidth * bandwidth);
  const { quadratic, linear } = weightedSums(samplesOf(dimensions, [pooled])[0], chosen, (squared) =>
    squared.mul(scale).exp(),
  );
  const total = quadratic[permutations + 1];
  const statistics = quadratic.subarray(0, permutations + 1).map((xx, k) => {
    const xy = linear[k] - xx;
    const yy = total - 2 * xy - xx;
    return (xx - n) / (n * (n - 1)) + (yy - m) / (m * (m - 1)) - (2 * xy) / (n * m); // k(x, x) = 1
  });
  const [squared] = statistics;
  let as = 0;
  for (const one of statistics) if (one >= squared) as += 1;
  return { squared, bandwidth, pValue: as / (permutations + 1) };
}
