// Traced integrands: the same draws, and so the same results but for rounding, as functions of numbers.
import { div, exp, log, type Operand, sin, type Tensor, where } from '@stokast/autodiff';
import { describe, expect, test } from 'vitest';
import {
  Bernoulli,
  Categorical,
  type Distribution,
  Exponential,
  type IntegrationMethod,
  integrate,
  Normal,
  stream,
  traced,
  Uniform,
} from '../../src/index.ts';
import { onBothBackends, onEach } from '../backends.ts';

type Points = Tensor<readonly [number], 'f64'>;

interface Case {
  readonly numbers: (x: never) => number;
  readonly tensors: (...x: Points[]) => Operand;
  readonly target: Distribution | readonly Distribution[];
  readonly proposal: Distribution | readonly Distribution[];
}

/** A distribution of somebody else's: that of 2 X. */
function doubled(base: Normal): Distribution {
  const many = (f: (x: number) => number) => (x: number | readonly number[]) =>
    typeof x === 'number' ? f(x) : Float64Array.from(x, f);
  return {
    name: 'Doubled',
    discrete: false,
    logProb: many((x) => base.logProb(x / 2) - Math.LN2),
    quantile: many((p) => 2 * base.quantile(p)),
    fill: (s: never, out: Float64Array) => {
      base.fill(s, out);
      out.forEach((x, i) => {
        out[i] = 2 * x;
      });
      return out;
    },
    toString: () => `Doubled(${base})`,
  } as unknown as Distribution;
}

const cases: Readonly<Record<string, Case>> = {
  'of a normal': {
    numbers: ((x: number) => Math.exp(Math.sin(x))) as never,
    tensors: (x) => exp(sin(x)),
    target: Normal(1, 2),
    proposal: Normal(0.5, 2.5),
  },
  'of an exponential': {
    numbers: ((x: number) => x * x) as never,
    tensors: (x) => x.mul(x),
    target: Exponential(2),
    proposal: Exponential(1),
  },
  'of one in a list': {
    numbers: (([x]: Float64Array) => x / (1 + x)) as never,
    tensors: (x) => div(x, x.add(1)),
    target: [Uniform(1, 2)],
    proposal: [Uniform(0.5, 3)],
  },
  'of a product, some over integers': {
    numbers: (([a, b, c, d]: Float64Array) => Math.exp(-a * a - b) + c * d) as never,
    tensors: (a, b, c, d) => exp(a.mul(a).neg().sub(b)).add(c.mul(d)),
    target: [Normal(), Exponential(), Bernoulli(0.3), Categorical({ probabilities: [0.2, 0.3, 0.5] })],
    proposal: [Normal(0, 1.1), Exponential(0.9), Bernoulli(0.4), Categorical({ probabilities: [1, 1, 1] })],
  },
  "with somebody else's distribution": {
    numbers: (([a, b]: Float64Array) => Math.sin(a) * b) as never,
    tensors: (a, b) => sin(a).mul(b),
    target: [doubled(Normal(0.3, 1)), Normal(1, 1)],
    proposal: [Normal(0, 2.5), doubled(Normal(0.5, 0.6))],
  },
  constant: { numbers: (() => 3) as never, tensors: () => 3, target: Normal(), proposal: Normal(0, 2) },
};

onBothBackends(() => {
  describe.each(['plain', 'antithetic', 'stratified', 'qmc', 'importance'] as const)('%s', (method) => {
    test.each(Object.entries(cases))('%s', (_, { numbers, tensors, target, proposal }) => {
      // More than a program takes at once, and no multiple of it.
      const options = {
        samples: 10_000,
        method: method as IntegrationMethod,
        ...(method === 'importance' ? { proposal } : {}),
      };
      const wanted = integrate(numbers as never, target as never, { stream: stream('traced'), ...options });
      const found = integrate(traced(tensors), target as never, { stream: stream('traced'), ...options });
      const close = (a: number, b: number, within: number) =>
        expect(Math.abs(a - b)).toBeLessThan(within * Math.max(Math.abs(b), wanted.standardError, 1e-3));
      close(found.value, wanted.value, 1e-12);
      close(found.standardError, wanted.standardError, 1e-9);
      expect(found.samples).toBe(wanted.samples);
      expect(Object.keys(found.diagnostics)).toEqual(Object.keys(wanted.diagnostics));
      expect(found.diagnostics.warnings).toEqual(wanted.diagnostics.warnings);
    });
  });
});

