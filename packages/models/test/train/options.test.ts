// What a fit refuses: options, and files to go on from.
import { stream } from '@stokast/sampling';
import { expect, test, vi } from 'vitest';
import type { FitOptions } from '../../src/train/options.ts';
import { readSafetensors, writeSafetensors } from '../../src/train/safetensors.ts';
import { fitModel, startTraining } from '../../src/train/trainer.ts';
import { blots, rivalsRecipe, vaeRecipe } from './example.ts';

const data = blots(70, 4);
const recipe = vaeRecipe(16, 8, 2);
type Options = FitOptions<typeof data>;
const start = (options: unknown) => () =>
  startTraining(recipe, data, { stream: stream(1), ...(options as Options) }).close();

test.each([
  [{ stream: undefined }, '`options.stream` must be a Stream: got undefined'],
  [{ epoch: 3 }, '`options.epoch` must be left out: the options are stream, epochs, '],
  [{ epochs: 0 }, '`options.epochs` must be > 0'],
  [{ steps: 1.5 }, '`options.steps` must be an integer in [1, 2147483647]: got 1.5'],
  [{ steps: 5, epochs: 1 }, '`options.steps` must be left out where options.epochs is given: got 5'],
  [{ batchSize: 0 }, '`options.batchSize` must be an integer in [1, 1048576]: got 0'],
  [{ shards: 3 }, '`options.shards` must be a power of two in [1, 64]: got 3'],
  [{ shards: 4, batchSize: 6 }, '`options.batchSize` must be a multiple of options.shards (4): got 6'],
  [{ shards: 2, workers: 4 }, '`options.workers` must be a power of two, at most options.shards (2): got 4'],
  [{ validateEvery: 0 }, '`options.validateEvery` must be an integer'],
  [{ signal: {} }, '`options.signal` must be an AbortSignal'],
  [{ onProgress: 1 }, '`options.onProgress` must be a function'],
  [{ resume: [] }, 'must be a Uint8Array'],
  [{ resume: new Uint8Array(9) }, 'Cannot'],
])('%o', (options, message) => {
  expect(start(options)).toThrow(message);
});

test('options are needed', () => {
  const none = () => startTraining(recipe, data, undefined as never);
  expect(none).toThrow('`options` must be an object: got undefined');
});

test('held-out data that cannot be used are refused before the first step', () => {
  const images = Float32Array.of(...new Float32Array(15), Number.NaN);
  const message = 'Cannot use options.validation: number 15 of example 0 is NaN';
  expect(start({ validation: { images, shape: [4, 4] } })).toThrow(message);
});

test('a training that went on past its end is saved as one that is done', async () => {
  const training = startTraining(recipe, data, { stream: stream(1), batchSize: 10, steps: 1 });
  for (let i = 0; i < 3; i++) await training.step();
  const resume = await training.save();
  training.close();
  const again = startTraining(recipe, data, { resume });
  expect(again.progress).toMatchObject({ step: 3, steps: 3 });
  again.close();
});

