// Variational auto-encoders of every likelihood and architecture: trained, evaluated, sampled and loaded again.
import { stream } from '@stokast/sampling';

const images = Float32Array.from({ length: 16 * 16 }, (_, i) => ((i * 7) % 17) / 16);
const labels = Uint8Array.from({ length: 16 }, (_, i) => i % 2);
const shape = [4, 4];
const data = { images, shape, labels };
const flips = { kind: 'flips', amount: 0.2 };
const small = { shape, latent: 2, hidden: [4], learningRate: 0.02 };
const fit = { steps: 3, batchSize: 8 };

const options = {
  bernoulli: { binarize: 'dynamic', beta: 2 },
  gaussian: { likelihood: 'gaussian', architecture: 'convolutional', hidden: [2, 3], freeBits: 0.2 },
  categorical: { likelihood: 'categorical', levels: 5, classes: 2 },
  'discretized logistic': {
    likelihood: 'discretizedLogistic',
    corruption: { kind: 'gaussian', amount: 0.1 },
  },
};

export const casesOf = (api) => ({
  ...Object.fromEntries(
    Object.entries(options).map(([name, each]) => [
      `vae ${name}`,
      async () => {
        const model = await api.vae({ ...small, ...each }).fit(data, { ...fit, stream: stream('fit') });
        const again = api.loadModel(model.save());
        const { mu, logVariance } = again.encode(data);
        const { variances } = model.activity(data);
        const told = model.config.classes > 0 ? { class: 1 } : {};
        return [
          model.save(),
          again.elbo(data, stream('elbo')).each,
          model.importanceWeightedBound(data, stream('weights'), { samples: 7 }).each,
          ...[mu, logVariance, variances, again.reconstruct(data)],
          again.sample(stream('samples'), 2, { pixels: 'draw' }),
          model.interpolate([1, 0], [0, 1], 3, 'spherical', told),
          model.manifold(2, told),
        ];
      },
    ]),
  ),
  'vae with noise': async () => {
    const model = await api.vae({ ...small, corruption: flips }).fit(data, { ...fit, stream: stream('fit') });
    const kinds = ['flips', 'gaussian', 'masking'].map((kind) => ({ kind, amount: 0.3 }));
    return [
      ...kinds.map((each) => api.corrupt(data, each, stream('noise')).images),
      JSON.stringify(api.robustness({ model }, data, { stream: stream('noise'), corruptions: kinds })),
      api.pixelEntropy(images, 16),
    ];
  },
});
