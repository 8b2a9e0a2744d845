// The measure itself: the distance between doubles, and planted faults that it must find.
import { expect, test } from 'vitest';
import { backends } from '../../backends';
import { measure, reference, ulpOf } from './accuracy';
import { bounds } from './bounds';

const { exp, log, erf, erfc, sin, normalCdf, normalQuantile } = backends.portable.kernels;

test('ulpOf is the distance between doubles', () => {
  expect(ulpOf(1)).toBe(2 ** -52);
  expect(ulpOf(-1.999)).toBe(2 ** -52);
  expect(ulpOf(2)).toBe(2 ** -51);
  expect(ulpOf(1e-320)).toBe(5e-324);
  expect(ulpOf(Number.MAX_VALUE)).toBe(2 ** 971);
});

test('a table holds at least 2000 points, but lgamma below 0', () => {
  for (const name of Object.keys(bounds)) expect(reference(name).count, name).toBeGreaterThanOrEqual(2000);
});

test('every function is within 2 eps of the value, trigamma and polygamma within 4', () => {
  const kernels = backends.portable.kernels as unknown as Record<string, (...args: number[]) => number>;
  for (const name of Object.keys(bounds)) {
    const kernel = kernels[name.replace(/-./g, (s) => s[1].toUpperCase())];
    expect(measure(name, kernel).eps, name).toBeLessThan(name === 'trigamma' || name === 'polygamma' ? 4 : 2);
  }
});

test.each<[string, string, (x: number) => number]>([
  ['an error of 1 ulp beside the kernel', 'exp', (x) => exp(x) + ulpOf(exp(x))],
  ['a wrong place after the last cut', 'exp', (x) => (x < -744 ? 0 : exp(x))],
  ['subnormal arguments flushed to zero', 'log', (x) => log(Math.abs(x) < 2 ** -1022 ? 0 : x)],
  ['a tail by cancellation', 'erfc', (x) => 1 - erf(x)],
  ['x / sqrt(2) rounded before it is squared', 'normal-cdf', (x) => 0.5 * erfc(-x * Math.SQRT1_2)],
  ['1 - p where p is small', 'normal-quantile', (p) => -normalQuantile(1 - p)],
  ['pi to 53 bits in the reduction', 'sin', (x) => sin(x - 2 * Math.PI * Math.round(x / (2 * Math.PI)))],
  ['the normal distribution mirrored', 'normal-cdf', (x) => normalCdf(-x)],
  ['NaN', 'exp', () => Number.NaN],
])('finds a planted fault: %s', (_, name, faulty) => {
  expect(measure(name, faulty).worst).toBeGreaterThan(bounds[name]);
});
