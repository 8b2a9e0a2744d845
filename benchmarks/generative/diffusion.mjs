// Diffusion and flow matching: how far samples are from their target, beside how far true samples are; and whether the
// data come back as they are.
//
// The floor of a distance is the mean over 20 pairs of true samples of the same size, in the same run.
import {
  diffusion,
  digitsSplit,
  flow,
  memorisation,
  precisionRecallDensityCoverage,
  slicedWasserstein,
  sliceImages,
  targets,
} from '@stokast/models';
import { stream } from '@stokast/sampling';

const POINTS = 10_000;

const short = (x) => Number(x.toFixed(4));
const shown = (quantity, measured, more = {}) => ({ quantity, measured: short(measured), ...more });
const atMost = (quantity, measured, bar, more = {}) => ({
  ...shown(quantity, measured, more),
  bar: `<= ${bar}`,
  reached: measured <= bar,
});
const atLeast = (quantity, measured, bar, more = {}) => ({
  ...shown(quantity, measured, more),
  bar: `>= ${bar}`,
  reached: measured >= bar,
});

const range = (n) => Array.from({ length: n }, (_, i) => i);
const mean = (values) => values.reduce((a, b) => a + b) / values.length;

/** Fits a model and says how long it took. */
async function fitted(spec, data, options, log) {
  const began = performance.now();
  const model = await spec.fit(data, {
    stream: stream('fit'),
    ...options,
    onProgress: ({ step, steps, metrics }) => {
      if (step % 1000 === 0) log(`step ${step} of ${steps}, loss ${metrics.loss.toFixed(3)}`);
    },
  });
  const seconds = (performance.now() - began) / 1000;
  log(`${model}: ${seconds.toFixed(1)} s`);
  return { model, seconds };
}

// points in the plane

/** How far a target's samples are from each other. */
function floorOf(target) {
  const pairs = range(20).map((i) =>
    ['one', 'other'].map((name) => target.sample(stream([name, i]), POINTS)),
  );
  return mean(
    pairs.map(([a, b], i) => slicedWasserstein(a, b, { dimensions: 2, stream: stream(['floor', i]) })),
  );
}

/** How far a model's samples are from true ones: the mean of five seeds. */
const distanceOf = (target, draw) =>
  mean(
    range(5).map((i) =>
      slicedWasserstein(draw(stream(['samples', i])), target.sample(stream(['true', i]), POINTS), {
        dimensions: 2,
        stream: stream(['directions', i]),
      }),
    ),
  );

/** What -log p is on average for the target itself, where that is known: log 8 + log(2 pi e sigma^2), and log 8. */
const ENTROPY = { ring: -2.906, checkerboard: 2.079 };

async function points(name, log) {
  const target = targets[name];
  const data = { images: target.sample(stream('data'), 100_000), shape: [2] };
  const floor = floorOf(target);
  const { model, seconds } = await fitted(diffusion({ shape: [2] }), data, { shards: 1 }, log);
  const times = (how) => distanceOf(target, (s) => model.sample(s, POINTS, how)) / floor;
  const flowing = await fitted(flow({ shape: [2] }), data, { shards: 1 }, log);
  const flowed = distanceOf(target, (s) => flowing.model.sample(s, POINTS)) / floor;
  const held = target.sample(stream('held out'), 2000);
  const entropy = name in ENTROPY ? { anchor: ENTROPY[name], source: 'the entropy of the target' } : {};
  return [
    shown('sliced Wasserstein distance of true samples, n = 10 000: the floor', floor),
    atMost('diffusion, DPM-Solver++ in 50 steps: distance / floor, mean of 5 seeds', times({}), 2),
    shown('the same, DPM-Solver++ in 20 steps', times({ steps: 20 })),
    shown('the same, DDIM in 50 steps', times({ sampler: 'ddim' })),
    shown('the same, ancestral in 200 steps', times({ sampler: 'ddpm', steps: 200 })),
    shown('the same, Heun in 25 steps', times({ sampler: 'heun', steps: 25 })),
    shown(
      'bound of held-out points, nats',
      model.bound({ images: held, shape: [2] }, stream('bound')).nats.mean,
    ),
    atMost('seconds of training', seconds, 60),
    atMost('flow matching, Heun in 25 steps: distance / floor, mean of 5 seeds', flowed, 2),
    shown('-log p of held-out points, nats', -mean([...flowing.model.logProb(held).values]), entropy),
    atMost('seconds of training', flowing.seconds, 60),
  ];
}

// images

/** Images in an order of their own, so that the same writers are on both sides. */
function mixed(data) {
  const { images, shape, labels } = data;
  const size = shape.reduce((a, b) => a * b);
  const order = stream('order').choice(labels.length, labels.length);
  const out = new Float32Array(images.length);
  for (const [to, from] of order.entries())
    out.set(images.subarray(from * size, (from + 1) * size), to * size);
  return { images: out, shape, labels: Uint8Array.from(order, (i) => labels[i]) };
}

/** Images in numbers from 0 to 1. */
const shares = ({ images }) =>
  images instanceof Uint8Array ? Float32Array.from(images, (x) => x / 255) : images;

/** Rows about samples, as many as there are held-out images, each beside what training images get. */
function quality(what, samples, train, heldOut, isHeld) {
  const dimensions = train.shape.reduce((a, b) => a * b);
  const real = shares(heldOut);
  const known = shares(train);
  const { density, coverage } = precisionRecallDensityCoverage(real, samples, { dimensions, k: 5 });
  const { ratio } = memorisation(samples, known, real, { dimensions });
  const row = isHeld ? atLeast : shown;
  return [
    row(`${what}: density`, density, 0.8),
    row(`${what}: coverage`, coverage, 0.8),
    row(`${what}: median distance to the nearest training image / that of held-out images`, ratio, 0.9),
  ].map(({ bar, reached, ...rest }) => (isHeld ? { ...rest, bar, reached } : rest));
}

