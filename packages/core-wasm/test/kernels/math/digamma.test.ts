import { describe, expect, test } from 'vitest';
import { backends, eachBackend } from '../../backends';
import { reference, ulpOf } from './accuracy';
import { mathKernel } from './suite';

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const { digamma, polygamma, trigamma } = backends.portable.kernels;

mathKernel({
  name: 'digamma',
  exact: [
    // minus Euler's constant
    [[1], -0.5772156649015329],
    [[0], -infinity],
    [[-0], infinity],
    [[-1], nan],
    [[-1e17], nan],
    [[5e-324], -infinity],
    [[1e300], 690.7755278982137],
    [[infinity], infinity],
    [[-infinity], nan],
    [[nan], nan],
  ],
});

mathKernel({
  name: 'trigamma',
  exact: [
    // pi^2 / 6
    [[1], 1.6449340668482264],
    [[0], infinity],
    [[-0], infinity],
    [[-1], infinity],
    [[1e300], 1e-300],
    [[infinity], 0],
    [[-infinity], nan],
    [[nan], nan],
  ],
});

mathKernel({
  name: 'polygamma',
  exact: [
    [[0, 1], -0.5772156649015329],
    [[1, 1], 1.6449340668482264],
    // -2 zeta(3)
    [[2, 1], -2.4041138063191885],
    [[2, 0], -infinity],
    [[2, -0], infinity],
    [[2, -3], nan],
    [[3, -3], infinity],
    [[170, 1e-3], -infinity],
    [[2, infinity], -0],
    [[3, infinity], 0],
    [[3, -infinity], nan],
    [[171, 1], nan],
    [[1.5, 1], nan],
    [[-1, 1], nan],
    [[nan, 1], nan],
    [[2, nan], nan],
  ],
});

/** The reference table against `kernel`, in eps of the value or of `scale`, whichever is larger. */
function expectWithin(
  name: string,
  eps: (order: number) => number,
  kernel: (...args: number[]) => number,
  scale: (...args: number[]) => number,
): void {
  const table = reference(name);
  for (let i = 0; i < table.count; i++) {
    const args = table.args(i);
    const value = table.value(i);
    if (value === 0) continue;
    const error = table.error(i, kernel(...args)) * ulpOf(value);
    expect(error / Math.max(Math.abs(value), scale(...args)), `at ${args}`).toBeLessThan(
      eps(args[0]) * Number.EPSILON,
    );
  }
}

test('digamma for x < 0 within 4 eps of the largest of 1 and what adds up', () => {
  expectWithin(
    'digamma-negative',
    () => 4,
    digamma,
    (x) => Math.max(1, Math.abs(digamma(1 - x)), Math.abs(Math.PI / Math.tan(Math.PI * x))),
  );
});

test('polygamma for x < 0 within 8 eps of the largest of what adds up', () => {
  expectWithin(
    'polygamma-negative',
    () => 8,
    polygamma,
    (n, x) => {
      const f = x - Math.round(x);
      return Math.max(...[1 + f, 1 - f, 1 - x].map((at) => Math.abs(polygamma(n, at))));
    },
  );
});

test('polygamma from order 21 on within order / 8 eps', () => {
  expectWithin(
    'polygamma-high',
    (n) => n / 8,
    polygamma,
    () => 0,
  );
});

describe.each(eachBackend)('recurrences on %s', (_, { kernels }) => {
  test('psi_n(x + 1) - psi_n(x) = (-1)^n n! / x^(n + 1), on both sides of 0', () => {
    for (const x of [0.3, 1.2, 2.9, 7.7, -0.4, -3.3, -9.8]) {
      expect(kernels.digamma(x + 1) - kernels.digamma(x)).toBeCloseTo(1 / x, 12);
      expect(kernels.trigamma(x + 1) - kernels.trigamma(x)).toBeCloseTo(-1 / x ** 2, 11);
      expect(kernels.polygamma(2, x + 1) - kernels.polygamma(2, x)).toBeCloseTo(2 / x ** 3, 10);
      expect(kernels.polygamma(3, x + 1) - kernels.polygamma(3, x)).toBeCloseTo(-6 / x ** 4, 9);
    }
  });
});

test('each is the derivative of the one before', () => {
  const { lgamma } = backends.portable.kernels;
  const h = 2 ** -17;
  for (const x of [0.6, 1.4616, 2.2, 5, 30.5, -0.3, -2.6]) {
    expect(digamma(x)).toBeCloseTo((lgamma(x + h) - lgamma(x - h)) / (2 * h), 8);
    expect(trigamma(x)).toBeCloseTo((digamma(x + h) - digamma(x - h)) / (2 * h), 6);
    expect(polygamma(2, x)).toBeCloseTo((trigamma(x + h) - trigamma(x - h)) / (2 * h), 5);
    expect(polygamma(3, x)).toBeCloseTo((polygamma(2, x + h) - polygamma(2, x - h)) / (2 * h), 4);
  }
});
