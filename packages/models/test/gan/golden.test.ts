// Values are API: a change of these is a change of what people get for their seeds.
import { stream } from '@stokast/sampling';
import { expect, test } from 'vitest';
import { gan } from '../../src/gan/spec.ts';

const images = Float32Array.from({ length: 64 }, (_, i) => ((i * 7) % 11) / 10);
const network = { hidden: [5], learningRate: 0.02 };
const small = { shape: [2, 2], latent: 2, generator: network, discriminator: network } as const;

test.each([
  ['nonSaturating', [0.668623685836792, 0.35964304208755493, 0.3474070429801941, 0.23371466994285583]],
  ['hinge', [0.667794406414032, 0.36101359128952026, 0.3493916392326355, 0.23455753922462463]],
  [
    'wassersteinGradientPenalty',
    [0.6659581661224365, 0.36011457443237305, 0.34807974100112915, 0.23318853974342346],
  ],
] as const)('%s', async (loss, expected) => {
  const model = await gan({ ...small, loss, spectralNorm: loss === 'hinge' }).fit(
    { images, shape: [2, 2] },
    { stream: stream('golden'), steps: 5, batchSize: 8 },
  );
  expect([...model.sample(stream('golden'), 1)]).toEqual(expected);
});
