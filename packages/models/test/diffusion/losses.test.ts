// Losses and bounds against closed forms.
import { compile, grad, type RandomSource, randomStream, type Tensor } from '@stokast/autodiff';
import { stream } from '@stokast/sampling';
import { describe, expect, test } from 'vitest';
import { diffusionConfig } from '../../src/diffusion/config.ts';
import { boundTerms, dataBy, decoded, tablesOf, target, trainingLoss } from '../../src/diffusion/losses.ts';
import { scheduleOf } from '../../src/diffusion/parts.ts';
import { levelAt } from '../../src/diffusion/schedule.ts';
import { spreadTimes, stepsAt, withoutClass } from '../../src/diffusion/times.ts';
import type { PredictionType, VarianceType } from '../../src/index.ts';
import { madeDiffusion } from './made.ts';
import { type Part, perfect } from './mixture.ts';
import { worst } from './vectors.ts';

const f32 = (...shape: number[]) => ({ shape, dtype: 'f32' }) as const;

test.each(['epsilon', 'sample', 'vPrediction'] as const)(
  'what is asked for gives the data back: %s',
  (type) => {
    const [alpha, sigma] = [0.6, 0.8];
    const back = compile(
      (x0, noise) => {
        const x = x0.mul(alpha).add(noise.mul(sigma)) as Tensor;
        const [a, s] = [x.mul(0).add(alpha), x.mul(0).add(sigma)] as Tensor[];
        return dataBy(type, x, target(type, x0, noise, a, s), a, s);
      },
      [
        [2, 2],
        [2, 2],
      ],
    );
    const x0 = [0.5, -1, 2, 0.25];
    expect(worst(back(x0, [1, -0.5, 0.3, 2]) as Float64Array, x0)).toBeLessThan(1e-14);
  },
);

describe('times of a batch', () => {
  const draw = compile(
    (source: RandomSource) => {
      const times = spreadTimes(source, 64);
      return { times, steps: stepsAt(times, 1000) };
    },
    [randomStream],
  );

  test('are a circle of equal distances, uniform each', () => {
    const s = stream('times');
    const first: number[] = [];
    for (let i = 0; i < 400; i++) {
      const times = [...(draw(s).times as unknown as Float32Array)].sort((a, b) => a - b);
      for (let k = 1; k < 64; k++) expect(times[k] - times[k - 1]).toBeCloseTo(1 / 64, 5);
      expect(times[0] >= 0 && times[63] < 1).toBe(true);
      first.push((draw(s).times as unknown as Float32Array)[0]);
    }
    // Kolmogorov-Smirnov, at a significance of 1e-3: 1.95 / sqrt(400).
    const sorted = first.sort((a, b) => a - b);
    const distance = Math.max(
      ...sorted.map((x, i) => Math.max(Math.abs(x - i / 400), Math.abs(x - (i + 1) / 400))),
    );
    expect(distance).toBeLessThan(0.0975);
  });

  test('reach every step, the first and the last among them', () => {
    // A well-known small implementation leaves the first out (cloneofsimo/minDiffusion, superminddpm.py).
    const every = compile((source: RandomSource) => stepsAt(spreadTimes(source, 50), 50), [randomStream]);
    for (let i = 0; i < 20; i++) {
      const steps = [...(every(stream(i)) as unknown as Float32Array)];
      expect(new Set(steps)).toEqual(new Set(Array.from({ length: 50 }, (_, t) => t)));
    }
  });

  test('classes are kept from the network as often as asked for', () => {
    const config = diffusionConfig('Cannot make', { classes: 3, classDropout: 0.25 });
    const kept = compile(
      (label, source) => withoutClass(config, label, source) as Tensor,
      [f32(4000), randomStream],
    );
    const labels = kept(new Float32Array(4000).fill(1), stream('labels')) as unknown as Float32Array;
    const none = labels.filter((label) => label === 3).length;
    expect(labels.every((label) => label === 1 || label === 3)).toBe(true);
    expect(Math.abs(none / 4000 - 0.25)).toBeLessThan(0.025); // 3.6 standard errors
  });
});

