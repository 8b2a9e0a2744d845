// Metrics against values computed from their definitions by numpy and scipy.
import { stream } from '@stokast/sampling';
import { describe, expect, test } from 'vitest';
import {
  energyDistance,
  frechetDistance,
  maximumMeanDiscrepancy,
  nearestDistances,
  precisionRecallDensityCoverage,
} from '../../src/index.ts';
import { wassersteinAlong } from '../../src/metrics/sliced-wasserstein.ts';
import reference from '../fixtures/metrics.json' with { type: 'json' };

const near = (found: number, value: number, tolerance: number): void =>
  expect(Math.abs(found - value), `${found} instead of ${value}`).toBeLessThanOrEqual(tolerance);

describe.each(reference.cases)('$name', (values) => {
  const { dimensions } = values;
  const [x, y] = [Float64Array.from(values.x), Float64Array.from(values.y)];
  const shifted = values.name === 'far from the origin';

  test('sliced Wasserstein along given directions', () => {
    const found = wassersteinAlong(x, y, Float64Array.from(values.directions), dimensions);
    near(found, values.sliced, 1e-12 * (shifted ? 1000 : 1));
  });

  test('energy distance', () => {
    near(energyDistance(x, y, { dimensions }), values.energy, 1e-12 * (shifted ? 100 : 1));
  });

  test('maximum mean discrepancy', () => {
    const options = { dimensions, stream: stream('mmd'), permutations: 19 };
    const { squared, bandwidth, pValue } = maximumMeanDiscrepancy(x, y, options);
    near(bandwidth, values.bandwidth, 1e-12);
    near(squared, values.mmd, 1e-13);
    expect(pValue * 20).toBeCloseTo(Math.round(pValue * 20), 10);
    near(
      maximumMeanDiscrepancy(x, y, { ...options, bandwidth: values.bandwidth }).squared,
      values.mmd,
      1e-13,
    );
  });

  test('Frechet distance', () => {
    near(frechetDistance(x, y, { dimensions }), values.frechet, 1e-11);
  });

  test('nearest distances', () => {
    for (const [i, found] of nearestDistances(x, y, { dimensions }).entries())
      near(found, values.nearest[i], 1e-12);
  });

  test.each([1, 3, 5] as const)('precision, recall, density, coverage with k = %i', (k) => {
    const found = precisionRecallDensityCoverage(x, y, { dimensions, k });
    for (const [name, value] of Object.entries(values.prdc[k]))
      near(found[name as keyof typeof found], value, 1e-12);
  });
});
