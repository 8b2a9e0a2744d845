import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { stream } from '@stokast/sampling';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  corrupt,
  digitsSplit,
  type ImageData,
  loadModel,
  parseDigits,
  pixelEntropy,
  sliceImages,
  vae,
} from '../../src/index.ts';
import { vaeRecipe } from '../../src/vae/spec.ts';
import type { Vae } from '../../src/vae/vae.ts';
import { trainingLaws } from '../laws.ts';

const file = new URL('../../../cli/data/digits.csv.gz', import.meta.url);
const all = parseDigits(gunzipSync(readFileSync(file)).toString());
const train = sliceImages(all, ...digitsSplit.train);
const heldOut = sliceImages(all, ...digitsSplit.test);
const first = (data: ImageData, n: number) => sliceImages(data, 0, n);
const rowOf = (x: Float32Array, i: number, width = 64) => x.subarray(i * width, (i + 1) * width);

let plain: Vae;
let conditional: Vae;
beforeAll(async () => {
  const options = { latent: 2, hidden: [32], likelihood: 'discretizedLogistic' } as const;
  plain = await vae(options).fit(train, { stream: stream('plain'), steps: 150 });
  const told = { latent: 8, hidden: [64], classes: 10, learningRate: 0.003 };
  conditional = await vae(told).fit(train, { stream: stream('conditional'), steps: 500 });
});

describe('samples', () => {
  for (const pixels of ['mean', 'draw'] as const) {
    test(`image i is the same among any number, in any parts: ${pixels}`, () => {
      for (const model of [plain, conditional]) {
        const many = model.sample(stream(4), 70, { pixels });
        const s = stream(4);
        const parts = [1, 5, 64].map((n) => model.sample(s, n, { pixels }));
        expect(Float32Array.from(parts.flatMap((part) => [...part]))).toEqual(many);
        expect(model.sample(stream(4), 3, { pixels })).toEqual(many.subarray(0, 3 * 64));
      }
    });
  }

  test('drawn pixels are levels, and have the mean that the others are', () => {
    const drawn = plain.sample(stream(1), 20, { pixels: 'draw' });
    for (const x of drawn) expect(x * 16).toBeCloseTo(Math.round(x * 16), 5);
    const binary = conditional.sample(stream(1), 400, { pixels: 'draw', class: 0 });
    expect(new Set(binary)).toEqual(new Set([0, 1]));
    const mean = (x: Float32Array) => x.reduce((a, b) => a + b) / x.length;
    // Mean over 25600 pixels of variance <= 1/4: 5 standard errors are 0.016. Two sets of latents differ by more: 0.03.
    expect(mean(binary)).toBeCloseTo(mean(conditional.sample(stream(2), 400, { class: 0 })), 1);
  });

  test('of a class are of that class, by the nearest training images', () => {
    const labels = train.labels as ArrayLike<number>;
    const classOf = (image: Float32Array) => {
      let [nearest, least] = [-1, Number.POSITIVE_INFINITY];
      for (let i = 0; i < labels.length; i++) {
        const other = rowOf(train.images as Float32Array, i);
        let distance = 0;
        for (let p = 0; p < 64; p++) distance += (image[p] - other[p]) ** 2;
        if (distance < least) [nearest, least] = [i, distance];
      }
      return labels[nearest];
    };
    const wanted = Array.from({ length: 100 }, (_, i) => i % 10);
    const images = conditional.sample(stream('classes'), 100, { class: wanted });
    const right = wanted.filter((label, i) => classOf(rowOf(images, i)) === label).length;
    expect(right).toBeGreaterThanOrEqual(95);
    expect(images.subarray(0, 64)).toEqual(conditional.sample(stream('classes'), 1, { class: 0 }));
  });
});

