// Fits: closed forms, the maximum, the curvature, what standard errors promise, how they print, when they refuse.
import { expect, test } from 'vitest';
import { withError } from '../../src/format.ts';
import {
  Bernoulli,
  Categorical,
  type Data,
  Exponential,
  type Fit,
  keep,
  Normal,
  stream,
  Uniform,
} from '../../src/index.ts';
import { onEach } from '../backends.ts';

const data = [4.9, 5.1, 5.4, 4.2, 6.0, 5.5, 4.8, 5.0];
const mean = data.reduce((a, b) => a + b) / 8;
const spread = Math.sqrt(data.reduce((a, x) => a + (x - mean) ** 2, 0) / 8);

test('Normal: mean and root mean square deviation', () => {
  const fit = Normal.fit(data);
  expect(fit.parameters.mu).toBeCloseTo(mean, 14);
  expect(fit.parameters.sigma).toBeCloseTo(spread, 14);
  expect(fit.standardErrors.mu).toBeCloseTo(spread / Math.sqrt(8), 14);
  expect(fit.standardErrors.sigma).toBeCloseTo(spread / 4, 14);
  expect(fit.n).toBe(8);
  expect(fit.logLikelihood).toBe(fit.distribution.logLikelihood(data));
  expect(fit.aic).toBeCloseTo(4 - 2 * fit.logLikelihood, 12);
  expect(fit.bic).toBeCloseTo(2 * Math.log(8) - 2 * fit.logLikelihood, 12);
});

test.each([1e4, 1e8, 1e12, -1e12])(
  'Normal: a spread of about 1 around %s is not lost in the mean',
  (center) => {
    // Eighths, so that the data, their sum and the sum of squared deviations are exact as integers.
    const eighths = Normal.fit(Array.from({ length: 5000 }, (_, i) => ((i * 7919) % 61) - 30)).parameters;
    const data = Float64Array.from({ length: 5000 }, (_, i) => center + (((i * 7919) % 61) - 30) / 8);
    const { mu, sigma } = Normal.fit(data).parameters;
    expect(Math.abs(mu - (center + eighths.mu / 8))).toBeLessThanOrEqual(2 ** -52 * Math.abs(center));
    expect(Math.abs(sigma / (eighths.sigma / 8) - 1)).toBeLessThan(1e-14);
  },
);

test('Uniform: the extremes, with the standard deviation of extremes of uniforms', () => {
  const fit = Uniform.fit(data);
  expect(fit.parameters).toEqual({ low: 4.2, high: 6 });
  const se = 1.8 * Math.sqrt(8 / (81 * 10));
  expect(fit.standardErrors.low).toBeCloseTo(se, 14);
  expect(fit.standardErrors.high).toBeCloseTo(se, 14);
  expect(fit.logLikelihood).toBeCloseTo(-8 * Math.log(1.8), 12);
});

test('Exponential: 1 / mean', () => {
  const fit = Exponential.fit(data);
  expect(fit.parameters.rate).toBeCloseTo(1 / mean, 14);
  expect(fit.standardErrors.rate).toBeCloseTo(1 / mean / Math.sqrt(8), 14);
  expect(fit.aic).toBeCloseTo(2 - 2 * fit.logLikelihood, 12);
});

test('Bernoulli and Categorical: shares', () => {
  const coin = Bernoulli.fit([1, 0, 1, 1]);
  expect(coin.parameters.p).toBe(0.75);
  expect(coin.standardErrors.p).toBeCloseTo(Math.sqrt((0.75 * 0.25) / 4), 14);
  const die = Categorical.fit(Int32Array.of(0, 2, 1, 2, 2, 0, 1, 2));
  expect(die.parameters).toEqual({ probabilities: [0.25, 0.25, 0.5] });
  expect(die.standardErrors.probabilities[2]).toBeCloseTo(Math.sqrt(0.25 / 8), 14);
  expect(die.information).toEqual(Float64Array.of(48, 16, 16, 48));
  expect(die.aic).toBeCloseTo(4 - 2 * die.logLikelihood, 12);
});

const fits: [string, (x: Data) => Fit<Normal | Exponential | Bernoulli>, number[]][] = [
  ['Normal', Normal.fit as never, data],
  ['Exponential', Exponential.fit as never, data],
  ['Bernoulli', Bernoulli.fit as never, [1, 0, 1, 1, 0, 1, 1, 1]],
];

test.each(fits)(
  '%s: the score at the estimate is 0, the information its negated derivative',
  (name, fitTo, xs) => {
    const fit = fitTo(xs);
    const factory = { Normal, Exponential, Bernoulli }[name] as (...p: number[]) => Normal;
    const at = Object.values(fit.parameters) as number[];
    const score = (p: number[]): number[] => Object.values(factory(...p).score(xs));
    for (const partial of score(at)) expect(Math.abs(partial)).toBeLessThan(1e-10);
    const k = at.length;
    const h = 1e-5;
    for (let i = 0; i < k; i++) {
      const up = score(at.map((p, j) => (j === i ? p + h : p)));
      const down = score(at.map((p, j) => (j === i ? p - h : p)));
      for (let j = 0; j < k; j++) {
        const curvature = -(up[j] - down[j]) / (2 * h);
        expect(Math.abs(curvature - fit.information[i * k + j])).toBeLessThan(
          1e-5 * (1 + Math.abs(curvature)),
        );
      }
      // For these families the standard errors are the roots of the inverse's diagonal; here it is diagonal.
      expect(Object.values(fit.standardErrors)[i]).toBeCloseTo(1 / Math.sqrt(fit.information[i * k + i]), 12);
    }
  },
);

