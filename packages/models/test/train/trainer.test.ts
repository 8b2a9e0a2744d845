import { stream } from '@stokast/sampling';
import { expect, test } from 'vitest';
import { fitModel } from '../../src/train/trainer.ts';
import * as laws from '../laws.ts';
import { blots, rivalsRecipe, vaeRecipe } from './example.ts';

const data = blots(100, 5);
const vae: laws.Case<typeof data> = { recipe: vaeRecipe(25, 16, 2), data, batchSize: 16, steps: 14 };
const rivals: laws.Case<typeof data> = { recipe: rivalsRecipe(25), data, batchSize: 16, steps: 8 };

test('a fit learns', async () => {
  const losses: number[] = [];
  const model = await fitModel(vaeRecipe(25, 16, 2), data, {
    stream: stream('fit'),
    epochs: 20,
    onProgress: ({ metrics }) => losses.push(metrics.loss),
  });
  expect(losses.length).toBe(120);
  expect(losses[119]).toBeLessThan(0.9 * losses[0]);
  expect(model.training?.step).toBe(120);
});

test.each([
  ['one phase, with noise and averages', vae],
  ['two phases, one repeated, with assigned weights', rivals],
])('%s: resume equals never stopping, at every step', (_, each) =>
  laws.resumeEqualsNeverStopping(
    each,
    Array.from({ length: each.steps + 1 }, (_, i) => i),
  ),
);

test('workers are equal', async () => {
  await laws.workersEqual(vae, [2, 4], 4);
  await laws.workersEqual(rivals, [2], 2);
});

test('workers without shared memory are equal', async () => {
  const { SharedArrayBuffer: shared } = globalThis;
  try {
    Object.assign(globalThis, { SharedArrayBuffer: undefined });
    await laws.workersEqual(rivals, [4], 4);
    await laws.workersEqual(vae, [2], 2);
  } finally {
    Object.assign(globalThis, { SharedArrayBuffer: shared });
  }
});

test.each([
  ['one phase', vae],
  ['two phases', rivals],
])('%s: backends are equal, and what is loaded is saved', async (_, each) => {
  await laws.backendsEqual(each);
  await laws.savesAsLoaded(each);
});
