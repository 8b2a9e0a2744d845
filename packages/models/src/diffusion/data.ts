// Data as a network sees them, and back.
import { checkInteger } from '@stokast/core-wasm/check';
import { rangeFault } from '@stokast/core-wasm/errors';
import type { Stream } from '@stokast/sampling';
import type { Batches } from '../train/batches.ts';
import { checkImages, countImages, type ImageData, imageBatches } from '../train/images.ts';
import { sizeOf } from '../train/parameters.ts';
import { type DenoiserConfig, numbersIn } from './config.ts';

/** Checks that data are such as a model is for: their shape, and a class for each where it has classes. */
export function checkData(what: string, data: ImageData, { shape, classes }: DenoiserConfig): void {
  checkImages(what, 'data', data);
  if (JSON.stringify(data.shape) !== JSON.stringify(shape))
    throw rangeFault(
      what,
      'data.shape',
      data.shape,
      `[${shape.join(', ')}], as the model is for`,
      'STOKAST_E_SHAPE',
    );
  if (classes === 0) return;
  if (!data.labels) throw rangeFault(what, 'data.labels', undefined, 'given: the model has classes');
  for (let i = 0; i < data.labels.length; i++)
    checkInteger(what, `data.labels[${i}]`, data.labels[i], 0, classes - 1);
}

/** Number `i` of all images, bytes as shares of 255. */
const numberOf = ({ images }: ImageData, i: number): number =>
  images instanceof Uint8Array ? images[i] / 255 : images[i];

/** Mean and standard deviation of each number of an example; a deviation of 0 counts as 1. */
function momentsOf(data: ImageData): { mean: number[]; deviation: number[] } {
  const d = sizeOf(data.shape);
  const n = countImages(data);
  const mean = new Array<number>(d).fill(0);
  const squares = new Array<number>(d).fill(0);
  for (let i = 0; i < n * d; i++) mean[i % d] += numberOf(data, i) / n;
  for (let i = 0; i < n * d; i++) {
    const away = numberOf(data, i) - mean[i % d];
    squares[i % d] += (away * away) / n;
  }
  return { mean, deviation: squares.map((square) => Math.sqrt(square) || 1) };
}

/** The config with mean and deviation of the data where it does not say them. */
export function withMoments<C extends DenoiserConfig>(what: string, config: C, data: ImageData): C {
  checkData(what, data, config);
  if (config.mean !== null && config.deviation !== null) return config;
  const { mean, deviation } = momentsOf(data);
  return Object.freeze({
    ...config,
    mean: config.mean ?? Object.freeze(mean),
    deviation: config.deviation ?? Object.freeze(deviation),
  });
}

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
  checkData(what, data, config);
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