test('gives the same bits on both backends, and again with other targets in between', () => {
  const f = traced((x, y) => exp(x.add(y)));
  const value = (sigma: number) =>
    integrate(f, [Normal(0, sigma), Normal()], { stream: stream(1), samples: 3000 }).value;
  const make = () => [1, 2, 1, 0.5, 1].map(value);
  const { wasm, typescript } = onEach(make);
  expect(wasm).toEqual(typescript);
  expect(wasm[0]).toBe(wasm[2]);
  expect(wasm[0]).toBe(wasm[4]);
  for (let i = 1; i < 30; i++) value(i / 10);
  expect(value(1)).toBe(wasm[0]);
});

test('moves the cursor and meets a tolerance as a function of numbers does', () => {
  const [a, b] = [stream('cursor'), stream('cursor')];
  const found = integrate(
    traced((x) => x.mul(x)),
    Normal(),
    { stream: a, tolerance: 0.05 },
  );
  const wanted = integrate((x) => x * x, Normal(), { stream: b, tolerance: 0.05 });
  expect(a.position).toBe(b.position);
  expect(found.samples).toBe(wanted.samples);
  expect(found.value).toBeCloseTo(wanted.value, 12);
});

describe('errors', () => {
  const caught = (make: () => unknown): Error => {
    try {
      make();
    } catch (error) {
      return error as Error;
    }
    throw new Error('nothing was thrown');
  };

  test.each(['plain', 'antithetic', 'stratified', 'qmc', 'importance'] as const)(
    'name the same sample and point: %s',
    (method) => {
      const options = {
        samples: 9000,
        method: method as IntegrationMethod,
        ...(method === 'importance' ? { proposal: [Normal(0, 1.2), Bernoulli(0.5)] } : {}),
      };
      const target = [Normal(), Bernoulli(0.5)];
      const numbers = caught(() =>
        integrate(([x, y]) => Math.log(3.1 - x + y), target, { stream: stream('nan'), ...options }),
      );
      const tensors = caught(() =>
        integrate(
          traced((x, y) => log(x.neg().add(3.1).add(y))),
          target,
          { stream: stream('nan'), ...options },
        ),
      );
      expect(numbers.message).toMatch(/f is NaN at sample \d+, where x = \[[34]\.\d+, 0\]/);
      expect(tensors.message).toBe(numbers.message);
    },
  );

  test('points of weight 0 do not count, whatever f is there', () => {
    const options = {
      stream: stream('zero'),
      samples: 1000,
      method: 'importance',
      proposal: Uniform(-1, 1),
    } as const;
    const found = integrate(
      traced((x) => where(x.less(0), Number.NaN, x)),
      Uniform(0, 1),
      options,
    );
    expect(Math.abs(found.value - 0.5)).toBeLessThan(5 * found.standardError);
  });

  test('where f mixes points', () => {
    const options = { stream: stream(1), samples: 100 };
    const wrong = (f: (x: Points) => unknown) =>
      caught(() => integrate(traced(f as never), Normal(), options));
    for (const f of [
      (x: Points) => x.sum(),
      (x: Points) => x.reshape([-1, 2]),
      () => 'one',
      () => undefined,
    ]) {
      expect(wrong(f)).toMatchObject({ code: 'STOKAST_E_TYPE', parameter: 'f(...)' });
    }
    expect(caught(() => traced(3 as never))).toMatchObject({ code: 'STOKAST_E_TYPE', parameter: 'f' });
  });
});
