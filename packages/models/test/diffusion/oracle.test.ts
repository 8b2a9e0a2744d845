// Samplers without a network: what the perfect one would predict is known in closed form.
import { describe, expect, test } from 'vitest';
import { guide, stagesOf } from '../../src/diffusion/samplers.ts';
import { CLEAN, type Level, levelAt } from '../../src/diffusion/schedule.ts';
import { takeStep } from '../../src/diffusion/scheduler.ts';
import type { Place } from '../../src/diffusion/timesteps.ts';
import { type SamplerName, type SamplingState, scheduler } from '../../src/index.ts';
import { density, expectedData, flowed, type Part, perfect } from './mixture.ts';

const normal: Part[] = [{ weight: 1, mean: 0.7, deviation: 0.4 }];
const mixture: Part[] = [
  { weight: 0.3, mean: -1, deviation: 0.3 },
  { weight: 0.7, mean: 0.8, deviation: 0.5 },
];

/** The level that is told to a network as a step that is no integer, and the level of the next place. */
const level = (lambda: number): Level => {
  const alpha = 1 / Math.sqrt(1 + Math.exp(-2 * lambda));
  return { alpha, sigma: alpha * Math.exp(-lambda) };
};

describe('one step is the exact one', () => {
  const s = scheduler({ betaSchedule: 'squaredcosCapV2', clipSample: false, sampler: 'ddpm' });

  test.each(['epsilon', 'sample', 'vPrediction'] as const)('the mean of ddpm, %s', (predictionType) => {
    const one = scheduler({ ...s.config, predictionType });
    const plan = one.plan(20);
    const [at, to] = [7, 8].map((i) => levelAt(one.schedule, plan.stages[i].timestep));
    for (const x of [-2, 0.1, 1.3]) {
      const prediction = [perfect(normal, predictionType, at, x)];
      const { x: got } = one.step(plan, 7, prediction, one.start([x]), [0]);
      // E[x_2 | x], as x and x_2 are jointly normal: covariance (alpha / alpha_2) var(x_2).
      const variance = ({ alpha, sigma }: Level) => (alpha * 0.4) ** 2 + sigma ** 2;
      const slope = ((at.alpha / to.alpha) * variance(to)) / variance(at);
      expect(got[0]).toBeCloseTo(to.alpha * 0.7 + slope * (x - at.alpha * 0.7), 12);
    }
  });

  test.each(['ddim', 'euler', 'heun', 'dpmSolver++'] as const)(
    '%s, where all data are at one place: any stride is exact',
    (sampler) => {
      const one = scheduler({ ...s.config, sampler });
      const plan = one.plan(5);
      const point: Part[] = [{ weight: 1, mean: -0.6, deviation: 0 }];
      const levels = [...one.schedule.alphasCumprod].map((_, t) => levelAt(one.schedule, t));
      let state: SamplingState = one.start([1.7]);
      const [first] = plan.stages;
      for (const [i, stage] of plan.stages.entries()) {
        const at = levels[stage.timestep];
        state = one.step(plan, i, [perfect(point, 'epsilon', at, state.x[0])], state);
        const last = i === plan.stages.length - 1;
        if (!stage.complete || last) continue;
        const to = levels[plan.stages[i + 1].timestep];
        const exact = flowed([{ ...point[0], deviation: 0 }], levels[first.timestep], to, 1.7);
        expect(state.x[0]).toBeCloseTo(exact, 10);
      }
      expect(state.x[0]).toBeCloseTo(-0.6, 10);
    },
  );
});

/** The worst distance to the exact solution after n steps from log(alpha / sigma) = -3 to 3. */
function errorOf(sampler: SamplerName, n: number): number {
  const places: Place[] = Array.from({ length: n + 1 }, (_, i) => {
    const lambda = -3 + (6 * i) / n;
    return { timestep: lambda, ...level(lambda) };
  });
  const settings = { sampler, eta: 0, predictionType: 'epsilon', varianceType: 'fixedSmall' } as const;
  const plan = { steps: n, stages: stagesOf(places, settings), clip: Number.POSITIVE_INFINITY };
  const xs = [-1.8, -0.4, 0.1, 0.9, 2];
  let state: SamplingState = { x: Float64Array.from(xs), memory: new Float64Array(xs.length) };
  for (const [i, { timestep }] of plan.stages.entries()) {
    const prediction = state.x.map((x) => perfect(mixture, 'epsilon', level(timestep), x));
    state = takeStep(plan, i, prediction, state);
  }
  const exact = xs.map((x) => flowed(mixture, places[0], places[n], x));
  return Math.max(...exact.map((x, i) => Math.abs(x - state.x[i])));
}

