import { stream } from '@stokast/sampling';
import { expect, test } from 'vitest';
import { type ImageData, robustness, vae } from '../../src/index.ts';

/** Bars of four pixels' width, at one of two places. */
const bars: ImageData = {
  images: Float32Array.from({ length: 64 * 32 }, (_, i) => Number(((i >> 2) & 1) === ((i >> 5) & 1))),
  shape: [4, 8],
};

test('noise in training pays where there is noise, and all models see the same', async () => {
  const flips = { kind: 'flips', amount: 0.2 } as const;
  const options = { shape: [4, 8], latent: 1, hidden: [16], learningRate: 0.01 };
  const fit = { stream: stream('fit'), batchSize: 32, steps: 200 };
  const without = await vae(options).fit(bars, fit);
  const trained = await vae({ ...options, corruption: flips }).fit(bars, fit);
  const seen = { stream: stream('noise'), corruptions: [flips] };
  const table = robustness({ without, trained }, bars, seen);
  const [, , a, b] = table.rows;
  expect([a.model, b.model, a.corruption]).toEqual(['without', 'trained', flips]);
  expect(a.noise).toBe(b.noise);
  expect(b.heldOut).toBeGreaterThan(a.heldOut);
  expect(b.error).toBeLessThan(a.error);
  // The square of a flipped black or white pixel is 1: the root of a fifth.
  expect(a.noise).toBeCloseTo(Math.sqrt(0.2), 1);
  expect(table.rows[0].noise).toBe(0);
  expect(robustness({ trained }, bars, seen).rows).toEqual([table.rows[1], table.rows[3]]);
  expect(String(table).split('\n')).toHaveLength(5);
  expect(String(table)).toContain('flips 0.2  trained');
  expect(() => robustness({ without }, bars, { ...seen, corruptions: [{ kind: 'rain' }] } as never)).toThrow(
    '`options.corruptions[0].kind`',
  );
  expect(() => robustness({ without }, bars, { ...seen, stream: 1 } as never)).toThrow('`options.stream`');
});
