// Samples that metrics compare: rows of numbers.
import { checkInteger, checkTyped } from '@stokast/core-wasm/check';
import { rangeFault } from '@stokast/core-wasm/errors';

/** Points, row-major [n, dimensions]. */
export type Points = Float32Array | Float64Array;

/** What all comparisons of points need to know. */
export interface PointOptions {
  /** Numbers in a point. */
  readonly dimensions: number;
}

/** Checks `dimensions`: 1 to 65536. */
export function checkDimensions(what: string, dimensions: unknown): asserts dimensions is number {
  checkInteger(what, 'options.dimensions', dimensions, 1, 65536);
}

/** How many points there are. Throws where these are no points of so many dimensions, or fewer than `least`. */
export function checkPoints(
  what: string,
  parameter: string,
  points: unknown,
  dimensions: number,
  least: number,
): number {
  checkTyped(what, parameter, points, ['Float32Array', 'Float64Array']);
  const { length } = points;
  const n = length / dimensions;
  if (!Number.isInteger(n) || n < least) {
    const allowed = `a multiple of ${dimensions} dimensions, ${least} points or more`;
    throw rangeFault(what, `${parameter}.length`, length, allowed, 'STOKAST_E_LENGTH');
  }
  for (let i = 0; i < length; i++) {
    if (!Number.isFinite(points[i])) throw rangeFault(what, `${parameter}[${i}]`, points[i], 'finite');
  }
  return n;
}