test.each([
  ['euler', 1],
  ['ddim', 1],
  ['heun', 2],
  ['dpmSolver++', 2],
] as const)('%s converges at order %i', (sampler, order) => {
  const errors = [40, 80, 160, 320].map((n) => errorOf(sampler, n));
  const orders = errors.slice(1).map((error, i) => Math.log2(errors[i] / error));
  expect(orders.at(-1)).toBeGreaterThan(order - 0.12);
  expect(orders.at(-1)).toBeLessThan(order + 0.3);
  expect(errors[3]).toBeLessThan(order === 1 ? 0.02 : 0.0005);
});

test.each([
  ['linspace', 0.003],
  ['leading', 0.006],
  ['trailing', 0.001],
] as const)('whole runs come to the data, %s', (timestepSpacing, allowed) => {
  const options = { betaSchedule: 'squaredcosCapV2', timestepSpacing, clipSample: false } as const;
  const s = scheduler({ ...options, sampler: 'dpmSolver++' });
  const plan = s.plan(200);
  const first = levelAt(s.schedule, plan.stages[0].timestep);
  for (const x of [-1, 0.2, 1.5]) {
    let state = s.start([x]);
    for (const [i, { timestep }] of plan.stages.entries())
      state = s.step(
        plan,
        i,
        [perfect(mixture, 'epsilon', levelAt(s.schedule, timestep), state.x[0])],
        state,
      );
    expect(Math.abs(state.x[0] - flowed(mixture, first, CLEAN, x))).toBeLessThan(allowed);
  }
});

describe('moments of ancestral sampling are exact as T grows', () => {
  // x_0 as the perfect network predicts it is affine in x for normal data, so moments go through a step in closed form.
  const errors = (T: number, varianceType: 'fixedSmall' | 'fixedLarge'): [mean: number, variance: number] => {
    const beta = { betaStart: 0.1 / T, betaEnd: 20 / T };
    const s = scheduler({ numTrainTimesteps: T, ...beta, varianceType, clipSample: false });
    const { stages } = s.plan(T);
    let [mean, variance] = [0, 1];
    for (const { timestep, next } of stages) {
      const at = levelAt(s.schedule, timestep);
      const [zero, one] = [0, 1].map((x) => expectedData(normal, at, x));
      const slope = next.x + next.data * (one - zero);
      mean = slope * mean + next.data * zero;
      variance = slope * slope * variance + next.noise * next.noise;
    }
    return [Math.abs(mean - 0.7), Math.abs(variance - 0.16)];
  };
  test.each(['fixedSmall', 'fixedLarge'] as const)('%s', (varianceType) => {
    const [coarse, middle, fine] = [100, 1000, 10_000].map((T) => errors(T, varianceType));
    expect(fine[0]).toBeLessThan(0.004); // what is left of the mean at the last step, exp(-5)
    expect(fine[1]).toBeLessThan(5e-4);
    expect(coarse[1] / middle[1]).toBeGreaterThan(7);
    expect(middle[1] / fine[1]).toBeGreaterThan(7);
  });
});

test('the large variance keeps x_t at its own when there is nothing to learn', () => {
  // Data that are standard normal stay so at each level: no step may change their variance as T grows.
  const s = scheduler({ varianceType: 'fixedLarge', clipSample: false });
  const { stages } = s.plan(1000);
  const standard: Part[] = [{ weight: 1, mean: 0, deviation: 1 }];
  const { next, timestep } = stages[500];
  const slope = next.x + next.data * expectedData(standard, levelAt(s.schedule, timestep), 1);
  expect(slope * slope + next.noise * next.noise).toBeCloseTo(1, 12);
});

test('guidance is the score of p(x) (p(x | class) / p(x))^scale', () => {
  const classes = mixture.map((part) => [{ ...part, weight: 1 }]);
  const at = level(0.4);
  for (const scale of [0, 1, 3.5]) {
    for (const x of [-1.2, 0.3, 1.1]) {
      const logDensity = (y: number) =>
        (1 - scale) * Math.log(density(mixture, at, y)) + scale * Math.log(density(classes[1], at, y));
      const h = 1e-5;
      const score = (logDensity(x + h) - logDensity(x - h)) / (2 * h);
      const [all, one] = [mixture, classes[1]].map((parts) => perfect(parts, 'epsilon', at, x));
      expect(guide(all, one, scale)).toBeCloseTo(-at.sigma * score, 7);
    }
  }
});
