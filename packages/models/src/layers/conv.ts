// Convolutions with a bias: images are [batch, height, width, channels].
import { conv2d, slice, type Tensor, transposedConv2d } from '@stokast/autodiff';
import { type TensorsFor, uniformByInputs, type WeightSpec } from '../train/parameters.ts';

/** A type and no interface, so that it counts as a nesting of weights. */
export type ConvolutionWeights = {
  readonly weight: WeightSpec<readonly [number, number, number, number]>;
  readonly bias: WeightSpec<readonly [number]>;
};

/** The weights of a convolution with kernels of `size` x `size`: [size, size, inputs, outputs]. */
export const convolution = (size: number, inputs: number, outputs: number): ConvolutionWeights => ({
  weight: { shape: [size, size, inputs, outputs], init: uniformByInputs(size * size * inputs) },
  bias: { shape: [outputs], init: uniformByInputs(size * size * inputs) },
});

/** [n, h, w, inputs] -> [n, ceil(h / stride), ceil(w / stride), outputs] */
export const applyConvolution = (
  { weight, bias }: TensorsFor<ConvolutionWeights>,
  x: Tensor,
  stride = 1,
): Tensor => conv2d(x, weight, { stride, padding: 'same' }).add(bias);

/**
 * The weights of a transposed convolution. An element of its result sees (size / stride)^2 places of the image, and
 * the weights start by so many inputs.
 */
export function transposedConvolution(
  size: number,
  inputs: number,
  outputs: number,
  stride: number,
): ConvolutionWeights {
  const init = uniformByInputs((size / stride) * (size / stride) * inputs);
  return { weight: { shape: [size, size, inputs, outputs], init }, bias: { shape: [outputs], init } };
}

/**
 * [n, h, w, inputs] -> [n, height, width, outputs], for height from (h - 1) stride + 1 to h stride and such a width:
 * back to any size that `applyConvolution` came from.
 */
export function applyTransposedConvolution(
  { weight, bias }: TensorsFor<ConvolutionWeights>,
  x: Tensor,
  stride: number,
  [height, width]: readonly [number, number],
): Tensor {
  const grown: Tensor = transposedConv2d(x, weight, { stride, padding: 'same' }); // [n, h stride, w stride, outputs]
  return slice(grown, [], [0, height], [0, width]).add(bias) as Tensor;
}
