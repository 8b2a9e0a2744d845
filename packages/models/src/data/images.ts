// Parts of data.
import { checkInteger } from '@stokast/core-wasm/check';
import { checkImages, countImages, type ImageData } from '../train/images.ts';
import { sizeOf } from '../train/parameters.ts';

/**
 * Examples `start` to `end` - 1 with their labels, as views where these are typed arrays. Throws a RangeError for
 * numbers that are not there.
 *
 * ```ts
 * import { sliceImages } from '@stokast/models';
 * const two = { images: Float32Array.of(0, 0.25, 0.5, 1), shape: [1, 2], labels: [7, 9] };
 * sliceImages(two, 1, 2) //=> { images: Float32Array(2) [ 0.5, 1 ], shape: [ 1, 2 ], labels: [ 9 ] }
 * ```
 */
export function sliceImages(data: ImageData, start: number, end: number): ImageData {
  const what = 'Cannot take a part of images';
  checkImages(what, 'data', data);
  const { images, shape, labels } = data;
  checkInteger(what, 'start', start, 0, countImages(data));
  checkInteger(what, 'end', end, start, countImages(data));
  const size = sizeOf(shape);
  const part = labels instanceof Uint8Array ? labels.subarray(start, end) : Array.from(labels ?? []).slice(start, end);
  return {
    images: images.subarray(start * size, end * size),
    shape,
    ...(labels ? { labels: part } : {}),
  };
}
