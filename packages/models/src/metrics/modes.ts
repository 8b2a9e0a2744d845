// Modes and classes that samples reach.
import { checkInteger, checkObject } from '@stokast/core-wasm/check';
import { rangeFault } from '@stokast/core-wasm/errors';
import type { MixtureTarget } from '../data/targets.ts';
import { checkPoints, type Points } from './points.ts';

/** What `modeCoverage` gives. */
export interface ModeCoverage {
  /** Modes with at least n / (20 modes) points within 3 sigma of their centre. */
  readonly modes: number;
  /** Share of points within 3 sigma of a centre. */
  readonly share: number;
  /** Points within 3 sigma of each centre. */
  readonly counts: Int32Array;
}

/**
 * How many modes of `targets.ring`, `targets.grid` or a mixture like them points [n, 2] reach, and how many points are
 * near one. Throws a TypeError or RangeError for other arguments.
 *
 * ```ts
 * import { modeCoverage, targets } from '@stokast/models';
 * import { stream } from '@stokast/sampling';
 * const { modes, share } = modeCoverage(targets.ring.sample(stream(1), 10000), targets.ring);
 * [modes, share] //=> [ 8, 0.9887 ]
 * ```
 */
export function modeCoverage(points: Points, target: Pick<MixtureTarget, 'centres' | 'sigma'>): ModeCoverage {
  const what = 'Cannot count modes';
  const n = checkPoints(what, 'points', points, 2, 1);
  checkObject(what, 'target', target);
  const { centres, sigma } = target;
  const counts = new Int32Array(centres.length);
  const limit = 9 * sigma * sigma;
  let near = 0;
  for (let i = 0; i < n; i++) {
    const [px, py] = [points[2 * i], points[2 * i + 1]];
    const at = centres.findIndex(([x, y]) => (px - x) * (px - x) + (py - y) * (py - y) <= limit);
    if (at < 0) continue;
    counts[at] += 1;
    near += 1;
  }
  const least = n / (20 * centres.length);
  return { modes: counts.filter((count) => count > 0 && count >= least).length, share: near / n, counts };
}

/** What `classHistogram` gives. */
export interface ClassHistogram {
  readonly shares: Float64Array;
  /** Half the sum of the differences from equal shares: 0 for those, 1 - 1 / classes for one class alone. */
  readonly totalVariation: number;
}

/**
 * The shares of classes 0 to `classes` - 1, and how far they are from equal. Throws a TypeError or RangeError for
 * other arguments.
 *
 * ```ts
 * import { classHistogram } from '@stokast/models';
 * classHistogram([0, 0, 1, 0], 2) //=> { shares: Float64Array(2) [ 0.75, 0.25 ], totalVariation: 0.25 }
 * ```
 */
export function classHistogram(labels: ArrayLike<number>, classes: number): ClassHistogram {
  const what = 'Cannot count classes';
  checkInteger(what, 'classes', classes, 1, 65536);
  const n = labels.length;
  if (!(n >= 1)) throw rangeFault(what, 'labels.length', n, '1 or more');
  const counts = new Float64Array(classes);
  for (let i = 0; i < n; i++) {
    checkInteger(what, `labels[${i}]`, labels[i], 0, classes - 1);
    counts[labels[i]] += 1;
  }
  const shares = counts.map((count) => count / n);
  const differences = shares.reduce((sum, p) => sum + Math.abs(p - 1 / classes), 0);
  return { shares, totalVariation: differences / 2 };
}
