import { compile, randomStream, sum, type Tensor, valueAndGrad } from '@stokast/autodiff';
import { describe, expect, expectTypeOf, test } from 'vitest';
import type { BernoulliDistribution } from '../../src/distributions/bernoulli.ts';
import type { ExponentialDistribution } from '../../src/distributions/exponential.ts';
import type { NormalDistribution } from '../../src/distributions/normal.ts';
import {
  Bernoulli,
  Categorical,
  Exponential,
  Normal,
  stream,
  type TracedExponential,
  type TracedNormal,
  Uniform,
} from '../../src/index.ts';
import { expectSame, onBothBackends } from '../backends.ts';

type Vector = Tensor<readonly [number], 'f64'>;
type One = Tensor<readonly [], 'f64'>;

const xs = [-3, -0.5, 0, 0.25, 0.999, 1, 2, 7.5];
const ps = [0.001, 0.2, 0.5, 0.75, 0.999];

type Make = (a: unknown, b: unknown) => unknown;
/** A family of two parameters, or of one that the second is ignored for. */
const families = {
  Normal: { make: Normal as Make, a: 0.5, b: 1.5 },
  Uniform: { make: Uniform as Make, a: -0.5, b: 1.75 },
  Exponential: { make: ((a) => Exponential(a as One)) as Make, a: 0.7, b: 0 },
};

const near = (found: ArrayLike<number>, wanted: ArrayLike<number>, within = 1e-15): void => {
  expect(found.length).toBe(wanted.length);
  for (let i = 0; i < wanted.length; i++) {
    if (found[i] === wanted[i]) continue;
    expect(Math.abs(found[i] - wanted[i]) / Math.abs(wanted[i]), `element ${i}`).toBeLessThan(within);
  }
};

