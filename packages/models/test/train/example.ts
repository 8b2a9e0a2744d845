// A small variational autoencoder as a recipe: what the tests of the trainer train.
import { adam, relu, type Tensor } from '@stokast/autodiff';
import { stream } from '@stokast/sampling';
import { applyPerceptron, perceptron } from '../../src/layers/dense.ts';
import type { Checkpoint } from '../../src/train/checkpoint.ts';
import { type ImageData, imageBatches } from '../../src/train/images.ts';
import type { Objective } from '../../src/train/objective.ts';
import type { TensorsFor } from '../../src/train/parameters.ts';
import type { Recipe } from '../../src/train/recipe.ts';

export const vaeObjective = (
  inputs: number,
  hidden: number,
  latent: number,
  learningRate = 1e-3,
): Objective => {
  const weights = {
    encoder: perceptron([inputs, hidden, 2 * latent]),
    decoder: perceptron([latent, hidden, inputs]),
  };
  return {
    weights,
    example: { image: [inputs] },
    phases: [
      {
        name: 'vae',
        trains: ['encoder', 'decoder'],
        optimizer: adam({ learningRate }),
        loss: ({ encoder, decoder }: TensorsFor<typeof weights>, { batch, source }) => {
          const x = batch.image;
          const n = x.shape[0];
          const h = applyPerceptron(encoder, x, relu as never);
          const mu = h.slice([0, n], [0, latent]);
          const logVariance = h.slice([0, n], [latent, 2 * latent]);
          const z = mu.add(
            logVariance
              .mul(0.5)
              .exp()
              .mul(source.normal([n, latent], { dtype: 'f32' })),
          );
          const logits = applyPerceptron(decoder, z as Tensor, relu as never);
          const nll = logits.softplus().sub(x.mul(logits)).sum().div(n) as never as Tensor;
          const kl = mu
            .square()
            .add(logVariance.exp())
            .sub(logVariance)
            .sub(1)
            .sum()
            .mul(0.5 / n) as Tensor;
          return { loss: nll.add(kl) as Tensor, metrics: { kl } };
        },
      },
    ],
    average: { of: ['decoder'], decay: 0.99 },
  };
};

export const vaeRecipe = (inputs: number, hidden: number, latent: number): Recipe<ImageData, Checkpoint> => ({
  kind: 'example',
  config: { inputs, hidden, latent },
  defaults: { batchSize: 16, epochs: 2 },
  batches: imageBatches,
  objective: () => vaeObjective(inputs, hidden, latent),
  model: (checkpoint) => checkpoint,
});

/** Images of blots. */
export const blots = (n: number, width: number): ImageData => {
  const s = stream('blots');
  const images = new Uint8Array(n * width * width);
  for (let i = 0; i < n; i++) {
    const [x, y] = [s.integers(0, width), s.integers(0, width)];
    for (let j = 0; j < width * width; j++)
      images[i * width * width + j] = Math.max(
        0,
        255 - 60 * (((j % width) - x) ** 2 + (Math.floor(j / width) - y) ** 2),
      );
  }
  return { images, shape: [width, width] };
};
