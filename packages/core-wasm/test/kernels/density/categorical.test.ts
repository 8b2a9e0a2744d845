import { describe, expect, test } from 'vitest';
import { eachBackend } from '../../backends';
import { treeSum } from '../reduce/tree';

const weights = [0.5, 0.25, 0.125, 0.0625, 0, 0.0625];
const table = weights.map(Math.log);
const k = table.length;

describe.each(eachBackend)('categorical on %s', (_, machine) => {
  const { kernels } = machine;
  const logs = machine.reserve(8 * k);
  const counts = machine.reserve(8 * k);
  const out = machine.reserve(8 * k);
  const data = machine.reserve(8 * 1000);
  machine.f64.set(table, logs / 8);

  test('log-mass is the table inside and -Infinity outside', () => {
    table.forEach((value, i) => {
      expect(kernels.categoricalLogProb(i, logs, k)).toBe(value);
    });
    for (const x of [-1, k, 0.5, Infinity, -Infinity, 2 ** 32, 2 ** 31, 1e300]) {
      expect(kernels.categoricalLogProb(x, logs, k)).toBe(-Infinity);
    }
    expect(kernels.categoricalLogProb(-0, logs, k)).toBe(table[0]);
    expect(kernels.categoricalLogProb(NaN, logs, k)).toBeNaN();
  });

  test('the sum over data is the tree sum of the table entries, for doubles and singles', () => {
    const draws = Float64Array.from({ length: 1000 }, (_, i) => [0, 1, 2, 3, 5][(i * i) % 5]);
    const expected = treeSum(draws.map((x) => table[x]));
    machine.f64.set(draws, data / 8);
    kernels.treeStart(kernels.TREE, 1, 0);
    kernels.logLikelihood(kernels.CATEGORICAL, kernels.TREE, data, 1000, 0, logs, k);
    expect(kernels.treeFinish(kernels.TREE)).toBe(expected);
    machine.f32.set(draws, data / 4);
    kernels.treeStart(kernels.TREE, 1, 0);
    kernels.logLikelihood(kernels.CATEGORICAL, kernels.TREE, data, 1000, 1, logs, k);
    expect(kernels.treeFinish(kernels.TREE)).toBe(expected);
  });

  test('counts and the gradient in the logits, against central differences', () => {
    const draws = [0, 0, 1, 3, 3, 3, 5, 2];
    machine.f64.set(draws, data / 8);
    machine.f64.fill(0, counts / 8, counts / 8 + k);
    expect(kernels.countCategories(data, draws.length, 0, k, counts)).toBe(-1);
    expect([...machine.f64.subarray(counts / 8, counts / 8 + k)]).toEqual([2, 1, 1, 3, 0, 1]);
    kernels.categoricalScore(counts, draws.length, logs, k, out);
    const logLikelihood = (logits: number[]): number => {
      const total = Math.log(logits.reduce((sum, x) => sum + Math.exp(x), 0));
      return draws.reduce((sum, x) => sum + logits[x] - total, 0);
    };
    for (let j = 0; j < k; j++) {
      const h = 1e-5;
      const moved = (step: number): number[] => table.map((x, i) => (i === j ? x + step : x));
      const slope = (logLikelihood(moved(h)) - logLikelihood(moved(-h))) / (2 * h);
      expect(machine.f64[out / 8 + j]).toBeCloseTo(table[j] === -Infinity ? 0 : slope, 8);
    }
  });

  test('counting stops at the first observation that is no index', () => {
    for (const bad of [-1, k, 0.5, NaN, Infinity, 2 ** 31]) {
      machine.f64.set([0, 1, bad, 2], data / 8);
      expect(kernels.countCategories(data, 4, 0, k, counts)).toBe(2);
      machine.f32.set([0, 1, bad, 2], data / 4);
      expect(kernels.countCategories(data, 4, 1, k, counts)).toBe(2);
    }
  });
});
