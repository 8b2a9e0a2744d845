// Both estimators against gradients and variances in closed form. Estimates within 4.5 standard errors: each is wrong
// once in 150 000, and the seeds are fixed.
import { exp, log, stack, type Tensor } from '@stokast/autodiff';
import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  Bernoulli,
  Categorical,
  Exponential,
  gradientOfExpectation,
  Normal,
  stream,
  Uniform,
} from '../../src/index.ts';
import { onBothBackends, onEach } from '../backends.ts';

type Points = Tensor<readonly [number], 'f64'>;

const samples = 20_000;
const within = (found: number, error: number, wanted: number): void =>
  expect(Math.abs(found - wanted)).toBeLessThan(4.5 * error);

onBothBackends(() => {
  test('E[z^2] of a normal: gradients, and the variances of both', () => {
    const found = gradientOfExpectation(
      ({ mu, sigma }) => Normal(mu, sigma),
      (z) => z.square(),
      { mu: 1, sigma: 2 },
      { stream: stream('normal'), samples },
    );
    within(found.value, found.standardError, 5);
    for (const each of [found.pathwise, found.score]) {
      if (!each) throw new Error('both are there');
      within(each.gradient.mu, each.standardErrors.mu, 2);
      within(each.gradient.sigma, each.standardErrors.sigma, 4);
      expect(each.standardErrors.mu).toBeCloseTo(Math.sqrt(each.variances.mu / samples), 12);
    }
    // Of 2 z and 2 z e; of z^2 e / 2 and z^2 (e^2 - 1) / 2, for z = 1 + 2 e. Fourth moments make them rough.
    expect(found.pathwise?.variances.mu).toBeCloseTo(16, 0);
    expect((found.pathwise?.variances.sigma as number) / 36).toBeCloseTo(1, 1);
    expect((found.score?.variances.mu as number) / 74.25).toBeCloseTo(1, 1);
    expect((found.score?.variances.sigma as number) / 356.5).toBeCloseTo(1, 0);
    expect(found.best).toBe(found.pathwise);
  });

  test('several distributions, lists of parameters, and f of the parameters themselves', () => {
    // E[x y + c^2] = (a + b0) / 2 * 1 / b1 ... of x uniform, y exponential: x's support moves.
    const found = gradientOfExpectation(
      ({ a, b }) => [Uniform(a, b[0]), Exponential(b[1]), Normal(0, 1)],
      ([x, y, z], { a }) => x.mul(y).add(z).add(a.square()),
      { a: 0.5, b: [2, 4] },
      { stream: stream('several'), samples },
    );
    const { gradient, standardErrors } = found.pathwise as NonNullable<typeof found.pathwise>;
    within(gradient.a, standardErrors.a, 1 / 8 + 1);
    within(gradient.b[0], standardErrors.b[0], 1 / 8);
    within(gradient.b[1], standardErrors.b[1], -1.25 / 16);
    expect(found.score).toBeUndefined();
    expect(found.notes).toEqual([
      'no score function estimate: the support of Uniform moves with its parameters',
    ]);
  });

  test('discrete draws have the score function alone', () => {
    const coin = gradientOfExpectation(
      ({ p }) => Bernoulli(p),
      (z, { p }) => z.mul(3).add(p.square()),
      { p: 0.3 },
      { stream: stream('coin'), samples },
    );
    expect(coin.pathwise).toBeUndefined();
    expect(coin.notes[0]).toContain('Bernoulli');
    within(coin.score?.gradient.p as number, coin.score?.standardErrors.p as number, 3.6);
    expect(coin.best).toBe(coin.score);

    const logits = [0, 0.5, 1];
    const weights = logits.map(Math.exp);
    const p = weights.map((each) => each / weights.reduce((a, b) => a + b));
    const mean = p[1] + 2 * p[2];
    const three = gradientOfExpectation(
      ({ l }) => Categorical({ logits: stack(l, 1) }),
      (z) => z,
      { l: logits },
      { stream: stream('three'), samples },
    );
    p.forEach((each, i) => {
      within(
        three.score?.gradient.l[i] as number,
        three.score?.standardErrors.l[i] as number,
        each * (i - mean),
      );
    });
  });

  test('draws of distributions without parameters are only drawn', () => {
    const found = gradientOfExpectation(
      ({ mu }) => [Normal(mu, 1), Bernoulli(0.25)],
      ([x, y]) => x.mul(y),
      { mu: 3 },
      { stream: stream('fixed'), samples },
    );
    within(found.pathwise?.gradient.mu as number, found.pathwise?.standardErrors.mu as number, 0.25);
    within(found.score?.gradient.mu as number, found.score?.standardErrors.mu as number, 0.25);
  });
});