describe('the last term', () => {
  test('is a probability over the levels', () => {
    const count = 17;
    const levels = Float64Array.from({ length: count }, (_, i) => -1 + (2 * i) / (count - 1));
    const logs = compile((x0, mean, logVar) => decoded(x0, mean.mul(1), logVar, count), [[count], [], []]);
    for (const mean of [-1.2, -0.99, 0.03, 0.7, 1])
      for (const logVar of [-12, -5, 0]) {
        const values = logs(levels, mean, logVar) as Float64Array;
        const all = values.reduce((sum, each) => sum + Math.exp(each), 0);
        expect(all).toBeCloseTo(1, 7);
        expect(values.every((each) => Number.isFinite(each) && each <= 1e-12)).toBe(true);
      }
  });

  test('is a normal density where there are no levels', () => {
    const log = compile((x, mean, logVar) => decoded(x, mean, logVar, null), [[], [], []]);
    expect(log(1.5, 0.5, Math.log(4))).toBeCloseTo(-0.5 * Math.log(2 * Math.PI * 4) - 1 / 8, 14);
  });
});

/** Three points of Gauss and Hermite: exact for what is a polynomial of degree 5 in a normal number. */
const NODES = [
  [-Math.sqrt(3), 1 / 6],
  [0, 2 / 3],
  [Math.sqrt(3), 1 / 6],
] as const;

/**
 * The mean bound of normal data under the perfect network, in closed form (each term is quadratic in x_0 and noise), less
 * the entropy of the data and what the last step still knows of them.
 */
function gap(type: PredictionType, varianceType: VarianceType, T: number): number {
  const part: Part = { weight: 1, mean: 0.3, deviation: 0.6 };
  const schedule = {
    betaStart: 0.1 / T,
    betaEnd: 6 / T,
    betaSchedule: 'linear',
    numTrainTimesteps: T,
  } as const;
  const config = diffusionConfig('Cannot make', {
    shape: [1],
    predictionType: type,
    varianceType,
    ...schedule,
  });
  const noise = scheduleOf(config);
  const tables = tablesOf(noise);
  const rows = Array.from({ length: T }, (_, t) =>
    NODES.flatMap(([a, p]) => NODES.map(([b, q]) => ({ t, x0: 0.3 + 0.6 * a, noise: b, weight: p * q }))),
  ).flat();
  const x = rows.map((row) => {
    const { alpha, sigma } = levelAt(noise, row.t);
    return alpha * row.x0 + sigma * row.noise;
  });
  const said = rows.flatMap((row, i) => {
    const { t } = row;
    const { alpha, sigma } = levelAt(noise, t);
    const prediction = perfect([part], type, { alpha, sigma }, x[i]);
    if (varianceType !== 'learnedRange') return [prediction];
    // x_t-1 given x_t is normal: the variance of q, and what is not known of x_0.
    const unknown = (0.36 * sigma ** 2) / (0.36 * alpha ** 2 + sigma ** 2);
    const variance = tables.variance[t] + tables.data[t] ** 2 * unknown;
    const share = (Math.log(variance) - tables.logSmall[t]) / (tables.logLarge[t] - tables.logSmall[t]);
    return [prediction, 2 * share - 1];
  });
  const n = rows.length;
  const program = compile(
    (x0, at, t, told) => boundTerms(config, tables, { x0, x: at, t, said: told }),
    [f32(n, 1), f32(n, 1), f32(n), f32(n, said.length / n)],
  );
  const terms = program(
    rows.map((row) => row.x0),
    x,
    rows.map((row) => row.t),
    said,
  ) as Float32Array;
  const { alpha, sigma } = levelAt(noise, T - 1);
  const prior = 0.5 * (sigma ** 2 + alpha ** 2 * (0.3 ** 2 + 0.6 ** 2) - 1) - Math.log(sigma);
  const last = alpha ** 2 * 0.36 + sigma ** 2;
  const known = 0.5 * (last + (alpha * 0.3) ** 2 - 1 - Math.log(last));
  const entropy = 0.5 * Math.log(2 * Math.PI * Math.E * 0.36);
  return terms.reduce((sum, each, i) => sum + rows[i].weight * each, prior) - entropy - known;
}