onBothBackends(() => {
  describe.each(Object.entries(families))('%s', (_, { make, a, b }) => {
    const numeric = make(a, b) as NormalDistribution;
    const over = <R>(use: (d: TracedNormal<readonly [], 'f64'>, x: Vector) => R, x: readonly number[]) =>
      compile(
        (p: One, q: One, v: Vector) => use(make(p, q) as TracedNormal<readonly [], 'f64'>, v) as never,
        [[], [], [x.length]],
      )(a, b, x) as Float64Array;

    test('log-densities are those of numbers, bit for bit', () => {
      expectSame(
        over((d, x) => d.logProb(x), xs),
        numeric.logProb(xs),
      );
      const known = compile((x: Vector) => numeric.logProb(x), [[xs.length]]);
      near(known(xs), numeric.logProb(xs));
    });

    test('distribution functions, quantiles and moments are those of numbers', () => {
      near(
        over((d, x) => d.cdf(x), xs),
        numeric.cdf(xs),
      );
      near(
        over((d, x) => d.sf(x), xs),
        numeric.sf(xs),
      );
      near(
        over((d, x) => d.quantile(x), ps),
        numeric.quantile(ps),
      );
      near(compile((x: Vector) => [numeric.cdf(x), numeric.sf(x)], [[xs.length]])(xs)[1], numeric.sf(xs));
      near(compile((p: Vector) => numeric.quantile(p), [[ps.length]])(ps), numeric.quantile(ps));
      const moments = compile(
        (p: One, q: One) => {
          const d = make(p, q) as TracedNormal<readonly [], 'f64'>;
          return [d.mean, d.variance, d.entropy];
        },
        [[], []],
      )(a, b);
      near(moments, [numeric.mean, numeric.variance, numeric.entropy]);
    });

    test('draws inside a program are those of the stream', () => {
      const program = compile(
        (p: One, q: One, source) => {
          const d = make(p, q) as TracedNormal<readonly [], 'f64'>;
          return [
            d.sample(source, [50]),
            d.rsample(source, [3]),
            numeric.sample(source, [4]),
            numeric.rsample(source),
          ];
        },
        [[], [], randomStream],
      );
      const drawn = program(a, b, stream('traced'));
      const s = stream('traced');
      for (const [each, n] of [
        [drawn[0], 50],
        [drawn[1], 3],
        [drawn[2], 4],
        [[drawn[3]], 1],
      ] as const)
        near(each as Float64Array, numeric.sample(s, n), 1e-13);
    });

    test('rsample has the derivatives of the numbers, sample has none', () => {
      const program = compile(
        (p: One, q: One, source) =>
          valueAndGrad(([u, v]: readonly One[]) => {
            const d = make(u, v) as TracedNormal<readonly [], 'f64'>;
            return sum(d.rsample(source, [5]).add(d.sample(source, [5])));
          })([p, q]),
        [[], [], randomStream],
      );
      const { gradient } = program(a, b, stream('rsample'));
      const { partials } = numeric.rsample(stream('rsample'), 5);
      const totals = Object.values(partials).map((each) => (each as Float64Array).reduce((x, y) => x + y));
      near(gradient.slice(0, totals.length), totals, 1e-13);
    });
  });

  test('parameters and data broadcast', () => {
    const program = compile(
      (mu: Vector, y: Vector) => Normal(mu.reshape([3, 1]), [1, 2]).logProb(y),
      [[3], [2]],
    );
    const found = program([0, 1, 2], [0.5, -0.5]);
    const wanted = [0, 1, 2].flatMap((mu) => [Normal(mu, 1).logProb(0.5), Normal(mu, 2).logProb(-0.5)]);
    near(found as Float64Array, wanted);
    const shape = compile((mu: Vector) => Normal(mu, 2).mean, [[3]])([1, 2, 3]);
    expectSame(shape, [1, 2, 3]);
  });

  test('Bernoulli by probability and by logit', () => {
    const y = [0, 1, 1, 0.5, -1];
    const program = compile(
      (p: One, logit: One, v: Vector) => {
        const [first, second] = [Bernoulli(p), Bernoulli({ logit })];
        return {
          logs: [first.logProb(v), second.logProb(v)],
          moments: [first.mean, first.variance, first.entropy, second.mean, second.variance, second.entropy],
        };
      },
      [[], [], [5]],
    );
    const d = Bernoulli(0.3);
    const { logs, moments } = program(0.3, Math.log(0.3 / 0.7), y);
    expectSame(logs[0], d.logProb(y));
    near(logs[1], d.logProb(y), 1e-14);
    near(
      moments,
      [0, 1].flatMap(() => [d.mean, d.variance, d.entropy]),
      1e-14,
    );
    expect(compile((p: One) => Bernoulli(p).entropy, [[]])(0)).toBeCloseTo(0, 300);
    expect(Bernoulli({ logit: 0 }).p).toBe(0.5);
    const draws = compile((p: One, source) => Bernoulli(p).sample(source, [4000]), [[], randomStream])(
      0.3,
      stream('b'),
    );
    expect(draws.every((each) => each === 0 || each === 1)).toBe(true);
    // 4.5 standard errors: wrong once in 150 000.
    expect(Math.abs(draws.reduce((x, z) => x + z) / 4000 - 0.3)).toBeLessThan(4.5 * Math.sqrt(0.21 / 4000));
  });

  test('Categorical by probabilities and by logits', () => {
    const p = [0.1, 0.2, 0.7];
    const d = Categorical({ probabilities: p });
    const k = [0, 1, 2, 3, -1, 0.5];
    const program = compile(
      (probabilities: Vector, v: Vector) => {
        const first = Categorical({ probabilities });
        const second = Categorical({ logits: probabilities.log().add(3) });
        return {
          logs: [first.logProb(v), second.logProb(v), d.logProb(v)],
          moments: [first.mean, first.variance, first.entropy],
          edge: Categorical({ probabilities: probabilities.mul([1, 0, 1]) }).entropy,
        };
      },
      [[3], [6]],
    );
    const { logs, moments, edge } = program(p, k);
    for (const each of logs) near(each as Float64Array, d.logProb(k), 1e-14);
    near(moments, [d.mean, d.variance, d.entropy], 1e-14);
    near([edge as number], [Categorical({ probabilities: [0.1, 0, 0.7] }).entropy], 1e-14);
    const draw = compile(
      (logits: Vector, source) => Categorical({ logits }).sample(source, [3000]),
      [[3], randomStream],
    );
    const counts = [0, 0, 0];
    for (const each of draw(p.map(Math.log), stream('c'))) counts[each]++;
    const squares = counts.reduce((all, n, i) => all + (n - 3000 * p[i]) ** 2 / (3000 * p[i]), 0);
    // Chi-squared of 2 degrees of freedom: wrong once in 20 000.
    expect(squares).toBeLessThan(20);
  });

  test('singles stay singles', () => {
    const program = compile(
      (mu, source) => {
        const d = Normal(mu, 2);
        return [d.logProb(mu), d.variance, d.rsample(source)];
      },
      [{ shape: [2], dtype: 'f32' }, randomStream] as const,
    );
    const [logs, variance, draws] = program([1, 2], stream('f32'));
    expect(logs).toBeInstanceOf(Float32Array);
    expectSame(variance, [4, 4]);
    expect(draws).toBeInstanceOf(Float32Array);
  });
});

