// Trainings that end early: aborted, out of the finite numbers, or by a worker's death.
import { adam, chain, clipByNorm, sgd, type Tensor, where } from '@stokast/autodiff';
import { stream } from '@stokast/sampling';
import { expect, test } from 'vitest';
import type { Batches } from '../../src/train/batches.ts';
import type { Checkpoint } from '../../src/train/checkpoint.ts';
import { FailedTraining } from '../../src/train/failure.ts';
import type { Example, Losses } from '../../src/train/objective.ts';
import { type TensorsFor, zeros } from '../../src/train/parameters.ts';
import type { Recipe } from '../../src/train/recipe.ts';
import { fitModel, startTraining } from '../../src/train/trainer.ts';
import { AbortedTraining } from '../../src/train/training.ts';
import { blots, vaeRecipe } from './example.ts';

const weights = {
  a: { shape: [4] as const, init: { kind: 'constant', value: 1 } as const },
  b: { shape: [] as const, init: zeros },
};
type W = TensorsFor<typeof weights>;

/** Batches in which one number is bad, at one step. */
const recipe = (
  loss: (w: W, example: Example) => Tensor,
  optimizer = adam({ learningRate: 0.01 }),
): Recipe<number, Checkpoint> => ({
  kind: 'fragile',
  config: {},
  defaults: { batchSize: 4, steps: 300 },
  batches: (_, bad): Batches => ({
    size: 4,
    perEpoch: 10,
    fill: (index, { x }) => {
      for (let i = 0; i < x.length; i++) x[i] = 1 + ((index * 7 + i) % 5) / 5;
      if (index === bad) x[x.length - 1] = -1;
    },
  }),
  objective: () => ({
    weights,
    example: { x: [4] },
    phases: [
      { name: 'only', trains: ['a', 'b'], loss: (w: W, e): Losses => ({ loss: loss(w, e) }), optimizer },
    ],
  }),
  model: (checkpoint) => checkpoint,
});

async function failureOf(
  each: Recipe<number, Checkpoint>,
  bad: number,
  workers = 1,
): Promise<FailedTraining> {
  const error = await fitModel(each, bad, { stream: stream(1), workers }).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(FailedTraining);
  return error as FailedTraining;
}

const logLoss = (w: W, { batch }: Example): Tensor =>
  batch.x.log().mul(w.a).add(w.b).square().mean() as Tensor;

test.each([1, 2])(
  'a loss that is NaN: step, instruction, and what there was before (%i workers)',
  async (workers) => {
    const error = await failureOf(recipe(logLoss), 123, workers);
    expect(error.message).toMatchInlineSnapshot(
      `"Cannot fit a fragile model: in step 123 the gradient of only left the finite numbers: log.3 [2, 4] of x is the first to give NaN"`,
    );
    expect([error.code, error.step, error.phase]).toEqual(['STOKAST_E_NUMERICAL', 123, 'only']);
    const whole = startTraining(recipe(logLoss), -1, { stream: stream(1), steps: 300 });
    while (whole.progress.step < 123) await whole.step();
    expect(Buffer.compare(await whole.save(), error.checkpoint)).toBe(0);
  },
);

test('a derivative that is NaN beside a finite loss is found in the step that it came up in', async () => {
  const loss = (w: W, { batch }: Example): Tensor => {
    const x = batch.x.add(1); // 0 where the batch is bad
    return w.a.mul(x).sqrt().add(w.b).mean() as Tensor;
  };
  const error = await failureOf(recipe(loss), 57);
  expect(error.message).toMatchInlineSnapshot(
    `"Cannot fit a fragile model: in step 57 the gradient of only left the finite numbers: div.16 [2, 4] of 0.0625, sqrt.11 is the first to give Infinity"`,
  );
  expect(error.step).toBe(57);
});

test('an update that overflows', async () => {
  const loss = (w: W, { batch }: Example): Tensor => w.a.mul(batch.x).square().mean().mul(100) as Tensor;
  const error = await failureOf(recipe(loss, sgd({ learningRate: 3e38 })), -1);
  expect(error.message).toMatchInlineSnapshot(
    `"Cannot fit a fragile model: in step 0 the update of only left the finite numbers: mul.14 [4] of mul.9, 3.0000000054977558e+38 is the first to give Infinity"`,
  );
  const mixed = await failureOf(recipe(loss, chain(clipByNorm(1e30), sgd({ learningRate: 3e38 }))), -1, 2);
  expect(mixed.message).toMatchInlineSnapshot(
    `"Cannot fit a fragile model: in step 0 the update of only left the finite numbers: mul.29 [4] of mul.25, 3.0000000054977558e+38 is the first to give Infinity"`,
  );
});

test('infinities that are meant are not to blame', async () => {
  const loss = (w: W, { batch }: Example): Tensor => {
    const x = batch.x;
    const masked = where(x.greater(1.5), Number.NEGATIVE_INFINITY, x.mul(w.a)) as Tensor;
    return masked.softmax().mul(x.log()).add(w.b).mean() as Tensor;
  };
  const error = await failureOf(recipe(loss), 31);
  expect(error.message).toMatchInlineSnapshot(
    `"Cannot fit a fragile model: in step 31 the gradient of only left the finite numbers: log.8 [2, 4] of x is the first to give NaN"`,
  );
});

test('an overflow is to blame, not the NaN that comes of it', async () => {
  const loss = (w: W, { batch }: Example): Tensor => {
    const e = batch.x.mul(-100).mul(w.a.square()).exp() as Tensor;
    return e.div(e.add(1)).add(w.b).mean() as Tensor;
  };
  const error = await failureOf(recipe(loss), 12);
  expect(error.message).toMatchInlineSnapshot(
    `"Cannot fit a fragile model: in step 12 the gradient of only left the finite numbers: exp.16 [2, 4] of mul.15 is the first to give Infinity"`,
  );
});

test('a fit that is aborted goes on from its checkpoint', async () => {
  const data = blots(64, 4);
  const options = { stream: stream(2), steps: 9 };
  const whole = await fitModel(vaeRecipe(16, 8, 2), data, options);
  const controller = new AbortController();
  const error = await fitModel(vaeRecipe(16, 8, 2), data, {
    ...options,
    signal: controller.signal,
    onProgress: ({ step }) => step === 4 && controller.abort('enough'),
  }).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(AbortedTraining);
  const { name, message, cause, checkpoint, model } = error as AbortedTraining<Checkpoint>;
  expect([name, message, cause]).toEqual(['AbortError', 'Training aborted after 4 steps', 'enough']);
  expect(model.training?.step).toBe(4);
  expect(await fitModel(vaeRecipe(16, 8, 2), data, { resume: checkpoint })).toEqual(whole);
});