/** What as many training images get. */
function floors(train, heldOut) {
  const dimensions = train.shape.reduce((a, b) => a * b);
  const real = shares(heldOut);
  const { density, coverage } = precisionRecallDensityCoverage(real, shares(train).subarray(0, real.length), {
    dimensions,
    k: 5,
  });
  return [shown('training images: density', density), shown('training images: coverage', coverage)];
}

async function digits(all, log) {
  const data = mixed(all);
  const [heldOut, train] = [sliceImages(data, 0, 447), sliceImages(data, 447, 1797)];
  const n = heldOut.labels.length;
  const plain = await fitted(diffusion(), train, {}, log);
  const classes = await fitted(diffusion({ classes: 10 }), train, {}, log);
  const flowing = await fitted(flow(), train, {}, log);
  const of = (model, how) => model.sample(stream('samples'), n, how);
  return [
    ...floors(train, heldOut),
    ...quality('diffusion', of(plain.model), train, heldOut, true),
    atMost('seconds of training', plain.seconds, 120),
    ...quality('with classes', of(classes.model), train, heldOut, true),
    ...quality(
      'with classes, guidance 1.5',
      of(classes.model, { guidanceScale: 1.5 }),
      train,
      heldOut,
      false,
    ),
    atMost('seconds of training', classes.seconds, 120),
    ...quality('flow matching', of(flowing.model), train, heldOut, true),
    atMost('seconds of training', flowing.seconds, 120),
  ];
}

/** Steps that begin with noise that is not far below the distance of two levels, and variances that are learned. */
const LIKELIHOOD = {
  betaSchedule: 'linear',
  numTrainTimesteps: 200,
  betaStart: 0.001,
  betaEnd: 0.08,
  varianceType: 'learnedRange',
  dropout: 0.2,
};

/** Nats of the 17 levels of the last images, whose writers are not among the first. */
async function levels(all, log) {
  const [train, , test] = ['train', 'validation', 'test'].map((part) =>
    sliceImages(all, ...digitsSplit[part]),
  );
  const nats = (model) => model.bound(test, stream('bound')).nats.mean;
  const learned = await fitted(diffusion(LIKELIHOOD), train, { steps: 2500 }, log);
  const fixed = await fitted(diffusion(), train, { steps: 2500 }, log);
  const made = { anchor: 98.8, source: 'MADE 2x512, Tomczak split; pixels independent of each other: 106.3' };
  const bound = learned.model.bound(test, stream('bound'));
  return [
    shown('bound of test images, nats', bound.nats.mean, made),
    shown('the same, bits a pixel', bound.bitsPerDimension),
    shown('of it, -log p(x_0 | x_1)', bound.reconstruction),
    shown('of it, the steps', bound.steps),
    shown('bound with the steps that are best for samples, and fixed variances', nats(fixed.model)),
    shown('seconds of training', learned.seconds),
  ];
}

/** A U-Net of 14 x 14 places of 2 x 2 pixels, and of 7 x 7. */
const MNIST = {
  shape: [28, 28],
  levels: 256,
  classes: 10,
  architecture: 'convolutional',
  channels: [32, 64],
  patch: 2,
  blocks: 1,
  dropout: 0,
  learningRate: 0.001,
};

async function mnist({ train, test }, log) {
  const { model, seconds } = await fitted(
    diffusion(MNIST),
    train,
    { epochs: 3, batchSize: 64, workers: 2 },
    log,
  );
  const [heldOut, known] = [sliceImages(test, 0, 1000), sliceImages(train, 0, 10_000)];
  const bound = model.bound(sliceImages(test, 0, 200), stream('bound'), { timesteps: 50 });
  const samples = model.sample(stream('samples'), 1000, { steps: 25 });
  const guided = model.sample(stream('samples'), 1000, { steps: 25, guidanceScale: 1.5 });
  return [
    ...floors(known, heldOut),
    ...quality('with classes, DPM-Solver++ in 25 steps', samples, known, heldOut, false),
    ...quality('the same, guidance 1.5', guided, known, heldOut, false),
    shown('bound of 200 test images, bits a pixel', bound.bitsPerDimension),
    shown('parameters', model.parameters),
    shown('seconds of training, 3 epochs, two threads', seconds),
  ];
}

const PLANE = {
  ring: 'Ring of 8 normal distributions (radius 1, sigma 0.02)',
  moons: 'Two moons (sigma 0.05)',
  swissRoll: 'Swiss roll (sigma 0.5, over 10)',
  checkerboard: 'Checkerboard on [-2, 2]^2',
};

/** Name, title, minutes on a quiet core, and what gives the rows. */
export const experiments = [
  ...Object.entries(PLANE).map(([name, title]) => ({
    name: `diffusion-${name}`,
    title: `${title}, 12 000 steps of 256`,
    minutes: 3,
    run: ({ log }) => points(name, log),
  })),
  {
    name: 'diffusion-digits',
    title: 'Digits of 8 x 8: 1350 images drawn at random, 447 held out; 5000 steps of 128',
    minutes: 5,
    run: ({ digits: all, log }) => digits(all(), log),
  },
  {
    name: 'diffusion-levels',
    title: 'Digits of 8 x 8 in 17 levels: the bound on -log p, Tomczak split, 2500 steps of 128',
    minutes: 2,
    run: ({ digits: all, log }) => levels(all(), log),
  },
  {
    name: 'diffusion-mnist',
    title: 'MNIST: a small U-Net with classes, 3 epochs',
    minutes: 20,
    run: ({ mnist: all, log }) => mnist(all(), log),
  },
];
