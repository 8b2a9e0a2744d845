import { Normal, stream } from '@stokast/sampling';
import { beforeAll, describe, expect, test } from 'vitest';
import type { GanOptions } from '../../src/gan/config.ts';
import type { Gan } from '../../src/gan/gan.ts';
import { gan, ganRecipe } from '../../src/gan/spec.ts';
import type { ImageData } from '../../src/train/images.ts';
import { readCheckpoint } from '../../src/train/save.ts';
import { startTraining } from '../../src/train/trainer.ts';
import { resumeEqualsNeverStopping, trainingLaws } from '../laws.ts';

/** Blots about the middle of the left half or of the right, whose side is the class. */
const blots = (n: number, [h, w]: [number, number]): Required<ImageData> => {
  const s = stream('blots');
  const labels = s.integers(0, 2, n);
  const noise = Normal(0, 0.1).fill(s, new Float32Array(n * h * w));
  const images = noise.map((e, i) => {
    const [y, x] = [Math.floor(i / w) % h, i % w];
    const centre = (labels[Math.floor(i / (h * w))] + 0.5) * (w / 2) - 0.5;
    return Math.min(1, Math.max(0, 1 + e - 0.4 * ((x - centre) ** 2 + (y - (h - 1) / 2) ** 2)));
  });
  return { images, shape: [h, w], labels };
};

const small: GanOptions = {
  latent: 3,
  generator: { hidden: [8] },
  discriminator: { hidden: [8] },
};

const kinds: [string, GanOptions][] = [
  ['dense', {}],
  ['uniform', { noise: 'uniform', output: 'linear', averageDecay: 0.5 }],
  ['hinge, spectral norm', { loss: 'hinge', spectralNorm: true, r1: 0 }],
  ['WGAN-GP', { loss: 'wassersteinGradientPenalty', discriminatorSteps: 2, r1: 0 }],
  ['conditional', { classes: 2, labelSmoothing: 0.1, schedule: 'constant' }],
  [
    'all: convolutional, conditional, spectral norm',
    {
      architecture: 'convolutional',
      classes: 2,
      spectralNorm: true,
      generator: { hidden: [4, 3] },
      discriminator: { hidden: [3, 4] },
    },
  ],
];

describe.each(kinds)('%s', (name, options) => {
  const data = blots(64, [5, 6]);
  const spec = gan({ ...small, shape: [5, 6], ...options });
  let model: Gan;
  beforeAll(async () => {
    model = await spec.fit(data, { stream: stream('fit'), steps: 6, batchSize: 16 });
  });
  const own = options.classes ? { class: 1 } : {};
  const pixels = 30;

  test('example i is the same alone, among many and in parts', () => {
    const all = model.sample(stream('s'), 70);
    expect(all.length).toBe(70 * pixels);
    expect(all.every(Number.isFinite)).toBe(true);
    const s = stream('s');
    const parts = [1, 2, 67].flatMap((n) => [...model.sample(s, n)]);
    expect(parts).toEqual([...all]);
    expect(model.sample(stream('s'), 0)).toEqual(new Float32Array(0));
  });

  test('a latent stands for an example; a way begins and ends with its own', () => {
    const z = model.latents(stream('s'), 2);
    expect(model.generate(z, own)).toEqual(model.sample(stream('s'), 2, own));
    for (const way of ['linear', 'spherical'] as const) {
      const walk = model.interpolate(z.subarray(0, 3), z.subarray(3), 5, way, own);
      expect(walk.length).toBe(5 * pixels);
      expect(walk.subarray(0, pixels)).toEqual(model.generate(z.subarray(0, 3), own));
      expect(walk.subarray(4 * pixels)).toEqual(model.generate(z.subarray(3), own));
    }
  });

  test('the laws of trainings', async () => {
    const training = { recipe: ganRecipe(spec.config), data, batchSize: 16, steps: 6 };
    if (name.startsWith('all')) await trainingLaws(training);
    else await resumeEqualsNeverStopping(training, [3]);
  });
});

