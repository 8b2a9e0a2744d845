import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { stream } from '@stokast/sampling';
import { expect, test } from 'vitest';
import { digitsSplit, parseDigits, robustness, sliceImages, vae } from '../../src/index.ts';

const file = new URL('../../../cli/data/digits.csv.gz', import.meta.url);
const digits = parseDigits(gunzipSync(readFileSync(file)).toString());
const train = sliceImages(digits, ...digitsSplit.train);
const heldOut = sliceImages(digits, ...digitsSplit.test);

test('noise in training pays where there is noise, and all models see the same', async () => {
  const flips = { kind: 'flips', amount: 0.2 } as const;
  const options = { latent: 8, hidden: [48], learningRate: 0.003 };
  const fit = { stream: stream('fit'), steps: 300 };
  const without = await vae(options).fit(train, fit);
  const trained = await vae({ ...options, corruption: flips }).fit(train, fit);
  const seen = { stream: stream('noise'), corruptions: [flips] };
  const table = robustness({ without, trained }, heldOut, seen);
  const [, , a, b] = table.rows;
  expect([a.model, b.model, a.corruption]).toEqual(['without', 'trained', flips]);
  expect(a.noise).toBe(b.noise);
  expect(b.heldOut).toBeGreaterThan(a.heldOut);
  expect(b.error).toBeLessThan(b.noise);
  expect(table.rows[0].noise).toBe(0);
  expect(robustness({ trained }, heldOut, seen).rows).toEqual([table.rows[1], table.rows[3]]);
  expect(String(table).split('\n')).toHaveLength(5);
  expect(String(table)).toContain('flips 0.2  trained');
  expect(() =>
    robustness({ without }, heldOut, { ...seen, corruptions: [{ kind: 'rain' }] } as never),
  ).toThrow('`options.corruptions[0].kind`');
  expect(() => robustness({ without }, heldOut, { ...seen, stream: 1 } as never)).toThrow('`options.stream`');
});
