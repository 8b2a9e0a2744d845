// Images [batch, height, width, channels]: convolutions and upsampling.
import { checkOptions } from '@stokast/core-wasm/check';
import { rangeFault } from '@stokast/core-wasm/errors';
import { tensorsOf } from '../record.ts';
import type { DTypeOf, Operand } from '../tensor.ts';
import type { TypeOf } from './elementwise.ts';
import { matmul } from './linear.ts';
import { expand, reshape, transpose } from './movement.ts';
import {
  type ConvolutionOptions,
  fold,
  type Images,
  imageOf,
  kernelOf,
  type Pair,
  paddingOf,
  pairOf,
  patches,
  windowsOver,
} from './windows.ts';

const OPTIONS = ['stride', 'padding'];

/**
 * Convolution of images with kernels (without mirroring them: a cross-correlation, as in all neural networks).
 *
 *     result[b, y, x, o] = sum over i, j, c of image[b, y stride + i - pad, x stride + j - pad, c] kernel[i, j, c, o]
 *
 * Shapes: `[batch, height, width, channels]` and `[kernel height, kernel width, channels, out]` give
 * `[batch, out height, out width, out]`; outside the image are zeros. One product of matrices, of the image's patches
 * and the kernel.
 *
 * Throws a RangeError (STOKAST_E_SHAPE) where shapes do not fit or the kernel is larger than the image, a TypeError or
 * RangeError for other options.
 *
 * ```ts
 * import { compile, conv2d } from '@stokast/autodiff';
 * const blur = compile((x, k) => conv2d(x, k), [[1, 2, 3, 1], [2, 2, 1, 1]]);
 * blur([1, 2, 3, 4, 5, 6], [1, 1, 1, 1]) //=> Float64Array(2) [ 12, 16 ]
 * ```
 */
export function conv2d<X extends Operand, K extends Operand>(
  x: X,
  kernel: K,
  options: ConvolutionOptions = {},
): Images<TypeOf<X, K>> {
  checkOptions('Cannot apply conv2d', options, OPTIONS);
  const [image, weights] = tensorsOf('conv2d', [x, kernel]);
  const [batch, height, width, channels] = imageOf('conv2d', image);
  const [kernelHeight, kernelWidth, , out] = kernelOf('conv2d', image, weights);
  const stride = pairOf('Cannot apply conv2d', 'stride', options.stride ?? 1, 1);
  const size = [kernelHeight, kernelWidth] as const;
  const windows = windowsOver('conv2d', [height, width], size, stride, options.padding ?? 'valid');
  const columns = kernelHeight * kernelWidth * channels;
  const seen = reshape(patches(image, windows), [batch * windows.out[0] * windows.out[1], columns]);
  return reshape(matmul(seen, reshape(weights, [columns, out])), [batch, ...windows.out, out]) as never;
}

/**
 * Transposed convolution: the adjoint of `conv2d` with the same stride and padding, which puts a kernel, times the
 * element, at each place of a larger image.
 *
 *     result[b, y stride + i - pad, x stride + j - pad, o] += sum over c of image[b, y, x, c] kernel[i, j, c, o]
 *
 * Shapes: `[batch, height, width, channels]` and `[kernel height, kernel width, channels, out]` give
 * `[batch, (height - 1) stride + kernel height - 2 pad, ..., out]`, and with `'same'` `[batch, height stride, ...]`.
 *
 * Throws a RangeError (STOKAST_E_SHAPE) where shapes do not fit or nothing is left inside the padding, a TypeError or
 * RangeError for other options.
 *
 * ```ts
 * import { compile, transposedConv2d } from '@stokast/autodiff';
 * const grow = compile((x, k) => transposedConv2d(x, k, { stride: 2 }), [[1, 1, 2, 1], [1, 3, 1, 1]]);
 * grow([1, 10], [1, 2, 3]) //=> Float64Array(5) [ 1, 2, 13, 20, 30 ]
 * ```
 */
export function transposedConv2d<X extends Operand, K extends Operand>(
  x: X,
  kernel: K,
  options: ConvolutionOptions = {},
): Images<TypeOf<X, K>> {
  const what = 'Cannot apply transposedConv2d';
  checkOptions(what, options, OPTIONS);
  const [image, weights] = tensorsOf('transposedConv2d', [x, kernel]);
  const [batch, height, width, channels] = imageOf('transposedConv2d', image);
  const [kernelHeight, kernelWidth, , out] = kernelOf('transposedConv2d', image, weights);
  const stride = pairOf(what, 'stride', options.stride ?? 1, 1);
  const padding = options.padding ?? 'valid';
  const size = [kernelHeight, kernelWidth] as const;
  const places = [height, width] as const;
  const both = paddingOf(what, padding);
  const grown = ([0, 1] as const).map((axis) => {
    if (padding === 'same') return places[axis] * stride[axis];
    const [before, behind] = both(axis, 0, size[axis], stride[axis]);
    const left = (places[axis] - 1) * stride[axis] + size[axis] - before - behind;
    if (left < 1) throw rangeFault(what, 'padding', padding, 'such that an image is left', 'STOKAST_E_SHAPE');
    return left;
  });
  const windows = windowsOver('transposedConv2d', [grown[0], grown[1]], size, stride, padding);
  const columns = kernelHeight * kernelWidth * out;
  const spread = reshape(transpose(weights, [2, 0, 1, 3]), [channels, columns]);
  const seen = matmul(reshape(image, [batch * height * width, channels]), spread);
  return fold(reshape(seen, [batch, height, width, columns]), { ...windows, out: places }) as never;
}

/**
 * Images `factor` times as high and wide, each element repeated (nearest neighbour).
 *
 * Shapes: `[batch, height, width, channels]` gives `[batch, height factor, width factor, channels]`.
 * Throws a RangeError (STOKAST_E_SHAPE) for other shapes, a TypeError or RangeError for other factors.
 *
 * ```ts
 * import { compile, upsample2d } from '@stokast/autodiff';
 * const grow = compile((x) => upsample2d(x, [1, 2]), [[1, 1, 2, 1]]);
 * grow([1, 2]) //=> Float64Array(4) [ 1, 1, 2, 2 ]
 * ```
 */
export function upsample2d<X extends Operand>(x: X, factor: Pair): Images<DTypeOf<X>> {
  const [image] = tensorsOf('upsample2d', [x]);
  const [batch, height, width, channels] = imageOf('upsample2d', image);
  const [down, right] = pairOf('Cannot apply upsample2d', 'factor', factor, 1);
  const apart = reshape(image, [batch, height, 1, width, 1, channels]);
  const repeated = expand(apart, [batch, height, down, width, right, channels]);
  return reshape(repeated, [batch, height * down, width * right, channels]) as never;
}
