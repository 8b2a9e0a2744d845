// What a model tells the trainer: the only place where the two meet.
import type { Stream } from '@stokast/sampling';
import type { Batches } from './batches.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Objective } from './objective.ts';

/** Configuration as plain data, which JSON keeps. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [name: string]: Plain };

/** A model before it is fitted, as the trainer sees it. */
export interface Recipe<Data, Model> {
  /** `vae`, `gan`, `diffusion`, `flow` or `transformer`: what a saved model says it is. */
  readonly kind: string;
  /** With all defaults filled in. */
  readonly config: { readonly [name: string]: Plain };
  /** Used where the options say nothing. */
  readonly defaults: { readonly batchSize: number; readonly epochs?: number; readonly steps?: number };
  /** Checks the data, and gives its batches. `what` begins error messages. */
  batches(what: string, data: Data, batchSize: number, stream: Stream): Batches;
  /** For a run of so many steps in all: learning rates may depend on it. */
  objective(steps: number): Objective;
  /** The fitted model. */
  model(checkpoint: Checkpoint): Model;
  /** What the model says about held-out data. */
  evaluate?(model: Model, validation: Data, stream: Stream): Readonly<Record<string, number>>;
}
