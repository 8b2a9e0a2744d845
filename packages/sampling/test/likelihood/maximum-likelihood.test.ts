// Estimates and standard errors against closed forms, and against numbers of other programs.
import { readFileSync } from 'node:fs';
import {
  add,
  cholesky,
  correlation,
  div,
  interval,
  log,
  logDeterminant,
  matmul,
  mul,
  ordered,
  positive,
  quadraticForm,
  scan,
  simplex,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
} from '@stokast/autodiff';
import { NotConverged, NumericalError } from '@stokast/core-wasm/errors';
import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  Bernoulli,
  Categorical,
  Exponential,
  keep,
  maximumLikelihood,
  Normal,
  stream,
} from '../../src/index.ts';
import { onBothBackends, onEach } from '../backends.ts';

const s = stream('likelihood');
const near = (found: number, wanted: number, digits = 9): void => {
  expect(Math.abs(found - wanted) / Math.max(1e-3, Math.abs(wanted))).toBeLessThan(10 ** -digits);
};

onBothBackends(() => {
  test('the normal and exponential have the fits of their own', () => {
    const y = Normal(170, 8).sample(s.at(0), 500);
    const own = Normal.fit(y);
    const fit = maximumLikelihood(
      ({ mu, sigma }, data) => Normal(mu, sigma).logProb(data.y),
      { y },
      { mu: 0, sigma: 1 },
      { sigma: positive },
    );
    near(fit.parameters.mu, own.parameters.mu);
    near(fit.parameters.sigma, own.parameters.sigma);
    near(fit.standardErrors.mu, own.standardErrors.mu);
    near(fit.standardErrors.sigma, own.standardErrors.sigma);
    for (const name of ['logLikelihood', 'aic', 'bic', 'n'] as const) near(fit[name], own[name], 12);

    const waits = Exponential(0.4).sample(s.at(0), 300);
    const direct = Exponential.fit(waits);
    const found = maximumLikelihood(
      ({ rate }) => Exponential(rate).logProb(waits),
      {},
      { rate: 3 },
      { rate: positive },
    );
    near(found.parameters.rate, direct.parameters.rate);
    near(found.standardErrors.rate, direct.standardErrors.rate);
    near(found.bic, direct.bic, 12);
  });

  test('linear regression: the normal equations', () => {
    const n = 80;
    const x = Normal(50, 10).sample(s.at(1000), n);
    const noise = Normal(0, 3).sample(s.at(2000), n);
    const y = x.map((each, i) => 5 + 0.25 * each + noise[i]);
    const fit = maximumLikelihood(
      (p, data) => Normal(data.x.mul(p.slope).add(p.intercept), p.sigma).logProb(data.y),
      { x: keep(x), y },
      { intercept: 0, slope: 0, sigma: 1 },
      { sigma: positive },
    );
    const mean = (values: Float64Array) => values.reduce((a, b) => a + b) / values.length;
    const [mx, my] = [mean(x), mean(y)];
    const sxx = x.reduce((all, each) => all + (each - mx) ** 2, 0);
    const slope = x.reduce((all, each, i) => all + (each - mx) * (y[i] - my), 0) / sxx;
    const intercept = my - slope * mx;
    const sigma = Math.sqrt(y.reduce((all, each, i) => all + (each - intercept - slope * x[i]) ** 2, 0) / n);
    near(fit.parameters.slope, slope);
    near(fit.parameters.intercept, intercept);
    near(fit.parameters.sigma, sigma);
    near(fit.standardErrors.slope, sigma / Math.sqrt(sxx), 8);
    near(fit.standardErrors.intercept, sigma * Math.sqrt(1 / n + (mx * mx) / sxx), 8);
    near(fit.standardErrors.sigma, sigma / Math.sqrt(2 * n), 8);
    expect(fit.names).toEqual(['intercept', 'slope', 'sigma']);
    near(fit.covariance[1], (-mx * sigma * sigma) / sxx, 7);
    expect(fit.n).toBe(n);
  });

  test('logistic regression: the failures of O-rings by temperature (Dalal, Fowlkes and Hoadley 1989)', () => {
    // biome-ignore format: the data
    const temperature = [66, 70, 69, 68, 67, 72, 73, 70, 57, 63, 70, 78, 67, 53, 67, 75, 70, 81, 76, 79, 75, 76, 58];
    const failed = [0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1];
    const rows = temperature.map((each) => [1, each]);
    const fit = maximumLikelihood(
      ({ beta }, { x, y }) => Bernoulli({ logit: matmul(x, beta) }).logProb(y),
      { x: rows, y: failed },
      { beta: [0, 0] },
    );
    // R: glm(failed ~ temperature, family = binomial), as printed in many books; here by Newton's method in NumPy.
    const [intercept, slope] = fit.parameters.beta;
    near(intercept, 15.04290165, 8);
    near(slope, -0.23216274, 7);
    near(fit.standardErrors.beta[0], 7.37863638, 8);
    near(fit.standardErrors.beta[1], 0.10823652, 7);
    near(fit.logLikelihood, -10.157596343933413, 12);
    expect(fit.free).toBe(2);
  });

  test('a simplex: shares, with the covariance of the multinomial law', () => {
    const counts = [10, 25, 5, 60];
    const y = counts.flatMap((count, k) => new Array<number>(count).fill(k));
    const fit = maximumLikelihood(
      ({ p }, data) => Categorical({ probabilities: p }).logProb(data.y),
      { y },
      { p: [0.25, 0.25, 0.25, 0.25] },
      { p: simplex },
    );
    expect(fit.free).toBe(3);
    counts.forEach((each, i) => {
      const p = each / 100;
      near(fit.parameters.p[i], p);
      near(fit.standardErrors.p[i], Math.sqrt((p * (1 - p)) / 100), 8);
      near(fit.covariance[4 * i + ((i + 1) % 4)], (-p * counts[(i + 1) % 4]) / 100 / 100, 7);
    });
  });

  test('an interval, and means in order', () => {
    const wins = new Array(40).fill(0).map((_, i) => (i < 13 ? 1 : 0));
    const fit = maximumLikelihood(
      ({ p }) => Bernoulli(p).logProb(wins),
      {},
      { p: 0.5 },
      { p: interval(0, 1) },
    );
    near(fit.parameters.p, 13 / 40);
    near(fit.standardErrors.p, Math.sqrt((13 * 27) / 40 ** 3), 8);

    const means = [1, 4, 9];
    const group = Array.from({ length: 90 }, (_, i) => i % 3);
    const y = Normal(0, 1)
      .sample(s.at(3000), 90)
      .map((each, i) => each + means[group[i]]);
    const groups = maximumLikelihood(
      ({ mu }, data) => Normal(mu.gather(data.group), 2).logProb(data.y),
      { y, group },
      { mu: [0, 1, 2] },
      { mu: ordered },
    );
    means.forEach((_, k) => {
      const own = y.filter((_, i) => group[i] === k);
      near(groups.parameters.mu[k], own.reduce((x, z) => x + z) / 30);
      near(groups.standardErrors.mu[k], 2 / Math.sqrt(30), 8);
    });
  });

  test('a correlation matrix: the sample correlation', () => {
    const n = 60;
    const [a, b] = [Normal().sample(s.at(5000), n), Normal().sample(s.at(6000), n)];
    const x = Array.from(a, (each, i) => [2 + each, 10 * (0.6 * each + 0.8 * b[i])]);
    const fit = maximumLikelihood(
      ({ mu, scale, r }, data) => {
        const factor = cholesky(r);
        const z = div(sub(data.x, mu), scale);
        const constant = add(mul(0.5, logDeterminant(factor)), sum(log(scale)));
        return sub(mul(-0.5, quadraticForm(factor, z)), add(constant, Math.log(2 * Math.PI)));
      },
      { x },
      {
        mu: [0, 0],
        scale: [1, 1],
        r: [
          [1, 0.1],
          [0.1, 1],
        ],
      },
      { scale: positive, r: correlation },
    );
    const mean = [0, 1].map((j) => x.reduce((all, row) => all + row[j], 0) / n);
    const moment = (i: number, j: number) =>
      x.reduce((all, row) => all + (row[i] - mean[i]) * (row[j] - mean[j]), 0) / n;
    const rho = moment(0, 1) / Math.sqrt(moment(0, 0) * moment(1, 1));
    near(fit.parameters.r[0][1], rho);
    near(fit.parameters.r[1][0], rho);
    expect(fit.parameters.r[0][0]).toBe(1);
    near(fit.standardErrors.r[1][0], (1 - rho * rho) / Math.sqrt(n), 8);
    expect(fit.standardErrors.r[1][1]).toBe(0);
    near(fit.parameters.scale[1], Math.sqrt(moment(1, 1)));
    expect(fit.free).toBe(5);
    expect(fit.names.slice(4)).toEqual(['r[0][0]', 'r[0][1]', 'r[1][0]', 'r[1][1]']);
  });

  test('GARCH(1, 1): a bound made of another parameter; numbers by SciPy', () => {
    const path = new URL('../../../autodiff/test/posteriors/data/garch.json', import.meta.url);
    const { y, sigma1 } = JSON.parse(readFileSync(path, 'utf8')) as { y: number[]; sigma1: number };
    const fit = maximumLikelihood(
      ({ mu, alpha0, alpha1, beta1 }, data) => {
        const shocks = square(sub(data.y, mu)).mul(alpha1).add(alpha0);
        const [, variances] = scan(
          (variance, shock) => [add(shock, mul(beta1, variance)), variance],
          square(data.sigma1),
          shocks,
        );
        return Normal(mu, sqrt(variances)).logProb(data.y);
      },
      { y, sigma1 },
      { mu: 4, alpha0: 1, alpha1: 0.3, beta1: 0.3 },
      {
        alpha0: positive,
        alpha1: interval(0, 1),
        beta1: interval(0, ({ alpha1 }) => sub(1, alpha1)),
      },
    );
    // Nelder and Mead's method on a plain likelihood; its second differences.
    near(fit.logLikelihood, -446.64677046604135, 12);
    const { mu, alpha0, alpha1, beta1 } = fit.parameters;
    [mu, alpha0, alpha1, beta1].forEach((each, i) => {
      near(each, [5.05367819, 0.90461693, 0.57611016, 0.38308761][i], 6);
    });
    const errors = Object.values(fit.standardErrors);
    errors.forEach((each, i) => {
      near(each, [0.11858855, 0.45391765, 0.16489823, 0.12899107][i], 4);
    });
  });
});

