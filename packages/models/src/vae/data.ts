// Images as a VAE takes them, a few at a time.
import { DataError } from '@stokast/core-wasm/errors';
import { checkExamples, countImages, type ImageData } from '../train/images.ts';
import { pixelsOf, type VaeConfig } from './config.ts';

/** Throws where images are not of the model's shape, leave [0, 1], or have no classes and should. */
export function checkData(what: string, data: ImageData, config: VaeConfig): void {
  checkExamples(what, data, config.shape, config.classes);
  const { images } = data;
  const { likelihood } = config;
  // Of bytes there is nothing to look at, and normal distributions take any number.
  const bad =
    images instanceof Float32Array && likelihood !== 'gaussian'
      ? images.findIndex((x) => x < 0 || x > 1)
      : -1;
  if (bad >= 0)
    throw new DataError(
      `${what}: number ${bad % pixelsOf(config)} of example ${Math.floor(bad / pixelsOf(config))} is ${images[bad]}, ` +
        `and a ${likelihood} likelihood is of numbers in [0, 1]`,
    );
}

/** Images that can be looked at from anywhere on. */
export interface Rows {
  readonly n: number;
  /** Writes images from `from` on into `out`; behind the last of all, zeros. */
  fill(from: number, out: Float32Array): Float32Array;
  /** Writes their classes; zeros where there are none. */
  fillLabels(from: number, out: Float32Array): Float32Array;
}

export function rowsOf(what: string, data: ImageData, config: VaeConfig): Rows {
  checkData(what, data, config);
  const { images, labels = [] } = data;
  const d = pixelsOf(config);
  const n = countImages(data);
  const scale = images instanceof Uint8Array ? 255 : 1;
  return {
    n,
    fill: (from, out) => {
      const count = Math.min(images.length - from * d, out.length);
      for (let i = 0; i < count; i++) out[i] = images[from * d + i] / scale;
      return out.fill(0, count);
    },
    fillLabels: (from, out) => {
      for (let i = 0; i < out.length; i++) out[i] = config.classes > 0 && from + i < n ? labels[from + i] : 0;
      return out;
    },
  };
}