test('a fit goes on from a file of the same training alone', async () => {
  const own = { stream: stream(1), batchSize: 10, steps: 6 };
  const training = startTraining(recipe, data, own);
  await training.step();
  const resume = await training.save();
  training.close();
  expect(start({ resume, stream: stream(2) })).toThrow('as in what is resumed');
  expect(start({ resume, batchSize: 8 })).toThrow(
    '`options.batchSize` must be 10, as in what is resumed: got 8',
  );
  expect(start({ resume, shards: 1 })).toThrow('`options.shards` must be 2, as in what is resumed: got 1');
  const from = (other: typeof recipe, otherData = data) => startTraining(other, otherData, { resume });
  expect(() => from(rivalsRecipe(16) as typeof recipe)).toThrow(
    '`options.resume` must be the training of a rivals: got "example"',
  );
  expect(() => from(vaeRecipe(16, 9, 2))).toThrow(
    '`options.resume.config.hidden` must be 9, as in the model to be fitted: got 8',
  );
  expect(() => from(recipe, blots(60, 4))).toThrow('`data` must be data of 7 batches');
  const { tensors, metadata } = readSafetensors(resume);
  const changed = (name: string) => {
    const left = new Map(tensors);
    left.delete(name);
    return writeSafetensors(left, metadata);
  };
  for (const name of ['encoder.0.weight', 'average.decoder.0.bias', 'optimizer.vae.first.encoder.0.weight'])
    expect(start({ resume: changed(name) })).toThrow(`options.resume.${name}`);
  const broken = { dtype: 'F32', shape: [8], data: new Float32Array(8).fill(Number.NaN) };
  expect(
    start({ resume: writeSafetensors(new Map(tensors).set('encoder.0.bias', broken), metadata) }),
  ).toThrow('not all weights are finite at the start');
  const { training: _, ...bare } = metadata;
  expect(start({ resume: writeSafetensors(tensors, bare) })).toThrow(
    'a model that was saved with its training',
  );
  expect(start({ resume: writeSafetensors(tensors, { ...metadata, version: '2' }) })).toThrow('version 2');
  // Longer than was asked for is another matter: the same data and noise, more of them.
  const longer = startTraining(recipe, data, { resume, steps: 9 });
  expect(longer.progress).toMatchObject({ step: 1, steps: 9, epoch: 1 / 7 });
  longer.close();
});

test('tensors of a file have shapes, doubles stay doubles', async () => {
  const training = startTraining(recipe, data, { stream: stream(1), batchSize: 10 });
  await training.step();
  const { tensors, metadata } = readSafetensors(await training.save());
  training.close();
  const described = [...tensors].map(([name, { dtype, shape }]) => `${name} ${dtype} [${shape}]`);
  expect(described.filter((each) => /step|0\.weight/.test(each)).sort()).toMatchInlineSnapshot(`
    [
      "average.decoder.0.weight F32 [2,8]",
      "decoder.0.weight F32 [2,8]",
      "encoder.0.weight F32 [16,8]",
      "optimizer.vae.first.decoder.0.weight F32 [2,8]",
      "optimizer.vae.first.encoder.0.weight F32 [16,8]",
      "optimizer.vae.second.decoder.0.weight F32 [2,8]",
      "optimizer.vae.second.encoder.0.weight F32 [16,8]",
      "optimizer.vae.step F64 []",
    ]
  `);
  expect(metadata).toMatchInlineSnapshot(`
    {
      "config": "{"inputs":16,"hidden":8,"latent":2}",
      "format": "stokast-model",
      "kind": "example",
      "training": "{"step":1,"steps":14,"batchSize":10,"batchesPerEpoch":7,"shards":2,"stream":{"type":"stokast-stream","version":1,"engine":"chacha8","key":"6e2a94a31d98d4be7c1d4c7cf9e7a0ad727cbfb92adddb1ca42242b5684611c2","position":0}}",
      "version": "1",
    }
  `);
});

test('held-out data are looked at once an epoch and at the end, by the model as it is then', async () => {
  const evaluate = vi.fn((model) => ({ step: model.training.step }));
  const seen: string[] = [];
  const options: Options = {
    stream: stream(1),
    batchSize: 10,
    steps: 9,
    validation: data,
    onProgress: ({ step, epoch, validation }) =>
      validation && seen.push(`${step} ${epoch.toFixed(2)} ${validation.step}`),
  };
  await fitModel({ ...recipe, evaluate }, data, options);
  expect(seen).toEqual(['7 1.00 7', '9 1.29 9']);
  seen.length = 0;
  await fitModel({ ...recipe, evaluate }, data, { ...options, validateEvery: 4 });
  expect(seen).toEqual(['4 0.57 4', '8 1.14 8', '9 1.29 9']);
});

test('what is asked for at one time is done in turn', async () => {
  const one = startTraining(recipe, data, { stream: stream(1), batchSize: 10 });
  const other = startTraining(recipe, data, { stream: stream(1), batchSize: 10 });
  const [, first, , second] = await Promise.all([one.step(), one.save(), one.step(), one.save()]);
  await other.step();
  expect(await other.save()).toEqual(first);
  await other.step();
  expect(await other.save()).toEqual(second);
  one.close();
  other.close();
  await expect(one.step()).rejects.toThrow('`training` must be open: got "closed"');
});
