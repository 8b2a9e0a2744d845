// Images [batch, height, width, channels] made smaller: one element for each window.
import { checkOptions } from '@stokast/core-wasm/check';
import type { DTypeOf, Operand, Tensor } from '../tensor.ts';
import { one, reshape } from './movement.ts';
import { max, mean } from './reductions.ts';
import { slice } from './slicing.ts';
import { type Images, imageOf, type Pair, pairOf, patches, windowsOver } from './windows.ts';

/** Options of pooling. */
export interface PoolingOptions {
  /** Places from one window to the next; the size of the window when left out. */
  readonly stride?: Pair;
}

/** The elements of each window along axes of their own: the image, and which axes they are. */
function windowed(
  name: string,
  x: Operand,
  size: Pair,
  options: PoolingOptions,
): readonly [x: Tensor, axes: readonly number[]] {
  const what = `Cannot apply ${name}`;
  checkOptions(what, options, ['stride']);
  const image = one(name, x);
  const [batch, height, width, channels] = imageOf(name, image);
  const kernel = pairOf(what, 'size', size, 1);
  const stride = pairOf(what, 'stride', options.stride ?? size, 1);
  const windows = windowsOver(name, [height, width], kernel, stride, 'valid');
  const [down, right] = windows.out;
  if (stride[0] === kernel[0] && stride[1] === kernel[1]) {
    // Windows side by side are axes of the image as it is.
    const covered = slice(image, [], [0, down * kernel[0]], [0, right * kernel[1]]);
    return [reshape(covered, [batch, down, kernel[0], right, kernel[1], channels]), [2, 4]];
  }
  const seen = reshape(patches(image, windows), [batch, down, right, kernel[0] * kernel[1], channels]);
  return [seen, [3]];
}

/**
 * The largest element of each window of an image, channel by channel. Several largest share the derivative.
 *
 * Shapes: `[batch, height, width, channels]` gives `[batch, floor((height - size) / stride) + 1, ..., channels]`; rows
 * and columns that fill no window are left out. Throws a RangeError (STOKAST_E_SHAPE) for other shapes and windows
 * larger than the image, a TypeError or RangeError for other options.
 *
 * ```ts
 * import { compile, maxPool2d } from '@stokast/autodiff';
 * const pool = compile((x) => maxPool2d(x, 2), [[1, 2, 4, 1]]);
 * pool([1, 2, 3, 4, 5, 6, 7, 8]) //=> Float64Array(2) [ 6, 8 ]
 * ```
 */
export function maxPool2d<X extends Operand>(
  x: X,
  size: Pair,
  options: PoolingOptions = {},
): Images<DTypeOf<X>> {
  return max(...windowed('maxPool2d', x, size, options)) as never;
}

/**
 * The mean of each window of an image, channel by channel. Shapes and errors as those of `maxPool2d`.
 *
 * ```ts
 * import { averagePool2d, compile } from '@stokast/autodiff';
 * const pool = compile((x) => averagePool2d(x, 2), [[1, 2, 4, 1]]);
 * pool([1, 2, 3, 4, 5, 6, 7, 8]) //=> Float64Array(2) [ 3.5, 5.5 ]
 * ```
 */
export function averagePool2d<X extends Operand>(
  x: X,
  size: Pair,
  options: PoolingOptions = {},
): Images<DTypeOf<X>> {
  return mean(...windowed('averagePool2d', x, size, options)) as never;
}
