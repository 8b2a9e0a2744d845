// A model and its training, as far as it got.
import type { StreamState } from '@stokast/sampling';
import type { Weights } from './parameters.ts';
import type { Plain } from './recipe.ts';

/** Everything that a fit consists of at some step. `save()` of a model writes it, loading reads it. */
export interface Checkpoint {
  readonly kind: string;
  readonly config: { readonly [name: string]: Plain };
  readonly weights: Weights;
  /** Moving averages of weights, under the same names. */
  readonly average: Weights;
  /** What is needed to go on; nothing in a model that was made by hand. */
  readonly training?: {
    readonly step: number;
    readonly steps: number;
    readonly batchSize: number;
    readonly batchesPerEpoch: number;
    readonly shards: number;
    /** The stream of the fit, as it was handed in. */
    readonly stream: StreamState;
    /** What the optimisers keep, by phase and path: `vae.first.encoder.0.weight`. */
    readonly optimizer: ReadonlyMap<string, Float32Array | Float64Array>;
  };
}

/** The weights that a model samples with: averages where it keeps them. */
export const bestWeights = ({ weights, average }: Checkpoint): Weights => new Map([...weights, ...average]);