const line = { x: [1, 2, 3, 4], y: [2.1, 3.9, 6.2, 7.8] };
const normal = (
  { a, b, sigma }: Readonly<Record<'a' | 'b' | 'sigma', Tensor>>,
  { x, y }: Readonly<Record<'x' | 'y', Tensor>>,
) => Normal(x.mul(b).add(a), sigma).logProb(y);

test('prints, and is the same on both backends', () => {
  const make = () => maximumLikelihood(normal, line, { a: 0, b: 0, sigma: 1 }, { sigma: positive });
  const { wasm, typescript } = onEach(make);
  expect(wasm.toJSON()).toEqual(typescript.toJSON());
  expect(String(wasm)).toBe('a = 0.15(18), b = 1.940(64), sigma = 0.143(51)');
  expect(wasm.summary()).toBe(
    [
      'Maximum likelihood, n = 4',
      '       estimate  standard error',
      'a          0.15           0.175',
      'b          1.94           0.064',
      'sigma  0.143178          0.0506',
      'log-likelihood 2.0989067, AIC 1.8021867, BIC -0.038930222',
    ].join('\n'),
  );
  expect(JSON.parse(JSON.stringify(wasm))).toEqual(wasm.toJSON());
});

test('types follow the start and the data', () => {
  const fit = maximumLikelihood(
    (p, d) => {
      expectTypeOf(p.m).toEqualTypeOf<Tensor<readonly [], 'f64'>>();
      expectTypeOf(p.v).toEqualTypeOf<Tensor<readonly [number], 'f64'>>();
      expectTypeOf(p.w).toEqualTypeOf<Tensor<readonly [number, number], 'f64'>>();
      expectTypeOf(d.deep.y).toEqualTypeOf<Tensor<readonly [number], 'f64'>>();
      expectTypeOf(d.k).toEqualTypeOf<number>();
      return add(sum(Normal(p.v, 1).logProb(d.deep.y)), sum(Normal(p.w, d.k).logProb(p.m))).sub(square(p.m));
    },
    { deep: { y: [1, 2] }, k: 3 },
    { m: 0.5, v: [0, 0], w: [[0, 0]] },
  );
  expectTypeOf(fit.parameters.m).toEqualTypeOf<number>();
  expectTypeOf(fit.parameters.v).toEqualTypeOf<readonly number[]>();
  expectTypeOf(fit.standardErrors.w).toEqualTypeOf<readonly (readonly number[])[]>();
  expect(fit.n).toBe(2);
});

