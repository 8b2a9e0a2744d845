// Denoising diffusion (Ho, Jain and Abbeel 2020): noise is added to data in T steps, and a network learns to take it away.
//
//     q(x_t | x_0)     = N(alpha_t x_0, sigma_t^2)          x_t = alpha_t x_0 + sigma_t epsilon, at once for any t
//     p(x_t-1 | x_t)   = q(x_t-1 | x_t, x_0 as predicted)   its mean, with a variance that is fixed or learned
//     L_simple         = E over t, epsilon of |what the network is asked for - what it says|^2
//
// Nichol and Dhariwal (2021) for the cosine schedule and learned variances, Salimans and Ho (2022) for v, Ho and Salimans
// (2022) for guidance: a share of the examples comes without its class.
import { adam, chain, clipByNorm, type Tensor } from '@stokast/autodiff';
import { type ImageData, withMoments } from '../train/images.ts';
import type { Example, Losses } from '../train/objective.ts';
import type { FitOptions } from '../train/options.ts';
import type { TensorsFor } from '../train/parameters.ts';
import type { Recipe } from '../train/recipe.ts';
import { specOf } from '../train/trainer.ts';
import type { Training } from '../train/training.ts';
import { type DiffusionConfig, type DiffusionOptions, diffusionConfig } from './config.ts';
import { exampleOf, scaledBatches } from './data.ts';
import { levels, tablesOf, trainingLoss } from './losses.ts';
import { Diffusion } from './model.ts';
import { applyNetwork, type Network } from './networks.ts';
import { outputsOf, scheduleOf, timeOfStep, weightsOf } from './parts.ts';
import { coolingRate } from './rate.ts';
import { spreadTimes, stepsAt, withoutClass } from './times.ts';

/** A diffusion model before it is fitted. */
export interface DiffusionSpec {
  readonly config: DiffusionConfig;
  /** Fits it to data of its shape; with labels where it has classes. */
  fit(data: ImageData, options: FitOptions<ImageData>): Promise<Diffusion>;
  /** The same, step by step. */
  start(data: ImageData, options: FitOptions<ImageData>): Training<Diffusion>;
}

/** The loss of a shard's examples. */
function lossOf(
  config: DiffusionConfig,
  weights: { network: TensorsFor<Network> },
  { batch, source }: Example,
): Losses {
  const x0 = batch.image; // [n, d]
  const [n, d] = x0.shape;
  const tables = tablesOf(scheduleOf(config));
  const t = stepsAt(spreadTimes(source, n), config.numTrainTimesteps); // [n]
  const noise = source.normal([n, d], { dtype: 'f32' });
  const { alpha, sigma } = levels(tables, t); // [n, 1]
  const x = alpha.mul(x0).add(sigma.mul(noise)) as Tensor; // [n, d]
  const label = withoutClass(config, batch.label, source); // [n]
  const time = t.mul(timeOfStep(config)) as Tensor;
  const said = applyNetwork(config, weights.network, outputsOf(config), { x, time, label, source }); // [n, outputs d]
  return trainingLoss(config, tables, { x0, x, t, said, noise });
}

/** What the trainer needs; `config` says mean and deviation. */
export const diffusionRecipe = (config: DiffusionConfig): Recipe<ImageData, Diffusion> => ({
  kind: 'diffusion',
  config,
  defaults: config.shape.length === 1 ? { batchSize: 256, steps: 12_000 } : { batchSize: 128, steps: 5000 },
  batches: (what, data, batchSize, stream) => scaledBatches(what, config, data, batchSize, stream),
  objective: (steps) => ({
    weights: weightsOf(config),
    example: exampleOf(config),
    phases: [
      {
        name: 'diffusion',
        trains: ['network'],
        loss: ((weights: { network: TensorsFor<Network> }, example: Example) =>
          lossOf(config, weights, example)) as never,
        optimizer: chain(clipByNorm(1), adam({ learningRate: coolingRate(config.learningRate, steps) })),
      },
    ],
    average: { of: ['network'], decay: config.averageDecay },
  }),
  model: (checkpoint) => new Diffusion(config, checkpoint),
  evaluate: (model, validation, stream) => ({ loss: model.loss(validation, stream) }),
});

/**
 * A diffusion model, before it is fitted. Without options: of 8 x 8 images, residual dense layers, the cosine schedule of
 * 1000 steps, v as prediction. For points, `shape: [2]`.
 *
 * Throws a TypeError or RangeError for other options.
 *
 * ```ts
 * import { diffusion, targets } from '@stokast/models';
 * import { stream } from '@stokast/sampling';
 * const data = { images: targets.moons.sample(stream('data'), 1000), shape: [2] };
 * const model = await diffusion({ shape: [2], width: 32, blocks: 1 }).fit(data, { stream: stream('fit'), steps: 20 });
 * model.sample(stream('samples'), 3).length //=> 6
 * ```
 */
export function diffusion(options: DiffusionOptions = {}): DiffusionSpec {
  const config = diffusionConfig('Cannot create a diffusion', options);
  const recipe = (data: ImageData): Recipe<ImageData, Diffusion> =>
    diffusionRecipe(withMoments('Cannot fit a diffusion', config, data));
  return specOf(config, recipe);
}
