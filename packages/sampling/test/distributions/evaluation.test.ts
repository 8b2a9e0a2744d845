// Laws of logProb, cdf, sf and quantile: arrays equal scalars bit for bit, both ends agree, one undoes the other.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { onBothBackends } from '../backends.ts';
import { continuous, dataOf, distributions, each, pointsOf } from './families.ts';

const METHODS = ['logProb', 'cdf', 'sf', 'quantile'] as const;

onBothBackends(() => {
  test.each(each)('%s: an array gives what each number gives', (_, d) => {
    for (const method of METHODS) {
      const xs = method === 'quantile' ? [0, 1, 0.5, 1e-300, 0.25, 1 - 2 ** -53] : pointsOf(d);
      const scalars = xs.map((x) => d[method](x));
      expect([...d[method](xs)], method).toEqual(scalars);
      expect([...d[method](Float64Array.from(xs))], method).toEqual(scalars);
      const singles = Float32Array.from(xs);
      expect([...d[method](singles)], method).toEqual([...singles].map((x) => d[method](x)));
      expect([...d[method](Uint8Array.of(0, 1))]).toEqual([d[method](0), d[method](1)]);
      expect([...d[method]([])]).toEqual([]);
    }
  });

  test('arrays longer than the scratch', () => {
    for (const d of distributions) {
      const xs = dataOf(d, 40000);
      for (const method of ['logProb', 'cdf', 'sf'] as const) {
        const whole = d[method](xs);
        for (const i of [0, 1, 16383, 16384, 16385, 32767, 32768, 39999])
          expect(whole[i]).toBe(d[method](xs[i]));
      }
    }
  });
});

test.each(each)('%s: cdf rises from 0 to 1, sf is its complement', (_, d) => {
  const xs = pointsOf(d).sort((a, b) => a - b);
  const below = d.cdf(xs);
  const above = d.sf(xs);
  expect(d.cdf(Number.NEGATIVE_INFINITY)).toBe(0);
  expect(d.cdf(Number.POSITIVE_INFINITY)).toBe(1);
  expect(d.sf(Number.NEGATIVE_INFINITY)).toBe(1);
  expect(d.sf(Number.POSITIVE_INFINITY)).toBe(0);
  for (let i = 0; i < xs.length; i++) {
    expect(below[i] + above[i]).toBeCloseTo(1, 14);
    if (i > 0) {
      expect(below[i]).toBeGreaterThanOrEqual(below[i - 1]);
      expect(above[i]).toBeLessThanOrEqual(above[i - 1]);
    }
  }
});

test.each(each)('%s: the quantile is the least x whose cdf reaches p', (_, d) => {
  const { lower, upper } = d.support;
  expect(d.quantile(0)).toBe(lower);
  expect(d.quantile(1)).toBe(upper);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, minExcluded: true, maxExcluded: true, noNaN: true }), (p) => {
      const x = d.quantile(p);
      expect(x).toBeGreaterThanOrEqual(lower);
      expect(x).toBeLessThanOrEqual(upper);
      if (d.discrete) {
        expect(d.cdf(x)).toBeGreaterThanOrEqual(p);
        if (x > lower) expect(d.cdf(x - 1)).toBeLessThan(p);
      } else {
        // One rounding of x changes cdf by its density times x: at most about |log p| roundings of p here.
        const slack = 2 ** -50 * (1 + Math.abs(x * Math.exp(d.logProb(x))) / p);
        expect(Math.abs(d.cdf(x) - p) / p).toBeLessThan(slack);
      }
    }),
    { numRuns: 200 },
  );
});

test('the quantile rises with p', () => {
  for (const d of continuous) {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, b) => {
          const [p, q] = a < b ? [a, b] : [b, a];
          expect(d.quantile(p)).toBeLessThanOrEqual(d.quantile(q));
        },
      ),
      { numRuns: 200 },
    );
  }
});

test('tails keep their digits', () => {
  const normal = distributions.find(({ name }) => name === 'Normal');
  // Phi(-38) = 2.885428351004e-316, 1 - exp(-1e-18) = 1e-18.
  expect(normal?.sf(38)).toBeCloseTo(2.885428351e-316, 320);
  expect(normal?.sf(38)).toBeGreaterThan(2.8e-316);
  expect(distributions.find(({ name }) => name === 'Exponential')?.cdf(1e-18)).toBe(1e-18);
});

test('what is not a number is an error that names it', () => {
  for (const d of distributions) {
    for (const method of METHODS) {
      const parameter = method === 'quantile' ? 'p' : 'x';
      expect(() => d[method](Number.NaN)).toThrow(
        expect.objectContaining({ code: 'STOKAST_E_RANGE', parameter }),
      );
      expect(() => d[method]([0.5, Number.NaN])).toThrow(
        expect.objectContaining({ code: 'STOKAST_E_RANGE', parameter: `${parameter}[1]` }),
      );
      expect(() => d[method]([0.5, '1' as never])).toThrow(
        expect.objectContaining({ code: 'STOKAST_E_TYPE', parameter: `${parameter}[1]` }),
      );
      expect(() => d[method]('1' as never)).toThrow(
        expect.objectContaining({ code: 'STOKAST_E_TYPE', parameter }),
      );
    }
    expect(() => d.quantile([0.5, 1.5])).toThrow(
      expect.objectContaining({ code: 'STOKAST_E_RANGE', parameter: 'p[1]' }),
    );
  }
});
