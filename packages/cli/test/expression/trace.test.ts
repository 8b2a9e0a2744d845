// Expressions over tensors: the values that they have elsewhere, and logarithms that survive what values do not.
import { compile, grad, type Tensor } from '@stokast/autodiff';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluator } from '../../src/expression/evaluate.ts';
import { parse } from '../../src/expression/parse.ts';
import { traceLog, traceValue, type Variable } from '../../src/expression/trace.ts';

type Trace = typeof traceLog;

/** What `trace` makes of the expression at x = (x1, x2 ...); `sign` is what is known of all of them. */
function traced(trace: Trace, text: string, x: readonly number[], sign?: 1 | -1): number {
  const names = x.map((_, i) => `x${i + 1}`);
  const { code } = parse(text, names);
  const variables = (at: Readonly<Record<string, Tensor>>): Variable[] =>
    names.map((name) => ({ tensor: at[name], sign }));
  const scalars = Object.fromEntries(names.map((name) => [name, [] as const]));
  const values = Object.fromEntries(x.map((value, i) => [names[i], value]));
  return compile((at) => trace(code, variables(at as never)), [scalars])(values as never) as number;
}

const valueAt = (text: string, ...x: number[]): number => {
  const out = new Float64Array(1);
  const names = x.map((_, i) => `x${i + 1}`);
  evaluator(parse(text, names), x.length)(Float64Array.from(x), 1, out);
  return out[0];
};

const slopeAt = (text: string, x: number): number =>
  compile(
    grad((tensor: Tensor<readonly []>) => traceLog(parse(text, ['x1']).code, [{ tensor }])),
    [[]],
  )(x) as number;

const close = (got: number, expected: number, tolerance = 1e-12): void => {
  if (Object.is(got, expected)) return;
  expect(Math.abs(got - expected) / Math.max(1, Math.abs(expected))).toBeLessThan(tolerance);
};

describe('values', () => {
  test.each([
    'x1 + 2 * x2 - x1 / x2',
    '-x1 ^ 2',
    'x1 ^ x2',
    'pow(x1, 2.5)',
    'sqrt(x1) + abs(x2) + min(x1, x2) * max(x1, x2, 1)',
    'exp(x1) + log(x2) + sin(x1) * cos(x2) - tanh(x1)',
    'log1p(x1) + expm1(x2) + lgamma(x1) + erf(x2) + sigmoid(-x1) + softplus(x2)',
    '(x1 < x2) + 2 * (x1 <= x2) + 4 * (x1 > x2) + 8 * (x1 >= x2) + 16 * (x1 == x2) + 32 * (x1 != x2)',
    '2 ^ 3 ^ 2 + pi * e',
  ])('%s', (text) => {
    for (const x of [
      [0.7, 1.9],
      [2, 2],
      [3.5, 0.25],
    ])
      close(traced(traceValue, text, x), valueAt(text, ...x));
  });
});

