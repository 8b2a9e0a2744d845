// Schedules and timesteps against the reference, and what is refused.
import { describe, expect, test } from 'vitest';
import { noiseSchedule, scheduler } from '../../src/index.ts';
import { vectors, worst } from './vectors.ts';

describe('noise schedules', () => {
  test.each(vectors.schedules.map((each) => [JSON.stringify(each.config), each] as const))(
    '%s',
    (_, { config, at, betas, alphasCumprod }) => {
      const schedule = noiseSchedule(config);
      const last = config.numTrainTimesteps - 1;
      for (const [i, t] of at.entries()) {
        expect(Math.abs(schedule.betas[t] / betas[i] - 1)).toBeLessThan(1e-11);
        // Rounding alone is left of the signal at the end of a schedule without one.
        if (t === last && config.rescaleBetasZeroSnr) expect(schedule.alphasCumprod[t]).toBe(0);
        else expect(Math.abs(schedule.alphasCumprod[t] / alphasCumprod[i] - 1)).toBeLessThan(1e-11);
      }
    },
  );

  test('are refused where they are none', () => {
    expect(() => noiseSchedule({ betaSchedule: 'cosine' as never })).toThrow(/`betaSchedule` must be one of/);
    expect(() => noiseSchedule({ betaStart: 0 })).toThrow(/`betaStart`/);
    expect(() => noiseSchedule({ betaStart: 0.02, betaEnd: 0.01 })).toThrow(
      /`betaEnd` must be in \[0.02, 1\]/,
    );
    expect(() => noiseSchedule({ numTrainTimesteps: 1.5 })).toThrow(/`numTrainTimesteps`/);
    expect(() => noiseSchedule({ betasStart: 0.1 } as never)).toThrow(/did you mean betaStart/);
  });
});

describe('timesteps', () => {
  test.each(vectors.spacings.map((each) => [`${each.spacing} ${each.n} of ${each.T}`, each] as const))(
    '%s',
    (_, { spacing, T, n, timesteps }) => {
      const s = scheduler({ numTrainTimesteps: T, timestepSpacing: spacing, sampler: 'ddim' });
      expect(s.plan(n).stages.map((stage) => stage.timestep)).toEqual(timesteps);
    },
  );

  test('of Karras et al. fall in sigma^(1/7), from the last step to the first', () => {
    const s = scheduler({ sampler: 'euler', useKarrasSigmas: true, betaSchedule: 'scaledLinear' });
    const { stages } = s.plan(9);
    const ratios = stages.map(({ from }) => -from.prediction / 1); // epsilon: sigma / alpha
    const roots = ratios.map((ratio) => ratio ** (1 / 7));
    const gaps = roots.slice(1).map((root, i) => roots[i] - root);
    expect(
      worst(
        gaps,
        gaps.map(() => gaps[0]),
      ),
    ).toBeLessThan(1e-12);
    expect([stages[0].timestep, stages[8].timestep]).toEqual([999, 0]);
    for (const { timestep, from } of stages.slice(1, -1)) {
      const at = (t: number) => Math.log(1 / s.schedule.alphasCumprod[t] - 1) / 2;
      const low = Math.floor(timestep);
      const between = at(low) + (timestep - low) * (at(low + 1) - at(low));
      expect(Math.log(-from.prediction)).toBeCloseTo(between, 10);
    }
  });
});

test('a scheduler refuses what makes no sense', () => {
  expect(() => scheduler({ rescaleBetasZeroSnr: true })).toThrow(/noise alone does not tell the data/);
  expect(() => scheduler({ eta: 0.5 })).toThrow(/`eta` must be 0, unless the sampler is 'ddim'/);
  expect(() => scheduler({ eta: 2 })).toThrow(/`eta` must be in \[0, 1\]/);
  expect(() => scheduler({ sampler: 'dpm' as never })).toThrow(/`sampler`/);
  const s = scheduler();
  expect(() => s.plan(0)).toThrow(/`n` must be an integer in \[1, 1000\]/);
  const plan = s.plan(2);
  expect(() => s.step(plan, 2, [0], s.start([0]), [0])).toThrow(/`i`/);
  expect(() => s.step(plan, 0, [0, 0], s.start([0]), [0])).toThrow(/`prediction.length` must be 1/);
  expect(() => s.step(plan, 0, [0], s.start([0]))).toThrow(/`noise.length` must be 1/);
  expect(Object.isFrozen(plan) && Object.isFrozen(plan.stages)).toBe(true);
});
