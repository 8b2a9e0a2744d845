// Diffusion and flow matching with every schedule, prediction, variance and sampler: trained, sampled and loaded again.
import { stream } from '@stokast/sampling';

const images = Float32Array.from({ length: 16 * 16 }, (_, i) => ((i * 7) % 17) / 16);
const labels = Uint8Array.from({ length: 16 }, (_, i) => i % 2);
const shape = [4, 4];
const data = { images, shape, labels };
const small = { shape, width: 6, blocks: 1, learningRate: 0.02 };
const fit = { steps: 3, batchSize: 8 };
const guided = { steps: 3, class: 1, guidanceScale: 1.5 };

const options = {
  ddpm: [
    { varianceType: 'learnedRange', betaSchedule: 'linear', predictionType: 'epsilon', classes: 2 },
    guided,
  ],
  ddim: [
    { betaSchedule: 'scaledLinear', predictionType: 'sample' },
    { steps: 3, eta: 0.5 },
  ],
  euler: [
    { betaSchedule: 'sigmoid', rescaleBetasZeroSnr: true },
    { steps: 3, timestepSpacing: 'linspace' },
  ],
  heun: [{ architecture: 'convolutional', channels: [8, 8] }, { steps: 3 }],
  'dpmSolver++': [
    { architecture: 'convolutional', channels: [8], patch: 2, varianceType: 'fixedLarge' },
    { steps: 4 },
  ],
};

export const casesOf = (api) => ({
  ...Object.fromEntries(
    Object.entries(options).map(([sampler, [each, how]]) => [
      `diffusion ${sampler}`,
      async () => {
        const model = await api.diffusion({ ...small, ...each }).fit(data, { ...fit, stream: stream('fit') });
        const again = api.loadModel(model.save());
        const { frames } = again.denoise(stream('samples'), 2, { ...how, sampler, frames: 3 });
        return [model.save(), ...frames, model.bound(data, stream('bound'), { timesteps: 3 }).each];
      },
    ]),
  ),
  flow: async () => {
    const model = await api.flow({ ...small, classes: 2 }).fit(data, { ...fit, stream: stream('fit') });
    const again = api.loadModel(model.save());
    const { values, latents } = again.logProb(images.subarray(0, 32), { steps: 3, class: [0, 1] });
    return [
      model.save(),
      again.sample(stream('samples'), 3, { ...guided, solver: 'rungeKutta4' }),
      values,
      latents,
    ];
  },
  'scheduler of every kind': () =>
    ['ddpm', 'ddim', 'euler', 'heun', 'dpmSolver++'].map((sampler) => {
      const s = api.scheduler({ sampler, useKarrasSigmas: true });
      const numbers = s
        .plan(7)
        .stages.flatMap(({ timestep, from, next, memory }) => [
          timestep,
          ...Object.values(from),
          ...Object.values(next),
          ...Object.values(memory),
        ]);
      return Float64Array.from(numbers);
    }),
  noiseSchedule: () =>
    ['linear', 'scaledLinear', 'squaredcosCapV2', 'sigmoid'].map(
      (betaSchedule) => api.noiseSchedule({ betaSchedule, rescaleBetasZeroSnr: true }).alphasCumprod,
    ),
});