describe('latents', () => {
  test('the last images, fewer than a run takes, are encoded and told as alone', () => {
    // A well-known example crashes where the last batch is smaller than the others.
    const n = 67;
    const some = first(heldOut, n);
    for (const model of [plain, conditional]) {
      const { mu, logVariance } = model.encode(some);
      const { latent } = model.config;
      expect(mu.length).toBe(n * latent);
      const told = model.reconstruct(some);
      for (const i of [0, 63, 64, 66]) {
        const alone = sliceImages(heldOut, i, i + 1);
        expect(model.encode(alone).mu).toEqual(rowOf(mu, i, latent));
        expect(model.encode(alone).logVariance).toEqual(rowOf(logVariance, i, latent));
        expect(model.reconstruct(alone)).toEqual(rowOf(told, i));
      }
      const labels = some.labels as ArrayLike<number>;
      expect(model.decode(mu, model.config.classes > 0 ? { class: labels } : {})).toEqual(told);
    }
  });

  test('bytes are what they are divided by 255', () => {
    const bytes = Uint8Array.from({ length: 128 }, (_, i) => (i * 37) % 256);
    const singles = Float32Array.from(bytes, (x) => x / 255);
    expect(plain.encode({ images: bytes, shape: [8, 8] })).toEqual(
      plain.encode({ images: singles, shape: [8, 8] }),
    );
  });

  test('ways from one latent to another begin and end there; spherical ones keep to the sphere', () => {
    const [a, b] = [
      [1, 0],
      [0, 2],
    ];
    for (const way of ['linear', 'spherical'] as const) {
      const images = plain.interpolate(a, b, 5, way);
      expect(rowOf(images, 0)).toEqual(plain.decode(a));
      expect(rowOf(images, 4)).toEqual(plain.decode(b));
    }
    expect(rowOf(plain.interpolate(a, b, 3, 'linear'), 1)).toEqual(plain.decode([0.5, 1]));
    const half = Math.SQRT1_2;
    expect(rowOf(plain.interpolate([1, 0], [0, 1], 3), 1)[9]).toBeCloseTo(plain.decode([half, half])[9], 5);
    expect(plain.interpolate(a, a, 2)).toEqual(plain.interpolate(a, a, 2, 'linear'));
    expect(rowOf(plain.interpolate(a, b, 1), 0)).toEqual(plain.decode(a));
  });

  test('a manifold is a grid over quantiles of the prior', () => {
    const images = plain.manifold(3);
    const q = 0.967421566101701; // the normal quantile of 5/6
    expect(rowOf(images, 0)).toEqual(plain.decode([-q, q]));
    expect(rowOf(images, 5)).toEqual(plain.decode([q, 0]));
    expect(rowOf(images, 7)).toEqual(plain.decode([0, -q]));
    expect(() => conditional.manifold(3)).toThrow('Cannot draw a manifold: `latent` must be 2: got 8');
  });
});

