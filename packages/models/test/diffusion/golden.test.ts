// Values are API: a change of these is a change of what people get for their seeds.
import { stream } from '@stokast/sampling';
import { expect, test } from 'vitest';
import { diffusion, flow } from '../../src/index.ts';

const images = Float32Array.from({ length: 64 }, (_, i) => ((i * 7) % 11) / 10);
const data = { images, shape: [2, 2], labels: Array.from({ length: 16 }, (_, i) => i % 2) };
const small = { shape: [2, 2], width: 6, blocks: 1, classes: 2, learningRate: 0.02 } as const;
const fit = { steps: 5, batchSize: 8 };

test.each([
  [
    'dpmSolver++',
    {},
    [
      0.40885230898857117, 0.2216739058494568, 0.3724740743637085, 0, 0.17069044709205627, 0.3734680116176605,
      0.716219425201416, 0.21867221593856812,
    ],
  ],
  [
    'ddpm',
    { varianceType: 'learnedRange', predictionType: 'epsilon', betaSchedule: 'linear' },
    [0, 0.2061176300048828, 1, 0, 0.1474345326423645, 1, 0, 0.9792326092720032],
  ],
  [
    'heun',
    { architecture: 'convolutional', channels: [8] },
    [
      0.408597469329834, 0.1410832405090332, 0.3252429962158203, 0, 0.12267541885375977, 0.32845640182495117,
      0.7221813201904297, 0.1581282615661621,
    ],
  ],
] as const)('diffusion, %s', async (sampler, options, expected) => {
  const model = await diffusion({ ...small, ...options }).fit(data, { ...fit, stream: stream('golden') });
  const how = { sampler, steps: 4, guidanceScale: 1.5 };
  // Half-way, where little is clipped.
  const { frames } = model.denoise(stream('golden'), 2, { ...how, frames: 3 });
  expect([...frames[1]]).toEqual(expected);
});

test('flow', async () => {
  const model = await flow(small).fit(data, { ...fit, stream: stream('golden') });
  expect([...model.sample(stream('golden'), 1, { steps: 4 })]).toEqual([
    0.41283655166625977, 0.1838150918483734, 0.3981533944606781, 0,
  ]);
  expect([...model.logProb([0.5, 0.2, 0.3, 0.9], { steps: 4 }).values]).toEqual([-1.5244697974976291]);
});
