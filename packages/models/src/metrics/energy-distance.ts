// Energy distance (Szekely and Rizzo 2013).
import { checkOptions } from '@stokast/core-wasm/check';
import { samplesOf, sumOfDistances } from './pairs.ts';
import { checkDimensions, checkPoints, type PointOptions, type Points } from './points.ts';

/**
 * The energy distance of two samples, from all pairs of points:
 *
 *     2 E|X - Y| - E|X - X'| - E|Y - Y'|
 *
 * Unbiased: pairs of a point with itself are left out, so that it is 0 on average, and as often negative, for two
 * samples of one distribution. It has no parameters.
 *
 * Throws a TypeError or RangeError for other arguments, samples of fewer than 2 points among them.
 *
 * ```ts
 * import { energyDistance } from '@stokast/models';
 * energyDistance(Float64Array.of(0, 1, 2), Float64Array.of(10, 11), { dimensions: 1 }).toFixed(3) //=> '16.667'
 * ```
 */
export function energyDistance(x: Points, y: Points, options: PointOptions): number {
  const what = 'Cannot compute an energy distance';
  checkOptions(what, options, ['dimensions']);
  const { dimensions } = options;
  checkDimensions(what, dimensions);
  const n = checkPoints(what, 'x', x, dimensions, 2);
  const m = checkPoints(what, 'y', y, dimensions, 2);
  const [a, b] = samplesOf(dimensions, [x, y]);
  const between = sumOfDistances(a, b) / (n * m);
  return 2 * between - sumOfDistances(a, a) / (n * (n - 1)) - sumOfDistances(b, b) / (m * (m - 1));
}
