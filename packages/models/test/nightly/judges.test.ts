// What models are judged by, at the size of the results page: floors of metrics, and the classifier.
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { stream } from '@stokast/sampling';
import { expect, test } from 'vitest';
import {
  classifier,
  classifierTwoSampleTest,
  digitsSplit,
  type ImageData,
  maximumMeanDiscrepancy,
  parseDigits,
  readIdx,
  slicedWasserstein,
  sliceImages,
  targets,
} from '../../src/index.ts';

const seed = stream(['judges', process.env.STOKAST_SEED ?? 'fixed']);
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;

// Means of 20 pairs by another program; ours vary by a tenth or so from night to night.
test.each([
  ['ring', 0.082],
  ['moons', 0.033],
  ['swissRoll', 0.03],
  ['checkerboard', 0.057],
] as const)('the floor of %s at n = 2000 is %d', (name, floor) => {
  const found = Array.from({ length: 20 }, (_, k) => {
    const s = seed.split([name, k]);
    const [a, b] = ['a', 'b'].map((part) => targets[name].sample(s.split(part), 2000));
    return slicedWasserstein(a, b, { dimensions: 2, stream: s });
  });
  expect(mean(found)).toBeGreaterThan(0.7 * floor);
  expect(mean(found)).toBeLessThan(1.4 * floor);
});

test('a classifier cannot tell 10 000 points from 10 000 of the same target', () => {
  const [a, b] = ['a', 'b'].map((part) => targets.checkerboard.sample(seed.split(part), 10_000));
  const { accuracy } = classifierTwoSampleTest(a, b, { dimensions: 2, stream: seed.split('test') });
  expect(Math.abs(accuracy - 0.5)).toBeLessThan(0.018); // 5 deviations
});

test('p-values of equal distributions are spread evenly', () => {
  const counts = [0, 0, 0, 0, 0];
  for (let k = 0; k < 400; k++) {
    const s = seed.split(['p', k]);
    const [a, b] = ['a', 'b'].map((part) => targets.moons.sample(s.split(part), 50));
    const { pValue } = maximumMeanDiscrepancy(a, b, { dimensions: 2, stream: s, permutations: 99 });
    counts[Math.min(4, Math.ceil(pValue * 5) - 1)] += 1;
  }
  // Chi-squared with 4 degrees of freedom: above 28 once in 10^5 nights.
  expect(counts.reduce((sum, n) => sum + (n - 80) ** 2 / 80, 0)).toBeLessThan(28);
});

test('digits of other writers: 95 % and more', async () => {
  const file = new URL('../../../cli/data/digits.csv.gz', import.meta.url);
  const digits = parseDigits(gunzipSync(readFileSync(file)).toString());
  const found: number[] = [];
  for (let k = 0; k < 3; k++) {
    const model = await classifier().fit(sliceImages(digits, ...digitsSplit.train), {
      stream: seed.split(['digits', k]),
    });
    found.push(model.evaluate(sliceImages(digits, 1000, 1797)).accuracy);
  }
  expect(mean(found)).toBeGreaterThan(0.95);
}, 600_000);

const mnist = new URL('../../../../data/mnist/', import.meta.url);

// Not without the data, which `npm run data` fetches.
test.runIf(existsSync(mnist))(
  'MNIST: 98.5 % and more',
  async () => {
    const read = (part: string): ImageData => {
      const array = (file: string) => readIdx(readFileSync(new URL(`${part}-${file}-ubyte`, mnist))).data;
      return { images: array('images-idx3') as Uint8Array, shape: [28, 28], labels: array('labels-idx1') };
    };
    const spec = classifier({ shape: [28, 28], channels: [8, 16], kernel: 5, hidden: [84], dropout: 0.25 });
    const model = await spec.fit(read('train'), { stream: seed.split('mnist'), epochs: 4, batchSize: 64 });
    expect(model.evaluate(read('t10k')).accuracy).toBeGreaterThan(0.985);
  },
  1_200_000,
);
