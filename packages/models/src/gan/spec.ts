// The door: what kind of GAN, before there is one.
import type { Checkpoint } from '../train/checkpoint.ts';
import { checkExamples, type ImageData, imageBatches, withMoments } from '../train/images.ts';
import type { FitOptions } from '../train/options.ts';
import type { Recipe } from '../train/recipe.ts';
import { specOf } from '../train/trainer.ts';
import type { Training } from '../train/training.ts';
import { type GanConfig, type GanOptions, ganConfig } from './config.ts';
import { Gan } from './gan.ts';
import { ganObjective } from './objective.ts';

/** A GAN before it is fitted. */
export interface GanSpec {
  readonly config: GanConfig;
  /**
   * Learns from images or other rows of numbers. Rejects with a TypeError, RangeError or DataError for data and options
   * that it cannot take, a NumericalError where a loss stops being a number, an `AbortedTraining` where the signal is
   * aborted.
   */
  fit(data: ImageData, options: FitOptions<ImageData>): Promise<Gan>;
  /** The same step by step. */
  start(data: ImageData, options: FitOptions<ImageData>): Training<Gan>;
}

const mean = (values: Float32Array): number => values.reduce((sum, x) => sum + x, 0) / values.length;

/** What the trainer is told; mean and deviation of the data must be in the configuration. */
export const ganRecipe = (config: GanConfig): Recipe<ImageData, Gan> => ({
  kind: 'gan',
  config,
  defaults: { batchSize: 64, steps: 6000 },
  batches: (what, data, batchSize, stream) => {
    checkExamples(what, data, config.shape, config.classes);
    return imageBatches(what, data, batchSize, stream);
  },
  objective: (steps) => ganObjective(config, steps),
  model: (checkpoint: Checkpoint) => new Gan(config, checkpoint),
  // Held-out examples that look less real than those in training say that the discriminator knows these by heart.
  evaluate: (model, validation) => ({ real: mean(model.discriminate(validation)) }),
});

/**
 * A generative adversarial network (Goodfellow et al. 2014), whose defaults suit the digits of 8 x 8 pixels: a
 * generator makes examples from noise, and learns from a discriminator that learns to tell them from real ones.
 *
 * Throws a TypeError or RangeError for options that are none.
 *
 * ```ts
 * import { gan } from '@stokast/models';
 * import { stream } from '@stokast/sampling';
 * const points = Float32Array.from({ length: 512 }, (_, i) => (i * 0.618034) % 1);
 * const hidden = [16];
 * const spec = gan({ shape: [1], latent: 1, generator: { hidden }, discriminator: { hidden } });
 * const model = await spec.fit({ images: points, shape: [1] }, { stream: stream(1), steps: 100 });
 * model.sample(stream('points'), 3); // Float32Array of 3 numbers
 * ```
 */
export function gan(options: GanOptions = {}): GanSpec {
  const config = ganConfig('Cannot create a GAN', options);
  const recipeFor = (data: ImageData) => ganRecipe(withMoments('Cannot fit a gan', config, data));
  return specOf(config, recipeFor);
}
