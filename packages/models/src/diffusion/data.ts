// Data as a network sees them, and back.
import type { Stream } from '@stokast/sampling';
import type { Batches } from '../train/batches.ts';
import { checkExamples, type ImageData, imageBatches } from '../train/images.ts';
import { type DenoiserConfig, numbersIn } from './config.ts';

/** One number for each of an example. */
const spread = (value: number | readonly number[] | null, d: number): Float32Array =>
  typeof value === 'number' ? new Float32Array(d).fill(value) : Float32Array.from(value ?? []);

/** x = data slope + shift for each number, and data = x deviation + mean. */
export interface Scale {
  readonly slope: Float32Array;
  readonly shift: Float32Array;
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
}

export function scaleOf(config: DenoiserConfig): Scale {
  const d = numbersIn(config);
  const [mean, deviation] = [spread(config.mean, d), spread(config.deviation, d)];
  return {
    mean,
    deviation,
    slope: deviation.map((each) => 1 / each),
    shift: mean.map((each, i) => -each / deviation[i]),
  };
}

/** Batches of data as a network sees them: `image` [d], and `label` [] for a model with classes. */
export function scaledBatches(
  what: string,
  config: DenoiserConfig,
  data: ImageData,
  batchSize: number,
  stream: Stream,
): Batches {
  checkExamples(what, data, config.shape, config.classes);
  const batches = imageBatches(what, data, batchSize, stream);
  const { slope, shift } = scaleOf(config);
  const d = slope.length;
  return {
    ...batches,
    fill(index, into) {
      batches.fill(index, into);
      const { image } = into;
      for (let i = 0; i < image.length; i++) image[i] = image[i] * slope[i % d] + shift[i % d];
    },
  };
}

/** The fields of an example. */
export const exampleOf = (config: DenoiserConfig): Record<string, readonly number[]> => ({
  image: [numbersIn(config)],
  ...(config.classes > 0 ? { label: [] } : {}),
});
