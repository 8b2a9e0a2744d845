// Values are API: a change of these is a change of what people get for their seeds.
import { stream } from '@stokast/sampling';
import { expect, test } from 'vitest';
import { vae } from '../../src/vae/spec.ts';

const images = Float32Array.from({ length: 64 }, (_, i) => ((i * 7) % 17) / 16);
const labels = Uint8Array.from({ length: 16 }, (_, i) => i % 2);
const small = { shape: [2, 2], latent: 2, hidden: [4], learningRate: 0.02 } as const;
const corruption = { kind: 'gaussian', amount: 0.1 } as const;

test.each([
  [
    {},
    [
      -2.8724947161972523, -2.802804179897028, 0.4875829517841339, 0.4940430521965027, 0.41739434003829956,
      0.5143205523490906, 0, 0, 1, 0,
    ],
  ],
  [
    { likelihood: 'gaussian', architecture: 'convolutional' },
    [
      -4.0337778851389885, -3.4911919815945773, -0.09098277986049652, 0.04710487276315689, -0.093608558177948,
      -0.07673890888690948, -0.23136235773563385, -0.6742920875549316, 0.00947059690952301,
      -0.37878745794296265,
    ],
  ],
  [
    { likelihood: 'categorical', classes: 2 },
    [
      -11.636005759239197, -11.398028430164548, 0.5100414156913757, 0.5266227126121521, 0.5309743285179138,
      0.5065910816192627, 0.75, 0.0625, 0.75, 0.9375,
    ],
  ],
  [
    { likelihood: 'discretizedLogistic', corruption },
    [
      -14.811078540980816, -14.696554586532903, 0.6734390258789062, 0.24536532163619995, 0.5685232877731323,
      0.5481920838356018, 1, 1, 0, 1,
    ],
  ],
] as const)('%j', async (options, expected) => {
  const data = { images, shape: [2, 2], labels };
  const model = await vae({ ...small, ...options }).fit(data, {
    stream: stream('golden'),
    steps: 5,
    batchSize: 8,
  });
  const about = [model.elbo(data, stream('elbo')), model.importanceWeightedBound(data, stream('weights'))];
  const [a, b] = ['mean', 'draw'].map((pixels) => model.sample(stream('golden'), 1, { pixels } as never));
  expect([...about.map(({ value }) => value), ...a, ...b]).toEqual(expected);
});
