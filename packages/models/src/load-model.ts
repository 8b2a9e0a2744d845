// Models from the files that `save()` gives.
import { DataError } from '@stokast/core-wasm/errors';
import { Classifier } from './classifier/classifier.ts';
import { classifierConfig } from './classifier/config.ts';
import { classifierWeights } from './classifier/network.ts';
import { type DenoiserConfig, diffusionConfig, flowConfig } from './diffusion/config.ts';
import { Flow } from './diffusion/flow-model.ts';
import { Diffusion } from './diffusion/model.ts';
import { weightsOf as diffusionWeights, flowWeights } from './diffusion/parts.ts';
import { ganConfig } from './gan/config.ts';
import { Gan } from './gan/gan.ts';
import { ganWeights } from './gan/networks.ts';
import type { Checkpoint } from './train/checkpoint.ts';
import { namedWeights, sizeOf, type WeightTree } from './train/parameters.ts';
import { readCheckpoint } from './train/save.ts';
import type { Transformer } from './transformer/model.ts';
import { transformerFrom } from './transformer/transformer.ts';
import { vaeConfig } from './vae/config.ts';
import { vaeWeights } from './vae/networks.ts';
import { Vae } from './vae/vae.ts';

/** Every model of this package that a training makes. `model.toJSON().type` says which it is. */
export type TrainedModel = Vae | Gan | Diffusion | Flow | Transformer | Classifier;

const WHAT = 'Cannot load a model';

/** A configuration from a file is data: what is wrong with it is no fault of the caller's. */
function configFrom<C>(make: (what: string, options: never) => C, { config }: Checkpoint): C {
  try {
    return make(WHAT, config as never);
  } catch (cause) {
    throw new DataError((cause as Error).message, { cause });
  }
}

/** Every weight must be there, of the size that the configuration says, and so must averages of any. */
function checkWeights(tree: WeightTree, { weights, average }: Checkpoint): void {
  const sizes = new Map(namedWeights(tree).map(([name, { shape }]) => [name, sizeOf(shape)]));
  for (const [name, size] of sizes) {
    if (weights.get(name)?.length !== size)
      throw new DataError(`${WHAT}: it has no weight ${name} of ${size} numbers`);
  }
  for (const [name, values] of average) {
    if (values.length !== sizes.get(name))
      throw new DataError(`${WHAT}: its average of ${name} belongs to no weight`);
  }
}

/** Mean and deviation, which a training takes from its data where they are not given. */
function checkScale({ mean, deviation }: DenoiserConfig): void {
  if (mean === null || deviation === null)
    throw new DataError(`${WHAT}: it does not say the mean and deviation of its data`);
}

const makers: Readonly<Record<string, (checkpoint: Checkpoint) => TrainedModel>> = {
  vae: (checkpoint) => {
    const config = configFrom(vaeConfig, checkpoint);
    checkWeights(vaeWeights(config), checkpoint);
    return new Vae(config, checkpoint);
  },
  gan: (checkpoint) => {
    const config = configFrom(ganConfig, checkpoint);
    checkWeights(ganWeights(config), checkpoint);
    return new Gan(config, checkpoint);
  },
  diffusion: (checkpoint) => {
    const config = configFrom(diffusionConfig, checkpoint);
    checkScale(config);
    checkWeights(diffusionWeights(config), checkpoint);
    return new Diffusion(config, checkpoint);
  },
  flow: (checkpoint) => {
    const config = configFrom(flowConfig, checkpoint);
    checkScale(config);
    checkWeights(flowWeights(config), checkpoint);
    return new Flow(config, checkpoint);
  },
  transformer: transformerFrom,
  classifier: (checkpoint) => {
    const config = configFrom(classifierConfig, checkpoint);
    checkWeights(classifierWeights(config), checkpoint);
    return new Classifier(config, checkpoint);
  },
};

/**
 * The model in a file that `save()` of a model or of a training gave.
 *
 * Throws a DataError for bytes that are no such file, a TypeError for what is no Uint8Array.
 *
 * ```ts
 * import { loadModel, vae } from '@stokast/models';
 * import { stream } from '@stokast/sampling';
 * const data = { images: new Float32Array(64), shape: [2, 2] };
 * const model = await vae({ shape: [2, 2], hidden: [8], latent: 2 }).fit(data, { stream: stream(1), steps: 1, batchSize: 4 });
 * loadModel(model.save()).toJSON().type //=> 'vae'
 * ```
 */
export function loadModel(bytes: Uint8Array): TrainedModel {
  const checkpoint = readCheckpoint(WHAT, bytes);
  if (!Object.hasOwn(makers, checkpoint.kind)) {
    throw new DataError(`${WHAT}: there is no kind of model called ${checkpoint.kind}`);
  }
  return makers[checkpoint.kind](checkpoint);
}