test('standard errors are the spread of the estimates', () => {
  // 400 data sets of 200: the standard deviation of normal estimates is known within 3.5 %, that of exponential ones,
  // as extremes are, within 7 %; six times as much is allowed.
  const spreadOf = (xs: number[]): number => {
    const m = xs.reduce((a, b) => a + b) / xs.length;
    return Math.sqrt(xs.reduce((a, x) => a + (x - m) ** 2, 0) / xs.length);
  };
  const check = (run: (seed: number) => Fit<never>, allowed = 0.21): void => {
    const results = Array.from({ length: 400 }, (_, seed) => run(seed));
    for (const name of Object.keys(results[0].standardErrors)) {
      const estimates = results.map((fit) => (fit.parameters as Record<string, number>)[name]);
      const errors = results.map((fit) => (fit.standardErrors as Record<string, number>)[name]);
      const typical = errors.reduce((a, b) => a + b) / 400;
      expect(Math.abs(spreadOf(estimates) / typical - 1)).toBeLessThan(allowed);
    }
  };
  check((seed) => Normal.fit(Normal(3, 2).sample(stream(['se', seed]), 200)) as never);
  check((seed) => Exponential.fit(Exponential(3).sample(stream(['se', seed]), 200)) as never);
  check((seed) => Bernoulli.fit(Bernoulli(0.3).sample(stream(['se', seed]), 200)) as never);
  check((seed) => Uniform.fit(Uniform(2, 5).sample(stream(['se', seed]), 200)) as never, 0.42);
});

test('the same fit for every way to hand data over, on both backends', () => {
  const xs = Normal(170, 8).fill(stream('fit'), new Float32Array(40000));
  const { wasm, typescript } = onEach(() =>
    [xs, Float64Array.from(xs), Array.from(xs), keep(xs), keep(Float64Array.from(xs))].flatMap((way) =>
      [Normal, Uniform, Exponential].map((family) => JSON.stringify(family.fit(way))),
    ),
  );
  expect(typescript).toEqual(wasm);
  for (let i = 3; i < wasm.length; i++) expect(wasm[i]).toBe(wasm[i % 3]);
});

test('a fit prints, tabulates and serialises', () => {
  const fit = Normal.fit(data);
  expect(String(fit)).toBe('Normal(mu = 5.11(18), sigma = 0.50(13))');
  expect(fit.summary()).toBe(
    [
      'Normal, maximum likelihood, n = 8',
      '       estimate  standard error',
      'mu       5.1125           0.177',
      'sigma  0.501093           0.125',
      'log-likelihood -5.8237927, AIC 15.647585, BIC 15.806468',
    ].join('\n'),
  );
  expect(JSON.parse(JSON.stringify(fit))).toEqual({
    type: 'stokast-fit',
    version: 1,
    family: 'Normal',
    parameters: fit.parameters,
    standardErrors: fit.standardErrors,
    logLikelihood: fit.logLikelihood,
    aic: fit.aic,
    bic: fit.bic,
    n: 8,
  });
});

test.each([
  [1.00573, 0.0064, '1.0057(64)'],
  [42.14, 1.23, '42.1(1.2)'],
  [4201.7, 43.4, '4202(43)'],
  [1234567, 8910, '1234567(8910)'],
  [-0.000123, 0.0000045, '-0.0001230(45)'],
  [1.2345e-10, 6.7e-13, '1.2345(67)e-10'],
  [6.02214e23, 1.2e19, '6.02214(12)e23'],
  [0, 0.5, '0.00(50)'],
  [3, 0, '3'],
  [3, Number.NaN, '3'],
])('%d with error %d is %s', (value, error, text) => {
  expect(withError(value, error)).toBe(text);
});

const code = (name: string, extra = {}) => expect.objectContaining({ code: `STOKAST_E_${name}`, ...extra });

test('what cannot be fitted is an error that says why', () => {
  for (const family of [Uniform, Normal, Exponential, Bernoulli, Categorical]) {
    expect(() => family.fit([])).toThrow(code('LENGTH', { parameter: 'data.length' }));
    expect(() => family.fit([0, Number.NaN])).toThrow(code('RANGE', { parameter: 'data[1]' }));
    expect(() => family.fit([0, 1, Number.POSITIVE_INFINITY])).toThrow(
      code('RANGE', { parameter: 'data[2]' }),
    );
    expect(() => family.fit('data' as never)).toThrow(code('TYPE', { parameter: 'data' }));
    expect(() => family.fit(keep([0, 0, 0]))).toThrow(code('NUMERICAL'));
  }
  expect(() => Normal.fit([1])).toThrow(code('LENGTH'));
  expect(() => Uniform.fit([1])).toThrow(code('LENGTH'));
  expect(() => Normal.fit([1e200, -1e200])).toThrow(
    code('NUMERICAL', { message: expect.stringContaining('overflows') }),
  );
  expect(() => Uniform.fit([1e308, -1e308])).toThrow(code('NUMERICAL'));
  expect(() => Exponential.fit([1, 2, -1])).toThrow(code('RANGE', { parameter: 'data[2]' }));
  expect(() => Bernoulli.fit([1, 1, 1])).toThrow(code('NUMERICAL'));
  expect(() => Bernoulli.fit([0, 0.5, 1])).toThrow(code('RANGE', { parameter: 'data[1]' }));
  expect(() => Categorical.fit([0, 2, 2])).toThrow(
    code('NUMERICAL', { message: expect.stringContaining('category 1') }),
  );
  expect(() => Categorical.fit([0, 1, 1e15])).toThrow(code('NUMERICAL'));
  expect(() => Categorical.fit([0, 1.5])).toThrow(code('RANGE', { parameter: 'data[1]' }));
  expect(() => Categorical.fit([-1])).toThrow(code('RANGE', { parameter: 'data[0]' }));
});
