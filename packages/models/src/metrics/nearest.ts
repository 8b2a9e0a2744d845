// Nearest neighbours: whether samples are new, or training examples again.
import { checkOptions } from '@stokast/core-wasm/check';
import { median } from './mmd.ts';
import { eachBlock, STRIDE, samplesOf } from './pairs.ts';
import { checkDimensions, checkPoints, type PointOptions, type Points } from './points.ts';

/** What `memorisation` gives. */
export interface Memorisation {
  /** Median distance of the samples to their nearest training example. */
  readonly samples: number;
  /** The same of held-out examples. */
  readonly heldOut: number;
  /** samples / heldOut: near 1 for new samples, 0 for a model that replays its data. */
  readonly ratio: number;
}

/** Distances to the nearest point of `others`. */
function nearest(points: Points, others: Points, dimensions: number): Float64Array {
  const [reference, sample] = samplesOf(dimensions, [others, points]);
  const least = new Float64Array(sample.n).fill(Number.POSITIVE_INFINITY);
  const which = new Int32Array(sample.n);
  eachBlock(sample, reference, (squared, row, rows, column, columns) => {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        const d = squared[i * STRIDE + j];
        if (d < least[row + i]) {
          least[row + i] = d;
          which[row + i] = column + j;
        }
      }
    }
  });
  // Products of matrices lose digits of small distances: once more, from the differences.
  return least.map((_, i) => {
    let sum = 0;
    for (let c = 0; c < dimensions; c++) {
      const gap = points[i * dimensions + c] - others[which[i] * dimensions + c];
      sum += gap * gap;
    }
    return Math.sqrt(sum);
  });
}

/**
 * The distance of each point to the nearest one of `others`. Throws a TypeError or RangeError for other arguments.
 *
 * ```ts
 * import { nearestDistances } from '@stokast/models';
 * nearestDistances(Float64Array.of(1, 5), Float64Array.of(0, 4.5), { dimensions: 1 }) //=> Float64Array(2) [ 1, 0.5 ]
 * ```
 */
export function nearestDistances(points: Points, others: Points, options: PointOptions): Float64Array {
  const what = 'Cannot compute nearest distances';
  checkOptions(what, options, ['dimensions']);
  const { dimensions } = options;
  checkDimensions(what, dimensions);
  checkPoints(what, 'points', points, dimensions, 0);
  checkPoints(what, 'others', others, dimensions, 1);
  return nearest(points, others, dimensions);
}

/**
 * How near samples are to the training examples, beside how near held-out examples are. Throws a TypeError or
 * RangeError for other arguments.
 *
 * ```ts
 * import { memorisation } from '@stokast/models';
 * const train = Float64Array.of(0, 10, 20, 30);
 * memorisation(Float64Array.of(10, 20, 30), train, Float64Array.of(1, 12, 23), { dimensions: 1 }) //=> { samples: 0, heldOut: 2, ratio: 0 }
 * ```
 */
export function memorisation(
  samples: Points,
  train: Points,
  heldOut: Points,
  options: PointOptions,
): Memorisation {
  const what = 'Cannot compare samples with training examples';
  checkOptions(what, options, ['dimensions']);
  const { dimensions } = options;
  checkDimensions(what, dimensions);
  checkPoints(what, 'samples', samples, dimensions, 1);
  checkPoints(what, 'train', train, dimensions, 1);
  checkPoints(what, 'heldOut', heldOut, dimensions, 1);
  const [a, b] = [samples, heldOut].map((points) => median(nearest(points, train, dimensions)));
  return { samples: a, heldOut: b, ratio: a / b };
}