describe('bounds', () => {
  test('of an image are the same whatever comes behind it, and move the stream by what they draw', () => {
    const s = stream('bound');
    const many = plain.elbo(first(heldOut, 66), s);
    expect(s.position).toBe(66 * 2);
    expect(plain.elbo(first(heldOut, 2), stream('bound')).each).toEqual(many.each.subarray(0, 2));
    const t = stream('bound');
    conditional.elbo(first(heldOut, 3), t, {
      binarize: 'dynamic',
      corruption: { kind: 'masking', amount: 0.5 },
    });
    expect(t.position).toBe(3 * (64 + 64 + 8));
    const weighted = plain.importanceWeightedBound(first(heldOut, 3), stream(5), { samples: 300 });
    expect(plain.importanceWeightedBound(first(heldOut, 2), stream(5), { samples: 300 }).each).toEqual(
      weighted.each.subarray(0, 2),
    );
  });

  test('say what they are made of', () => {
    const elbo = plain.elbo(heldOut, stream(1));
    expect(elbo.reconstruction - elbo.kl).toBeCloseTo(elbo.value, 10);
    expect(elbo.images).toBe(447);
    expect(String(elbo)).toMatch(
      /^-\d+\.\d+\(\d+\) nats per image = reconstruction -\d+\.\d+ - KL \d+\.\d+ \(447 images, 1 sample each\)$/,
    );
    expect(Object.keys(JSON.parse(JSON.stringify(elbo)))).toContain('kl');
    expect(plain.activity(heldOut)).toMatchObject({ active: 2 });
  });

  test('grow with the number of samples (Burda et al. 2016)', () => {
    const some = first(heldOut, 40);
    const [one, ten, thousand] = [1, 10, 1000].map(
      (samples) => plain.importanceWeightedBound(some, stream(3), { samples }).value,
    );
    expect(ten).toBeGreaterThan(one);
    expect(thousand).toBeGreaterThan(ten);
    expect(ten).toBeGreaterThan(plain.elbo(some, stream(3)).value);
  });

  test('of grey pixels hold what no model can do better than', () => {
    // numpy: x = digits[:100] / 16; (-(x log x) - (1 - x) log(1 - x)).sum() / 100
    expect(pixelEntropy(first(all, 100).images as Float32Array, 64)).toBeCloseTo(13.1864764987, 4);
    expect(pixelEntropy(Uint8Array.of(0, 255, 51, 204), 2)).toBeCloseTo(0.5004024235381879, 12);
    const { reconstruction } = conditional.elbo(heldOut, stream(1));
    expect(-reconstruction).toBeGreaterThan(pixelEntropy(heldOut.images as Float32Array, 64));
  });
});

describe('noise', () => {
  const grey: ImageData = {
    images: new Float32Array(6400).fill(0.25),
    shape: [10, 10],
    labels: new Uint8Array(64),
  };
  test('is what it is called, and image i has the same whatever comes behind it', () => {
    const share = (images: ArrayLike<number>, x: number) =>
      Array.from(images).filter((each) => Math.abs(each - x) < 1e-6).length / images.length;
    const flips = corrupt(grey, { kind: 'flips', amount: 0.2 }, stream(1));
    // Five standard errors of a share of 0.2 among 6400.
    expect(Math.abs(share(flips.images, 0.75) - 0.2)).toBeLessThan(0.025);
    expect(share(flips.images, 0.25) + share(flips.images, 0.75)).toBe(1);
    expect(flips.labels).toBe(grey.labels);
    const masked = corrupt(grey, { kind: 'masking', amount: 0.2 }, stream(1)).images;
    expect(Array.from(masked, (x) => x === 0)).toEqual(Array.from(flips.images, (x) => x === 0.75));
    const normal = corrupt(grey, { kind: 'gaussian', amount: 0.05 }, stream(1)).images as Float32Array;
    const mean = normal.reduce((a, b) => a + b) / 6400;
    const deviation = Math.sqrt(normal.reduce((a, b) => a + (b - mean) ** 2, 0) / 6400);
    expect(mean).toBeCloseTo(0.25, 2);
    expect(deviation).toBeCloseTo(0.05, 2);
    expect(corrupt(first(grey, 3), { kind: 'flips', amount: 0.2 }, stream(1)).images).toEqual(
      flips.images.subarray(0, 300),
    );
  });
});

describe('trainings keep the laws', () => {
  for (const options of [
    { classes: 10, corruption: { kind: 'flips', amount: 0.1 }, binarize: 'dynamic', freeBits: 0.1 },
    { architecture: 'convolutional', hidden: [3, 4], likelihood: 'gaussian' },
  ] as const) {
    test(JSON.stringify(options), async () => {
      const recipe = vaeRecipe(vae({ latent: 2, hidden: [8], ...options }).config);
      await trainingLaws({ recipe, data: first(train, 24), batchSize: 8, steps: 4 });
    });
  }
});

