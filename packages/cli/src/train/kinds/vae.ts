// The variational auto-encoder as people see it.
import { machine } from '@stokast/core-wasm';
import { type ImageData, pixelEntropy, type Vae, type VaeOptions, vae } from '@stokast/models';
import { Normal, stream } from '@stokast/sampling';
import { short } from '../../numbers.ts';
import { grid } from '../../pictures/grid.ts';
import { seedFrom } from '../../seed.ts';
import { countOf, type Examples, first, sizeOf, valuesOf, various } from '../data.ts';
import type { Findings, Picture, Result, Rival, Session } from '../kind.ts';
import { robustnessPicture, robustnessTable } from '../robustness.ts';
import type { RunSettings } from '../settings.ts';
import {
  aboutData,
  asImages,
  pngPicture,
  previewOf,
  rowsPicture,
  samplesOf,
  samplesPicture,
} from '../show.ts';
import { fitOptions } from './fit-options.ts';

/** Images in a strip, and on each side of a manifold. */
const STRIP = 10;
const SIDE = 20;
/** Held-out examples that are looked at on the way, and for the importance-weighted bound with so many draws each. */
const LOOK = 400;
const BOUND = { images: 500, samples: 100 };

/** What suits data, where nothing else is said. */
export function vaeDefaults(data: Examples): { epochs: number; batchSize: number; model: VaeOptions } {
  const { shape } = data.train;
  const n = countOf(data.train);
  if (data.kind === 'points') {
    const model = {
      shape,
      likelihood: 'gaussian' as const,
      hidden: [128, 128],
      latent: Math.max(2, shape[0]),
    };
    return { epochs: Math.max(1, Math.ceil(2e6 / n)), batchSize: 200, model };
  }
  if (sizeOf(shape) >= 400)
    return { epochs: 10, batchSize: 128, model: { shape, hidden: [400], latent: 20 } };
  return {
    epochs: Math.max(1, Math.ceil(4e5 / n)),
    batchSize: 100,
    model: { shape, hidden: [256, 128], latent: 2 },
  };
}

