// Generative adversarial networks of every loss and architecture: trained, sampled and loaded again.
import { stream } from '@stokast/sampling';

const images = Float32Array.from({ length: 16 * 16 }, (_, i) => ((i * 7) % 17) / 16);
const labels = Uint8Array.from({ length: 16 }, (_, i) => i % 2);
const shape = [4, 4];
const data = { images, shape, labels };
const networks = (hidden) => ({
  generator: { hidden, learningRate: 0.02 },
  discriminator: { hidden, learningRate: 0.02 },
});
const small = { shape, latent: 2, ...networks([4]) };
const fit = { steps: 3, batchSize: 8 };

const options = {
  'non-saturating': { classes: 2, labelSmoothing: 0.1 },
  hinge: { loss: 'hinge', spectralNorm: true, architecture: 'convolutional', ...networks([3]) },
  'with gradient penalty': {
    loss: 'wassersteinGradientPenalty',
    noise: 'uniform',
    discriminatorSteps: 2,
    r1: 0,
    mean: null,
    deviation: null,
    output: 'linear',
  },
};

export const casesOf = (api) =>
  Object.fromEntries(
    Object.entries(options).map(([name, each]) => [
      `gan ${name}`,
      async () => {
        const model = await api.gan({ ...small, ...each }).fit(data, { ...fit, stream: stream('fit') });
        const again = api.loadModel(model.save());
        const told = model.config.classes > 0 ? { class: 1 } : {};
        const walk = (way) => model.interpolate([1, 0], [0, 1], 3, way, told);
        return [
          model.save(),
          again.sample(stream('samples'), 3),
          again.generate(model.latents(stream('latents'), 2), told),
          again.discriminate(data),
          walk('linear'),
          walk('spherical'),
        ];
      },
    ]),
  );
