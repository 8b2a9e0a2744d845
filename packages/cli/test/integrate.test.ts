import { describe, expect, test } from 'vitest';
import { parseOver } from '../src/expression/over.ts';
import { stokast } from './run.ts';

const json = async (line: string): Promise<Record<string, never>> =>
  JSON.parse((await stokast(`${line} --seed 1 --json`)).out);

describe('over', () => {
  test.each([
    ['normal', ['Normal(mu = 0, sigma = 1)']],
    ['normal()', ['Normal(mu = 0, sigma = 1)']],
    ['normal(2, 3)', ['Normal(mu = 2, sigma = 3)']],
    [' Normal ( sigma = 3 , mu = -2 ) ', ['Normal(mu = -2, sigma = 3)']],
    ['normal(sigma = sqrt(4))', ['Normal(mu = 0, sigma = 2)']],
    [
      'uniform(-1, 2^0.5 * 0 + 1) * exponential(1/2)',
      ['Uniform(low = -1, high = 1)', 'Exponential(rate = 0.5)'],
    ],
    ['bernoulli(0.5)', ['Bernoulli(p = 0.5)']],
    ['categorical(1, 1, 2)', ['Categorical(probabilities = [0.25, 0.25, 0.5])']],
  ])('%s', (text, expected) => {
    expect(parseOver(text, '--over').map(({ distribution }) => String(distribution))).toEqual(expected);
  });
  test.each([
    ['', 1, /expected a family/],
    ['gauss(0, 1)', 1, /no family gauss/],
    ['normal(0, 1, 2)', 14, /takes 2 parameters/],
    ['normal(mean = 0)', 8, /no parameter mean/],
    ['normal(0, mu = 1)', 11, /mu is given twice/],
    ['normal(0, 1', 12, /expected \)/],
    ['normal(x, 1)', 8, /x is not known/],
    ['normal(0, 1/0)', 11, /no finite number/],
    ['normal(0, 1) uniform', 14, /expected \*/],
    ['bernoulli', 1, /bernoulli needs p/],
  ])('%j fails at column %d', (text, column, message) => {
    expect(() => parseOver(text, '--over')).toThrowError(message);
    expect(() => parseOver(text, '--over')).toThrowError(new RegExp(`\\(column ${column}\\)`));
  });
});

describe('integrate', () => {
  test('a mean', async () => {
    const { value, standardError, seed, algorithms } = await json("integrate 'x^2' --over 'normal(1, 2)'");
    expect(Math.abs(value - 5)).toBeLessThan(5 * standardError);
    expect([seed, algorithms]).toEqual(['1', { seed: 1, chacha8: 1, 'monte-carlo': 1, normal: 1 }]);
  });
  test.each(['plain', 'antithetic', 'stratified', 'qmc'])('over a product, %s', async (method) => {
    const { value, standardError } = await json(
      `integrate 'x1 * x2 + x2' --over 'uniform * exponential(2)' --samples 4096 --method ${method}`,
    );
    expect(Math.abs(value - 0.75)).toBeLessThan(6 * standardError);
  });
  test('a leading minus is no flag', async () => {
    expect((await json("integrate '-x' --over 'uniform(1, 2)'")).value).toBeCloseTo(-1.5, 1);
    expect((await stokast(['integrate', '-x', '--over', 'uniform', '--sed', '1'])).err).toMatch(
      /did you mean --seed/i,
    );
  });
  test('repeats by its seed', async () => {
    const line = "integrate 'sin(x)' --over normal --seed 3";
    expect((await stokast(line)).out).toBe((await stokast(line)).out);
  });
  test('importance', async () => {
    const { value, standardError } = await json(
      "integrate 'x > 4' --over normal --method importance --proposal 'normal(2, 3)'",
    );
    expect(Math.abs(value - 3.167124183311992e-5)).toBeLessThan(5 * standardError);
  });
  test('what is not to be trusted has exit code 1', async () => {
    const { code, out } = await stokast("integrate 'exp(x^2 / 2.2)' --over normal --seed 1");
    expect([code, out]).toEqual([1, expect.stringContaining('warning:')]);
    expect(
      JSON.parse((await stokast("integrate 'exp(x^2 / 2.2)' --over normal --seed 1 --json")).out).diagnostics
        .trusted,
    ).toBe(false);
  });
  test.each([
    ["integrate 'x'", 2, /--over is required/],
    ['integrate --over normal', 2, /<expression> is missing/],
    ["integrate 'x +' --over normal", 2, /the text ends \(column 4\)\n {2}x \+\n {5}\^/],
    ["integrate 'x2' --over normal", 2, /x2 is not known/],
    ["integrate 'x' --over 'normal * normal'", 2, /x is not known here.*x1/],
    ["integrate 'x' --over normal --method importance", 2, /go together/],
    ["integrate 'x' --over normal --proposal normal", 2, /go together/],
    ["integrate 'x' --over normal --samples 10 --tolerance 1", 2, /exclude/],
    ["integrate 'x' --over normal --tolerance 0", 2, /tolerance/],
    ["integrate 'x' --over normal --confidence 2", 2, /confidence/],
    ["integrate 'x' --over 'normal(0, -1)'", 2, /sigma/],
    ["integrate 'log(x)' --over normal --seed 1", 4, /f is NaN/],
    ["integrate '1 / 0' --over normal --seed 1", 4, /f is Infinity/],
    ["integrate 'x' --over normal --tolerance 1e-9 --seed 1", 4, /tolerance/],
  ])('%s: %d', async (line, code, message) => {
    const outcome = await stokast(line);
    expect([outcome.code, outcome.err]).toEqual([code, expect.stringMatching(message)]);
    expect(outcome.out).toBe('');
  });
});