/** A VAE on data, as a session. */
export function vaeSession(settings: RunSettings, data: Examples): Session<Vae> {
  const spec = vae(settings.model as VaeOptions);
  const { config } = spec;
  const root = stream(seedFrom(settings.seed));
  const drawn = root.split('samples');
  const isGrey = config.likelihood === 'bernoulli' && data.kind === 'images';
  const unit = data.kind === 'images' ? 'nats per image' : 'nats per point';
  const look = first(data.heldOut, LOOK);
  const entropy = isGrey ? pixelEntropy(data.heldOut.images, sizeOf(config.shape)) : 0;
  const samples = (model: Vae, n: number): Float32Array => model.sample(drawn.at(0), n);

  const session: Session<Vae> = {
    settings: { ...settings, model: config },
    title: `VAE on ${data.name}`,
    about: `A variational auto-encoder with ${config.latent} latents. ${aboutData(data)}.`,
    lookEvery: Math.max(1, Math.floor(settings.steps / 40)),
    chart: {
      y: unit,
      train: { loss: 'training' },
      heldOut: { loss: 'held out' },
      ...(isGrey ? { levels: [{ label: `entropy of the pixels ${short(entropy)}`, value: entropy }] } : {}),
    },
    start: (resume, workers) =>
      spec.start(data.train, { ...fitOptions(settings, workers), ...(resume ? { resume } : {}) }),
    look: (model) => {
      const { value, reconstruction, kl } = model.elbo(look, root.split('look'));
      return { loss: -value, reconstruction, kl };
    },
    preview: (model, screen) => previewOf(data, screen, (n) => samples(model, n)),
    drafts: (model) => [
      samplesPicture(data, () => samples(model, samplesOf(data))),
      ...(data.kind === 'images' ? [reconstruction(model)] : []),
    ],
    pictures: (model) => [
      ...session.drafts(model),
      ...(data.kind === 'images'
        ? [...(config.classes === 0 ? [manifold(model)] : []), interpolation(model)]
        : []),
    ],
    findings: async (model) => findings(model),
    ...(settings.corrupt === undefined ? {} : { rival: vaeRival(settings, data, settings.corrupt) }),
    next: [
      ['stokast sample --model DIR --n 100 --out samples.png', 'more samples'],
      ...(data.kind === 'images'
        ? [['stokast interpolate --model DIR 0 1', 'from one held-out image to another'] as const]
        : []),
    ],
  };

  function reconstruction(model: Vae): Picture {
    const some = various(data.heldOut, STRIP);
    const about = {
      file: 'reconstruction.png',
      title: 'Reconstructions',
      caption: 'Held-out images, and what is left of them after a passage through their latents.',
    };
    return rowsPicture(about, data, () => [
      { label: 'original', values: valuesOf(some) },
      { label: 'model', values: model.reconstruct(some) },
    ]);
  }

  function manifold(model: Vae): Picture {
    const two = config.latent === 2 ? [0, 1] : mostActive(model, look);
    const others = config.latent === 2 ? '' : ', the others at 0';
    const caption = `${SIDE} x ${SIDE} images over the ${two.length < 2 ? 'latent' : 'two latents'}${config.latent > 2 ? ` that say most about images${others}` : ''}: quantiles of their distribution, so that each image stands for an equal share.`;
    return pngPicture({ file: 'manifold.png', title: 'Manifold', caption }, () =>
      grid(asImages(model.decode(latentGrid(config.latent, two)), data), { columns: SIDE, gap: 3, side: 40 }),
    );
  }

  function interpolation(model: Vae): Picture {
    const some = various(data.heldOut, 6);
    const { mu } = model.encode(some);
    const z = (i: number): Float32Array => mu.subarray(i * config.latent, (i + 1) * config.latent);
    const about = {
      file: 'interpolation.png',
      title: 'Interpolation',
      caption:
        'From one held-out image to another by way of their latents: in a line, and along the great circle.',
    };
    const n = countOf(some); // fewer than six where fewer are held out
    return rowsPicture(about, data, () =>
      [0, 2, 4].slice(0, Math.max(1, n >> 1)).flatMap((i) =>
        (['linear', 'spherical'] as const).map((way) => ({
          label: way,
          values: model.interpolate(z(i), z(Math.min(i + 1, n - 1)), STRIP, way, classOption(some, i)),
        })),
      ),
    );
  }

  const classOption = (some: ImageData, i: number): { class?: number } =>
    config.classes > 0 ? { class: (some.labels as ArrayLike<number>)[i] } : {};

  function findings(model: Vae): Findings {
    const elbo = model.elbo(data.heldOut, root.split('elbo'));
    const some = first(data.heldOut, BOUND.images);
    const bound = model.importanceWeightedBound(some, root.split('bound'), { samples: BOUND.samples });
    // Of other images a tighter bound may look looser.
    const same = countOf(some) < countOf(data.heldOut) ? model.elbo(some, root.split('elbo')) : undefined;
    const binarised =
      isGrey && config.binarize === 'none'
        ? model.elbo(data.heldOut, root.split('binarised'), { binarize: 'dynamic' })
        : undefined;
    const { active } = model.activity(look);
    const number = (name: string, value: number, meaning: string, error?: number): Result => ({
      name,
      value,
      text: error === undefined ? value.toFixed(2) : `${value.toFixed(2)} +- ${error.toFixed(2)}`,
      meaning,
    });
    return {
      results: [
        number(
          'held-out loss (-ELBO)',
          -elbo.value,
          `${unit}, an upper bound on -log p(x): the lower, the better`,
          elbo.standardError,
        ),
        number(
          '  of that reconstruction',
          -elbo.reconstruction,
          'how badly images are told from their latents',
        ),
        number('  of that KL', elbo.kl, 'what latents say about images: near 0 they say nothing'),
        ...(isGrey
          ? [
              number(
                'entropy of the pixels',
                entropy,
                'grey pixels taken as probabilities carry so much themselves: no model comes below',
              ),
              number(
                'every pixel by itself',
                alone(data),
                'what a model pays that knows the mean of each pixel, and nothing else',
              ),
            ]
          : []),
        ...(binarised
          ? [
              number(
                '-ELBO of binarised pixels',
                -binarised.value,
                'each drawn black or white with the probability that its grey is: what most papers print',
                binarised.standardError,
              ),
            ]
          : []),
        number(
          'importance-weighted bound',
          -bound.value,
          `a tighter bound, by ${BOUND.samples} draws for each of ${countOf(some)} examples`,
          bound.standardError,
        ),
        ...(same
          ? [number('  -ELBO of the same', -same.value, 'what it is tighter than', same.standardError)]
          : []),
        {
          name: 'active latents',
          value: active,
          text: `${active} of ${config.latent}`,
          meaning: 'those whose posterior means differ between images',
        },
      ],
      goodLoss: goodLoss(isGrey, entropy, data),
    };
  }
  return session;
}

