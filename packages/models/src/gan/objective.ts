// The game: in each step the discriminator is moved, once or several times, and then the generator.
import { adam, cosineDecay, type RandomSource, type Tensor } from '@stokast/autodiff';
import type { Example, Losses, Objective, Phase } from '../train/objective.ts';
import { type GanConfig, type NetworkConfig, numbersOf } from './config.ts';
import {
  type Critic,
  discriminatorLoss,
  generatorLoss,
  interpolatedPenalty,
  slopePenalty,
} from './losses.ts';
import { discriminate, type GanTensors, ganWeights, generate, regular } from './networks.ts';

/** Numbers that are one for all of an example, or one for each. */
const operand = (value: GanConfig['mean']): number | Float32Array =>
  typeof value === 'number' ? value : Float32Array.from(value as readonly number[]);

/** Examples in the networks' units, and back: [n, d] -> [n, d] */
export const toUnits = ({ mean, deviation }: GanConfig, x: Tensor): Tensor =>
  x.sub(operand(mean)).div(operand(deviation)) as Tensor;
export const fromUnits = ({ mean, deviation }: GanConfig, y: Tensor): Tensor =>
  y.mul(operand(deviation)).add(operand(mean)) as Tensor;

/** Latents of n examples: [n, latent] */
function latents({ noise, latent }: GanConfig, n: number, source: RandomSource): Tensor {
  const shape = [n, latent];
  if (noise === 'gaussian') return source.normal(shape, { dtype: 'f32' });
  return source.uniform(shape, { dtype: 'f32' }).mul(2).sub(1) as Tensor;
}

/** What stands for the classes of a model without. */
const labelOf = ({ batch }: Example): Tensor => batch.label ?? batch.image;

/** The discriminator's loss, with its penalty: real examples [n, d] against as many made ones, of the same classes. */
export function discriminatorStep(config: GanConfig, weights: GanTensors, example: Example): Losses {
  const { loss, labelSmoothing, r1, gradientPenalty } = config;
  const { source, batch } = example;
  const label = labelOf(example);
  const real = toUnits(config, batch.image); // [n, d]
  const n = real.shape[0] as number;
  const made = generate(config, weights.generator, latents(config, n, source), label); // [n, d]
  const { discriminator, assign } = regular(weights);
  const critic: Critic = (x) => discriminate(config, discriminator, x, label);
  const ofReal = critic(real); // [n]
  const ofMade = critic(made); // [n]
  let total = discriminatorLoss(loss, ofReal, ofMade, labelSmoothing);
  const metrics: Record<string, Tensor> = { real: ofReal.mean(), made: ofMade.mean() };
  if (loss === 'wassersteinGradientPenalty' && gradientPenalty > 0) {
    metrics.gradientPenalty = interpolatedPenalty(
      critic,
      real,
      made,
      source.uniform([n, 1], { dtype: 'f32' }),
    );
    total = total.add(metrics.gradientPenalty.mul(gradientPenalty)) as Tensor;
  }
  if (r1 > 0) {
    metrics.r1 = slopePenalty(critic, real);
    total = total.add(metrics.r1.mul(r1)) as Tensor;
  }
  return { loss: total, metrics, assign };
}

/** The generator's loss, of n examples that it makes, of the classes that the real ones have. */
export function generatorStep(config: GanConfig, weights: GanTensors, example: Example): Losses {
  const label = labelOf(example);
  const z = latents(config, example.batch.image.shape[0] as number, example.source);
  const made = generate(config, weights.generator, z, label); // [n, d]
  const { discriminator } = regular(weights);
  return { loss: generatorLoss(config.loss, discriminate(config, discriminator, made, label)) };
}

/** For a run of so many steps. */
export function ganObjective(config: GanConfig, steps: number): Objective {
  const { classes, discriminatorSteps, averageDecay, schedule } = config;
  const optimizer = ({ learningRate, beta1, beta2 }: NetworkConfig, all: number): Phase['optimizer'] => {
    const rate = schedule === 'cosine' ? cosineDecay({ from: learningRate, steps: all }) : learningRate;
    return adam({ learningRate: rate, beta1, beta2 });
  };
  return {
    weights: ganWeights(config),
    example: { image: [numbersOf(config)], ...(classes > 0 && { label: [] }) },
    phases: [
      {
        name: 'discriminator',
        trains: ['discriminator'],
        loss: (weights: GanTensors, example) => discriminatorStep(config, weights, example),
        optimizer: optimizer(config.discriminator, steps * discriminatorSteps),
        repeat: discriminatorSteps,
      },
      {
        name: 'generator',
        trains: ['generator'],
        loss: (weights: GanTensors, example) => generatorStep(config, weights, example),
        optimizer: optimizer(config.generator, steps),
      },
    ],
    average: { of: ['generator'], decay: averageDecay },
  };
}
