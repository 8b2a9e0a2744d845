// What a training run moves, and towards what: the one form that all models of this package are given in.
import type { Optimizer, RandomSource, Tensor } from '@stokast/autodiff';
import type { WeightTree } from './parameters.ts';

/** What a loss is given beside the weights. */
export interface Example {
  /** The examples of a shard: each field as [examples, ...shape of one], singles. */
  readonly batch: Readonly<Record<string, Tensor>>;
  /** Noise for these examples. Every shard of every step has words of its own. */
  readonly source: RandomSource;
  /** Steps done so far, [] of singles. */
  readonly step: Tensor;
}

/** What a loss gives: means over the examples of a shard, each [] of singles. */
export interface Losses {
  /** What is made small. */
  readonly loss: Tensor;
  /** What is shown beside it, by name. */
  readonly metrics?: Readonly<Record<string, Tensor>>;
  /** New values of weights that no gradient moves, by name: running averages, power iterations. They depend on weights alone. */
  readonly assign?: Readonly<Record<string, Tensor>>;
}

/** A part of a step: the gradient of one loss moves some of the weights. */
export interface Phase {
  /** Such as `discriminator`; its metrics are called `discriminator.loss` and so on where there are several phases. */
  readonly name: string;
  /** The top-level names of the weights that it moves; the others are constants to it. */
  readonly trains: readonly string[];
  /** Nested as the weights are. */
  readonly loss: (weights: never, example: Example) => Losses;
  readonly optimizer: Optimizer;
  /** How often it is done in each step, each time with examples and noise of its own: 1 unless given. */
  readonly repeat?: number;
}

/** A training problem. */
export interface Objective {
  readonly weights: WeightTree;
  /** The fields of an example and the shape of each. */
  readonly example: Readonly<Record<string, readonly number[]>>;
  readonly phases: readonly Phase[];
  /** An exponential moving average is kept of the weights under these top-level names. */
  readonly average?: {
    readonly of: readonly string[];
    /** Share of the average that a step keeps; (1 + step) / (10 + step) where that is less. */
    readonly decay: number;
  };
}
