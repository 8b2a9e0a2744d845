// A training under way: what `start` of a model gives.
import type { TrainingProgress } from './options.ts';

/** A fit step by step. Made by `start` of a model, which `fit` does in a loop. */
export interface Training<Model> {
  /** Where it stands: after `step` steps of `steps`. */
  readonly progress: TrainingProgress;
  /** Does one step; gives what the losses were in it, such as `loss` and `kl`. */
  step(): Promise<Readonly<Record<string, number>>>;
  /** The model as it is now; it does not change any more when the training goes on. */
  model(): Promise<Model>;
  /** All that is needed to go on from here, as a safetensors file: for the option `resume`. */
  save(): Promise<Uint8Array>;
  /** Ends it: workers stop, memory is given back. */
  close(): void;
}

/** A fit that its signal aborted: what there was of the model, and from where it can go on. Callers may catch it. */
export class AbortedTraining<Model = unknown> extends Error {
  override readonly name: string = 'AbortError';
  /** For the option `resume`. */
  readonly checkpoint: Uint8Array;
  readonly model: Model;
  constructor(step: number, checkpoint: Uint8Array, model: Model, cause: unknown) {
    super(`Training aborted after ${step} steps`, { cause });
    this.checkpoint = checkpoint;
    this.model = model;
  }
}