const fitted = (options: GanOptions, steps = 6): Promise<Gan> =>
  gan({ ...small, shape: [4, 4], ...options }).fit(blots(64, [4, 4]), {
    stream: stream('fit'),
    steps,
    batchSize: 16,
  });

test('samples come from the moving average, logits from the discriminator as it is', async () => {
  const model = await fitted({ averageDecay: 0.9 });
  const { weights, average } = readCheckpoint('Cannot load', model.save());
  expect([...average.keys()]).toEqual([...weights.keys()].filter((name) => name.startsWith('generator.')));
  const last = ganRecipe(model.config).model({
    kind: 'gan',
    config: model.config,
    weights,
    average: new Map(),
  });
  expect(last.sample(stream(1), 1)).not.toEqual(model.sample(stream(1), 1));
  const data = blots(3, [4, 4]);
  expect(last.discriminate(data)).toEqual(model.discriminate(data));
});

test('the discriminator moves in its own phase alone, and so does the generator', async () => {
  const spec = gan({ ...small, shape: [4, 4], averageDecay: 0 });
  const recipe = ganRecipe(spec.config);
  const moved = async (phase: number): Promise<string[]> => {
    const objective = (steps: number) => {
      const all = recipe.objective(steps);
      return { ...all, phases: [all.phases[phase]] };
    };
    const run = startTraining({ ...recipe, objective }, blots(64, [4, 4]), {
      stream: stream('fit'),
      steps: 1,
      batchSize: 16,
    });
    const before = readCheckpoint('', await run.save()).weights;
    await run.step();
    const after = readCheckpoint('', await run.save()).weights;
    return [...before.keys()].filter((name) => String(before.get(name)) !== String(after.get(name)));
  };
  expect((await moved(0)).every((name) => name.startsWith('discriminator.'))).toBe(true);
  expect((await moved(1)).every((name) => name.startsWith('generator.'))).toBe(true);
  expect((await moved(1)).length).toBe(4);
});

test('the power method goes on from one step to the next', async () => {
  const spec = gan({ ...small, shape: [4, 4], spectralNorm: true });
  const run = spec.start(blots(64, [4, 4]), { stream: stream(1), steps: 40, batchSize: 16 });
  const vectors = async () => readCheckpoint('', await run.save()).weights.get('spectral.0') as Float32Array;
  const turned: number[] = [];
  for (let before = await vectors(); run.progress.step < 40; ) {
    await run.step();
    const after = await vectors();
    turned.push(1 - after.reduce((sum, x, i) => sum + x * before[i], 0) / Math.hypot(...before));
    before = after;
  }
  run.close();
  // It comes to rest, nearly: the matrix moves a little.
  expect(turned[0]).toBeGreaterThan(0.01);
  expect(Math.max(...turned.slice(30))).toBeLessThan(0.01);
});

test('what a step reports', async () => {
  const run = gan({ ...small, shape: [4, 4] }).start(blots(64, [4, 4]), { stream: stream(1), batchSize: 16 });
  expect(Object.keys(await run.step())).toEqual([
    'discriminator.loss',
    'discriminator.real',
    'discriminator.made',
    'discriminator.r1',
    'generator.loss',
  ]);
  run.close();
});

test('a conditional model makes what it is asked for', async () => {
  const hidden = [16];
  const model = await fitted(
    {
      classes: 2,
      generator: { hidden, learningRate: 0.005 },
      discriminator: { hidden, learningRate: 0.005 },
    },
    400,
  );
  for (const label of [0, 1]) {
    const images = model.sample(stream('s'), 50, { class: label });
    let right = 0;
    for (let i = 0; i < 50; i++) {
      let lean = 0;
      for (let j = 0; j < 16; j++) lean += images[i * 16 + j] * ((j % 4) - 1.5);
      if (lean > 0 === (label === 1)) right++;
    }
    expect(right).toBeGreaterThan(45);
  }
  const mixed = model.sample(stream('s'), 2, { class: [1, 0] });
  expect(mixed.subarray(0, 16)).toEqual(model.sample(stream('s'), 1, { class: 1 }));
}, 30_000);

