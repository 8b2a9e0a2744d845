// Memory that the threads of a training share: weights, derivatives, examples and losses.
import { sizeOf } from './parameters.ts';
import type { Programs } from './programs.ts';

export interface Board {
  /** By number. */
  readonly weights: readonly Float32Array[];
  /** Derivatives by shard, then by place in `trained`: for one phase at a time. */
  readonly derivatives: readonly Float32Array[];
  /** A batch, by field. */
  readonly fields: readonly Float32Array[];
  /** Losses and metrics by shard, `numbers` each. */
  readonly numbers: Float32Array;
}

/** How many singles of each part there are. */
function sizes({ weights, fields, phases, batchSize, shards }: Programs): {
  weights: number[];
  largest: number;
  fields: number[];
  numbers: number;
} {
  const ofWeights = weights.map(({ shape }) => sizeOf(shape));
  const trained = phases.map(({ gradient }) => gradient.trained.reduce((all, i) => all + ofWeights[i], 0));
  return {
    weights: ofWeights,
    largest: trained.reduce((most, n) => Math.max(most, n), 0),
    fields: fields.map(({ size }) => size * batchSize),
    numbers: shards * phases.reduce((most, { gradient }) => Math.max(most, gradient.numbers.length), 0),
  };
}

/** Singles in a board; derivatives are on it where there is more than one thread. */
export function boardLength(programs: Programs): number {
  const { weights, largest, fields, numbers } = sizes(programs);
  const all = [...weights, ...fields, numbers, programs.threads > 1 ? programs.shards * largest : 0];
  return all.reduce((sum, n) => sum + n, 0);
}

/** The board that lies in some memory. */
export function boardIn(programs: Programs, memory: Float32Array): Board {
  const { weights, largest, fields, numbers } = sizes(programs);
  let at = 0;
  const next = (length: number): Float32Array => {
    at += length;
    return memory.subarray(at - length, at);
  };
  return {
    weights: weights.map(next),
    fields: fields.map(next),
    numbers: next(numbers),
    derivatives: programs.threads > 1 ? Array.from({ length: programs.shards }, () => next(largest)) : [],
  };
}
