// Images, and other data of which an example is a list of numbers, in batches.
import { checkInteger, checkObject } from '@stokast/core-wasm/check';
import { DataError, rangeFault, typeFault } from '@stokast/core-wasm/errors';
import type { Stream } from '@stokast/sampling';
import type { Batches } from './batches.ts';
import { sizeOf } from './parameters.ts';

/** Examples one after another. */
export interface ImageData {
  /** All numbers, row-major: [n, ...shape]. Bytes are divided by 255; singles are taken as they are. */
  readonly images: Float32Array | Uint8Array;
  /** The shape of one: [height, width], [height, width, channels], or [numbers]. */
  readonly shape: readonly number[];
  /** The class of each, from 0. */
  readonly labels?: ArrayLike<number>;
}

/** Checks data, and says how many examples there are. */
export function checkImages(what: string, parameter: string, data: unknown): asserts data is ImageData {
  checkObject(what, parameter, data);
  const { images, shape, labels } = data as Partial<ImageData>;
  if (!(images instanceof Float32Array || images instanceof Uint8Array))
    throw typeFault(what, `${parameter}.images`, images, 'a Float32Array or Uint8Array');
  if (!Array.isArray(shape)) throw typeFault(what, `${parameter}.shape`, shape, 'a shape: [height, width]');
  if (shape.length < 1 || shape.length > 3)
    throw rangeFault(what, `${parameter}.shape`, shape, 'of one to three axes');
  for (const [i, n] of shape.entries()) checkInteger(what, `${parameter}.shape[${i}]`, n, 1, 1048576);
  const size = sizeOf(shape);
  if (images.length === 0 || images.length % size !== 0)
    throw rangeFault(what, `${parameter}.images.length`, images.length, `a positive multiple of ${size}`);
  const bad = images instanceof Float32Array ? images.findIndex((x) => !Number.isFinite(x)) : -1;
  if (bad >= 0)
    throw new DataError(
      `${what}: number ${bad % size} of example ${Math.floor(bad / size)} is ${images[bad]}`,
    );
  if (labels === undefined) return;
  const n = images.length / size;
  if (labels?.length !== n) throw rangeFault(what, `${parameter}.labels.length`, labels?.length, `${n}`);
  for (let i = 0; i < n; i++) {
    if (!(Number.isInteger(labels[i]) && labels[i] >= 0 && labels[i] < 65536))
      throw rangeFault(what, `${parameter}.labels[${i}]`, labels[i], 'an integer in [0, 65535]');
  }
}

/** Checks that data are such as a model is for: examples of its shape, and a class for each where it has classes. */
export function checkExamples(
  what: string,
  data: ImageData,
  shape: readonly number[],
  classes: number,
): void {
  checkImages(what, 'data', data);
  if (data.shape.join() !== shape.join()) {
    const allowed = `[${shape.join(', ')}], the model's`;
    throw rangeFault(what, 'data.shape', `[${data.shape.join(', ')}]`, allowed, 'STOKAST_E_SHAPE');
  }
  if (classes === 0) return;
  const { labels } = data;
  if (labels === undefined)
    throw typeFault(what, 'data.labels', labels, 'a class for each example: the model has classes');
  for (let i = 0; i < labels.length; i++) checkInteger(what, `data.labels[${i}]`, labels[i], 0, classes - 1);
}

/** Mean and standard deviation of each number of an example; a deviation of 0 counts as 1. */
export function momentsOf(data: ImageData): { mean: readonly number[]; deviation: readonly number[] } {
  const { images, shape } = data;
  const unit = images instanceof Uint8Array ? 255 : 1;
  const d = sizeOf(shape);
  const n = countImages(data);
  const mean = new Array<number>(d).fill(0);
  const squares = new Array<number>(d).fill(0);
  for (let i = 0; i < n * d; i++) mean[i % d] += images[i] / unit / n;
  for (let i = 0; i < n * d; i++) {
    const away = images[i] / unit - mean[i % d];
    squares[i % d] += (away * away) / n;
  }
  const deviation = squares.map((square) => Math.sqrt(square) || 1);
  return { mean: Object.freeze(mean), deviation: Object.freeze(deviation) };
}

interface Scaled {
  readonly shape: readonly number[];
  readonly classes: number;
  readonly mean: unknown;
  readonly deviation: unknown;
}

/** The configuration with mean and deviation of the data where it does not say them. */
export function withMoments<C extends Scaled>(what: string, config: C, data: ImageData): C {
  checkExamples(what, data, config.shape, config.classes);
  if (config.mean !== null && config.deviation !== null) return config;
  const { mean, deviation } = momentsOf(data);
  return Object.freeze({ ...config, mean: config.mean ?? mean, deviation: config.deviation ?? deviation });
}

/** How many examples there are. */
export const countImages = ({ images, shape }: ImageData): number => images.length / sizeOf(shape);

/** Orders of n examples: each epoch has its own, a permutation from a stream of its own. */
export function shuffled(n: number, stream: Stream): (epoch: number) => Int32Array {
  let last = -1;
  let order: Int32Array = new Int32Array(0);
  return (epoch) => {
    if (epoch !== last) order = stream.split(['epoch', epoch]).choice(n, n);
    last = epoch;
    return order;
  };
}

/**
 * Batches of images: in each epoch all of them in another order, those left out that do not fill a batch. Fields:
 * `image` [...shape], and `label` [] where the data have labels.
 */
export function imageBatches(what: string, data: ImageData, batchSize: number, stream: Stream): Batches {
  checkImages(what, 'data', data);
  const { images, shape, labels } = data;
  const size = sizeOf(shape);
  const n = images.length / size;
  if (n < batchSize)
    throw rangeFault(what, 'options.batchSize', batchSize, `at most the number of examples, ${n}`);
  const perEpoch = Math.floor(n / batchSize);
  const orderOf = shuffled(n, stream);
  const bytes = images instanceof Uint8Array;
  return {
    size: batchSize,
    perEpoch,
    fill(index, into) {
      const order = orderOf(Math.floor(index / perEpoch));
      const first = (index % perEpoch) * batchSize;
      const { image, label } = into;
      for (let b = 0; b < batchSize; b++) {
        const from = order[first + b] * size;
        if (!bytes) image.set(images.subarray(from, from + size), b * size);
        else for (let i = 0, to = b * size; i < size; i++) image[to + i] = images[from + i] / 255;
        if (label && labels) label[b] = labels[order[first + b]];
      }
    },
  };
}
