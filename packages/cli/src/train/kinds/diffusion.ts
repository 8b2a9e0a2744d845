// The diffusion model as people see it.
import { type Diffusion, type DiffusionOptions, diffusion } from '@stokast/models';
import { stream } from '@stokast/sampling';
import { grid } from '../../pictures/grid.ts';
import { seedFrom } from '../../seed.ts';
import { classesOf, countOf, type Examples, first, sizeOf } from '../data.ts';
import type { Picture, Result, Session } from '../kind.ts';
import { qualityOf } from '../quality.ts';
import type { RunSettings } from '../settings.ts';
import {
  aboutData,
  asImages,
  gifPicture,
  previewOf,
  rowsPicture,
  samplesOf,
  samplesPicture,
  samplesRaster,
} from '../show.ts';
import { fitOptions } from './fit-options.ts';

/** Of the moving picture: frames, milliseconds of each and of the last, images. */
const FRAMES = 26;
const DELAY = 90;
const PAUSE = 1500;
const MOVING = { images: 32, points: 2000 };
/** Held-out examples whose bound is taken. */
const BOUND = 200;

export function diffusionDefaults(data: Examples): {
  steps: number;
  batchSize: number;
  model: DiffusionOptions;
} {
  const { shape, labels } = data.train;
  if (data.kind === 'points') return { steps: 12_000, batchSize: 256, model: { shape } };
  const batchSize = Math.min(128, countOf(data.train));
  const model = { shape, ...(labels ? { classes: classesOf(data.train) } : {}) };
  return sizeOf(shape) >= 400 ? { steps: 3000, batchSize, model } : { steps: 5000, batchSize, model };
}

export function diffusionSession(settings: RunSettings, data: Examples): Session<Diffusion> {
  const spec = diffusion(settings.model as DiffusionOptions);
  const { config } = spec;
  const root = stream(seedFrom(settings.seed));
  const samples = (model: Diffusion, n: number): Float32Array => model.sample(root.split('samples'), n);

  const denoising = (model: Diffusion): Picture => {
    const caption = 'Samples on their way: noise first, and what the model makes of it step by step.';
    return gifPicture({ file: 'denoising.gif', title: 'Denoising', caption }, () => {
      const { frames } = model.denoise(root.split('samples'), MOVING[data.kind], {
        frames: FRAMES,
        sampler: 'ddpm',
      });
      return frames.map((frame, i) => ({
        picture:
          data.kind === 'images'
            ? grid(asImages(frame, data), { columns: 8, gap: 4, side: 40 })
            : samplesRaster(frame, data),
        delay: i === frames.length - 1 ? PAUSE : DELAY,
      }));
    });
  };

  const classes = (model: Diffusion): Picture =>
    rowsPicture(
      { file: 'classes.png', title: 'Classes', caption: 'Samples of each class that the model was told.' },
      data,
      () =>
        Array.from({ length: Math.min(config.classes, 10) }, (_, label) => ({
          label: `${label}`,
          values: model.sample(root.split(['class', label]), 10, { class: label }),
        })),
    );

  const bound = (model: Diffusion): Result => {
    const { nats } = model.bound(first(data.heldOut, BOUND), root.split('bound'));
    const text = `${nats.mean.toFixed(2)} +- ${nats.standardError.toFixed(2)}`;
    const meaning = `nats per held-out example, of ${BOUND}: the lower, the better`;
    return { name: 'bound on -log p(x)', value: nats.mean, text, meaning };
  };

  const session: Session<Diffusion> = {
    settings: { ...settings, model: config },
    title: `Diffusion on ${data.name}`,
    about: `A diffusion model (${config.predictionType}, ${config.betaSchedule}, ${config.numTrainTimesteps} steps of noise). ${aboutData(data)}.`,
    lookEvery: Math.max(1, Math.floor(settings.steps / 20)),
    chart: { y: 'mean squared error', train: { loss: 'training' } },
    start: (resume, workers) =>
      spec.start(data.train, { ...fitOptions(settings, workers), ...(resume ? { resume } : {}) }),
    preview: (model, screen) => previewOf(data, screen, (n) => samples(model, n)),
    drafts: (model) => [samplesPicture(data, () => samples(model, samplesOf(data)))],
    pictures: (model) => [
      ...session.drafts(model),
      ...(config.classes > 1 && data.kind === 'images' ? [classes(model)] : []),
      denoising(model),
    ],
    findings: async (model) => ({
      results: [
        ...qualityOf(data, (n) => samples(model, n), root.split('quality')),
        ...(config.varianceType === 'learnedRange' ? [bound(model)] : []),
      ],
      goodLoss: [
        'The loss is the mean squared error of what the network is asked for (noise, image, or v, a mix of the two), over all levels of noise. It falls quickly at first and then hardly at all, while samples still get better: most of it cannot be known, as noise is noise. So it says little; its fluctuation from step to step is the level of noise that happened to be drawn.',
        'Samples have no number that says all. There is a bound on -log p(x), but steps that make good samples are not those that make it small: it is shown where varianceType is learnedRange, which it takes.',
        'Look at samples, and at the numbers above. A model that only replays its data would have a low loss too: then samples would be nearer to training data than held-out data are.',
      ],
    }),
    next: [
      ['stokast sample --model DIR --n 100 --out samples.png', 'more samples'],
      ...(config.classes > 1
        ? [['stokast sample --model DIR --class 3 --n 20 --out threes.png', 'of one class'] as const]
        : []),
    ],
  };
  return session;
}
