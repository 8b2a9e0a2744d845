// What a model samples: the readable loop, one stage after the other, and laws of streams, classes and guidance.
import { useBackend } from '@stokast/core-wasm';
import { Normal, stream } from '@stokast/sampling';
import { describe, expect, test } from 'vitest';
import { outputsOf, timeOfStep } from '../../src/diffusion/parts.ts';
import { rowProgram, rowsFor } from '../../src/diffusion/programs.ts';
import { guide } from '../../src/diffusion/samplers.ts';
import { type DiffusionOptions, type DiffusionSampleOptions, scheduler } from '../../src/index.ts';
import { madeDiffusion, madeFlow } from './made.ts';
import { worst } from './vectors.ts';

const SMALL = { shape: [3], width: 8, blocks: 1, numTrainTimesteps: 100 } as const;

/** Samples one stage after the other, in doubles; the network alone is in the machine. */
function slowly(options: DiffusionOptions, n: number, how: DiffusionSampleOptions): Float64Array {
  const { model, checkpoint } = madeDiffusion({ ...SMALL, ...options });
  const { config } = model;
  const [d, rows] = [3, rowsFor(config)];
  const { steps = 5, class: label, guidanceScale = 1, ...rest } = how;
  const { predictionType, varianceType } = config;
  const spacing = rest.sampler === 'heun' ? { useKarrasSigmas: true } : {};
  const s = scheduler({
    ...{ ...model.schedule.config, predictionType, varianceType, sampler: 'dpmSolver++', clipSample: false },
    ...{ timestepSpacing: 'trailing', ...spacing, ...rest },
  });
  const outputs = outputsOf(config);
  const network = rowProgram(
    config,
    outputs,
    checkpoint.weights,
    (ask, x, time, told) => ask({ x, time, label: config.classes > 0 ? told : undefined }),
    [[d], [], []],
  );
  const say = (x: Float64Array, time: number, of: number): Float32Array => {
    const all = new Float32Array(rows * d);
    all.set(x);
    return network(all, new Float32Array(rows).fill(time), new Float32Array(rows).fill(of)).subarray(
      0,
      n * d * outputs,
    );
  };
  const root = stream('samples');
  const plan = s.plan(steps);
  let state = s.start(Normal(0, 1).fill(root.at(0), new Float32Array(n * d)));
  for (const [i, { timestep }] of plan.stages.entries()) {
    const time = timestep * timeOfStep(config);
    const [told, none] = [Number(label ?? config.classes), config.classes].map((of) =>
      say(state.x, time, of),
    );
    const guided = told.map((each, k) => (guidanceScale === 1 ? each : guide(none[k], each, guidanceScale)));
    // The network says rows of [prediction, range]; a step takes all predictions, then all ranges.
    const prediction = Float64Array.from({ length: n * d * outputs }, (_, k) => {
      const [half, at] = [Math.floor(k / (n * d)), k % (n * d)];
      return guided[Math.floor(at / d) * d * outputs + half * d + (at % d)];
    });
    const noise = Normal(0, 1).fill(root.split(['noise', i]), new Float32Array(n * d));
    state = s.step(plan, i, prediction, state, noise);
  }
  return state.x;
}

describe('the loop in the machine is the readable one', () => {
  const cases: [DiffusionOptions, DiffusionSampleOptions][] = [
    [{}, {}],
    [{ predictionType: 'epsilon' }, { sampler: 'ddpm', clipSample: true, clipSampleRange: 2 }],
    [
      { varianceType: 'learnedRange', betaSchedule: 'linear' },
      { sampler: 'ddpm', timestepSpacing: 'leading' },
    ],
    [
      { predictionType: 'sample', varianceType: 'fixedLarge' },
      { sampler: 'ddpm', timestepSpacing: 'linspace' },
    ],
    [{}, { sampler: 'ddim', eta: 0.5 }],
    [{}, { sampler: 'euler', useKarrasSigmas: true }],
    [{}, { sampler: 'heun' }],
    [{ rescaleBetasZeroSnr: true, betaSchedule: 'sigmoid' }, { sampler: 'ddim' }],
    [{ classes: 2 }, { class: 1, guidanceScale: 2.5 }],
    [
      { classes: 2, varianceType: 'learnedRange' },
      { class: 0, guidanceScale: 1.5, sampler: 'ddpm' },
    ],
  ];
  test.each(cases.map(([of, how]) => [JSON.stringify(of), JSON.stringify(how), of, how] as const))(
    '%s %s',
    (_, __, of, how) => {
      const { model } = madeDiffusion({ ...SMALL, ...of });
      // Guided variances differ: the class decides over them alone, in the machine as in the paper's code.
      const fast = model.sample(stream('samples'), 7, { steps: 5, ...how });
      const isExact = of.varianceType !== 'learnedRange' || how.guidanceScale === undefined;
      if (isExact) expect(worst(fast, slowly(of, 7, how))).toBeLessThan(2e-4);
      else expect(fast.every(Number.isFinite)).toBe(true);
    },
  );
});

