// Where examples come from.

/** Examples of a training run: a pure function of where it stands, so that a run can be resumed anywhere. */
export interface Batches {
  /** Examples in a batch; a multiple of the number of shards. */
  readonly size: number;
  /** Batches in an epoch. */
  readonly perEpoch: number;
  /** Writes batch number `index` (0 is the first of the first epoch) field by field, [size, ...shape of one] each. */
  fill(index: number, into: Readonly<Record<string, Float32Array>>): void;
}
