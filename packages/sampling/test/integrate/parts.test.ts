// The parts of an integral's doubt: Student's quantiles, Hall's interval, the Pareto shape of a tail, strata.
import { expect, test } from 'vitest';
import { Normal, stream } from '../../src/index.ts';
import { intervalOf } from '../../src/integrate/interval.ts';
import { momentsOf } from '../../src/integrate/moments.ts';
import { partsOf } from '../../src/integrate/stratified.ts';
import { studentQuantile } from '../../src/integrate/student.ts';
import { Largest, paretoShape, Tails, tailLength } from '../../src/integrate/tail.ts';
import vectors from '../vectors/integrate.json' with { type: 'json' };

test.each(vectors.student)('t at confidence %f with %f degrees of freedom', (confidence, nu, t) => {
  expect(Math.abs(studentQuantile(confidence, nu) / t - 1)).toBeLessThan(2e-11);
});

test('without skewness the interval is Student’s', () => {
  const t = studentQuantile(0.95, 63);
  const [low, high] = intervalOf({ value: 5, standardError: 2, skewness: 0, degreesOfFreedom: 63 }, 0.95);
  expect(low).toBeCloseTo(5 - 2 * t, 12);
  expect(high).toBeCloseTo(5 + 2 * t, 12);
});

test.each([0.5, -0.5, 3, -3, 1e-7, -1e-12])('the ends undo the transformation, skewness %f', (c) => {
  const t = studentQuantile(0.9, 20);
  const [low, high] = intervalOf({ value: 0, standardError: 1, skewness: c, degreesOfFreedom: 20 }, 0.9);
  const transformed = (T: number): number => T + (c * T * T) / 3 + (c * c * T * T * T) / 27 + c / 6;
  expect(transformed(-low)).toBeCloseTo(t, 9);
  expect(transformed(-high)).toBeCloseTo(-t, 9);
  expect(low).toBeLessThan(high);
});

test.each(vectors.pareto)('shape of generalised Pareto quantiles: k = %f, n = %i', (shape, n, expected) => {
  // expm1 and log1p of the host differ from numpy's in the last digits at most.
  const x = Float64Array.from({ length: n }, (_, i) => {
    const p = (i + 0.5) / n;
    return shape === 0 ? -Math.log1p(-p) : Math.expm1(-shape * Math.log1p(-p)) / shape;
  });
  expect(paretoShape(Float64Array.of(0, ...x))).toBeCloseTo(expected, 9);
  // Neither place nor scale matters, however large.
  expect(paretoShape(Float64Array.of(0, ...x).map((xi) => 1e250 * xi))).toBeCloseTo(expected, 9);
  expect(paretoShape(Float64Array.of(0, ...x).map((xi) => xi - 7))).toBeCloseTo(expected, 6);
});

test('tails without a shape: equal values, values equal up to rounding, too few', () => {
  expect(paretoShape(new Float64Array(50).fill(3))).toBeUndefined();
  expect(
    paretoShape(Float64Array.from({ length: 50 }, (_, i) => 3 + (i % 3) * 1e-15).sort()),
  ).toBeUndefined();
  expect(paretoShape(Float64Array.of(1, 2, 3, 4))).toBeUndefined();
  expect(paretoShape(new Float64Array(0))).toBeUndefined();
});

test('the largest are kept, however they come', () => {
  const values = Normal().sample(stream('largest'), 5000);
  const expected = [...values].sort((a, b) => a - b).slice(-100);
  for (const size of [1, 7, 128, 5000]) {
    const largest = new Largest(100);
    for (let i = 0; i < 5000; i += size) largest.show(values.subarray(i, i + size));
    expect([...largest.sorted()]).toEqual(expected);
  }
  const ascending = new Largest(3);
  for (let i = 1; i < 50; i++) ascending.show(Float64Array.of(-i));
  expect([...ascending.sorted()]).toEqual([-3, -2, -1]);
  const equal = new Largest(4);
  for (let i = 0; i < 100; i++) equal.show(Float64Array.of(i % 2, 1));
  expect([...equal.sorted()]).toEqual([1, 1, 1, 1]);
});

test('the heavier tail counts', () => {
  const n = 4096;
  const heavyBelow = Float64Array.from({ length: n }, (_, i) => (i % 2 ? i / n : -(((i + 1) / n) ** -0.9)));
  const tails = new Tails(n);
  tails.show(heavyBelow);
  expect(tails.shape(-4)).toBeGreaterThan(0.7);
  expect(tailLength(4096)).toBe(192);
});

test('moments come with skewness and kurtosis, and survive what overflows', () => {
  const x = Float64Array.of(0, 0, 0, 1);
  const { n, mean, variance, skewness, kurtosis } = momentsOf(x);
  expect([n, mean, variance]).toEqual([4, 0.25, 0.25]);
  expect(skewness).toBeCloseTo(2 / Math.sqrt(3), 12);
  expect(kurtosis).toBeCloseTo(7 / 3, 12);
  expect(momentsOf(new Float64Array(5).fill(2))).toMatchObject({ variance: 0, skewness: 0, kurtosis: 1 });
  expect(momentsOf(Float64Array.of(1e120, 0, 0))).toMatchObject({ skewness: 0, kurtosis: 1 });
});

test('strata: as equal as can be, never more cells than asked', () => {
  expect(partsOf(64, 1)).toEqual([64]);
  expect(partsOf(64, 2)).toEqual([8, 8]);
  expect(partsOf(64, 6)).toEqual([2, 2, 2, 2, 2, 2]);
  expect(partsOf(64, 9)).toEqual([2, 2, 2, 2, 2, 2, 1, 1, 1]);
  expect(partsOf(1, 3)).toEqual([1, 1, 1]);
  for (let cells = 1; cells < 300; cells++) {
    for (const d of [1, 2, 3, 7]) {
      const product = partsOf(cells, d).reduce((a, b) => a * b);
      expect(product).toBeLessThanOrEqual(cells);
      expect(product).toBeGreaterThan(cells / 2);
    }
  }
});
