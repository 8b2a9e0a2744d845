// The door: what kind of VAE, before there is one.
import type { Checkpoint } from '../train/checkpoint.ts';
import { type ImageData, imageBatches } from '../train/images.ts';
import type { FitOptions } from '../train/options.ts';
import type { Recipe } from '../train/recipe.ts';
import { specOf } from '../train/trainer.ts';
import type { Training } from '../train/training.ts';
import { type VaeConfig, type VaeOptions, vaeConfig } from './config.ts';
import { checkData } from './data.ts';
import { vaeObjective } from './elbo.ts';
import { Vae } from './vae.ts';

/** A VAE before it is fitted. */
export interface VaeSpec {
  readonly config: VaeConfig;
  /**
   * Learns from images. Rejects with a TypeError, RangeError or DataError for data and options that it cannot take, a
   * NumericalError where the loss stops being a number, an `AbortedTraining` where the signal is aborted.
   */
  fit(data: ImageData, options: FitOptions<ImageData>): Promise<Vae>;
  /** The same step by step. */
  start(data: ImageData, options: FitOptions<ImageData>): Training<Vae>;
}

/** What the trainer is told. */
export const vaeRecipe = (config: VaeConfig): Recipe<ImageData, Vae> => ({
  kind: 'vae',
  config,
  defaults: { batchSize: 128, steps: 4000 },
  batches: (what, data, batchSize, stream) => {
    checkData(what, data, config);
    return imageBatches(what, data, batchSize, stream);
  },
  objective: () => vaeObjective(config),
  model: (checkpoint: Checkpoint) => new Vae(config, checkpoint),
  evaluate: (model, validation, stream) => {
    const { value, reconstruction, kl } = model.elbo(validation, stream);
    return { elbo: value, reconstruction, kl };
  },
});

/**
 * A variational auto-encoder (Kingma and Welling 2014), whose defaults suit the digits of 8 x 8 pixels.
 *
 * Throws a TypeError or RangeError for options that are none.
 *
 * ```ts
 * import { vae } from '@stokast/models';
 * import { stream } from '@stokast/sampling';
 * const images = Float32Array.from({ length: 256 * 4 }, (_, i) => (i >> 2) % 2);
 * const spec = vae({ shape: [2, 2], latent: 1, hidden: [8] });
 * const model = await spec.fit({ images, shape: [2, 2] }, { stream: stream(1), epochs: 50 });
 * model.sample(stream('images'), 3); // Float32Array of 3 images
 * ```
 */
export function vae(options: VaeOptions = {}): VaeSpec {
  const config = vaeConfig('Cannot create a VAE', options);
  const recipe = vaeRecipe(config);
  return specOf(config, () => recipe);
}
