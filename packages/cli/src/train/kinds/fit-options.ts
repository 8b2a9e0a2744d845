// Options of a fit that every kind has.
import { type Stream, stream } from '@stokast/sampling';
import { seedFrom } from '../../seed.ts';
import type { RunSettings } from '../settings.ts';

export interface FitOptions {
  readonly stream: Stream;
  readonly steps: number;
  readonly batchSize: number;
  readonly shards: number;
  readonly workers: number;
}

/** What a run says of its fit. More workers than shards have nothing to do. */
export function fitOptions({ seed, steps, batchSize, shards }: RunSettings, workers: number): FitOptions {
  return {
    stream: stream(seedFrom(seed)).split('fit'),
    steps,
    batchSize,
    shards,
    workers: Math.min(workers, shards),
  };
}