test('mean and deviation come from the data where they are points', async () => {
  const images = Float32Array.of(1, 5, 3, 5, 1, 5, 3, 5);
  const model = await gan({ ...small, shape: [2] }).fit(
    { images, shape: [2] },
    { stream: stream(1), steps: 1, batchSize: 2 },
  );
  expect(model.config.mean).toEqual([2, 5]);
  expect(model.config.deviation).toEqual([1, 1]);
});

test('it says what it is', async () => {
  const model = await fitted({});
  expect(String(model)).toBe('Gan(3 -> 8 -> [4, 4], dense, nonSaturating, 321 parameters)');
  expect(model.toJSON()).toEqual({ type: 'gan', config: model.config, parameters: 321 });
});

test.each([
  [{ shape: [] }, 'shape.length'],
  [{ shape: [4, 4, 1, 1] }, 'shape.length'],
  [{ latent: 0 }, 'latent'],
  [{ noise: 'normal' }, 'noise'],
  [{ loss: 'wgan' }, 'loss'],
  [{ r1: -1 }, 'r1'],
  [{ r2: 1 }, 'options.r2'],
  [{ generator: { width: 3 } }, 'generator.width'],
  [{ generator: { beta1: 1 } }, 'generator.beta1'],
  [{ discriminator: { hidden: 3 } }, 'discriminator.hidden'],
  [{ discriminator: { learningRate: 0 } }, 'discriminator.learningRate'],
  [{ labelSmoothing: 0.1, loss: 'hinge' }, 'labelSmoothing'],
  [{ architecture: 'convolutional', shape: [4] }, 'shape.length'],
  [{ architecture: 'convolutional', generator: { hidden: [] } }, 'generator.hidden.length'],
  [{ classes: 1 }, 'classes'],
  [{ discriminatorSteps: 0 }, 'discriminatorSteps'],
  [{ averageDecay: 1 }, 'averageDecay'],
  [{ spectralNorm: 1 }, 'spectralNorm'],
  [{ shape: [2], mean: [1] }, 'mean.length'],
  [{ shape: [2], deviation: [1, 0] }, 'deviation[1]'],
])('%j is refused', (options, parameter) => {
  expect(() => gan(options as never)).toThrow(expect.objectContaining({ parameter }));
});

test('what a model refuses', async () => {
  const model = await fitted({});
  const conditional = await fitted({ classes: 2 });
  const refused = (f: () => unknown, parameter: string) =>
    expect(f).toThrow(expect.objectContaining({ parameter }));
  refused(() => model.sample(1 as never, 1), 'stream');
  refused(() => model.sample(stream(1), -1), 'n');
  refused(() => model.sample(stream(1), 1, { class: 0 }), 'options.class');
  refused(() => conditional.sample(stream(1), 1, { class: 2 }), 'options.class');
  refused(() => conditional.sample(stream(1), 2, { class: [0] }), 'options.class');
  refused(() => model.generate([1, 2]), 'z.length');
  refused(() => conditional.generate([1, 2, 3]), 'options.class');
  refused(() => model.interpolate([1, 2, 3], [1, 2], 4), 'b.length');
  refused(() => model.interpolate([1, 2, 3], [1, 2, 3], 4, 'round' as never), 'way');
  refused(() => model.discriminate(blots(2, [4, 5])), 'data.shape');
  const { labels: _, ...bare } = blots(64, [4, 4]);
  refused(() => conditional.discriminate(bare), 'data.labels');
  await expect(gan({ ...small, shape: [4, 4], classes: 2 }).fit(bare, { stream: stream(1) })).rejects.toThrow(
    expect.objectContaining({ parameter: 'data.labels' }),
  );
});
