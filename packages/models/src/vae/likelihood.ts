// p(x | z): what the decoder's numbers say about pixels. Pixels are in [0, 1] and independent of each other given z.
import {
  cumulativeSum,
  exp,
  floor,
  less,
  lessEqual,
  log,
  log1mexp,
  logSoftmax,
  maximum,
  oneHot,
  sigmoid,
  slice,
  softmax,
  softplus,
  type Tensor,
  where,
} from '@stokast/autodiff';
import type { TensorsFor, WeightSpec } from '../train/parameters.ts';
import type { VaeConfig } from './config.ts';

/** What a likelihood learns beside the networks. */
export type ObservationWeights = { readonly logScale?: WeightSpec<readonly []> };
type Own = TensorsFor<ObservationWeights> | undefined;

/** The distribution of pixels x [n, d] given the decoder's numbers y [n, d, outputs]. */
export interface Likelihood {
  /** Numbers for each pixel. */
  readonly outputs: number;
  /** Weights of its own, if any. */
  readonly weights?: ObservationWeights;
  /** log p(x | z) of each pixel: [n, d] */
  logProb(x: Tensor, y: Tensor, own: Own): Tensor;
  /** The mean of each pixel, of the logistic one its centre: [n, d] */
  mean(y: Tensor): Tensor;
  /** A pixel for each number of noise: [n, d] */
  draw(y: Tensor, noise: Tensor, own: Own): Tensor;
  /** Of what distribution the noise is: uniform on [0, 1) or standard normal. */
  readonly noise: 'uniform' | 'normal';
}

const HALF_LOG_2_PI = 0.9189385332046727;

/** Number `i` of each pixel: [n, d, outputs] -> [n, d] */
const part = (y: Tensor, i: number): Tensor => slice(y, [], [], i) as Tensor;

/** y is the logit. Of a grey x, x log p + (1 - x) log(1 - p): the mean over pixels that are 1 with probability x. */
const bernoulli: Likelihood = {
  outputs: 1,
  logProb: (x, y) => x.mul(part(y, 0)).sub(softplus(part(y, 0))) as Tensor,
  mean: (y) => sigmoid(part(y, 0)) as Tensor,
  draw: (y, u) => less(u, sigmoid(part(y, 0))) as Tensor,
  noise: 'uniform',
};

/** y is the mean; all pixels have one scale, exp(logScale), which is learned. */
const gaussian: Likelihood = {
  outputs: 1,
  weights: { logScale: { shape: [], init: { kind: 'constant', value: -1 } } },
  logProb: (x, y, own) => {
    const logScale = own?.logScale as Tensor; // []
    const z = x.sub(part(y, 0)).mul(exp(logScale.neg())); // [n, d]
    return z.square().mul(-0.5).sub(logScale).sub(HALF_LOG_2_PI) as Tensor;
  },
  mean: (y) => part(y, 0),
  draw: (y, normal, own) => part(y, 0).add(normal.mul(exp(own?.logScale as Tensor))) as Tensor,
  noise: 'normal',
};

/** y are the logits of the levels, which it does not know the order of. */
const categorical = (levels: number): Likelihood => ({
  outputs: levels,
  logProb: (x, y) => oneHot(levelOf(x, levels), levels).mul(logSoftmax(y, -1)).sum(-1) as Tensor,
  mean: (y) => {
    const values = Array.from({ length: levels }, (_, k) => k / (levels - 1));
    return softmax(y, -1).mul(values).sum(-1) as Tensor;
  },
  // Inversion: the number of levels whose distribution function does not exceed the uniform number.
  draw: (y, u) => {
    const below = lessEqual(cumulativeSum(softmax(y, -1), -1), u.reshape([...u.shape, 1])).sum(-1);
    return below.minimum(levels - 1).div(levels - 1) as Tensor;
  },
  noise: 'uniform',
});

/**
 * A logistic distribution with its mass between the middles of neighbouring levels put on the levels (Kingma et al.
 * 2016; Salimans et al. 2017): y are centre and log-scale. With a and b the ends of a level's part, standardised,
 *
 *     sigmoid(b) - sigmoid(a) = sigmoid(b) sigmoid(-a) (1 - e^(a - b))
 *
 * is exact in logarithms wherever it lies; the lowest level reaches to -Infinity, the highest to Infinity.
 */
const discretizedLogistic = (levels: number): Likelihood => {
  const step = 1 / (levels - 1);
  const centre = (y: Tensor) => part(y, 0).add(0.5) as Tensor; // 0 is the middle of [0, 1]
  const logScale = (y: Tensor) => maximum(part(y, 1), -7) as Tensor;
  return {
    outputs: 2,
    logProb: (x, y) => {
      const rate = exp(logScale(y).neg()); // [n, d]
      const from = levelOf(x, levels).mul(step).sub(centre(y)); // [n, d]
      const a = from.sub(step / 2).mul(rate);
      const b = from.add(step / 2).mul(rate);
      const isLowest = less(x, step / 2);
      const isHighest = less(1 - step / 2, x);
      return where(isHighest, 0, softplus(b.neg()).neg())
        .sub(where(isLowest, 0, softplus(a)))
        .add(where(maximum(isLowest, isHighest), 0, log1mexp(rate.mul(-step)))) as Tensor;
    },
    mean: (y) => centre(y).clip(0, 1) as Tensor,
    draw: (y, u) => {
      const x = centre(y).add(log(u.div(u.neg().add(1))).mul(exp(logScale(y))));
      return levelOf(x.clip(0, 1) as Tensor, levels).mul(step) as Tensor;
    },
    noise: 'uniform',
  };
};

/** The number of the level that is nearest. */
const levelOf = (x: Tensor, levels: number): Tensor => floor(x.mul(levels - 1).add(0.5)) as Tensor;

export function likelihoodOf({ likelihood, levels }: VaeConfig): Likelihood {
  switch (likelihood) {
    case 'bernoulli':
      return bernoulli;
    case 'gaussian':
      return gaussian;
    case 'categorical':
      return categorical(levels);
    case 'discretizedLogistic':
      return discretizedLogistic(levels);
  }
}
