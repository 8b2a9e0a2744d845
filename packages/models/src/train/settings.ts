// The options of `fit`, checked, with what a model says where they say nothing.
import { checkFunction, checkInteger, checkOptions, checkPositive } from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { Stream } from '@stokast/sampling';
import type { Checkpoint } from './checkpoint.ts';
import type { FitOptions } from './options.ts';

const NAMES = [
  'stream',
  'epochs',
  'steps',
  'batchSize',
  'validation',
  'validateEvery',
  'shards',
  'workers',
  'signal',
  'onProgress',
  'resume',
];

/** Parts of a batch unless given: as many as it can be cut into, up to this. */
const SHARDS = 2;
const shardsFor = (batchSize: number): number => (batchSize % SHARDS === 0 ? SHARDS : 1);

const isPower = (n: number): boolean => Number.isInteger(n) && n > 0 && (n & (n - 1)) === 0;

function checkPower(what: string, parameter: string, value: unknown, most: number): asserts value is number {
  checkInteger(what, parameter, value, 1, most);
  if (!isPower(value)) throw rangeFault(what, parameter, value, `a power of two in [1, ${most}]`);
}

/** What a fit is set to, as far as that does not depend on the data. */
export interface Settings<Data> {
  readonly stream: Stream;
  readonly epochs: number | undefined;
  readonly steps: number | undefined;
  readonly batchSize: number;
  readonly shards: number;
  readonly workers: number;
  readonly validation: Data | undefined;
  readonly validateEvery: number | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: FitOptions<Data>['onProgress'];
}

interface Defaults {
  readonly batchSize: number;
  readonly epochs?: number;
  readonly steps?: number;
}

/** `saved` is what the run goes on from: options may repeat what it says, and not contradict it. */
export function settingsOf<Data>(
  what: string,
  options: FitOptions<Data>,
  defaults: Defaults,
  saved: Checkpoint['training'],
): Settings<Data> {
  checkOptions(what, options, NAMES);
  const { epochs, steps, validation, validateEvery, signal, onProgress, workers = 1 } = options;
  const stream = options.stream ?? (saved && Stream.from(saved.stream));
  if (!(stream instanceof Stream)) throw typeFault(what, 'options.stream', stream, 'a Stream');
  if (epochs !== undefined) checkPositive(what, 'options.epochs', epochs);
  if (steps !== undefined) checkInteger(what, 'options.steps', steps, 1, 2147483647);
  if (epochs !== undefined && steps !== undefined)
    throw typeFault(what, 'options.steps', steps, 'left out where options.epochs is given');
  const batchSize = options.batchSize ?? saved?.batchSize ?? defaults.batchSize;
  checkInteger(what, 'options.batchSize', batchSize, 1, 1048576);
  const shards = options.shards ?? saved?.shards ?? shardsFor(batchSize);
  checkPower(what, 'options.shards', shards, 64);
  checkInteger(what, 'options.workers', workers, 1, 64);
  if (!isPower(workers) || workers > shards) {
    const allowed = `a power of two, at most options.shards (${shards})`;
    throw rangeFault(what, 'options.workers', workers, allowed);
  }
  if (batchSize % shards !== 0)
    throw rangeFault(what, 'options.batchSize', batchSize, `a multiple of options.shards (${shards})`);
  if (validateEvery !== undefined) checkInteger(what, 'options.validateEvery', validateEvery, 1, 2147483647);
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw typeFault(what, 'options.signal', signal, 'an AbortSignal');
  if (onProgress !== undefined) checkFunction(what, 'options.onProgress', onProgress);
  if (saved) {
    const given = { batchSize, shards, stream: JSON.stringify(stream.state()) };
    const before = { ...saved, stream: JSON.stringify(saved.stream) };
    for (const name of ['batchSize', 'shards', 'stream'] as const) {
      if (given[name] !== before[name])
        throw rangeFault(what, `options.${name}`, given[name], `${before[name]}, as in what is resumed`);
    }
  }
  const asked = epochs !== undefined || steps !== undefined;
  return {
    stream,
    epochs: asked ? epochs : saved ? undefined : defaults.epochs,
    steps: asked ? steps : saved ? saved.steps : defaults.steps,
    batchSize,
    shards,
    workers,
    validation,
    validateEvery,
    signal,
    onProgress,
  };
}