describe('the bound of the perfect network on normal data', () => {
  test.each(['epsilon', 'sample', 'vPrediction'] as const)('is no bound but the entropy: %s', (type) => {
    for (const T of [8, 60]) expect(Math.abs(gap(type, 'learnedRange', T))).toBeLessThan(2e-3);
  });

  test('is above it where variances are not what they should be', () => {
    for (const variance of ['fixedSmall', 'fixedLarge'] as const)
      for (const T of [8, 60]) expect(gap('sample', variance, T)).toBeGreaterThan(0.01);
  });
});

test('a learned variance is moved by L_vlb alone, and moves no mean', () => {
  const config = diffusionConfig('Cannot make', {
    shape: [1],
    varianceType: 'learnedRange',
    numTrainTimesteps: 20,
  });
  const fixed = diffusionConfig('Cannot make', { shape: [1], numTrainTimesteps: 20 });
  const of = (which: typeof config, width: number) =>
    compile(
      grad(
        (said: Tensor, x0: Tensor, x: Tensor, t: Tensor, noise: Tensor) =>
          trainingLoss(which, tablesOf(scheduleOf(which)), { x0, x, t, said, noise }).loss as never,
      ) as never,
      [f32(2, width), f32(2, 1), f32(2, 1), f32(2), f32(2, 1)] as never,
    ) as unknown as (...values: number[][]) => Float32Array;
  const rest = [
    [0.5, -1],
    [0.2, 0.4],
    [0, 7],
    [1, -1],
  ];
  const both = of(config, 2)([0.3, 0.1, -0.7, 0.6], ...rest);
  const mean = of(fixed, 1)([0.3, -0.7], ...rest);
  expect(worst([both[0], both[2]], mean)).toBeLessThan(1e-6);
  expect(Math.abs(both[1]) > 0 && Math.abs(both[3]) > 0).toBe(true);
});

describe('the bound of a model', () => {
  const data = { images: Float32Array.from({ length: 40 }, (_, i) => ((i * 5) % 17) / 16), shape: [2, 2] };
  const { model } = madeDiffusion({
    shape: [2, 2],
    width: 8,
    blocks: 1,
    numTrainTimesteps: 40,
    mean: 0.5,
    deviation: 0.5,
  });

  test('from some steps is fair: about what all steps give', () => {
    const all = model.bound(data, stream('all'), { timesteps: 1000 });
    const some = Array.from(
      { length: 40 },
      (_, i) => model.bound(data, stream(i), { timesteps: 3 }).nats.mean,
    );
    const mean = some.reduce((a, b) => a + b) / 40;
    const spread = Math.sqrt(some.reduce((a, b) => a + (b - mean) ** 2, 0) / 39 / 40);
    expect(Math.abs(mean - all.nats.mean)).toBeLessThan(4 * spread + 0.05 * all.nats.mean);
    expect(all.prior + all.steps + all.reconstruction).toBeCloseTo(all.nats.mean, 8);
    expect(all.bitsPerDimension).toBeCloseTo(all.nats.mean / (4 * Math.LN2), 12);
    expect(String(all)).toMatch(/^-log p\(x\) <= [\d.]+ \+- [\d.]+ nats, [\d.]+ bits a number$/);
  });

  test('refuses data that are not of the model', () => {
    expect(() => model.bound({ ...data, shape: [4] }, stream(1))).toThrow(/`data.shape` must be \[2, 2\]/);
    expect(() => model.bound(data, stream(1), { timesteps: 0 })).toThrow(/`options.timesteps`/);
    const { model: told } = madeDiffusion({ shape: [2, 2], width: 8, blocks: 1, classes: 2 });
    expect(() => told.bound(data, stream(1))).toThrow(/`data.labels` must be a class/);
    expect(() => told.bound({ ...data, labels: new Uint8Array(10).fill(2) }, stream(1))).toThrow(
      /`data.labels\[0\]`/,
    );
  });
});
