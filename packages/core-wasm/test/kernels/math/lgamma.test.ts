import { describe, expect, test } from 'vitest';
import { backends, eachBackend } from '../../backends';
import { reference, ulpOf } from './accuracy';
import { mathKernel } from './suite';

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

mathKernel({
  name: 'lgamma',
  exact: [
    [[1], 0],
    [[2], 0],
    [[0], infinity],
    [[-0], infinity],
    [[-1], infinity],
    [[-1e17], infinity],
    [[infinity], infinity],
    [[-infinity], infinity],
    [[1e306], infinity],
    [[nan], nan],
  ],
});

test('for x < 0 within 4 eps of max(1, |x log |x||, the value)', () => {
  const table = reference('lgamma-negative');
  for (let i = 0; i < table.count; i++) {
    const [x] = table.args(i);
    const value = table.value(i);
    const error = table.error(i, backends.portable.kernels.lgamma(x)) * ulpOf(value);
    const scale = Math.max(1, Math.abs(x * Math.log(-x)), Math.abs(value));
    expect(error / scale, `at ${x}`).toBeLessThan(4 * Number.EPSILON);
  }
});

describe.each(eachBackend)('lgamma on %s', (_, { kernels }) => {
  test('log of factorials', () => {
    let factorial = 1;
    for (let n = 1; n <= 18; n++) {
      factorial *= n;
      const want = Math.log(factorial);
      expect(Math.abs(kernels.lgamma(n + 1) - want)).toBeLessThanOrEqual(4e-16 * want);
    }
  });
});
