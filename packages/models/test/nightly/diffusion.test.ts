// Diffusion and flow matching at the size of the results page: the moons and the digits.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { stream } from '@stokast/sampling';
import { expect, test } from 'vitest';
import {
  diffusion,
  flow,
  memorisation,
  parseDigits,
  precisionRecallDensityCoverage,
  slicedWasserstein,
  targets,
} from '../../src/index.ts';

const POINTS = 10_000;
const range = (n: number) => Array.from({ length: n }, (_, i) => i);
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;

test.each([
  ['diffusion', diffusion],
  ['flow', flow],
] as const)(
  '%s: samples of the moons are at most twice as far from true ones as those from each other',
  async (_, make) => {
    const target = targets.moons;
    const data = { images: target.sample(stream('data'), 100_000), shape: [2] };
    const model = await make({ shape: [2] }).fit(data, { stream: stream('fit'), shards: 1 });
    const apart = (i: number, from: Float32Array) =>
      slicedWasserstein(from, target.sample(stream(['true', i]), POINTS), {
        dimensions: 2,
        stream: stream(['directions', i]),
      });
    const floor = mean(range(20).map((i) => apart(i, target.sample(stream(['one', i]), POINTS))));
    const distance = mean(range(5).map((i) => apart(i, model.sample(stream(['samples', i]), POINTS))));
    expect(distance / floor).toBeLessThan(2);
  },
  600_000,
);

test('digits come out like held-out ones, and are none of those that were learned', async () => {
  const file = new URL('../../../cli/data/digits.csv.gz', import.meta.url);
  const { images } = parseDigits(gunzipSync(readFileSync(file)).toString('utf8'));
  const order = stream('order').choice(1797, 1797);
  const mixed = Float32Array.from(images, (_, k) => images[order[Math.floor(k / 64)] * 64 + (k % 64)]);
  const [heldOut, train] = [mixed.subarray(0, 447 * 64), mixed.subarray(447 * 64)];
  const model = await diffusion().fit({ images: train, shape: [8, 8] }, { stream: stream('fit') });
  const samples = model.sample(stream('samples'), 447);
  const { density, coverage } = precisionRecallDensityCoverage(heldOut, samples, { dimensions: 64, k: 5 });
  expect(density).toBeGreaterThan(0.8);
  expect(coverage).toBeGreaterThan(0.8);
  expect(memorisation(samples, train, heldOut, { dimensions: 64 }).ratio).toBeGreaterThan(0.9);
}, 600_000);
