import { createHash } from 'node:crypto';
import { type Optimizer, Tensor, type Tree } from '@stokast/autodiff';
import { stream } from '@stokast/sampling';
import { expect, test } from 'vitest';
import type { Checkpoint } from '../../src/train/checkpoint.ts';
import type { Recipe } from '../../src/train/recipe.ts';
import { fitModel } from '../../src/train/trainer.ts';
import * as laws from '../laws.ts';
import { blots, rivalsRecipe, vaeRecipe } from './example.ts';

const tensorsOf = (tree: Tree): Tensor[] =>
  tree instanceof Tensor ? [tree] : Object.values(tree).flatMap((each) => tensorsOf(each as Tree));
const mapTree = (tree: Tree, f: (x: Tensor) => Tensor): Tree => {
  if (tree instanceof Tensor) return f(tree);
  if (Array.isArray(tree)) return tree.map((each) => mapTree(each, f));
  return Object.fromEntries(Object.entries(tree).map(([name, each]) => [name, mapTree(each as Tree, f)]));
};

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
])('%s: resume equals never stopping, also at the end of an epoch and beyond', (_, each) =>
  laws.resumeEqualsNeverStopping(
    each,
    [0, 1, 2, 3, 5, 6, 7, 12, 13].filter((step) => step <= each.steps),
  ),
);

test('workers are equal', async () => {
  await laws.workersEqual(vae, [2, 4], 4);
  await laws.workersEqual(rivals, [2], 2);
});

test('an optimiser that mixes weights, and gives its state in another order, is one on any number of workers', async () => {
  const { objective } = vae.recipe;
  /** Steps as long as all weights together; what it keeps of no weight is a count of steps. */
  const mixing: Optimizer = {
    init: (weights) => ({ count: (tensorsOf(weights)[0].sum() as Tensor).mul(0) as Tensor, last: weights }),
    update: (gradient, { count, last }, weights) => {
      const size = tensorsOf(last as Tree).reduce(
        (sum, w) => sum.add(w.square().sum()) as Tensor,
        (count as Tensor).mul(0) as Tensor,
      );
      const scale = size.sqrt().mul(-0.001) as Tensor;
      const updates = mapTree(gradient, (g) => g.mul(scale) as Tensor);
      return [updates, { last: weights, count: (count as Tensor).add(1) as Tensor }];
    },
  };
  const recipe: typeof vae.recipe = {
    ...vae.recipe,
    objective: (steps) => {
      const { phases, ...rest } = objective(steps);
      return { ...rest, phases: phases.map((phase) => ({ ...phase, optimizer: mixing })) };
    },
  };
  await laws.workersEqual({ ...vae, recipe, steps: 6 }, [4], 4);
  await laws.resumeEqualsNeverStopping({ ...vae, recipe, steps: 6 }, [3]);
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

// Values are API: a change of these is a change of what people get for their seeds.
test.each([
  ['one phase, 1 shard', vae, 1, '92df1e6eed1d2fd9'],
  ['one phase, 2 shards', vae, 2, '1d1177ab5041e593'],
  ['one phase, 4 shards', vae, 4, '407df1e57ccafcd1'],
  ['two phases, 2 shards', rivals, 2, '0e7365319e890596'],
] as const)('golden: %s', async (_, { recipe, data: given, batchSize, steps }, shards, expected) => {
  const model = await fitModel(recipe as Recipe<typeof data, Checkpoint>, given, {
    stream: stream('golden'),
    batchSize,
    shards,
    steps,
  });
  const hash = createHash('sha256');
  for (const weights of [model.weights, model.average])
    for (const [name, values] of weights) hash.update(name).update(Buffer.from(values.buffer));
  expect(hash.digest('hex').slice(0, 16)).toBe(expected);
});
