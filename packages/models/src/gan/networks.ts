// Generator and discriminator: what makes examples from latents, and what tells made ones from real ones.
import { concat, embedding, maximum, mul, oneHot, relu, type Tensor } from '@stokast/autodiff';
import { applyConvolution, applyTransposedConvolution, type ConvolutionWeights } from '../layers/conv.ts';
import { applyDense, type DenseWeights } from '../layers/dense.ts';
import { type Init, isWeight, type TensorsFor, type WeightSpec, zeros } from '../train/parameters.ts';
import { type GanConfig, numbersOf } from './config.ts';
import { normalised, powerVector } from './spectral-norm.ts';

type Network = { readonly conv?: readonly ConvolutionWeights[]; readonly dense: readonly DenseWeights[] };
type Judge = Network & { readonly classes?: WeightSpec<readonly [number, number]> };
export type GanWeights = {
  readonly generator: Network;
  readonly discriminator: Judge;
  /** Vectors of the power method: of the discriminator's matrices, in their order. */
  readonly spectral?: readonly WeightSpec[];
};
export type GanTensors = TensorsFor<GanWeights>;

/** Sides of a convolution's kernel, and by how much it shrinks an image. */
const KERNEL = 4;
const STRIDE = 2;

/** Uniform with variance 2 / inputs (He et al. 2015): activations keep their size through relu. */
const kept = (inputs: number): Init => ({ kind: 'uniform', bound: Math.sqrt(6 / inputs) });

const dense = (widths: readonly number[]): DenseWeights[] =>
  widths.slice(1).map((outputs, i) => ({
    weight: { shape: [widths[i], outputs], init: kept(widths[i]) },
    bias: { shape: [outputs], init: zeros },
  }));

/** `seen`: numbers that an element of the result is a sum over. */
const kernel = (inputs: number, outputs: number, seen: number): ConvolutionWeights => ({
  weight: { shape: [KERNEL, KERNEL, inputs, outputs], init: kept(seen * inputs) },
  bias: { shape: [outputs], init: zeros },
});

/** Height and width of an image that was halved so many times, rounded up. */
const halved = ({ shape }: GanConfig, times: number): [number, number] => [
  Math.ceil(shape[0] / (1 << times)),
  Math.ceil(shape[1] / (1 << times)),
];

/** The weights of both networks. */
export function ganWeights(config: GanConfig): GanWeights {
  const { latent, classes, architecture, spectralNorm } = config;
  const { hidden: up } = config.generator;
  const { hidden: down } = config.discriminator;
  const numbers = numbersOf(config);
  const channels = config.shape[2] ?? 1;
  let generator: Network = { dense: dense([latent + classes, ...up, numbers]) };
  let layers: Network = { dense: dense([numbers, ...down, 1]) };
  let features = down[down.length - 1] ?? numbers;
  if (architecture === 'convolutional') {
    const [h, w] = halved(config, up.length);
    const made = [...up, channels];
    generator = {
      dense: dense([latent + classes, h * w * up[0]]),
      conv: up.map((inputs, i) => kernel(inputs, made[i + 1], (KERNEL / STRIDE) * (KERNEL / STRIDE))),
    };
    const [height, width] = halved(config, down.length);
    features *= height * width;
    const seen = [channels, ...down];
    layers = {
      conv: down.map((outputs, i) => kernel(seen[i], outputs, KERNEL * KERNEL)),
      dense: dense([features, 1]),
    };
  }
  const discriminator: Judge =
    classes === 0 ? layers : { ...layers, classes: { shape: [classes, features], init: kept(features) } };
  if (!spectralNorm) return { generator, discriminator };
  const spectral = matricesOf(discriminator).map(({ shape }) => powerVector(shape[shape.length - 1]));
  return { generator, discriminator, spectral };
}

/** Those of a network's weights that are no offsets. */
function matricesOf(network: Judge): WeightSpec[] {
  const layers = [...(network.conv ?? []), ...network.dense].map(({ weight }): WeightSpec => weight);
  return network.classes && isWeight(network.classes) ? [...layers, network.classes] : layers;
}

/** The discriminator with its matrices normalised, and the vectors after that. */
export function regular({ discriminator, spectral }: GanTensors): {
  discriminator: GanTensors['discriminator'];
  assign: Record<string, Tensor>;
} {
  if (!spectral) return { discriminator, assign: {} };
  const assign: Record<string, Tensor> = {};
  let next = 0;
  const norm = (weight: Tensor): never => {
    const { weight: result, vector } = normalised(weight, spectral[next]);
    assign[`spectral.${next}`] = vector;
    next++;
    return result as never;
  };
  const { conv, dense, classes } = discriminator;
  return {
    discriminator: {
      ...(conv && { conv: conv.map(({ weight, bias }) => ({ weight: norm(weight), bias })) }),
      dense: dense.map(({ weight, bias }) => ({ weight: norm(weight), bias })),
      ...(classes && { classes: norm(classes) }),
    },
    assign,
  };
}

/** relu with a slope of 0.2 below 0, which lets the generator learn where relu would be flat (Radford et al. 2016). */
const leakyRelu = (x: Tensor): Tensor => maximum(x, mul(x, 0.2)) as Tensor;

/** G: z [n, latent], label [n] -> [n, d] in the networks' units */
export function generate(
  config: GanConfig,
  network: GanTensors['generator'],
  z: Tensor,
  label: Tensor,
): Tensor {
  const { classes, output } = config;
  const [n] = z.shape;
  let h: Tensor = classes === 0 ? z : (concat([z, oneHot(label, classes)], 1) as Tensor); // [n, latent + classes]
  network.dense.forEach((layer, i) => {
    h = applyDense(layer, i === 0 ? h : relu(h)); // [n, hidden]
  });
  if (network.conv) {
    const { hidden } = config.generator;
    h = h.reshape([n, ...halved(config, hidden.length), hidden[0]]) as Tensor;
    network.conv.forEach((layer, i) => {
      h = applyTransposedConvolution(layer, relu(h), STRIDE, halved(config, hidden.length - 1 - i)); // [n, 2 h, 2 w, hidden]
    });
    h = h.reshape([n, -1]) as Tensor;
  }
  return output === 'tanh' ? (h.tanh() as Tensor) : h; // [n, d]
}

/**
 * D: x [n, d] in the networks' units, label [n] -> logits [n]. Classes by projection (Miyato and Koyama 2018,
 * equation 4): to the last layer's w . h + b comes, for class y, a vector's e_y . h.
 */
export function discriminate(
  config: GanConfig,
  network: GanTensors['discriminator'],
  x: Tensor,
  label: Tensor,
): Tensor {
  const { shape } = config;
  const [n] = x.shape;
  let h = x; // [n, d]
  if (network.conv) {
    h = h.reshape([n, shape[0], shape[1], shape[2] ?? 1]) as Tensor;
    for (const layer of network.conv) h = leakyRelu(applyConvolution(layer, h, STRIDE)); // [n, h / 2, w / 2, hidden]
    h = h.reshape([n, -1]) as Tensor;
  }
  const last = network.dense.length - 1;
  for (const layer of network.dense.slice(0, last)) h = leakyRelu(applyDense(layer, h)); // [n, hidden]
  const logit = applyDense(network.dense[last], h).reshape([n]) as Tensor;
  if (!network.classes) return logit;
  return logit.add(h.mul(embedding(network.classes, label)).sum(1)) as Tensor; // [n]
}
