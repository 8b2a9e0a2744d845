// The door: what kind of classifier, before there is one.
import type { Checkpoint } from '../train/checkpoint.ts';
import { checkExamples, type ImageData, imageBatches } from '../train/images.ts';
import type { FitOptions } from '../train/options.ts';
import type { Recipe } from '../train/recipe.ts';
import { specOf } from '../train/trainer.ts';
import type { Training } from '../train/training.ts';
import { Classifier } from './classifier.ts';
import { type ClassifierConfig, type ClassifierOptions, classifierConfig } from './config.ts';
import { classifierObjective } from './network.ts';

/** A classifier before it is fitted. */
export interface ClassifierSpec {
  readonly config: ClassifierConfig;
  /**
   * Learns from examples with labels. Rejects with a TypeError, RangeError or DataError for data and options that it
   * cannot take, a NumericalError where the loss stops being a number, an `AbortedTraining` where the signal is aborted.
   */
  fit(data: ImageData, options: FitOptions<ImageData>): Promise<Classifier>;
  /** The same step by step. */
  start(data: ImageData, options: FitOptions<ImageData>): Training<Classifier>;
}

/** What the trainer is told. */
export const classifierRecipe = (config: ClassifierConfig): Recipe<ImageData, Classifier> => ({
  kind: 'classifier',
  config,
  defaults: { batchSize: 32, steps: 2000 },
  batches: (what, data, batchSize, stream) => {
    checkExamples(what, data, config.shape, config.classes);
    return imageBatches(what, data, batchSize, stream);
  },
  objective: (steps) => classifierObjective(config, steps),
  model: (checkpoint: Checkpoint) => new Classifier(config, checkpoint),
  evaluate: (model, validation) => ({ ...model.evaluate(validation) }),
});

/**
 * A small network that tells classes apart, whose defaults suit the digits of 8 x 8 pixels: convolutions with pooling
 * (LeCun, Bottou, Bengio and Haffner 1998), a dense layer of features, dropout. It is here to judge models: by the
 * classes of what they make, and by distances of features.
 *
 * Throws a TypeError or RangeError for options that are none.
 *
 * ```ts
 * import { classifier } from '@stokast/models';
 * import { stream } from '@stokast/sampling';
 * const labels = Array.from({ length: 64 }, (_, i) => i % 2);
 * const images = Float32Array.from({ length: 64 * 2 }, (_, i) => (i >> 1) % 2);
 * const spec = classifier({ shape: [2], classes: 2, hidden: [4] });
 * const model = await spec.fit({ images, shape: [2], labels }, { stream: stream(1), epochs: 50 });
 * model.predict({ images: Float32Array.of(0, 0, 1, 1), shape: [2] }) //=> Int32Array(2) [ 0, 1 ]
 * ```
 */
export function classifier(options: ClassifierOptions = {}): ClassifierSpec {
  const config = classifierConfig('Cannot create a classifier', options);
  const recipe = classifierRecipe(config);
  return specOf(config, () => recipe);
}
