// The classifier: what it learns, what it says of examples, and that its trainings keep the laws.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Normal, stream } from '@stokast/sampling';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Classifier } from '../../src/classifier/classifier.ts';
import { classifierConfig } from '../../src/classifier/config.ts';
import { classifier, classifierRecipe } from '../../src/classifier/spec.ts';
import {
  classHistogram,
  digitsSplit,
  frechetDistance,
  type ImageData,
  loadModel,
  parseDigits,
  sliceImages,
} from '../../src/index.ts';
import { trainingLaws } from '../laws.ts';

const file = new URL('../../../cli/data/digits.csv.gz', import.meta.url);
const digits = parseDigits(gunzipSync(readFileSync(file)).toString('latin1'));
const [train, heldOut] = [sliceImages(digits, 0, 1000), sliceImages(digits, digitsSplit.train[1], 1797)];

describe('digits', () => {
  let model: Classifier;
  beforeAll(async () => {
    model = await classifier().fit(train, { stream: stream('digits'), steps: 400 });
  });

  test('most digits of other writers are told right', () => {
    const { accuracy, loss } = model.evaluate(heldOut);
    expect(accuracy).toBeGreaterThan(0.9);
    expect(loss).toBeLessThan(0.4);
    const predicted = model.predict(heldOut);
    const right = predicted.filter((label, i) => label === heldOut.labels![i]).length;
    expect(right / 797).toBeCloseTo(accuracy, 12);
    expect(classHistogram(predicted, 10).totalVariation).toBeLessThan(0.05);
  });

  test('features: one distance between train and held-out, a larger one to noise', () => {
    const of = (data: ImageData) => model.features(data);
    const some = sliceImages(train, 0, 797);
    const noise = stream('noise').uniform(797 * 64);
    const options = { dimensions: 64 };
    const floor = frechetDistance(of(some), of(heldOut), options);
    const far = frechetDistance(
      of({ images: Float32Array.from(noise), shape: [8, 8] }),
      of(heldOut),
      options,
    );
    expect(far).toBeGreaterThan(10 * floor);
    expect(of(heldOut).length).toBe(797 * 64);
    expect(Math.min(...of(heldOut))).toBe(0);
  });

  test('what it says of an example does not depend on the others', () => {
    const all = model.features(heldOut);
    expect(model.features(sliceImages(heldOut, 70, 72))).toEqual(all.subarray(70 * 64, 72 * 64));
    expect(model.predict(sliceImages(heldOut, 70, 72))).toEqual(model.predict(heldOut).subarray(70, 72));
    expect(model.predict(sliceImages(train, 0, 64))).toEqual(model.predict(train).subarray(0, 64));
  });

  test('saved and loaded it says the same', () => {
    const loaded = loadModel(model.save()) as Classifier;
    expect(loaded.predict(heldOut)).toEqual(model.predict(heldOut));
    expect(loaded.save()).toEqual(model.save());
    expect(String(loaded)).toBe('Classifier([8, 8] -> 16 -> 32 -> 64 -> 10, 13706 parameters)');
    expect(loaded.toJSON()).toEqual({ type: 'classifier', config: model.config, parameters: 13706 });
  });

  test('bytes are pixels over 255', () => {
    const bytes = Uint8Array.from({ length: 128 }, (_, i) => (i * 37) % 256);
    const images = Float32Array.from(bytes, (x) => x / 255);
    expect(model.features({ images: bytes, shape: [8, 8] })).toEqual(
      model.features({ images, shape: [8, 8] }),
    );
  });

  test('what it cannot take is refused, by name', async () => {
    const bare = { images: new Float32Array(128), shape: [8, 8] };
    expect(() => model.predict({ images: new Float32Array(128), shape: [64] })).toThrow(
      '`data.shape` must be [8, 8]',
    );
    expect(() => model.evaluate(bare)).toThrow('`data.labels` must be a class for each example');
    expect(() => model.evaluate({ ...bare, labels: [1, 10] })).toThrow(
      '`data.labels[1]` must be an integer in [0, 9]: got 10',
    );
    await expect(classifier().fit(bare, { stream: stream(1) })).rejects.toThrow(
      'Cannot fit a classifier model: `data.labels`',
    );
  });
});

/** Points about one of three centres. */
function points(n: number): Required<ImageData> {
  const s = stream('points');
  const labels = s.integers(0, 3, n);
  return { images: Normal(0, 0.5).fill(s, new Float32Array(2 * n)).map((x, i) => x + (i % 2 ? 0 : 2 * labels[i >> 1])), shape: [2], labels }; // biome-ignore format: one line
}

test('points: the accuracy is that of the best rule', async () => {
  // Centres 2 apart with sigma 1/2: Phi(2) on one side, Phi(2) - Phi(-2) in the middle
  const model = await classifier({
    shape: [2],
    classes: 3,
    hidden: [16],
    dropout: 0,
    learningRate: 0.02,
  }).fit(points(600), {
    stream: stream(1),
    steps: 300,
  });
  const p = Normal(0, 1).cdf(2);
  expect(Math.abs(model.evaluate(points(2000)).accuracy - (2 * p + (2 * p - 1)) / 3)).toBeLessThan(0.015);
});

describe('trainings keep the laws', () => {
  test('images', () =>
    trainingLaws({
      recipe: classifierRecipe(classifierConfig('', { channels: [2, 3], hidden: [5, 4], kernel: 2 })),
      data: sliceImages(digits, 0, 40),
      batchSize: 8,
      steps: 4,
    }));
  test('points, no dropout', () =>
    trainingLaws({
      recipe: classifierRecipe(classifierConfig('', { shape: [2], classes: 3, hidden: [4], dropout: 0 })),
      data: points(24),
      batchSize: 8,
      steps: 4,
    }));
});

test.each([
  [{ shape: [8], channels: [4] }, '`channels` must be [] for examples of shape [numbers]'],
  [{ shape: [3, 3] }, '`shape` must be 4 by 4 or larger for 2 convolutions: got "[3,3]"'],
  [{ hidden: [] }, '`hidden.length` must be an integer in [1, 20]: got 0'],
  [{ classes: 1 }, '`classes` must be an integer in [2, 65536]: got 1'],
  [{ dropout: 1 }, '`dropout` must be in [0, 1): got 1'],
  [{ learningRate: 0 }, '`learningRate` must be > 0 and finite: got 0'],
  [{ channel: [1] }, 'did you mean channels?'],
])('options %j are refused', (options, says) => {
  expect(() => classifier(options as never)).toThrow(says);
});

test('a file with a configuration that is none, or too few weights, is refused', async () => {
  const data = points(8);
  const model = await classifier({ shape: [2], classes: 3, hidden: [2] }).fit(data, {
    stream: stream(1),
    steps: 1,
    batchSize: 8,
  });
  const text = new TextDecoder('latin1').decode(model.save());
  const changed = (from: string, to: string) => {
    expect(text).toContain(from);
    return Uint8Array.from(text.replace(from, to), (c) => c.charCodeAt(0));
  };
  expect(() => loadModel(changed('\\"classes\\":3', '\\"classes\\":1'))).toThrow(
    expect.objectContaining({ name: 'DataError', message: expect.stringContaining('`classes` must be') }),
  );
  expect(() => loadModel(changed('\\"classes\\":3', '\\"classes\\":4'))).toThrow(
    'it has no weight output.weight of 8 numbers',
  );
});
