import { compile, grad, type Tensor } from '@stokast/autodiff';
import { machine } from '@stokast/core-wasm';
import { Normal } from '@stokast/sampling';
import { describe, expect, test } from 'vitest';
import { vaeConfig } from '../../src/vae/config.ts';
import { likelihoodOf } from '../../src/vae/likelihood.ts';

const LEVELS = 17;
const of = (likelihood: 'bernoulli' | 'gaussian' | 'categorical' | 'discretizedLogistic', levels = LEVELS) =>
  likelihoodOf(vaeConfig('Cannot test', { likelihood, levels }));
const { exp, log, sigmoid } = machine().kernels;

/** Numbers that a decoder might give, ordinary and extreme. */
const decoded = (outputs: number): number[][] =>
  [0, 1, -2, 7, -30, 200].map((scale, i) =>
    Array.from({ length: outputs }, (_, k) => scale * (((k * 7 + i * 3) % 5) / 2 - 0.8) + (k % 3) * 0.1),
  );

/** log p of each of `values` given the decoder's numbers for one pixel. */
function logProbs(name: Parameters<typeof of>[0], values: readonly number[], y: readonly number[]) {
  const likelihood = of(name);
  const n = values.length;
  const program = compile(
    (x, y) =>
      likelihood.logProb(
        x,
        y.reshape([1, 1, likelihood.outputs]).expand([n, 1, likelihood.outputs]),
        undefined,
      ),
    [[n, 1], [likelihood.outputs]],
  );
  return program(values, y) as Float64Array;
}
const levels = Array.from({ length: LEVELS }, (_, k) => k / (LEVELS - 1));

describe('probabilities', () => {
  for (const [name, values] of [
    ['bernoulli', [0, 1]],
    ['categorical', levels],
    ['discretizedLogistic', levels],
  ] as const) {
    test(`of ${name} sum to 1`, () => {
      for (const y of decoded(of(name).outputs)) {
        const sum = logProbs(name, values, y).reduce((all, each) => all + exp(each), 0);
        expect(sum).toBeCloseTo(1, 12);
      }
    });

    test(`of ${name} are those that it draws with`, () => {
      const likelihood = of(name);
      const n = 4000;
      const u = Float64Array.from({ length: n }, (_, i) => (i + 0.5) / n);
      const draw = compile(
        (u, y) => likelihood.draw(y.reshape([1, 1, -1]).expand([n, 1, likelihood.outputs]), u, undefined),
        [[n, 1], [likelihood.outputs]],
      );
      for (const y of decoded(likelihood.outputs)) {
        const drawn = draw(u, y) as Float64Array;
        const logs = logProbs(name, values, y);
        for (const [k, value] of values.entries()) {
          const share = drawn.filter((x) => Math.abs(x - value) < 1e-9).length / n;
          expect(Math.abs(share - exp(logs[k]))).toBeLessThan(1.01 / n);
        }
      }
    });
  }

  test('of a logistic are differences of its distribution function, also where these vanish', () => {
    const [centre, logScale] = [0.1, -1.5];
    const rate = exp(-logScale);
    const logs = logProbs('discretizedLogistic', levels, [centre, logScale]);
    for (const [k, x] of levels.entries()) {
      const below = k === 0 ? 0 : sigmoid((x - 1 / 32 - 0.5 - centre) * rate);
      const above = k === LEVELS - 1 ? 1 : sigmoid((x + 1 / 32 - 0.5 - centre) * rate);
      expect(logs[k]).toBeCloseTo(log(above - below), 12);
    }
    // 0.4 from a centre whose scale is e^-6: sigmoid(b) - sigmoid(a) is 0 in doubles.
    const far = logProbs('discretizedLogistic', [0.875], [-0.5, -6])[0];
    expect(far).toBeCloseTo(-(0.875 - 1 / 32) * exp(6), 9);
  });

  test('of normal pixels are those of Normal', () => {
    const likelihood = of('gaussian');
    const program = compile(
      (x, y, logScale) => likelihood.logProb(x, y, { logScale } as never),
      [[2, 1], [2, 1, 1], []],
    );
    const own = Normal(0.25, exp(-0.7));
    expect([...(program([0.5, -3], [0.25, 0.25], -0.7) as Float64Array)]).toEqual([
      expect.closeTo(own.logProb(0.5), 12),
      expect.closeTo(own.logProb(-3), 12),
    ]);
  });
});

test('gradients are finite however far the decoder strays', () => {
  for (const name of ['bernoulli', 'categorical', 'discretizedLogistic'] as const) {
    const likelihood = of(name);
    const slope = compile(
      grad((y: Tensor, x: Tensor) =>
        likelihood.logProb(x, y.expand([3, 1, likelihood.outputs]), undefined).sum(),
      ),
      [
        [1, 1, likelihood.outputs],
        [3, 1],
      ],
    );
    for (const y of decoded(likelihood.outputs))
      expect([...(slope(y, [0, 0.5, 1]) as Float64Array)].every(Number.isFinite)).toBe(true);
  }
});

test('means are those of the probabilities', () => {
  for (const [name, values] of [
    ['bernoulli', [0, 1]],
    ['categorical', levels],
  ] as const) {
    const likelihood = of(name);
    const mean = compile((y) => likelihood.mean(y.reshape([1, 1, -1])), [[likelihood.outputs]]);
    for (const y of decoded(likelihood.outputs)) {
      const logs = logProbs(name, values, y);
      const by = values.reduce((all, value, k) => all + value * exp(logs[k]), 0);
      expect((mean(y) as Float64Array)[0]).toBeCloseTo(by, 12);
    }
  }
});
