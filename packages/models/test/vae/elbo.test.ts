import { compile, f32, grad, randomStream, type Specs, type Tensor } from '@stokast/autodiff';
import { machine } from '@stokast/core-wasm';
import { Normal, stream } from '@stokast/sampling';
import { describe, expect, test } from 'vitest';
import { initialWeights, mapWeights, namedWeights } from '../../src/train/parameters.ts';
import { type VaeConfig, type VaeOptions, vaeConfig } from '../../src/vae/config.ts';
import { elboTerms, logWeights, vaeLoss } from '../../src/vae/elbo.ts';
import { encode, type VaeTensors, vaeWeights } from '../../src/vae/networks.ts';

const { exp, log } = machine().kernels;

/** Weights in doubles, three times as large as they start, and their specs. */
function start(config: VaeConfig, seed = 1) {
  const tree = vaeWeights(config);
  const values = initialWeights(tree, stream(seed));
  const nested = mapWeights(tree, (name, { shape }) => {
    const each = Float64Array.from(values.get(name) as Float32Array, (x) => 3 * x);
    return shape.length === 0 ? each[0] : each;
  });
  return { tree, nested, specs: mapWeights(tree, (_, { shape }) => shape) as Specs };
}
const make = (options: VaeOptions): VaeConfig => vaeConfig('Cannot test', options);
/** Numbers in [0, 1], of some levels. */
const numbers = (n: number, levels = 17): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => Math.floor(((i * 0.618034 + 0.3) % 1) * levels) / (levels - 1));
const eps = (n: number): Float64Array => Normal(0, 1).sample(stream('eps'), n) as Float64Array;

/** The mean bound, its terms as they are. */
const bound = (config: VaeConfig) => (weights: VaeTensors, x: Tensor, label: Tensor, eps: Tensor) => {
  const { reconstruction, kl } = elboTerms(config, weights, { x, seen: x, label, eps });
  return reconstruction.sub(kl.sum(1)).mean() as Tensor;
};

describe('gradients are those of differences', () => {
  const cases: VaeOptions[] = [
    { likelihood: 'bernoulli' },
    { likelihood: 'gaussian', hidden: [] },
    { likelihood: 'categorical', levels: 3, classes: 2 },
    {
      likelihood: 'discretizedLogistic',
      levels: 5,
      architecture: 'convolutional',
      hidden: [2, 3],
      classes: 2,
    },
    { likelihood: 'gaussian', architecture: 'convolutional', hidden: [2], shape: [3, 4, 2] },
  ];
  test.each(cases)('%j', (options) => {
    const config = make({ shape: [4, 3], latent: 2, hidden: [5], ...options });
    const { tree, nested, specs } = start(config);
    const d = config.shape.reduce((a, b) => a * b);
    const shapes = [specs, [3, d], [3], [3, 2]] as never;
    const value = compile(bound(config) as never, shapes) as never as (...a: unknown[]) => number;
    const slope = compile(grad(bound(config) as never), shapes) as never as (...a: unknown[]) => unknown;
    const data = [numbers(3 * d, config.levels), [0, 1, 1], eps(6)];
    const gradient = slope(nested, ...data);
    const leaf = (root: unknown, name: string) =>
      name.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], root);
    for (const [name, { shape }] of namedWeights(tree)) {
      if (shape.length === 0) continue;
      const at = leaf(nested, name) as Float64Array;
      const given = leaf(gradient, name) as Float64Array;
      const i = Math.floor(at.length / 2);
      const before = at[i];
      const values = [-1, 1].map((side) => {
        at[i] = before + side * 1e-5;
        return value(nested, ...data);
      });
      at[i] = before;
      const scale = Math.max(1, Math.abs(given[i]));
      expect((values[1] - values[0]) / 2e-5 / scale, name).toBeCloseTo(given[i] / scale, 6);
    }
  });
});

