import { stream } from '@stokast/sampling';
import { describe, expect, test } from 'vitest';
import { gan, loadModel, readSafetensors, transformer, vae, writeSafetensors } from '../src/index.ts';

const options = { stream: stream('fit'), steps: 2, batchSize: 4 };
const data = {
  images: stream('images')
    .uniform(8 * 4)
    .map((x) => Math.fround(x)),
  shape: [2, 2],
};
const images = { ...data, images: Float32Array.from(data.images) };

const models = {
  vae: () => vae({ shape: [2, 2], hidden: [6], latent: 2 }).fit(images, options),
  gan: () =>
    gan({ shape: [2, 2], latent: 2, generator: { hidden: [6] }, discriminator: { hidden: [6] } }).fit(
      images,
      options,
    ),
  transformer: () =>
    transformer({ nLayer: 1, nHead: 1, nEmbd: 8, blockSize: 4 }).fit('abcab'.repeat(9), options),
};

describe.each(Object.entries(models))('%s', (type, fit) => {
  test('is loaded as it was saved', async () => {
    const saved = (await fit()).save();
    const loaded = loadModel(saved);
    expect(loaded.toJSON().type).toBe(type);
    expect(loaded.save()).toEqual(saved);
  });

  test('with weights missing or of another size is refused', async () => {
    const { tensors, metadata } = readSafetensors((await fit()).save());
    const [name] = [...tensors.keys()].filter((key) => !/^(average|optimizer)/.test(key));
    const without = new Map([...tensors].filter(([key]) => key !== name));
    expect(() => loadModel(writeSafetensors(without, metadata))).toThrow(name);
    const short = new Map(tensors).set(name, { dtype: 'F32', shape: [1], data: Float32Array.of(0) });
    expect(() => loadModel(writeSafetensors(short, metadata))).toThrow(name);
    const config = JSON.stringify({ ...JSON.parse(metadata.config), hidden: -1, nLayer: -1, latent: -1 });
    expect(() => loadModel(writeSafetensors(tensors, { ...metadata, config }))).toThrow(
      expect.objectContaining({ name: 'DataError' }),
    );
  });
});

test('what is no model is refused', async () => {
  const { tensors, metadata } = readSafetensors((await models.vae()).save());
  expect(() => loadModel(writeSafetensors(tensors, { ...metadata, kind: 'toString' }))).toThrow(/toString/);
  expect(() => loadModel(writeSafetensors(tensors, {}))).toThrow(/no model of stokast/);
  expect(() => loadModel(Uint8Array.of(1, 2, 3))).toThrow(expect.objectContaining({ name: 'DataError' }));
  expect(() => loadModel('file' as never)).toThrow(TypeError);
});
