// A GAN at the size of the results page: two seeds of the ring, one of the grid, half a minute each.
import { stream } from '@stokast/sampling';
import { expect, test } from 'vitest';
import { targets } from '../../src/data/targets.ts';
import { gan } from '../../src/gan/spec.ts';
import { modeCoverage } from '../../src/metrics/modes.ts';

test.each([
  ['ring', 1, 8, 0.95],
  ['ring', 2, 8, 0.95],
  ['grid', 1, 23, 0.8],
] as const)(
  '%s, seed %i',
  async (name, seed, least, most) => {
    const target = targets[name];
    const images = target.sample(stream(['points', seed]), 10_000);
    const model = await gan({ shape: [2] }).fit(
      { images, shape: [2] },
      { stream: stream(['gan', seed]), steps: 20_000, batchSize: 128, shards: 1 },
    );
    const { modes, share } = modeCoverage(model.sample(stream(['samples', seed]), 10_000), target);
    expect(modes).toBeGreaterThanOrEqual(least);
    expect(share).toBeGreaterThan(most);
  },
  600_000,
);