describe('the bound against log p(x) by quadrature over a latent of one number', () => {
  const config = make({ shape: [3], latent: 1, hidden: [4] });
  const { nested, specs } = start(config, 5);
  const x = [1, 0, 1];
  const shapes = (k: number) => [specs, [1, 3], [1], [k, 1]] as never;
  const weightsOf = (k: number) =>
    compile(
      ((w: VaeTensors, x: Tensor, label: Tensor, eps: Tensor, mu: Tensor, logVariance: Tensor) =>
        logWeights(config, w, { x, mu, logVariance, label, eps })) as never,
      [...(shapes(k) as unknown[]), [1, 1], [1, 1]] as never,
    ) as never as (...a: unknown[]) => Float64Array;

  // With q = Normal(0, 1), weights are p(x | z): sums over a grid of z are integrals.
  const n = 2001;
  const grid = Float64Array.from({ length: n }, (_, i) => (i - 1000) * 0.01);
  const likelihoods = weightsOf(n)(nested, x, [0], grid, [0], [0]);
  const logP = log(
    likelihoods.reduce((all, each, i) => all + exp(each + Normal(0, 1).logProb(grid[i])) * 0.01, 0),
  );

  test('weights of any q have p(x) as their mean', () => {
    // The variance is exp(logVariance), the deviation exp(logVariance / 2): any confusion of the two shows here.
    for (const [mu, logVariance] of [
      [0.5, -1],
      [-0.3, 0.4],
    ]) {
      const some = weightsOf(n)(nested, x, [0], grid, [mu], [logVariance]);
      const mean = some.reduce((all, each, i) => all + exp(each + Normal(0, 1).logProb(grid[i])) * 0.01, 0);
      expect(log(mean)).toBeCloseTo(logP, 5);
    }
  });

  test('the bound is the mean of their logarithms: the divergence is that of q from p', () => {
    const both = compile(
      ((w: VaeTensors, x: Tensor, label: Tensor, eps: Tensor) => {
        const posterior = encode(config, w.encoder, x, label);
        const { reconstruction, kl } = elboTerms(config, w, {
          x: x.expand([n, 3]),
          seen: x.expand([n, 3]),
          label: label.expand([n]),
          eps,
        });
        return {
          terms: reconstruction.sub(kl.sum(1)),
          logs: logWeights(config, w, { x, ...posterior, label, eps }),
        };
      }) as never,
      shapes(n),
    ) as never as (...a: unknown[]) => Record<'terms' | 'logs', Float64Array>;
    const { terms, logs } = both(nested, x, [0], grid);
    const mean = (each: Float64Array) =>
      each.reduce((all, value, i) => all + value * exp(Normal(0, 1).logProb(grid[i])) * 0.01, 0);
    expect(mean(terms)).toBeCloseTo(mean(logs), 9);
    expect(mean(terms)).toBeLessThan(logP);
  });
});

describe('what training makes small', () => {
  const config = make({ shape: [6], latent: 3, hidden: [4] });
  const { tree } = start(config);
  const values = initialWeights(tree, stream(3));
  const nested = mapWeights(tree, (name) => values.get(name));
  const specs = mapWeights(tree, (_, { shape }) => f32(...shape));
  const image = Float32Array.from(numbers(24));
  const run = (options: VaeOptions) => {
    const own = make({ ...config, ...options });
    const program = compile(
      ((weights: VaeTensors, image: Tensor, source: never) =>
        vaeLoss(own, weights, { batch: { image }, source, step: image })) as never,
      [specs, f32(4, 6), randomStream] as never,
    ) as never as (...a: unknown[]) => { loss: number; metrics: { reconstruction: number; kl: number } };
    return program(nested, image, stream('loss'));
  };

  test('is minus the bound, with beta times the divergence (Higgins et al. 2017)', () => {
    const { loss, metrics } = run({});
    expect(loss).toBeCloseTo(metrics.kl - metrics.reconstruction, 5);
    expect(run({ beta: 3 }).metrics).toEqual(metrics);
    expect(run({ beta: 3 }).loss).toBeCloseTo(3 * metrics.kl - metrics.reconstruction, 5);
  });

  test('counts less than so many free bits of a latent as these (Kingma et al. 2016)', () => {
    const { loss, metrics } = run({});
    expect(run({ freeBits: 1e-9 }).loss).toBeCloseTo(loss, 5);
    expect(run({ freeBits: 2 }).loss).toBeCloseTo(3 * 2 - metrics.reconstruction, 5);
    expect(run({ freeBits: 2, beta: 0.5 }).loss).toBeCloseTo(3 - metrics.reconstruction, 5);
    expect(run({ freeBits: 2 }).metrics.kl).toBeCloseTo(metrics.kl, 5);
  });

  test('with noise, the encoder sees other pixels, and the clean ones are to be told', () => {
    const clean = run({});
    const noise = run({ corruption: { kind: 'flips', amount: 0.5 } });
    expect(noise.metrics.kl).not.toBe(clean.metrics.kl);
    // Nothing is left to see: what is told does not depend on what is covered, and the loss stays on the clean image.
    const covered = run({ corruption: { kind: 'masking', amount: 1 } });
    expect(Math.abs(covered.metrics.reconstruction - clean.metrics.reconstruction)).toBeLessThan(1);
  });
});
