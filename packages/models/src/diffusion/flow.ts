// Flow matching (Lipman et al. 2023; with straight paths also Liu, Gong and Liu 2023): a velocity that carries noise to data.
//
//     x_t    = (1 - t) noise + t data                      from noise at t = 0 to data at t = 1
//     L      = E over t, noise, data of |v(x_t, t) - (data - noise)|^2
//     dx/dt  = v(x, t)                                     takes samples of noise to samples of data
//     log p  = log normal(x_0) - the integral over t of the divergence of v along the way (Chen et al. 2018)
import { adam, chain, clipByNorm, square, type Tensor } from '@stokast/autodiff';
import { type ImageData, withMoments } from '../train/images.ts';
import type { Example, Losses } from '../train/objective.ts';
import type { FitOptions } from '../train/options.ts';
import type { TensorsFor } from '../train/parameters.ts';
import type { Recipe } from '../train/recipe.ts';
import { specOf } from '../train/trainer.ts';
import type { Training } from '../train/training.ts';
import { type DenoiserConfig, type DenoiserOptions, flowConfig } from './config.ts';
import { exampleOf, scaledBatches } from './data.ts';
import { Flow } from './flow-model.ts';
import { applyNetwork, type Network } from './networks.ts';
import { flowWeights, LONGEST_TIME } from './parts.ts';
import { coolingRate } from './rate.ts';
import { spreadTimes, withoutClass } from './times.ts';

/** A flow before it is fitted. */
export interface FlowSpec {
  readonly config: DenoiserConfig;
  /** Fits it to data of its shape; with labels where it has classes. */
  fit(data: ImageData, options: FitOptions<ImageData>): Promise<Flow>;
  /** The same, step by step. */
  start(data: ImageData, options: FitOptions<ImageData>): Training<Flow>;
}

/** The loss of a shard's examples. */
function lossOf(
  config: DenoiserConfig,
  weights: { network: TensorsFor<Network> },
  { batch, source }: Example,
): Losses {
  const data = batch.image; // [n, d]
  const [n, d] = data.shape;
  const times = spreadTimes(source, n); // [n]
  const noise = source.normal([n, d], { dtype: 'f32' });
  const t = times.reshape([n, 1]);
  const x = noise.add(data.sub(noise).mul(t)) as Tensor; // [n, d]
  const label = withoutClass(config, batch.label, source); // [n]
  const time = times.mul(LONGEST_TIME) as Tensor;
  const v = applyNetwork(config, weights.network, 1, { x, time, label, source }); // [n, d]
  return { loss: square(v.sub(data.sub(noise))).mean() as Tensor };
}

/** What the trainer needs; `config` says mean and deviation. */
export const flowRecipe = (config: DenoiserConfig): Recipe<ImageData, Flow> => ({
  kind: 'flow',
  config,
  defaults: config.shape.length === 1 ? { batchSize: 256, steps: 12_000 } : { batchSize: 128, steps: 5000 },
  batches: (what, data, batchSize, stream) => scaledBatches(what, config, data, batchSize, stream),
  objective: (steps) => ({
    weights: flowWeights(config),
    example: exampleOf(config),
    phases: [
      {
        name: 'flow',
        trains: ['network'],
        loss: ((weights: { network: TensorsFor<Network> }, example: Example) =>
          lossOf(config, weights, example)) as never,
        optimizer: chain(clipByNorm(1), adam({ learningRate: coolingRate(config.learningRate, steps) })),
      },
    ],
    average: { of: ['network'], decay: config.averageDecay },
  }),
  model: (checkpoint) => new Flow(config, checkpoint),
  evaluate: (model, validation, stream) => ({ loss: model.loss(validation, stream) }),
});

/**
 * A model by flow matching, before it is fitted: the sibling of `diffusion`, with the same networks and options, fewer
 * choices, and densities of its samples. Throws a TypeError or RangeError for other options.
 *
 * ```ts
 * import { flow, targets } from '@stokast/models';
 * import { stream } from '@stokast/sampling';
 * const data = { images: targets.moons.sample(stream('data'), 1000), shape: [2] };
 * const model = await flow({ shape: [2], width: 32, blocks: 1 }).fit(data, { stream: stream('fit'), steps: 20 });
 * model.logProb([0.5, 0.25]).values.length //=> 1
 * ```
 */
export function flow(options: DenoiserOptions = {}): FlowSpec {
  const config = flowConfig('Cannot create a flow', options);
  const recipe = (data: ImageData): Recipe<ImageData, Flow> =>
    flowRecipe(withMoments('Cannot fit a flow', config, data));
  return specOf(config, recipe);
}
