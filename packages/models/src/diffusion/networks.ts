// Networks that see noisy data, the time and a class, and say what is asked for: [n, d] -> [n, outputs d].
import {
  concat,
  dropout,
  embedding,
  groupNorm,
  type RandomSource,
  reshape,
  silu,
  type Tensor,
  transpose,
  upsample2d,
} from '@stokast/autodiff';
import { applyConvolution, type ConvolutionWeights, convolution } from '../layers/conv.ts';
import { applyDense, type DenseWeights, dense } from '../layers/dense.ts';
import { applyNorm, type NormWeights, norm } from '../layers/norm.ts';
import { timeEmbedding } from '../layers/time.ts';
import { type TensorsFor, type WeightSpec, zeros } from '../train/parameters.ts';
import { type DenoiserConfig, numbersIn } from './config.ts';

/** Waves that a time is told by. */
const WAVES = 64;
/** Groups of channels that a U-Net normalises each for itself. */
const GROUPS = 8;

type Weight<S extends readonly number[]> = WeightSpec<S>;

/** Layers whose result is 0 at first: blocks that start by letting through, and a network that starts at its mean. */
function starting<W extends { weight: object; bias: object }>(layer: W): W {
  return { weight: { ...layer.weight, init: zeros }, bias: { ...layer.bias, init: zeros } } as never;
}

// what a network is told beside x: the time, and the class

export type ConditionWeights = {
  readonly first: DenseWeights;
  readonly second: DenseWeights;
  /** One row for each class, and the last for none. */
  readonly class?: Weight<readonly [number, number]>;
};

const condition = ({ classes }: DenoiserConfig, width: number): ConditionWeights => ({
  first: dense(WAVES, width),
  second: dense(width, width),
  ...(classes > 0 ? { class: { shape: [classes + 1, width], init: { kind: 'normal', deviation: 1 } } } : {}),
});

/** time [n] or [1], from 0 to 1000; label [n] -> [n, width] or [1, width] */
function conditioned(weights: TensorsFor<ConditionWeights>, time: Tensor, label: Tensor | undefined): Tensor {
  const waves = timeEmbedding(time, WAVES); // [n, WAVES]
  const told = applyDense(weights.second, silu(applyDense(weights.first, waves))); // [n, width]
  return silu(weights.class && label ? told.add(embedding(weights.class, label)) : told) as Tensor;
}

/** Leaves elements out in training, where there is a source. */
const thinned = (x: Tensor, rate: number, source: RandomSource | undefined): Tensor =>
  source ? dropout(x, rate, source) : x;

// residual dense layers

type BlockWeights = {
  readonly norm: NormWeights;
  readonly first: DenseWeights;
  readonly condition: DenseWeights;
  readonly second: DenseWeights;
};

export type DenseNetwork = {
  readonly condition: ConditionWeights;
  readonly input: DenseWeights;
  readonly blocks: readonly BlockWeights[];
  readonly norm: NormWeights;
  readonly output: DenseWeights;
};

function denseNetwork(config: DenoiserConfig, outputs: number): DenseNetwork {
  const { width, blocks } = config;
  const d = numbersIn(config);
  return {
    condition: condition(config, width),
    input: dense(d, width),
    blocks: Array.from({ length: blocks }, () => ({
      norm: norm(width, true),
      first: dense(width, 2 * width),
      condition: dense(width, 2 * width),
      second: starting(dense(2 * width, width)),
    })),
    norm: norm(width, true),
    output: starting(dense(width, outputs * d)),
  };
}

function applyDenseNetwork(
  weights: TensorsFor<DenseNetwork>,
  x: Tensor,
  told: Tensor,
  rate: number,
  source?: RandomSource,
): Tensor {
  let h = applyDense(weights.input, x); // [n, width]
  for (const block of weights.blocks) {
    const inner = applyDense(block.first, applyNorm(block.norm, h)).add(applyDense(block.condition, told)); // [n, 2 width]
    h = h.add(applyDense(block.second, thinned(silu(inner) as Tensor, rate, source))); // [n, width]
  }
  return applyDense(weights.output, silu(applyNorm(weights.norm, h))); // [n, outputs d]
}

// a U-Net (Ronneberger, Fischer and Brox 2015) of the blocks of Dhariwal and Nichol (2021), without attention

/** Each group of channels with mean 0 and variance 1, scaled and moved. */
const normalGroups = (x: Tensor, { weight, bias }: TensorsFor<NormWeights>): Tensor =>
  groupNorm(x, GROUPS, { scale: weight, offset: bias as Tensor }) as Tensor;

type ImageBlockWeights = {
  readonly firstNorm: NormWeights;
  readonly first: ConvolutionWeights;
  readonly condition: DenseWeights;
  readonly secondNorm: NormWeights;
  readonly second: ConvolutionWeights;
  readonly skip?: ConvolutionWeights;
};

export type UNet = {
  readonly condition: ConditionWeights;
  readonly input: ConvolutionWeights;
  readonly down: readonly {
    readonly blocks: readonly ImageBlockWeights[];
    readonly halve?: ConvolutionWeights;
  }[];
  readonly up: readonly {
    readonly blocks: readonly ImageBlockWeights[];
    readonly double?: ConvolutionWeights;
  }[];
  readonly norm: NormWeights;
  readonly output: ConvolutionWeights;
};

/** Width of what a U-Net is told, in channels of its first resolution. */
const TOLD = 4;

function imageBlock(inputs: number, outputs: number, told: number): ImageBlockWeights {
  return {
    firstNorm: norm(inputs, true),
    first: convolution(3, inputs, outputs),
    condition: dense(told, 2 * outputs),
    secondNorm: norm(outputs, true),
    second: starting(convolution(3, outputs, outputs)),
    ...(inputs === outputs ? {} : { skip: convolution(1, inputs, outputs) }),
  };
}

