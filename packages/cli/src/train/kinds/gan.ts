// The generative adversarial network as people see it.
import { type Gan, type GanOptions, gan } from '@stokast/models';
import { stream } from '@stokast/sampling';
import { seedFrom } from '../../seed.ts';
import { countOf, type Examples, sizeOf } from '../data.ts';
import type { Picture, Session } from '../kind.ts';
import { qualityOf } from '../quality.ts';
import type { RunSettings } from '../settings.ts';
import { aboutData, previewOf, rowsPicture, samplesOf, samplesPicture } from '../show.ts';
import { fitOptions } from './fit-options.ts';

/** Images in a row of an interpolation, and rows. */
const STRIP = 10;
const WAYS = 4;

export function ganDefaults(data: Examples): { steps: number; batchSize: number; model: GanOptions } {
  const { shape } = data.train;
  const isPoints = data.kind === 'points';
  const batchSize = Math.min(isPoints ? 128 : 64, countOf(data.train));
  if (isPoints) return { steps: 20_000, batchSize, model: { shape } };
  if (sizeOf(shape) < 400) return { steps: 6000, batchSize, model: { shape } };
  // Those of the results page, for a few minutes.
  const generator = { hidden: [256, 512], learningRate: 0.001 };
  const discriminator = { hidden: [512, 256], learningRate: 0.001 };
  const model = { shape, latent: 64, r1: 0.3, schedule: 'constant', generator, discriminator } as const;
  return { steps: 6000, batchSize, model };
}

export function ganSession(settings: RunSettings, data: Examples): Session<Gan> {
  const spec = gan(settings.model as GanOptions);
  const { config } = spec;
  const root = stream(seedFrom(settings.seed));
  const samples = (model: Gan, n: number): Float32Array => model.sample(root.split('samples'), n);

  const interpolation = (model: Gan): Picture => {
    const about = {
      file: 'interpolation.png',
      title: 'Interpolation',
      caption: 'From one sample to another by way of their noise: in a line, and along the great circle.',
    };
    return rowsPicture(about, data, () =>
      Array.from({ length: WAYS / 2 }, (_, i) => {
        const z = model.latents(root.split(['interpolation', i]), 2);
        const [a, b] = [z.subarray(0, config.latent), z.subarray(config.latent)];
        const options = config.classes > 0 ? { class: i } : {};
        return (['linear', 'spherical'] as const).map((way) => ({
          label: way,
          values: model.interpolate(a, b, STRIP, way, options),
        }));
      }).flat(),
    );
  };

  const session: Session<Gan> = {
    settings: { ...settings, model: config },
    title: `GAN on ${data.name}`,
    about: `A generative adversarial network (${config.loss}) with ${config.latent} numbers of noise. ${aboutData(data)}.`,
    lookEvery: Math.max(1, Math.floor(settings.steps / 20)),
    chart: {
      y: 'loss',
      train: { 'discriminator.loss': 'discriminator', 'generator.loss': 'generator' },
    },
    start: (resume, workers) =>
      spec.start(data.train, { ...fitOptions(settings, workers), ...(resume ? { resume } : {}) }),
    preview: (model, screen) => previewOf(data, screen, (n) => samples(model, n)),
    drafts: (model) => [samplesPicture(data, () => samples(model, samplesOf(data)))],
    pictures: (model) => [
      ...session.drafts(model),
      ...(data.kind === 'images' ? [interpolation(model)] : []),
    ],
    findings: async (model) => ({
      results: qualityOf(data, (n) => samples(model, n), root.split('quality')),
      goodLoss: [
        'None: the two losses of a GAN are a game, not a distance. Near the start the discriminator wins; when both settle, its loss near 1.39 (2 log 2) and that of the generator near 0.69 (log 2) say that the one cannot tell any more what the other makes, which is the best that can happen with the non-saturating loss.',
        'Two signs of failure: a loss of the discriminator that goes to 0 (it sees through everything, and the generator gets no slope to follow), and samples that are all alike (collapse). So look at the pictures, and at the numbers above that compare samples with held-out data.',
      ],
    }),
    next: [
      ['stokast sample --model DIR --n 100 --out samples.png', 'more samples'],
      ...(data.kind === 'images'
        ? [['stokast interpolate --model DIR 1 2', 'from the sample of one seed to that of another'] as const]
        : []),
    ],
  };
  return session;
}
