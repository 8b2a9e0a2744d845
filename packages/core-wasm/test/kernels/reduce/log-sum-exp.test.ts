import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine';
import { eachBackend } from '../../backends';
import table from '../../vectors/reduce/log-sum-exp.json';
import { edges, roughData } from './tree';

function logSumExp(machine: Machine, data: ArrayLike<number>): number {
  const address = machine.reserve(8 * data.length);
  machine.f64.set(data, address / 8);
  const value = machine.kernels.logSumExp(address, data.length);
  machine.release(address);
  return value;
}

describe.each(eachBackend)('log-sum-exp on %s', (_, machine) => {
  test('against 60 digits', () => {
    for (const { data, value } of table.cases) {
      // The shift is exact; the logarithm of a sum in [1, n] carries the roundings.
      const largest = Math.max(Math.abs(value), 1);
      expect(Math.abs(logSumExp(machine, data) - value)).toBeLessThanOrEqual(4e-16 * largest);
    }
  });

  test('of nothing, of infinities, of NaN', () => {
    expect(logSumExp(machine, [])).toBe(-Infinity);
    expect(logSumExp(machine, [-Infinity, -Infinity])).toBe(-Infinity);
    expect(logSumExp(machine, [-Infinity, 3])).toBe(3);
    expect(logSumExp(machine, [Infinity, 3])).toBe(Infinity);
    for (const other of [3, Infinity, -Infinity, NaN]) {
      expect(logSumExp(machine, [other, NaN])).toBeNaN();
      expect(logSumExp(machine, [NaN, other])).toBeNaN();
    }
  });

  test('log-probabilities of logits sum to one, in place too', () => {
    const logits = roughData(300).map((x) => x / 1000);
    const address = machine.reserve(8 * 300);
    machine.f64.set(logits, address / 8);
    machine.kernels.logSoftmax(address, 300, address);
    const result = machine.f64.slice(address / 8, address / 8 + 300);
    machine.release(address);
    expect(result.reduce((sum, x) => sum + Math.exp(x), 0)).toBeCloseTo(1, 13);
    expect(result[7] - result[5]).toBeCloseTo(logits[7] - logits[5], 12);
  });
});

test('log-sum-exp: all backends give the same bits at every edge', () => {
  for (const n of edges) {
    const data = roughData(n, n + 3).map((x) => x / 500);
    const [first, ...others] = eachBackend.map(([, machine]) => logSumExp(machine, data));
    for (const other of others) expect(other).toBe(first);
  }
});
