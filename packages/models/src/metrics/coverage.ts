// Precision and recall (Kynkaanniemi, Karras, Laine, Lehtinen and Aila 2019), density and coverage (Naeem, Oh, Uh, Choi
// and Yoo 2020): how samples lie among the neighbourhoods of real points.
import { checkInteger, checkOptions } from '@stokast/core-wasm/check';
import { eachBlock, type Sample, STRIDE, samplesOf } from './pairs.ts';
import { checkDimensions, checkPoints, type PointOptions, type Points } from './points.ts';

/** Options of `precisionRecallDensityCoverage`. */
export interface CoverageOptions extends PointOptions {
  /** Neighbours that make a neighbourhood: 5 unless given. */
  readonly k?: number;
}

/** What `precisionRecallDensityCoverage` gives. */
export interface Coverage {
  /** Share of samples in some neighbourhood of a real point. */
  readonly precision: number;
  /** Share of real points in some neighbourhood of a sample. */
  readonly recall: number;
  /** Real neighbourhoods that a sample is in, on average, over k: 1 for samples like the real points. */
  readonly density: number;
  /** Share of real points that have a sample in their neighbourhood. */
  readonly coverage: number;
}

/** For each point, the squared distance to the k-th nearest other one of its sample. */
function radii(sample: Sample, k: number): Float64Array {
  const nearest = new Float64Array(sample.n * k).fill(Number.POSITIVE_INFINITY); // k a point, ascending
  eachBlock(sample, sample, (squared, row, rows, column, columns) => {
    for (let i = 0; i < rows; i++) {
      const last = (row + i + 1) * k - 1;
      for (let j = 0; j < columns; j++) {
        const d = squared[i * STRIDE + j];
        if (d >= nearest[last] || row + i === column + j) continue;
        let at = last;
        for (; at > last - k + 1 && nearest[at - 1] > d; at--) nearest[at] = nearest[at - 1];
        nearest[at] = d;
      }
    }
  });
  return Float64Array.from({ length: sample.n }, (_, i) => nearest[(i + 1) * k - 1]);
}

const share = (is: Uint8Array): number => is.reduce((sum, one) => sum + one, 0) / is.length;

/**
 * Precision, recall, density and coverage of samples, for neighbourhoods that reach to the k-th nearest point of the
 * same kind. Take as many samples as real points. Precision and recall are not 1 for two samples of one distribution,
 * density and coverage nearly are: 1 and 1 - 2^-k or so.
 *
 * Throws a TypeError or RangeError for other arguments, samples of k or fewer points among them.
 *
 * ```ts
 * import { precisionRecallDensityCoverage } from '@stokast/models';
 * const real = Float64Array.of(0, 1, 2, 3, 10, 11, 12, 13);
 * const half = Float64Array.of(0.5, 1.5, 2.5, 1.2, 1.7, 2.2, 0.7, 2.7);
 * precisionRecallDensityCoverage(real, half, { dimensions: 1, k: 1 }) //=> { precision: 1, recall: 0.25, density: 2, coverage: 0.5 }
 * ```
 */
export function precisionRecallDensityCoverage(
  real: Points,
  samples: Points,
  options: CoverageOptions,
): Coverage {
  const what = 'Cannot compute precision, recall, density and coverage';
  checkOptions(what, options, ['dimensions', 'k']);
  const { dimensions, k = 5 } = options;
  checkDimensions(what, dimensions);
  checkInteger(what, 'options.k', k, 1, 1000);
  const n = checkPoints(what, 'real', real, dimensions, k + 1);
  const m = checkPoints(what, 'samples', samples, dimensions, k + 1);
  const [x, y] = samplesOf(dimensions, [real, samples]);
  const [ofReal, ofSample] = [radii(x, k), radii(y, k)];
  const [precise, recalled, covered] = [new Uint8Array(m), new Uint8Array(n), new Uint8Array(n)];
  let within = 0;
  eachBlock(x, y, (squared, row, rows, column, columns) => {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        const d = squared[i * STRIDE + j];
        if (d < ofReal[row + i]) {
          within += 1;
          precise[column + j] = 1;
          covered[row + i] = 1;
        }
        if (d < ofSample[column + j]) recalled[row + i] = 1;
      }
    }
  });
  return {
    precision: share(precise),
    recall: share(recalled),
    density: within / (k * m),
    coverage: share(covered),
  };
}