/** Nats per held-out image where each pixel is 1 with the mean that it has in the training data (one image more of grey). */
function alone({ train, heldOut }: Examples): number {
  const { log } = machine().kernels;
  const [n, d] = [countOf(train), sizeOf(train.shape)];
  const p = new Float64Array(d);
  for (const [i, x] of valuesOf(train).entries()) p[i % d] += x / (n + 1);
  const [one, zero] = [p.map((x) => log(x + 0.5 / (n + 1))), p.map((x) => log(1 - x - 0.5 / (n + 1)))];
  let sum = 0;
  for (const [i, x] of valuesOf(heldOut).entries()) sum -= x * one[i % d] + (1 - x) * zero[i % d];
  return sum / countOf(heldOut);
}

/** The same without noise in training, and what noise does to both. */
function vaeRival(settings: RunSettings, data: Examples, amount: number): Rival<Vae> {
  const { corrupt: _, ...rest } = settings;
  const session = vaeSession({ ...rest, model: { ...settings.model, corruption: null } }, data);
  const root = stream(seedFrom(settings.seed)).split('robustness');
  return {
    folder: 'without-noise',
    session: { ...session, title: `${session.title}, without noise` },
    pictures: (model, other) =>
      data.kind === 'images' ? [robustnessPicture(data, amount, root, model, other)] : [],
    tables: (model, other) => [robustnessTable(data, amount, root, model, other)],
  };
}

/** The two latents that differ most between images, in their order. */
function mostActive(model: Vae, data: ImageData): number[] {
  const { variances } = model.activity(data);
  return Array.from(variances.keys())
    .sort((a, b) => variances[b] - variances[a])
    .slice(0, 2)
    .sort((a, b) => a - b);
}

/** SIDE x SIDE latents: quantiles in two of them, from the top left; the first grows to the right, the second upwards. */
function latentGrid(latent: number, [across, up]: readonly number[]): Float32Array {
  const quantiles = Array.from({ length: SIDE }, (_, i) => Normal(0, 1).quantile((i + 0.5) / SIDE));
  const z = new Float32Array(SIDE * SIDE * latent);
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      const at = (row * SIDE + column) * latent;
      if (up !== undefined) z[at + up] = quantiles[SIDE - 1 - row];
      z[at + across] = quantiles[column];
    }
  }
  return z;
}

function goodLoss(isGrey: boolean, entropy: number, { name }: Examples): string[] {
  const paragraphs = [
    'The loss is minus the evidence lower bound: nats it takes to say an image to someone who has the model, reconstruction plus KL. Only differences mean something, and only between models of the same data with the same likelihood.',
  ];
  if (isGrey) {
    paragraphs.push(
      `These images are grey, and each pixel is taken as the probability of a 1. Even a model that knew every image exactly would pay ${short(entropy)} nats: that much is in the pixels themselves. What lies above is the model's.`,
    );
  }
  if (name === 'mnist') {
    paragraphs.push(
      'On MNIST a model of this size (784-400-20) comes to about 105 on grey pixels after 10 epochs, 45.5 of it entropy. Numbers around 85 to 100 in papers are of binarised pixels, and cannot be compared with these.',
    );
  }
  paragraphs.push(
    'If the loss on held-out data rises while that on training data falls, the model has begun to learn examples by heart. If the KL is near 0, the decoder ignores its latents: lower beta, or give freeBits.',
  );
  return paragraphs;
}
