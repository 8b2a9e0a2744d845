// What every distribution can do. Families implement these; integration and models take them.
import type { DType, RandomSource, Shape, Tensor } from '@stokast/autodiff';
import type { NumberArray } from '@stokast/core-wasm/check';
import type { Data, Numbers } from '../data.ts';
import type { Stream } from '../stream/stream.ts';

/** The values with positive probability (or density), by their ends. */
export interface Support {
  readonly lower: number;
  readonly upper: number;
  readonly lowerIncluded: boolean;
  readonly upperIncluded: boolean;
  /** Are the values integers? */
  readonly discrete: boolean;
}

/** Parameters by name. */
export type Parameters = Readonly<Record<string, number | readonly number[]>>;

/** A distribution as JSON; `version` is that of the algorithms that draw from it. */
export interface DistributionState {
  readonly type: 'stokast-distribution';
  readonly version: 1;
  readonly name: string;
  readonly parameters: Parameters;
}

/** A distribution of one number. Immutable. Logarithms are natural. */
export interface Distribution {
  /** The name of the factory, such as 'Normal'. */
  readonly name: string;
  /** By their names; made anew at each call, as is `support`. */
  readonly parameters: Parameters;
  /** Are the values integers? */
  readonly discrete: boolean;
  /** Where X can lie. */
  readonly support: Support;
  /** E[X]. */
  readonly mean: number;
  /** E[(X - mean)^2]. */
  readonly variance: number;
  /** In nats; of a continuous family, the differential entropy. */
  readonly entropy: number;

  /** Log-density, or for a discrete family log-probability; -Infinity outside the support. */
  logProb(x: number): number;
  logProb(x: Numbers): Float64Array;
  /** As an operation on tensors, while a function is traced. */
  logProb<S extends Shape, D extends DType>(x: Tensor<S, D>): Tensor<S, D>;
  /** P(X <= x). */
  cdf(x: number): number;
  cdf(x: Numbers): Float64Array;
  /** P(X > x), accurate where it is small. */
  sf(x: number): number;
  sf(x: Numbers): Float64Array;
  /** The least x with cdf(x) >= p; at p = 0 and 1 the ends of the support. */
  quantile(p: number): number;
  quantile(p: Numbers): Float64Array;

  /** Sum of logProb over data. */
  logLikelihood(data: Data): number;
  /** The gradient of logLikelihood in the parameters. */
  score(data: Data): Readonly<Record<string, number | Float64Array>>;

  /** One draw. */
  sample(stream: Stream): number;
  /** n draws: the same as n calls for one. */
  sample(stream: Stream, n: number): Float64Array | Int32Array;
  /** Fills `out` with draws and returns it. */
  fill<T extends Float64Array | Float32Array>(stream: Stream, out: T): T;

  /** Such as `Normal(mu = 0, sigma = 1)`. */
  toString(): string;
  toJSON(): DistributionState;
}

/** How a continuous family draws. `inverse-cdf` takes two words a draw and is monotone in the uniform they make. */
export interface DrawOptions {
  readonly method?: 'ziggurat' | 'inverse-cdf';
}

/** A draw as a function of the parameters: its value and the partial derivatives in them, at fixed randomness. */
export interface Reparameterised<P extends string, T extends number | Float64Array> {
  readonly value: T;
  readonly partials: Readonly<Record<P, T>>;
}

/** A distribution with a density. `P` are the names of its parameters. */
export interface ContinuousDistribution<P extends string = string> extends Distribution {
  readonly discrete: false;
  readonly parameters: Readonly<Record<P, number>>;
  score(data: Data): Readonly<Record<P, number>>;
  sample(stream: Stream, n?: undefined, options?: DrawOptions): number;
  sample(stream: Stream, n: number, options?: DrawOptions): Float64Array;
  /** Draws inside a program, from a `randomStream` of it; default shape []. */
  sample<const S extends Shape = readonly []>(source: RandomSource, shape?: S): Tensor<S, 'f64'>;
  /** Fills doubles, or singles (which have draws of their own, of one word each). */
  fill<T extends Float64Array | Float32Array>(stream: Stream, out: T, options?: DrawOptions): T;
  /** The draws of `sample`, with their partial derivatives in the parameters. */
  rsample(stream: Stream): Reparameterised<P, number>;
  rsample(stream: Stream, n: number): Reparameterised<P, Float64Array>;
  rsample<const S extends Shape = readonly []>(source: RandomSource, shape?: S): Tensor<S, 'f64'>;
}

/** A distribution over integers. It has no `rsample`: a jump has no derivative in the parameters. */
export interface DiscreteDistribution extends Distribution {
  readonly discrete: true;
  sample(stream: Stream): number;
  sample(stream: Stream, n: number): Int32Array;
  /** Draws inside a program, from a `randomStream` of it; default shape []. */
  sample<const S extends Shape = readonly []>(source: RandomSource, shape?: S): Tensor<S, 'f64'>;
  /** Fills any typed array of numbers that holds the support. */
  fill<T extends NumberArray>(stream: Stream, out: T): T;
}
