// The network: convolutions, dense layers, features, and one logit for each class.
import {
  adam,
  argmax,
  categoricalLogitLogProb,
  cosineDecay,
  dropout,
  maxPool2d,
  type RandomSource,
  relu,
  reshape,
  type Tensor,
} from '@stokast/autodiff';
import { applyConvolution, type ConvolutionWeights, convolution } from '../layers/conv.ts';
import { applyDense, type DenseWeights, dense } from '../layers/dense.ts';
import type { Losses, Objective } from '../train/objective.ts';
import { sizeOf, type TensorsFor } from '../train/parameters.ts';
import type { ClassifierConfig } from './config.ts';

/** A type and no interface, so that it counts as a nesting of weights. */
export type ClassifierWeights = {
  /** Left out where there are none: an empty list would be taken for a shape. */
  readonly convolutions?: readonly ConvolutionWeights[];
  readonly layers: readonly DenseWeights[];
  readonly output: DenseWeights;
};
export type ClassifierTensors = TensorsFor<ClassifierWeights>;

/** Height, width and channels of an image. */
const imageOf = ([height, width, channels = 1]: readonly number[]): readonly [number, number, number] => [
  height,
  width,
  channels,
];

export function classifierWeights({
  shape,
  classes,
  channels,
  kernel,
  hidden,
}: ClassifierConfig): ClassifierWeights {
  let inputs = sizeOf(shape);
  const convolutions: ConvolutionWeights[] = [];
  if (channels.length > 0) {
    let [height, width, before] = imageOf(shape);
    for (const after of channels) {
      convolutions.push(convolution(kernel, before, after));
      [height, width, before] = [height >> 1, width >> 1, after];
    }
    inputs = height * width * before;
  }
  const layers = hidden.map((outputs, i) => dense(i === 0 ? inputs : hidden[i - 1], outputs));
  return {
    ...(convolutions.length > 0 && { convolutions }),
    layers,
    output: dense(hidden[hidden.length - 1], classes),
  };
}

/** [n, numbers] -> [n, features] */
export function features(
  { shape }: ClassifierConfig,
  { convolutions, layers }: ClassifierTensors,
  x: Tensor,
): Tensor {
  const n = x.shape[0] as number;
  let h = x;
  if (convolutions) {
    h = reshape(h, [n, ...imageOf(shape)]);
    for (const each of convolutions) h = maxPool2d(relu(applyConvolution(each, h)), 2) as Tensor; // [n, h / 2, w / 2, channels]
    h = reshape(h, [n, sizeOf(h.shape.slice(1))]);
  }
  for (const layer of layers) h = relu(applyDense(layer, h));
  return h;
}

/** [n, features] -> [n, classes] */
export const logits = ({ output }: ClassifierTensors, seen: Tensor): Tensor => applyDense(output, seen);

/** -log p(label | image), and the share of images whose label is the likeliest class. */
function loss(
  config: ClassifierConfig,
  weights: ClassifierTensors,
  { image, label }: Readonly<Record<string, Tensor>>,
  source: RandomSource,
): Losses {
  const seen = dropout(features(config, weights, image), config.dropout, source);
  const z = logits(weights, seen); // [n, classes]
  return {
    loss: categoricalLogitLogProb(label, z).mean().neg() as Tensor,
    metrics: { accuracy: argmax(z, 1).equal(label).mean() as Tensor },
  };
}

/** For a run of so many steps. */
export function classifierObjective(config: ClassifierConfig, steps: number): Objective {
  const weights = classifierWeights(config);
  return {
    weights,
    example: { image: [sizeOf(config.shape)], label: [] },
    phases: [
      {
        name: 'classifier',
        trains: Object.keys(weights),
        loss: (tensors: ClassifierTensors, { batch, source }) => loss(config, tensors, batch, source),
        optimizer: adam({ learningRate: cosineDecay({ from: config.learningRate, steps }) }),
      },
    ],
  };
}