test('types: numbers stay numbers, tensors keep their shapes', () => {
  expectTypeOf(Normal(1, 2)).toEqualTypeOf<NormalDistribution>();
  expectTypeOf(Exponential()).toEqualTypeOf<ExponentialDistribution>();
  expectTypeOf(Bernoulli(0.5)).toEqualTypeOf<BernoulliDistribution>();
  expectTypeOf(Normal(0, 1).logProb(3)).toEqualTypeOf<number>();
  expectTypeOf(Normal(0, 1).logProb([3])).toEqualTypeOf<Float64Array>();
  compile(
    (mu: One, y: Vector) => {
      expectTypeOf(Normal(mu, 1)).toEqualTypeOf<TracedNormal<readonly [], 'f64'>>();
      expectTypeOf(Normal(0, mu)).toEqualTypeOf<TracedNormal<readonly [], 'f64'>>();
      expectTypeOf(Exponential(mu)).toEqualTypeOf<TracedExponential<readonly [], 'f64'>>();
      expectTypeOf(Normal(mu, 1).logProb(y)).toEqualTypeOf<Vector>();
      expectTypeOf(Normal(0, 1).logProb(y)).toEqualTypeOf<Vector>();
      expectTypeOf(Normal(mu, y).logProb(1)).toEqualTypeOf<Vector>();
      return mu;
    },
    [[], [2]],
  );
});

test('numbers among tensors are checked; discrete families have no distribution function over tensors', () => {
  const caught = (use: (x: One) => unknown) => {
    let error: unknown;
    compile(
      (x: One) => {
        try {
          use(x);
        } catch (thrown) {
          error = thrown;
        }
        return x;
      },
      [[]],
    );
    return error;
  };
  expect(caught((x) => Normal(x, -1))).toMatchObject({
    code: 'STOKAST_E_RANGE',
    parameter: 'sigma',
    value: -1,
  });
  expect(caught((x) => Normal([0, Number.NaN], x))).toMatchObject({
    code: 'STOKAST_E_RANGE',
    parameter: 'mu[1]',
  });
  expect(caught((x) => Normal('a' as never, x))).toMatchObject({ code: 'STOKAST_E_TYPE', parameter: 'mu' });
  expect(caught((x) => Bernoulli(0.5).cdf(x as never))).toMatchObject({
    code: 'STOKAST_E_TYPE',
    parameter: 'x',
  });
  expect(caught((x) => String(Normal(x, [1, 2])))).toBeUndefined();
});
