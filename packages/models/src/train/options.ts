// How a model is fitted: the same for all of them.
import type { Stream } from '@stokast/sampling';

/** Where a fit stands, after a step. */
export interface TrainingProgress {
  /** Steps done, of how many; epochs done, a fraction. */
  readonly step: number;
  readonly steps: number;
  readonly epoch: number;
  /** What the losses gave in this step, such as `loss` and `kl`. */
  readonly metrics: Readonly<Record<string, number>>;
  /** What the held-out data gave, where they were looked at after this step. */
  readonly validation?: Readonly<Record<string, number>>;
}

/** Options of `fit`. */
export interface FitOptions<Data> {
  /** All randomness of the fit: first weights, order of the data, noise. Needed, except where a fit is resumed. */
  readonly stream?: Stream;
  /** Passes over the data; or `steps`. */
  readonly epochs?: number;
  /** Steps to do in all, those before a resume included. */
  readonly steps?: number;
  /** Examples in a step. */
  readonly batchSize?: number;
  /** Data that nothing is fitted to. */
  readonly validation?: Data;
  /** Steps between looks at the validation data: those of an epoch unless given. */
  readonly validateEvery?: number;
  /**
   * Parts that each batch is cut into, whose gradients are added in a fixed order: a power of two. Results depend on
   * it, and not on the number of workers.
   */
  readonly shards?: number;
  /** Threads, a power of two and at most `shards`: 1 unless given. */
  readonly workers?: number;
  /** Ends the fit after the step that runs: the promise is rejected with an `AbortedTraining`, from which it can be resumed. */
  readonly signal?: AbortSignal;
  /** Called after each step. */
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Goes on from what `save()` gave, as if it had never stopped. */
  readonly resume?: Uint8Array;
}