test('a model comes back from its file', () => {
  const bytes = conditional.save();
  const loaded = loadModel(bytes) as Vae;
  expect(loaded.sample(stream(1), 2)).toEqual(conditional.sample(stream(1), 2));
  expect(Buffer.compare(loaded.save(), bytes)).toBe(0);
});

test('what it is says so', () => {
  expect(String(vae().config.shape)).toBe('8,8');
  expect(String(plain)).toBe('Vae([8, 8] -> 32 -> 2, dense, discretizedLogistic, 6532 parameters)');
  expect(JSON.parse(JSON.stringify(plain))).toMatchObject({ type: 'vae', config: { latent: 2 } });
});

test('faults name what is wrong', async () => {
  for (const [options, says] of [
    [{ latent: 0 }, '`latent` must be an integer in [1, 65536]: got 0'],
    [{ latents: 2 }, 'did you mean latent?'],
    [{ shape: [2, 2, 2, 2] }, '`shape.length`'],
    [{ hidden: 'wide' }, '`hidden` must be an array'],
    [{ hidden: [1.5] }, '`hidden[0]`'],
    [{ likelihood: 'gausian' }, "did you mean 'gaussian'?"],
    [{ beta: -1 }, '`beta` must be >= 0 and finite: got -1'],
    [{ freeBits: Number.NaN }, '`freeBits`'],
    [{ classes: 1 }, '`classes` must be 0, for none, or 2 and more'],
    [{ learningRate: 0 }, '`learningRate`'],
    [{ corruption: { kind: 'flips', amount: 2 } }, '`corruption.amount`'],
    [{ corruption: { kind: 'fog', amount: 1 } }, '`corruption.kind`'],
    [{ binarize: 'dynamic', likelihood: 'gaussian' }, '`binarize`'],
    [{ architecture: 'convolutional', shape: [4] }, '`shape.length`'],
    [{ architecture: 'convolutional', hidden: [] }, '`hidden.length`'],
  ] as const)
    expect(() => vae(options as never), JSON.stringify(options)).toThrow(says);
  const image = new Float32Array(64);
  const shape = [8, 8];
  expect(() => plain.encode({ images: image, shape: [64] })).toThrow('`data.shape` must be [8, 8]');
  expect(() => plain.encode({ images: new Float32Array(64).fill(2), shape })).toThrow(
    'number 0 of example 0 is 2',
  );
  expect(() => conditional.encode({ images: image, shape })).toThrow('`data.labels`');
  expect(() => conditional.encode({ images: image, shape, labels: [10] })).toThrow('`data.labels[0]`');
  expect(() => conditional.decode(new Float32Array(8))).toThrow('`options.class`');
  expect(() => conditional.decode(new Float32Array(7), { class: 1 })).toThrow(
    '`z.length` must be a multiple of 8',
  );
  expect(() => plain.decode([1, 2], { class: 1 })).toThrow('the model has no classes');
  expect(() => plain.sample(1 as never, 2)).toThrow('`stream`');
  expect(() => plain.sample(stream(1), -1)).toThrow('`n`');
  expect(() => plain.sample(stream(1), 1, { pixels: 'means' as never })).toThrow("did you mean 'mean'?");
  expect(() => conditional.sample(stream(1), 2, { class: [0, 10] })).toThrow('`options.class[1]`');
  expect(() => plain.interpolate([1], [1, 2], 3)).toThrow('`a.length`');
  expect(() => plain.interpolate([1, 2], [1, 2], 3, 'round' as never)).toThrow('`way`');
  expect(() => plain.elbo(heldOut, stream(1), { binarize: 'static' as never })).toThrow('`options.binarize`');
  expect(() => plain.importanceWeightedBound(heldOut, stream(1), { samples: 0 })).toThrow(
    '`options.samples`',
  );
  await expect(vae().fit({ images: image, shape: [64] }, { stream: stream(1) })).rejects.toThrow(
    '`data.shape`',
  );
});