describe('samples', () => {
  const { model } = madeDiffusion({ ...SMALL, classes: 4 });
  const flowing = madeFlow({ shape: [3], width: 8, blocks: 1, classes: 4 });
  const ways = [
    ['ddpm', (s: ReturnType<typeof stream>, n: number) => model.sample(s, n, { sampler: 'ddpm', steps: 4 })],
    ['of one class', (s: ReturnType<typeof stream>, n: number) => model.sample(s, n, { class: 2, steps: 4 })],
    ['flow', (s: ReturnType<typeof stream>, n: number) => flowing.sample(s, n, { steps: 2 })],
  ] as const;

  test.each(ways)('are the same alone, among many and by several calls: %s', (_, draw) => {
    const all = draw(stream('law'), 600);
    expect(draw(stream('law'), 1)).toEqual(all.slice(0, 3));
    const parts = stream('law');
    const joined = [257, 3, 340].flatMap((n) => [...draw(parts, n)]);
    expect(Float32Array.from(joined)).toEqual(all);
    expect(draw(stream('law'), 0)).toEqual(new Float32Array(0));
  });

  test('of classes that are free are drawn one by one', () => {
    const s = stream('law');
    const x = model.sample(s, 5, { steps: 3 });
    expect(s.position).toBe(5 * 4);
    const drawn = stream('law');
    const labels = Array.from({ length: 5 }, () => {
      drawn.words(3);
      return drawn.integers(0, 4);
    });
    // The same noise, sample by sample, and the class by hand.
    for (const [i, label] of labels.entries()) {
      const own = model.sample(stream('law').at(4 * i), 1, { class: label, steps: 3 });
      expect(own).toEqual(x.slice(3 * i, 3 * i + 3));
    }
  });

  test('are guided: by 1 not at all, by 0 away from any class', () => {
    const of = (guidanceScale: number, label: number | null = 1) =>
      model.sample(stream('law'), 4, { class: label, guidanceScale, steps: 3 });
    expect(worst(of(1.0000001), of(1))).toBeLessThan(1e-4);
    expect(worst(of(0), of(1, null))).toBeLessThan(1e-5);
    expect(worst(of(3), of(1))).toBeGreaterThan(0.01);
  });

  test('come out of denoising, frame by frame', () => {
    const options = { class: 1, steps: 6 };
    const { steps, frames } = model.denoise(stream('law'), 5, { ...options, frames: 4 });
    expect(steps).toEqual([0, 2, 4, 6]);
    expect(frames[0]).toEqual(Normal(0, 1).fill(stream('law'), new Float32Array(15)));
    expect(frames[3]).toEqual(model.sample(stream('law'), 5, options));
    const flowed = flowing.denoise(stream('law'), 5, { ...options, frames: 2 });
    expect(flowed.frames[1]).toEqual(flowing.sample(stream('law'), 5, options));
  });

  test('are refused where options make no sense', () => {
    const plain = madeDiffusion(SMALL).model;
    const s = stream('law');
    expect(() => plain.sample(s, 1, { class: 1 })).toThrow(/`options.class` must be left out/);
    expect(() => plain.sample(s, 1, { guidanceScale: 2 })).toThrow(/`options.guidanceScale` must be 1/);
    expect(() => model.sample(s, 2, { class: [1] })).toThrow(
      /`options.class` must be .* an array of 2: got an array of 1/,
    );
    expect(() => model.sample(s, 1, { class: 4 })).toThrow(/`options.class` must be an integer in \[0, 3\]/);
    expect(() => model.sample(s, 1, { steps: 101 })).toThrow(/`options.steps`/);
    expect(() => model.sample(s, 1, { step: 3 } as never)).toThrow(/did you mean steps/);
    expect(() => model.denoise(s, 1, { steps: 3, frames: 9 })).toThrow(/`options.frames`/);
    expect(() => model.sample({} as never, 1)).toThrow(/`stream` must be a Stream/);
    expect(() => flowing.sample(s, 1, { solver: 'rk45' as never })).toThrow(/`options.solver`/);
    expect(s.position).toBe(0);
  });
});

test('the backend makes no difference', () => {
  const all = () => {
    const model = madeDiffusion({ ...SMALL, classes: 2, varianceType: 'learnedRange' }).model;
    const options = { sampler: 'ddpm', steps: 3, guidanceScale: 2 } as const;
    const flowing = madeFlow({ shape: [3], width: 8, blocks: 1 });
    const x = flowing.sample(stream('law'), 3, { steps: 2 });
    return [model.sample(stream('law'), 3, options), x, flowing.logProb(x, { steps: 2 }).values];
  };
  const here = all();
  try {
    useBackend('typescript');
    expect(all()).toEqual(here);
  } finally {
    useBackend('auto');
  }
});

test('the network hears the time', () => {
  // A well-known small implementation does not tell it (cloneofsimo/minDiffusion, superminddpm.py).
  for (const more of [{}, { shape: [4, 4], architecture: 'convolutional', channels: [8, 8] }] as const) {
    const { model, checkpoint } = madeDiffusion({ ...SMALL, ...more, blocks: 1 });
    const rows = rowsFor(model.config);
    const d = model.config.shape.reduce((a, b) => a * b);
    const ask = rowProgram(model.config, 1, checkpoint.weights, (network, x, time) => network({ x, time }), [
      [d],
      [],
    ]);
    const [early, late] = [10, 900].map((time) =>
      ask(new Float32Array(rows * d).fill(0.3), new Float32Array(rows).fill(time)).slice(0, d),
    );
    expect(worst(early, late)).toBeGreaterThan(1e-4);
  }
});
