// Single steps of every sampler against the reference, whatever the network predicts.
import { describe, expect, test } from 'vitest';
import { type SchedulerConfig, scheduler } from '../../src/index.ts';
import { vectors, worst } from './vectors.ts';

const cases: Record<string, Partial<SchedulerConfig>> = {
  'ddpm fixedSmall': { sampler: 'ddpm' },
  'ddpm fixedLarge': { sampler: 'ddpm', varianceType: 'fixedLarge' },
  'ddim 0': { sampler: 'ddim' },
  'ddim 0.4': { sampler: 'ddim', eta: 0.4 },
  'ddim 1': { sampler: 'ddim', eta: 1 },
  euler: { sampler: 'euler' },
  heun: { sampler: 'heun' },
  'dpmSolver++': { sampler: 'dpmSolver++' },
};

describe.each(vectors.steps.map((each) => [`${each.betaSchedule}, step ${each.i} of 10`, each] as const))(
  '%s',
  (_, { betaSchedule, i, x, noise, other, result, ...predictions }) => {
    test.each(Object.keys(result))('%s', (name) => {
      for (const predictionType of ['epsilon', 'sample', 'vPrediction'] as const) {
        const s = scheduler({ betaSchedule, predictionType, clipSample: false, ...cases[name] });
        const plan = s.plan(10);
        const start = { x: Float64Array.from(x), memory: Float64Array.from(other) };
        const at = name === 'heun' ? 2 * i : i;
        let state = s.step(plan, at, predictions[predictionType], start, noise);
        expect(worst(state.data, predictions.sample)).toBeLessThan(1e-12);
        if (name === 'heun') {
          // The network gives `other` as noise at the guess: in the words of the prediction there.
          const from = scheduler({
            betaSchedule,
            clipSample: false,
            predictionType: 'epsilon',
            sampler: 'heun',
          });
          const { data } = from.step(from.plan(10), at + 1, other, state);
          const bar = s.schedule.alphasCumprod[plan.stages[at + 1].timestep];
          const v = data.map((x0, j) => Math.sqrt(bar) * other[j] - Math.sqrt(1 - bar) * x0);
          const said = { epsilon: other, sample: data, vPrediction: v }[predictionType];
          state = s.step(plan, at + 1, said, state);
        }
        expect(worst(state.x, result[name])).toBeLessThan(1e-10);
      }
    });
  },
);

test('a learned variance lies between its ends in logarithms', () => {
  const s = scheduler({ varianceType: 'learnedRange', clipSample: false });
  const ends = (['fixedSmall', 'fixedLarge'] as const).map((varianceType) =>
    scheduler({ varianceType, clipSample: false }),
  );
  const start = s.start([0.3, 0.3, 0.3]);
  const plan = s.plan(20);
  const epsilon = [0.1, 0.1, 0.1];
  const { x } = s.step(plan, 7, [...epsilon, -1, 0, 1], start, [1, 1, 1]);
  const [small, large] = ends.map((end) => end.step(end.plan(20), 7, epsilon, start, [1, 1, 1]).x[0]);
  const [mean] = s.step(plan, 7, [...epsilon, 0, 0, 0], start, [0, 0, 0]).x;
  expect(x[0]).toBeCloseTo(small, 13);
  expect(x[2]).toBeCloseTo(large, 13);
  expect((x[1] - mean) ** 2).toBeCloseTo((small - mean) * (large - mean), 13);
  // The last step draws nothing, and gives the data.
  const last = s.step(plan, 19, [...epsilon, 0, 0, 0], start);
  expect(last.x).toEqual(last.data);
});

test('clipping keeps the data in bounds, and only where it is asked for', () => {
  const far = [-9, 9];
  const free = scheduler({ sampler: 'ddim', predictionType: 'sample', clipSample: false });
  const kept = scheduler({ sampler: 'ddim', predictionType: 'sample', clipSampleRange: 2 });
  expect([...free.step(free.plan(5), 4, far, free.start([0, 0])).x]).toEqual(far);
  expect([...kept.step(kept.plan(5), 4, far, kept.start([0, 0])).x]).toEqual([-2, 2]);
});

test('data and noise make the level of a step', () => {
  const s = scheduler({ betaSchedule: 'squaredcosCapV2' });
  const bar = s.schedule.alphasCumprod[400];
  expect([...s.addNoise([1, 0], [0, 1], 400)]).toEqual([Math.sqrt(bar), Math.sqrt(1 - bar)]);
});