describe('logarithms', () => {
  test.each([
    ['exp(-x1^2 / 2) / sqrt(2 * pi)', [100], -5000 - 0.9189385332046728],
    ['exp(-x1) * exp(-2 * x1) / x2', [400, 2], -1200 - Math.LN2],
    ['(exp(-x1) * x2) ^ 3', [400, 2], -1200 + 3 * Math.LN2],
    ['sqrt(exp(-x1))', [2000], -1000],
    ['0.5 * exp(-x1) + 0.5 * exp(-x2)', [1000, 1000], -1000],
    ['0.25 * exp(-x1) + 0.75 * exp(-x2)', [1000, 3000], -1000 + Math.log(0.25)],
    ['exp(-x1) - exp(-x2)', [1000, 1001], -1000 + Math.log1p(-Math.exp(-1))],
    ['(x1 / 2) ^ (-x2)', [8, 500], -1000 * Math.LN2],
    ['sigmoid(-x1)', [1000], -1000],
    ['x2 ^ x1 * (1 - x2) ^ (5 - x1)', [0, 0.25], 5 * Math.log(0.75)],
    ['x1 ^ x2', [0, 0], 0],
    ['x1 ^ x2', [0, 2], Number.NEGATIVE_INFINITY],
    ['(x1 < 1) * exp(-x1)', [0.5], -0.5],
    ['(x1 < 1) * exp(-x1)', [1.5], Number.NEGATIVE_INFINITY],
    ['(x1 < 0) * exp(-x1) + (x1 >= 0) * exp(-2 * x1)', [3], -6],
    ['(-x1) * (-2)', [3], Math.log(6)],
    ['(-x1) ^ 3 * (-1)', [2], Math.log(8)],
    ['(-x1) ^ 2', [3], Math.log(9)],
    ['-x1', [3], Number.NaN],
    ['(-x1) ^ 3', [3], Number.NaN],
    ['sqrt(-x1)', [3], Number.NaN],
    ['(-x1) ^ 1.5', [3], Number.NaN],
    ['(-x1) ^ x2', [3, 2], Number.NaN],
    ['x1 - 3', [3], Number.NEGATIVE_INFINITY],
    ['0 * x1', [3], Number.NEGATIVE_INFINITY],
    ['max(0, 1 - abs(x1))', [0.25], Math.log(0.75)],
    ['x1 ^ 0', [-2], 0],
    ['log(0.5 * exp(-x1) + 0.5 * exp(-x1)) + 2000', [1000], Math.log(1000)],
  ])('%s at %j', (text, x, expected) => {
    close(traced(traceLog, text, x), expected);
    if (x.every((each) => each > 0)) close(traced(traceLog, text, x, 1), expected);
  });

  test.each([
    ['exp(-x1^2 / 2)', 100, -100],
    ['x1 ^ (x1 - 1)', 1, 0],
    ['exp(-x1) + exp(-3 * x1)', 1000, -1],
    ['(x1 > 0) * x1 * exp(-x1)', 2, -0.5],
    // The exponent keeps its derivative where it is 0.
    ['7 ^ (x1 - 1)', 1, Math.log(7)],
  ])('the slope of log %s at %d', (text, x, expected) => close(slopeAt(text, x), expected));

  test('are those of the values, for any expression that has some', () => {
    const { tree } = fc.letrec<{ tree: string; leaf: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5, withCrossShrink: true },
        tie('leaf'),
        fc
          .tuple(fc.constantFrom('+', '-', '*', '/', '^'), tie('tree'), tie('tree'))
          .map(([sign, a, b]) => `((${a}) ${sign} (${b}))`),
        fc
          .tuple(fc.constantFrom('exp', 'sqrt', 'abs', 'sigmoid', 'softplus', '-', 'sin'), tie('tree'))
          .map(([name, a]) => `${name}(${a})`),
      ),
      leaf: fc.constantFrom('x1', 'x2', '0.5', '2', '3', 'pi'),
    }));
    const coordinate = fc.double({ min: 0.1, max: 3, noNaN: true });
    fc.assert(
      fc.property(tree, coordinate, coordinate, (text, ...x) => {
        const value = valueAt(text, ...x);
        // Where a value is far from what it was made of, its digits are gone, and with them those of its logarithm.
        fc.pre(Number.isFinite(value) && Math.abs(value) > 1e-3 && Math.abs(value) < 1e3);
        const got = traced(traceLog, text, x);
        if (value > 0) close(got, Math.log(value), 1e-7);
        else expect(got).toBeNaN();
      }),
      { numRuns: 300, seed: 5 },
    );
  });

  test('of ten thousand characters', () => {
    close(traced(traceLog, `x1${'*x1'.repeat(3000)}`, [1.01]), 3001 * Math.log(1.01));
    close(traced(traceLog, `x1${'+x1'.repeat(3000)}`, [2]), Math.log(6002));
    close(traced(traceLog, `exp(x1)${'+exp(x1)'.repeat(1000)}`, [-900]), -900 + Math.log(1001));
  });
});
