import { describe, expect, test } from 'vitest';
import { backends, eachBackend } from '../../backends';
import { mathKernel, words } from './suite';

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

mathKernel({
  name: 'normalCdf',
  fill: 'fillNormalCdf',
  exact: [
    [[0], 0.5],
    [[-0], 0.5],
    [[9], 1],
    [[-40], 0],
    [[infinity], 1],
    [[-infinity], 0],
    [[nan], nan],
  ],
});

mathKernel({
  name: 'normalSf',
  fill: 'fillNormalSf',
  exact: [
    [[0], 0.5],
    [[-9], 1],
    [[40], 0],
    [[1e300], 0],
    [[infinity], 0],
    [[-infinity], 1],
    [[nan], nan],
  ],
});

mathKernel({
  name: 'normalLogCdf',
  fill: 'fillNormalLogCdf',
  exact: [
    [[0], -Math.LN2],
    [[40], -0],
    [[infinity], -0],
    [[-1e200], -infinity],
    [[-infinity], -infinity],
    [[nan], nan],
  ],
});

mathKernel({
  name: 'normalQuantile',
  fill: 'fillNormalQuantile',
  exact: [
    [[0.5], 0],
    [[0], -infinity],
    [[-0], -infinity],
    [[1], infinity],
    [[-5e-324], nan],
    [[1.0000000000000002], nan],
    [[-infinity], nan],
    [[infinity], nan],
    [[nan], nan],
  ],
});

describe('laws of the normal functions', () => {
  const { normalCdf, normalSf, normalQuantile } = backends.portable.kernels;

  test('the quantile is odd about 1/2 and never decreases', () => {
    const next = words(5);
    let before = Number.NEGATIVE_INFINITY;
    const probabilities = Array.from({ length: 20_000 }, () => next() / 4294967296).sort((a, b) => a - b);
    for (const p of probabilities) {
      const x = normalQuantile(p);
      expect(x).toBeGreaterThanOrEqual(before);
      if (1 - (1 - p) === p) expect(normalQuantile(1 - p)).toBe(p === 0.5 ? 0 : -x);
      before = x;
    }
  });

  test('the quantile inverts the distribution function', () => {
    for (let p = 1e-300; p < 0.5; p *= 1.37) {
      // An error of d in x is one of d |x| in log p.
      const x = normalQuantile(p);
      expect(Math.abs(normalCdf(x) / p - 1)).toBeLessThan(4e-16 * (1 + x * x));
      expect(normalSf(-x)).toBe(normalCdf(x));
    }
  });

  test.each(eachBackend)('known values on %s', (_, { kernels }) => {
    // Wichura (1988), the check values of AS 241; Abramowitz and Stegun, table 26.1.
    expect(kernels.normalQuantile(0.25)).toBeCloseTo(-0.6744897501960817, 15);
    expect(kernels.normalQuantile(0.001)).toBeCloseTo(-3.090232306167814, 14);
    expect(kernels.normalQuantile(1e-20)).toBeCloseTo(-9.262340089798409, 14);
    expect(kernels.normalCdf(1)).toBeCloseTo(0.841344746068543, 15);
  });
});
