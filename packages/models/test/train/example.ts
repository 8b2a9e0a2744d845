// A small variational autoencoder as a recipe: what the tests of the trainer train.
import { adam, adamW, chain, clipByNorm, relu, sgd, type Tensor, tanh } from '@stokast/autodiff';
import { stream } from '@stokast/sampling';
import { applyPerceptron, perceptron } from '../../src/layers/dense.ts';
import type { Checkpoint } from '../../src/train/checkpoint.ts';
import { type ImageData, imageBatches } from '../../src/train/images.ts';
import type { Example, Objective } from '../../src/train/objective.ts';
import { type TensorsFor, zeros } from '../../src/train/parameters.ts';
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

/**
 * Two networks with losses of their own, as adversarial ones have them: the critic is moved twice a step, with clipping,
 * and keeps a running mean of its weights' size.
 */
export const rivalsRecipe = (inputs: number): Recipe<ImageData, Checkpoint> => {
  const weights = {
    maker: perceptron([3, 8, inputs]),
    critic: perceptron([inputs, 8, 1]),
    size: { shape: [2] as const, init: zeros },
  };
  type W = TensorsFor<typeof weights>;
  const made = ({ maker }: W, { batch, source }: Example): Tensor =>
    applyPerceptron(
      maker,
      source.normal([batch.image.shape[0], 3], { dtype: 'f32' }) as Tensor,
      tanh as never,
    );
  const judged = ({ critic }: W, x: Tensor): Tensor =>
    applyPerceptron(critic, x, relu as never).mean() as Tensor;
  const objective: Objective = {
    weights,
    example: { image: [inputs] },
    phases: [
      {
        name: 'critic',
        trains: ['critic'],
        repeat: 2,
        optimizer: chain(clipByNorm(0.5), adamW({ learningRate: 0.01 })),
        loss: (w: W, example) => {
          const loss = judged(w, made(w, example)).sub(judged(w, example.batch.image)) as Tensor;
          const now = w.critic[0].weight.square().mean().expand([2]) as Tensor;
          const size = w.size.mul(0.9).add(now.mul(0.1)) as Tensor;
          return { loss: loss.mul(w.size.slice([0, 1]).sum().add(1)) as Tensor, assign: { size } };
        },
      },
      {
        name: 'maker',
        trains: ['maker'],
        optimizer: sgd({ learningRate: 0.01, momentum: 0.9 }),
        loss: (w: W, example) => {
          const loss = judged(w, made(w, example)).neg() as Tensor;
          return { loss, metrics: { step: example.step } };
        },
      },
    ],
    average: { of: ['maker', 'size'], decay: 0.9 },
  };
  return {
    kind: 'rivals',
    config: { inputs },
    defaults: { batchSize: 16, epochs: 1 },
    batches: imageBatches,
    objective: () => objective,
    model: (checkpoint) => checkpoint,
  };
};
