// The density, its integral and its moments agree: by quadrature, and by sums for the discrete families.
import { expect, test } from 'vitest';
import type { Distribution } from '../../src/index.ts';
import { continuous, distributions } from './families.ts';

/** The integral of f(x) p(x) over the middle 1 - 2e-12 of the distribution: Simpson in 20000 steps. */
function integral(d: Distribution, f: (x: number, logProb: number) => number): number {
  const low = d.quantile(1e-12);
  const high = d.quantile(1 - 1e-12);
  const steps = 20000;
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const x = i === steps ? high : low + ((high - low) * i) / steps;
    const logProb = d.logProb(x);
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * f(x, logProb) * Math.exp(logProb);
  }
  return (sum * (high - low)) / (3 * steps);
}

test.each(continuous.map((d) => [String(d), d] as const))('%s', (_, d) => {
  expect(integral(d, () => 1)).toBeCloseTo(1, 9);
  expect(integral(d, (x) => x)).toBeCloseTo(d.mean, 8);
  expect(integral(d, (x) => (x - d.mean) ** 2)).toBeCloseTo(d.variance, 7);
  expect(integral(d, (_, logProb) => -logProb)).toBeCloseTo(d.entropy, 8);
});

test.each(distributions.filter((d) => d.discrete).map((d) => [String(d).slice(0, 60), d] as const))(
  '%s',
  (_, d) => {
    const { lower, upper } = d.support;
    const xs = Array.from({ length: upper - lower + 1 }, (_, i) => lower + i);
    const logs = d.logProb(xs);
    const p = logs.map(Math.exp);
    const sum = (f: (i: number) => number): number =>
      xs.reduce((total, _, i) => total + (p[i] > 0 ? f(i) * p[i] : 0), 0);
    expect(sum(() => 1)).toBeCloseTo(1, 12);
    expect(sum((i) => xs[i])).toBeCloseTo(d.mean, 9);
    expect(sum((i) => (xs[i] - d.mean) ** 2)).toBeCloseTo(d.variance, 7);
    expect(sum((i) => -logs[i])).toBeCloseTo(d.entropy, 12);
    xs.forEach((x, i) => {
      const below = xs.slice(0, i + 1).reduce((total, _, j) => total + p[j], 0);
      expect(d.cdf(x)).toBeCloseTo(below, 12);
      expect(d.cdf(x + 0.5)).toBe(d.cdf(x));
    });
  },
);
