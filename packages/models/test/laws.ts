// Laws of trainings, for every model's tests: call them with a small recipe, little data and few steps.
import { useBackend } from '@stokast/core-wasm';
import { stream } from '@stokast/sampling';
import { expect } from 'vitest';
import type { FitOptions } from '../src/train/options.ts';
import type { Recipe } from '../src/train/recipe.ts';
import { readCheckpoint, writeCheckpoint } from '../src/train/save.ts';
import { startTraining } from '../src/train/trainer.ts';

/** A training to try laws on. */
export interface Case<Data> {
  readonly recipe: Recipe<Data, unknown>;
  readonly data: Data;
  readonly batchSize: number;
  /** Steps of a run: more than an epoch, if that is cheap. */
  readonly steps: number;
}

const SEED = 'laws';

/** The file after so many steps from the start, or from a file. */
async function trained<Data>(
  { recipe, data, batchSize, steps: all }: Case<Data>,
  options: Partial<FitOptions<Data>>,
  steps: number = all,
): Promise<Uint8Array> {
  const own = options.resume ? {} : { stream: stream(SEED), batchSize };
  const training = startTraining(recipe, data, { steps: all, ...own, ...options });
  try {
    while (training.progress.step < steps) await training.step();
    return await training.save();
  } finally {
    training.close();
  }
}

/** Are two files the same? With a short message where not: files are long. */
function expectSame(a: Uint8Array, b: Uint8Array, what: string): void {
  const at = a.length === b.length ? a.findIndex((byte, i) => byte !== b[i]) : Math.min(a.length, b.length);
  expect(at, `${what}: files of ${a.length} and ${b.length} bytes differ`).toBe(-1);
}

/** Resumed at each of these steps, a training ends as one that never stopped. */
export async function resumeEqualsNeverStopping<Data>(
  each: Case<Data>,
  at: readonly number[],
  options: Partial<FitOptions<Data>> = {},
): Promise<void> {
  const whole = await trained(each, options);
  for (const step of at) {
    const resume = await trained(each, options, step);
    expectSame(await trained(each, { ...options, resume }), whole, `resumed after ${step} steps`);
  }
}

/** Any number of workers gives the same; a training goes on with another number. */
export async function workersEqual<Data>(
  each: Case<Data>,
  workers: readonly number[] = [2],
  shards = 2,
): Promise<void> {
  const whole = await trained(each, { shards });
  for (const count of workers) {
    const half = await trained(each, { shards, workers: count }, each.steps >> 1);
    expectSame(await trained(each, { resume: half, workers: count }), whole, `${count} workers`);
    expectSame(await trained(each, { resume: half }), whole, `${count} workers, then one`);
  }
}

/** The backend makes no difference, nor does a change of it on the way. */
export async function backendsEqual<Data>(each: Case<Data>): Promise<void> {
  const whole = await trained(each, {});
  try {
    useBackend('typescript');
    const half = await trained(each, {}, each.steps >> 1);
    useBackend('wasm');
    expectSame(await trained(each, { resume: half }), whole, 'TypeScript, then WebAssembly');
  } finally {
    useBackend('auto');
  }
}

/** What was saved and loaded is saved as the same bytes. */
export async function savesAsLoaded<Data>(each: Case<Data>): Promise<void> {
  const file = await trained(each, {});
  const loaded = readCheckpoint('Cannot load', file);
  const { weights } = each.recipe.objective(each.steps);
  expectSame(writeCheckpoint(loaded, weights), file, 'loaded and saved');
  const again = startTraining(each.recipe, each.data, { resume: file });
  expectSame(await again.save(), file, 'resumed and saved');
  again.close();
}

/** All of them. */
export async function trainingLaws<Data>(each: Case<Data>): Promise<void> {
  await resumeEqualsNeverStopping(each, [0, 1, each.steps - 1]);
  await workersEqual(each);
  await backendsEqual(each);
  await savesAsLoaded(each);
}
