import { describe, expect, test } from 'vitest';
import { eachBackend } from '../../backends';
import { edges, roughData } from './tree';

describe.each(eachBackend)('scan on %s', (_, machine) => {
  const { kernels } = machine;
  const address = machine.reserve(8 * 50_000);

  test('extremes are the smallest and the largest', () => {
    for (const n of edges) {
      const data = roughData(n, n);
      machine.f64.set(data, address / 8);
      kernels.extremes(address, n);
      expect([...machine.f64.subarray(kernels.RESULT / 8, kernels.RESULT / 8 + 2)]).toEqual([
        data.reduce((a, b) => Math.min(a, b), Infinity),
        data.reduce((a, b) => Math.max(a, b), -Infinity),
      ]);
    }
  });

  test('extremes pass over NaN, keep infinities, and call -0 zero', () => {
    for (const [data, least, most] of [
      [[NaN, 1, NaN, 2, NaN], 1, 2],
      [[NaN], Infinity, -Infinity],
      [[-Infinity, 3, Infinity], -Infinity, Infinity],
      [[-0, 0, -0], 0, 0],
      [[5e-324, -5e-324], -5e-324, 5e-324],
    ] as const) {
      machine.f64.set(data, address / 8);
      kernels.extremes(address, data.length);
      expect(machine.f64[kernels.RESULT / 8]).toBe(least);
      expect(machine.f64[kernels.RESULT / 8 + 1]).toBe(most);
    }
  });

  test('firstBad finds the first NaN, or the first that is not finite', () => {
    const data = roughData(300);
    for (const at of [0, 1, 127, 128, 298, 299]) {
      for (const [bad, finite, found] of [
        [NaN, 0, at],
        [NaN, 1, at],
        [Infinity, 0, -1],
        [-Infinity, 1, at],
        [1.7e308, 1, -1],
      ] as const) {
        machine.f64.set(data, address / 8);
        machine.f64[address / 8 + at] = bad;
        expect(kernels.firstBad(address, 300, 0, finite)).toBe(found);
        machine.f32.set(data, address / 4);
        machine.f32[address / 4 + at] = Math.abs(bad) === 1.7e308 ? 3.4e38 : bad;
        expect(kernels.firstBad(address, 300, 1, finite)).toBe(found);
      }
    }
    expect(kernels.firstBad(address, 0, 0, 1)).toBe(-1);
  });

  test('outside takes what is not between the bounds, in order', () => {
    const to = address + 8 * 5000;
    for (const n of edges.filter((each) => each < 5000)) {
      const data = roughData(n, n);
      for (const at of [1, n >> 1, n - 1])
        if (at >= 0 && at < n) data[at] = [NaN, Infinity, -Infinity][at % 3];
      for (const [low, high] of [
        [-1, 1],
        [-1e300, 1e300],
        [Infinity, -Infinity],
        [-Infinity, Infinity],
        [0, 0],
      ]) {
        machine.f64.set(data, address / 8 + 1);
        const count = kernels.outside(address + 8, n, low, high, to);
        const wanted = data.filter((x) => !(x > low && x < high));
        expect(machine.f64.slice(to / 8, to / 8 + count)).toEqual(wanted);
      }
    }
  });
});
