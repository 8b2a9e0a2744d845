// Parts of data.
import { checkInteger } from '@stokast/core-wasm/check';
import { typeFault } from '@stokast/core-wasm/errors';
import { Stream } from '@stokast/sampling';
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

/**
 * The same examples in random order, with their labels: before a part of data that come in some order is held out. The
 * stream moves by one word.
 *
 * Throws a TypeError or RangeError for what are no examples, or no stream.
 *
 * ```ts
 * import { shuffleImages } from '@stokast/models';
 * import { stream } from '@stokast/sampling';
 * const three = { images: Float32Array.of(0, 0.5, 1), shape: [1], labels: [0, 1, 2] };
 * shuffleImages(three, stream('order')) //=> { images: Float32Array(3) [ 1, 0.5, 0 ], shape: [ 1 ], labels: [ 2, 1, 0 ] }
 * ```
 */
export function shuffleImages(data: ImageData, stream: Stream): ImageData {
  const what = 'Cannot shuffle images';
  checkImages(what, 'data', data);
  if (!(stream instanceof Stream)) throw typeFault(what, 'stream', stream, 'a Stream');
  const { images, shape, labels } = data;
  const size = sizeOf(shape);
  const n = countImages(data);
  const order = stream.choice(n, n);
  const moved = images.slice();
  for (const [to, from] of order.entries())
    moved.set(images.subarray(from * size, (from + 1) * size), to * size);
  return { images: moved, shape, ...(labels ? { labels: Array.from(order, (i) => labels[i]) } : {}) };
}
