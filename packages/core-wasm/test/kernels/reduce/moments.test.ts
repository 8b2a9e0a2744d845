import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine';
import { eachBackend } from '../../backends';
import table from '../../vectors/reduce/moments.json';
import { edges, roughData } from './tree';

const names = ['count', 'mean', 'M2', 'M3', 'M4'] as const;

/** Moments of `data`, pushed in chunks of the given sizes and then the rest. */
function moments(machine: Machine, data: Float64Array | Float32Array, chunks: number[] = []): number[] {
  const { kernels } = machine;
  const address = machine.reserve(data.byteLength);
  if (data instanceof Float32Array) machine.f32.set(data, address / 4);
  else machine.f64.set(data, address / 8);
  const single = data instanceof Float32Array ? 1 : 0;
  kernels.momentsStart(kernels.TREE);
  let at = 0;
  for (const size of [...chunks, data.length]) {
    const n = Math.min(size, data.length - at);
    kernels.momentsPush(kernels.TREE, address + data.BYTES_PER_ELEMENT * at, n, single);
    at += n;
  }
  kernels.treeFinish(kernels.TREE);
  machine.release(address);
  return [...machine.f64.subarray(kernels.RESULT / 8, kernels.RESULT / 8 + 5)];
}

describe.each(eachBackend)('moments on %s', (_, machine) => {
  test.each(table.cases)('$name', ({ data, mean, moments: expected, scales }) => {
    const [count, m1, ...rest] = moments(machine, new Float64Array(data));
    expect(count).toBe(data.length);
    expect(Math.abs(m1 - mean)).toBeLessThanOrEqual(4e-16 * Math.max(...data.map(Math.abs)));
    // The mean is a rounded number: deviations from it carry that rounding, which matters only where the
    // spread is nearly as small.
    const rounding = 2e-16 * Math.abs(mean);
    for (let k = 0; k < 3; k++) {
      const spread = rounding * (k + 2) * (k === 0 ? Math.sqrt(scales[0] * data.length) : scales[k - 1]);
      const floor = data.length * rounding ** (k + 2);
      expect(Math.abs(rest[k] - expected[k])).toBeLessThanOrEqual(2e-14 * scales[k] + spread + floor);
    }
  });

  test('of nothing are zeros', () => {
    expect(moments(machine, new Float64Array(0))).toEqual([0, 0, 0, 0, 0]);
  });

  test('do not depend on the chunks', () => {
    const data = roughData(40_000);
    const whole = moments(machine, data);
    expect(moments(machine, data, [16384, 16384])).toEqual(whole);
    expect(moments(machine, data, [128, 1280, 128 * 129])).toEqual(whole);
  });

  test('of singles are those of the same numbers as doubles', () => {
    const data = Float32Array.from(roughData(1000));
    expect(moments(machine, data)).toEqual(moments(machine, Float64Array.from(data)));
  });

  test('carry NaN and infinities instead of hiding them', () => {
    const data = roughData(300);
    data[200] = NaN;
    expect(moments(machine, data)[1]).toBeNaN();
    data[200] = Infinity;
    const [, mean, m2] = moments(machine, data);
    expect(Number.isFinite(mean)).toBe(false);
    expect(Number.isFinite(m2)).toBe(false);
  });
});

test('moments: all backends give the same bits at every edge', () => {
  for (const n of edges) {
    const data = roughData(n, n + 7);
    const [first, ...others] = eachBackend.map(([, machine]) => moments(machine, data));
    for (const other of others) expect(other, `${names} of ${n}`).toEqual(first);
  }
});
