// Sliced Wasserstein distance (Rabin, Peyre, Delon and Bernot 2012): distances on lines, averaged over directions.
import { checkInteger, checkOptions } from '@stokast/core-wasm/check';
import { Normal, type Stream } from '@stokast/sampling';
import { checkDimensions, checkPoints, type PointOptions, type Points } from './points.ts';

/** Options of `slicedWasserstein`. */
export interface SlicedWassersteinOptions extends PointOptions {
  /** Where the directions come from. */
  readonly stream: Stream;
  /** Directions: 200 unless given. */
  readonly projections?: number;
}

/** Unit vectors [count, dimensions], uniform on the sphere. */
function directions(stream: Stream, count: number, dimensions: number): Float64Array {
  const all = Normal(0, 1).fill(stream, new Float64Array(count * dimensions));
  for (let k = 0; k < count; k++) {
    const one = all.subarray(k * dimensions, (k + 1) * dimensions);
    let squares = 0;
    for (const x of one) squares += x * x;
    const length = Math.sqrt(squares);
    for (let i = 0; i < dimensions; i++) one[i] /= length;
  }
  return all;
}

/** The points along a direction, in order. */
function project(points: Points, direction: Float64Array, out: Float64Array): Float64Array {
  const d = direction.length;
  for (let i = 0, at = 0; i < out.length; i++) {
    let along = 0;
    for (let j = 0; j < d; j++) along += points[at++] * direction[j];
    out[i] = along;
  }
  return out.sort();
}

/** The integral of (F^-1(u) - G^-1(u))^2 over u in (0, 1), for two samples in order. */
function squaredOnLine(a: Float64Array, b: Float64Array): number {
  const [n, m] = [a.length, b.length];
  let sum = 0;
  // Steps of the two quantile functions end at (i + 1) / n and (j + 1) / m: in units of 1 / (n m), whole numbers.
  for (let i = 0, j = 0, at = 0; i < n && j < m; ) {
    const end = Math.min((i + 1) * m, (j + 1) * n);
    const gap = a[i] - b[j];
    sum += gap * gap * (end - at);
    at = end;
    if ((i + 1) * m === end) i += 1;
    if ((j + 1) * n === end) j += 1;
  }
  return sum / (n * m);
}

/** The same along given directions [count, dimensions], for those that have some. */
export function wassersteinAlong(x: Points, y: Points, all: Float64Array, dimensions: number): number {
  const [a, b] = [new Float64Array(x.length / dimensions), new Float64Array(y.length / dimensions)];
  const count = all.length / dimensions;
  let sum = 0;
  for (let k = 0; k < count; k++) {
    const direction = all.subarray(k * dimensions, (k + 1) * dimensions);
    sum += squaredOnLine(project(x, direction, a), project(y, direction, b));
  }
  return Math.sqrt(sum / count);
}

/**
 * The sliced 2-Wasserstein distance of two samples: the root of the mean, over directions, of the squared distance
 * between the samples' quantile functions along it.
 *
 *     SW2^2 = mean over directions t of the integral over u of (F_t^-1(u) - G_t^-1(u))^2
 *
 * It is not 0 for two samples of one distribution: what it is then, its floor, depends on the distribution and on n.
 * The stream moves by the directions drawn. Throws a TypeError or RangeError for other arguments.
 *
 * ```ts
 * import { slicedWasserstein, targets } from '@stokast/models';
 * import { stream } from '@stokast/sampling';
 * const [a, b] = ['a', 'b'].map((seed) => targets.moons.sample(stream(seed), 2000));
 * const options = { dimensions: 2, stream: stream('directions') };
 * slicedWasserstein(a, b, options).toFixed(3) //=> '0.022'
 * slicedWasserstein(a, b.map((x) => x + 1), options).toFixed(3) //=> '1.015'
 * ```
 */
export function slicedWasserstein(x: Points, y: Points, options: SlicedWassersteinOptions): number {
  const what = 'Cannot compute a sliced Wasserstein distance';
  checkOptions(what, options, ['dimensions', 'stream', 'projections']);
  const { dimensions, stream, projections = 200 } = options;
  checkDimensions(what, dimensions);
  checkInteger(what, 'options.projections', projections, 1, 1_000_000);
  checkPoints(what, 'x', x, dimensions, 1);
  checkPoints(what, 'y', y, dimensions, 1);
  return wassersteinAlong(x, y, directions(stream, projections, dimensions), dimensions);
}