/** h [n, h, w, inputs], told [n, told] -> [n, h, w, outputs] */
function applyImageBlock(
  block: TensorsFor<ImageBlockWeights>,
  h: Tensor,
  told: Tensor,
  rate: number,
  source?: RandomSource,
): Tensor {
  const inner = applyConvolution(block.first, silu(normalGroups(h, block.firstNorm)) as Tensor);
  const [, , , outputs] = inner.shape;
  // What is told comes behind the normalisation, which would take out what all places of a group have in common.
  const said = applyDense(block.condition, told); // [n, 2 outputs]
  const [scale, shift] = [0, 1].map((i) =>
    reshape(said.slice([], [i * outputs, (i + 1) * outputs]), [said.shape[0], 1, 1, outputs]),
  );
  const both = normalGroups(inner, block.secondNorm).mul(scale.add(1)).add(shift) as Tensor;
  const normal = silu(both) as Tensor;
  const last = applyConvolution(block.second, thinned(normal, rate, source));
  return (block.skip ? applyConvolution(block.skip, h) : h).add(last) as Tensor;
}

const channelsOf = ({ shape }: DenoiserConfig): number => shape[2] ?? 1;

function uNet(config: DenoiserConfig, outputs: number): UNet {
  const { channels, blocks, patch } = config;
  const pixels = channelsOf(config) * patch * patch;
  const told = TOLD * channels[0];
  const several = (inputs: number, size: number): ImageBlockWeights[] =>
    Array.from({ length: blocks }, (_, b) => imageBlock(b === 0 ? inputs : size, size, told));
  const last = channels.length - 1;
  return {
    condition: condition(config, told),
    input: convolution(3, pixels, channels[0]),
    down: channels.map((size, i) => ({
      blocks: several(size, size),
      ...(i === last ? {} : { halve: convolution(3, size, channels[i + 1]) }),
    })),
    up: channels.map((size, i) => ({
      blocks: several(i === last ? size : 2 * size, size),
      ...(i === 0 ? {} : { double: convolution(3, size, channels[i - 1]) }),
    })),
    norm: norm(channels[0], true),
    output: starting(convolution(3, channels[0], outputs * pixels)),
  };
}

/** x [n, height width channels] <-> [n, height / patch, width / patch, patch patch channels] */
function patched(config: DenoiserConfig, x: Tensor): Tensor {
  const { shape, patch } = config;
  const [n] = x.shape;
  const [rows, columns] = [shape[0] / patch, shape[1] / patch];
  const apart = reshape(x, [n, rows, patch, columns, patch, channelsOf(config)]);
  return reshape(transpose(apart, [0, 1, 3, 2, 4, 5]), [n, rows, columns, -1]) as Tensor;
}

function unpatched(config: DenoiserConfig, x: Tensor, outputs: number): Tensor {
  const { patch } = config;
  const [n, rows, columns] = x.shape;
  const apart = reshape(x, [n, rows, columns, outputs, patch, patch, channelsOf(config)]);
  return reshape(transpose(apart, [0, 3, 1, 4, 2, 5, 6]), [n, outputs * numbersIn(config)]) as Tensor;
}

function applyUNet(
  config: DenoiserConfig,
  weights: TensorsFor<UNet>,
  x: Tensor,
  told: Tensor,
  outputs: number,
  source?: RandomSource,
): Tensor {
  const { dropout: rate } = config;
  const through = (blocks: readonly TensorsFor<ImageBlockWeights>[], h: Tensor): Tensor =>
    blocks.reduce((each, block) => applyImageBlock(block, each, told, rate, source), h);
  let h = applyConvolution(weights.input, patched(config, x)); // [n, rows, columns, channels[0]]
  const seen = weights.down.map(({ blocks, halve }) => {
    const here = through(blocks, h); // [n, rows / 2^i, columns / 2^i, channels[i]]
    h = halve ? applyConvolution(halve, here, 2) : here;
    return here;
  });
  for (let i = weights.up.length - 1; i >= 0; i--) {
    const { blocks, double } = weights.up[i];
    const both = i === weights.up.length - 1 ? h : (concat([h, seen[i]], 3) as Tensor);
    const here = through(blocks, both);
    h = double ? applyConvolution(double, upsample2d(here, 2) as Tensor) : here;
  }
  const last = applyConvolution(weights.output, silu(normalGroups(h, weights.norm)) as Tensor);
  return unpatched(config, last, outputs); // [n, outputs d]
}

// either of them

export type Network = DenseNetwork | UNet;

/** The weights of the network of a config whose result is `outputs` times as long as x. */
export const network = (config: DenoiserConfig, outputs: number): Network =>
  config.architecture === 'dense' ? denseNetwork(config, outputs) : uNet(config, outputs);

/** What a network is given. */
export interface Question {
  /** [n, d] */
  readonly x: Tensor;
  /** [n], or [1] where it is the same for all: from 0, data, to 1000. */
  readonly time: Tensor;
  /** [n]: the class, or the number of classes for none. */
  readonly label?: Tensor | undefined;
  /** For dropout, in training. */
  readonly source?: RandomSource | undefined;
}

/** [n, outputs d] */
export function applyNetwork(
  config: DenoiserConfig,
  weights: TensorsFor<Network>,
  outputs: number,
  { x, time, label, source }: Question,
): Tensor {
  const told = conditioned(weights.condition, time, label);
  if (config.architecture === 'dense')
    return applyDenseNetwork(weights as TensorsFor<DenseNetwork>, x, told, config.dropout, source);
  return applyUNet(config, weights as TensorsFor<UNet>, x, told, outputs, source);
}
