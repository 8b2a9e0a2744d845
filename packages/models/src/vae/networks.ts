// Encoder and decoder: what maps images to latents, and latents to the numbers that the likelihood takes.
import { concat, oneHot, relu, slice, type Tensor } from '@stokast/autodiff';
import {
  applyConvolution,
  applyTransposedConvolution,
  type ConvolutionWeights,
  convolution,
  transposedConvolution,
} from '../layers/conv.ts';
import { applyPerceptron, type DenseWeights, perceptron } from '../layers/dense.ts';
import type { TensorsFor } from '../train/parameters.ts';
import { pixelsOf, type VaeConfig } from './config.ts';
import { likelihoodOf, type ObservationWeights } from './likelihood.ts';

type Network = { readonly conv?: readonly ConvolutionWeights[]; readonly dense: readonly DenseWeights[] };
export type VaeWeights = {
  readonly encoder: Network;
  readonly decoder: Network;
  readonly observation?: ObservationWeights;
};
export type VaeTensors = TensorsFor<VaeWeights>;

/** Sides of a convolution's kernel, and by how much it shrinks an image. */
const KERNEL = 4;
const STRIDE = 2;

/** Height, width and channels of the images that convolutions go through, from the largest to the smallest. */
function sizesOf({ shape: [height, width, channels = 1], hidden }: VaeConfig): [number, number, number][] {
  const sizes: [number, number, number][] = [[height, width, channels]];
  for (const width of hidden) {
    const [h, w] = sizes[sizes.length - 1];
    sizes.push([Math.ceil(h / STRIDE), Math.ceil(w / STRIDE), width]);
  }
  return sizes;
}

/** The weights of encoder and decoder, the one the other's mirror image. */
export function vaeWeights(config: VaeConfig): VaeWeights {
  const { latent, hidden, classes, architecture } = config;
  const d = pixelsOf(config);
  const { outputs, weights: observation } = likelihoodOf(config);
  const own = observation && { observation };
  if (architecture === 'dense')
    return {
      encoder: { dense: perceptron([d + classes, ...hidden, 2 * latent]) },
      decoder: { dense: perceptron([latent + classes, ...[...hidden].reverse(), d * outputs]) },
      ...own,
    };
  const sizes = sizesOf(config);
  const [h, w, c] = sizes[sizes.length - 1];
  const up = sizes.map(([, , width], i) => (i === 0 ? width * outputs : width));
  return {
    encoder: {
      conv: hidden.map((width, i) => convolution(KERNEL, sizes[i][2], width)),
      dense: perceptron([h * w * c + classes, 4 * c, 2 * latent]),
    },
    decoder: {
      dense: perceptron([latent + classes, 4 * c, h * w * c]),
      conv: hidden.map((_, i) => transposedConvolution(KERNEL, up[i + 1], up[i], STRIDE)).reverse(),
    },
    ...own,
  };
}

/** Rows with their class behind them, one of so many numbers being 1: [n, k] -> [n, k + classes] */
const told = ({ classes }: VaeConfig, x: Tensor, label: Tensor): Tensor =>
  classes === 0 ? x : (concat([x, oneHot(label, classes)], 1) as Tensor);

/** q(z | x): x [n, d], label [n] -> mu, logVariance [n, latent] */
export function encode(
  config: VaeConfig,
  { conv = [], dense }: VaeTensors['encoder'],
  x: Tensor,
  label: Tensor,
): { mu: Tensor; logVariance: Tensor } {
  const { latent } = config;
  const [n] = x.shape;
  const [height, width, channels = 1] = config.shape;
  let h: Tensor = x; // [n, d]
  if (conv.length > 0) {
    h = h.reshape([n, height, width, channels]);
    for (const layer of conv) h = relu(applyConvolution(layer, h, STRIDE)); // [n, h / 2, w / 2, hidden]
    h = h.reshape([n, -1]);
  }
  const y = applyPerceptron(dense, told(config, h, label), relu); // [n, 2 latent]
  return {
    mu: slice(y, [], [0, latent]) as Tensor, // [n, latent]
    logVariance: slice(y, [], [latent, 2 * latent]) as Tensor, // [n, latent]
  };
}

/** What the likelihood takes: z [n, latent], label [n] -> y [n, d, outputs] */
export function decode(
  config: VaeConfig,
  { conv = [], dense }: VaeTensors['decoder'],
  z: Tensor,
  label: Tensor,
): Tensor {
  const [n] = z.shape;
  let h: Tensor = applyPerceptron(dense, told(config, z, label), relu); // [n, d outputs], or [n, h w c]
  if (conv.length > 0) {
    const sizes = sizesOf(config).reverse();
    h = h.reshape([n, ...sizes[0]]);
    conv.forEach((layer, i) => {
      const [height, width] = sizes[i + 1];
      h = applyTransposedConvolution(layer, relu(h), STRIDE, [height, width]); // [n, 2 h, 2 w, hidden]
    });
  }
  return h.reshape([n, pixelsOf(config), likelihoodOf(config).outputs]); // [n, d, outputs]
}