describe('says what is wrong', () => {
  const caught = (make: () => unknown): unknown => {
    try {
      make();
    } catch (error) {
      return error;
    }
    throw new Error('nothing was thrown');
  };
  const start = { a: 0, b: 0, sigma: 1 };
  const fault = (parameter: string, code = 'STOKAST_E_RANGE') => ({ code, parameter });

  test('with data', () => {
    const data = (x: never) => () => maximumLikelihood(normal, { ...line, x }, start, { sigma: positive });
    expect(caught(data([1, 2, Number.NaN, 3] as never))).toMatchObject(fault('data.x[2]'));
    expect(caught(data([[1, 2], [3]] as never))).toMatchObject(fault('data.x[1].length', 'STOKAST_E_LENGTH'));
    expect(caught(data('1' as never))).toMatchObject(fault('data.x', 'STOKAST_E_TYPE'));
    expect(caught(data([1, 2, 3] as never))).toMatchObject({ code: 'STOKAST_E_SHAPE' });
    const endless: Record<string, unknown> = {};
    endless.endless = endless;
    expect(caught(data(endless as never))).toMatchObject(fault('data.x.endless', 'STOKAST_E_TYPE'));
  });

  test('with starts and constraints', () => {
    const from = (own: object, constraints: object = { sigma: positive }) =>
      caught(() => maximumLikelihood(normal, line, { ...start, ...own }, constraints));
    expect(from({ sigma: -1 })).toMatchObject({ ...fault('start.sigma'), value: -1 });
    expect(from({ sigma: Number.POSITIVE_INFINITY })).toMatchObject(fault('start.sigma'));
    expect(from({ sigma: 1 }, { sigma: interval(2, 3) })).toMatchObject(fault('start.sigma'));
    expect(from({ b: '1' })).toMatchObject(fault('start.b', 'STOKAST_E_TYPE'));
    expect(from({}, { sigma: interval })).toMatchObject(fault('constraints.sigma', 'STOKAST_E_TYPE'));
    expect(from({}, { tau: positive })).toMatchObject({ code: 'STOKAST_E_RANGE' });
    expect(from({}, { a: interval(0, (p: { b: Tensor }) => p.b) })).toMatchObject(fault('constraints.a'));
    expect(
      caught(() => maximumLikelihood(({ p }) => log(p), {}, { p: [0.5, 0.6] }, { p: simplex })),
    ).toMatchObject(fault('start.p'));
    const outside = caught(() => maximumLikelihood((p, d) => log(mul(p.a, d.y)), line, { a: -1 }));
    expect(outside).toBeInstanceOf(NumericalError);
    expect((outside as Error).message).toContain('NaN at observation 0 at the start');
  });

  test('with densities', () => {
    const of = (density: unknown) => caught(() => maximumLikelihood(density as never, line, start));
    expect(of(() => 3)).toMatchObject(fault('density(parameters, data)', 'STOKAST_E_TYPE'));
    expect(of(3)).toMatchObject(fault('density', 'STOKAST_E_TYPE'));
    const total = caught(() =>
      maximumLikelihood(({ a }) => Normal(a, 1).logProb(3), { x: [1], y: [1, 2] }, { a: 0 }),
    );
    expect(total).toMatchObject(fault('options.n', 'STOKAST_E_TYPE'));
  });

  test('with likelihoods that have no maximum', () => {
    const flat = caught(() =>
      maximumLikelihood(({ a, b }) => Normal(add(a, b), 1).logProb([1, 2]), {}, { a: 0, b: 0 }),
    );
    expect(flat).toBeInstanceOf(NumericalError);
    expect((flat as Error).message).toContain('`b`');
    const x = [-2, -1, 1, 2];
    const separate = caught(() =>
      maximumLikelihood(
        (p, d) => Bernoulli({ logit: d.x.mul(p.slope) }).logProb([0, 0, 1, 1]),
        { x },
        { slope: 0 },
      ),
    );
    expect(separate).toBeInstanceOf(NumericalError);
    expect((separate as Error).message).toContain('`slope`');
    const rises = caught(() =>
      maximumLikelihood(({ tau }) => Normal(0, tau).logProb([0, 0, 0]), {}, { tau: 1 }, { tau: positive }),
    );
    expect(rises).toBeInstanceOf(NumericalError);
    const never = caught(() =>
      maximumLikelihood(
        ({ p }) => Categorical({ probabilities: p }).logProb([0, 1, 1]),
        {},
        { p: [0.3, 0.3, 0.4] },
        { p: simplex },
      ),
    );
    expect(never).toBeInstanceOf(NumericalError);
    expect((never as Error).message).toContain('`p`');
  });

  test('with iterations that do not suffice, and says where they came to', () => {
    const from = (maxIterations: number) =>
      maximumLikelihood(
        // Rosenbrock's valley.
        ({ x, y }) =>
          square(sub(y, square(x)))
            .mul(-100)
            .sub(square(sub(1, x))),
        {},
        { x: -1.2, y: 1 },
        {},
        { n: 1, maxIterations },
      );
    const early = caught(() => from(3));
    expect(early).toBeInstanceOf(NotConverged);
    const { parameters, logLikelihood } = (
      early as NotConverged<{ parameters: { x: number }; logLikelihood: number }>
    ).last;
    expect(parameters.x).toBeLessThan(1);
    expect(logLikelihood).toBeGreaterThan(-24.2);
    near(from(1000).parameters.y, 1);
  });
});
