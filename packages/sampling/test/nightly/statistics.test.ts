// Draws of every family with seeds of the night: printed, so that a failure can be had again.
// At a false alarm in 10^9 comparisons or fewer, a failure is a finding.
import { expect, test } from 'vitest';
import { complaints, ways } from '../distributions/ways.ts';

const seed = Number(process.env.STOKAST_SEED ?? Date.now() % 2147483647);
console.log(`STOKAST_SEED=${seed}`);
const seeds = Array.from({ length: 20 }, (_, i) => ['nightly', seed, i]);

test.each(ways)('%s', (_, d, draw) => {
  expect(complaints(d, draw, seeds)).toEqual([]);
});