const normal = (n: number, s = stream('bits')) =>
  gradientOfExpectation(
    ({ mu, sigma }) => Normal(mu, sigma),
    (z) => exp(z.mul(0.3)),
    { mu: 0.2, sigma: 0.5 },
    { stream: s, samples: n },
  );

test('prints, and is the same on both backends', () => {
  const { wasm, typescript } = onEach(() => normal(5000));
  expect(wasm.toJSON()).toEqual(typescript.toJSON());
  expect(JSON.parse(JSON.stringify(wasm))).toEqual(wasm.toJSON());
  expect(String(wasm)).toMatch(/^mu = 0\.3\d+\(\d+\), sigma = 0\.0\d+\(\d+\)$/);
  const lines = wasm.summary().split('\n');
  expect(lines[0]).toMatch(/^Gradient of E\[f\] = 1\.07\d+\(\d+\), 5000 samples$/);
  expect(lines[1]).toMatch(/^ +pathwise +variance +score function +variance +ratio$/);
  expect(lines[2]).toMatch(/^mu /);
  expect(lines[3]).toMatch(/^sigma /);
});

test('is one draw of the stream, whatever the number of samples', () => {
  const s = stream('cursor');
  const first = normal(100, s);
  expect(s.position).toBe(1);
  expect(normal(100, s).value).not.toBe(first.value);
  expect(normal(100, stream('cursor')).toJSON()).toEqual(first.toJSON());
});

test('types follow the parameters and the distributions', () => {
  const found = gradientOfExpectation(
    (p) => {
      expectTypeOf(p.a).toEqualTypeOf<Points>();
      expectTypeOf(p.b).toEqualTypeOf<readonly Points[]>();
      return Normal(p.a, exp(p.b[0]));
    },
    (z, p) => {
      expectTypeOf(z).toEqualTypeOf<Points>();
      return z.mul(p.a);
    },
    { a: 1, b: [0] },
    { stream: stream(1), samples: 2 },
  );
  expectTypeOf(found.best.gradient.a).toEqualTypeOf<number>();
  expectTypeOf(found.best.gradient.b).toEqualTypeOf<readonly number[]>();
});

describe('says what is wrong', () => {
  const options = { stream: stream(1), samples: 100 };
  const q = ({ mu }: { mu: Points }) => Normal(mu, 1);
  const caught = (own: { q?: unknown; f?: unknown; parameters?: unknown; options?: object }): unknown => {
    const { q: from = q, f = (z: Points) => z, parameters = { mu: 0 }, options: more } = own;
    try {
      gradientOfExpectation(from as never, f as never, parameters as never, { ...options, ...more });
    } catch (error) {
      return error;
    }
    throw new Error('nothing was thrown');
  };

  test('with the distribution', () => {
    const of = (from: unknown) => caught({ q: from });
    expect(of(() => 3)).toMatchObject({ code: 'STOKAST_E_TYPE', parameter: 'q(parameters)' });
    expect(of(() => [Normal(0, 1), 3])).toMatchObject({
      code: 'STOKAST_E_TYPE',
      parameter: 'q(parameters)[1]',
    });
    expect(of(() => [])).toMatchObject({ code: 'STOKAST_E_LENGTH' });
    expect(of('q')).toMatchObject({ code: 'STOKAST_E_TYPE', parameter: 'q' });
    expect(of(({ mu }: { mu: Points }) => [Bernoulli(mu), Uniform(mu, 2)])).toMatchObject({
      code: 'STOKAST_E_TYPE',
    });
  });

  test('with f, parameters and options', () => {
    expect(caught({ f: (z: Points) => z.sum() })).toMatchObject({
      code: 'STOKAST_E_TYPE',
      parameter: 'f(...)',
    });
    expect((caught({ f: (z: Points) => log(z) }) as Error).message).toMatch(/f is NaN at sample \d+$/);
    expect((caught({ f: (z: Points) => z.mul(0).abs().sqrt() }) as Error).message).toContain(
      'the derivative in mu',
    );
    expect(caught({ parameters: { mu: Number.NaN } })).toMatchObject({
      code: 'STOKAST_E_RANGE',
      parameter: 'parameters.mu',
    });
    expect(caught({ parameters: { mu: [[1]] } })).toMatchObject({
      code: 'STOKAST_E_TYPE',
      parameter: 'parameters.mu',
    });
    expect(caught({ parameters: {} })).toMatchObject({ code: 'STOKAST_E_TYPE', parameter: 'parameters' });
    const asked = (own: object) => caught({ options: own });
    expect(asked({ samples: 1 })).toMatchObject({ code: 'STOKAST_E_RANGE', parameter: 'options.samples' });
    expect(asked({ stream: 1 })).toMatchObject({ code: 'STOKAST_E_TYPE' });
    expect(asked({ sample: 1 })).toMatchObject({ code: 'STOKAST_E_TYPE' });
  });
});
