// From what was said to the settings of a run: flags over a file's over defaults that suit the data.
import { UsageError } from '../exit.ts';
import type { Io } from '../io.ts';
import { classesOf, countOf, loadData, type TrainingData } from './data.ts';
import type { Session } from './kind.ts';
import { firstData, kinds } from './kinds/index.ts';
import {
  type GivenSettings,
  type KindName,
  type ModelSettings,
  type RunSettings,
  typedSettings,
} from './settings.ts';

export interface Said {
  readonly kind: KindName;
  /** Of flags and a file together, the file's below. */
  readonly given: GivenSettings;
  /** `--name=value` of the model's settings. */
  readonly typed: Readonly<Record<string, string>>;
  /** Labels are learnt too. */
  readonly conditional?: boolean;
  readonly seed: string;
  /** Flags that a mistyped setting may have meant. */
  readonly flags: readonly string[];
}

/** A run as said, and its data. */
export async function sessionFor(io: Io, said: Said): Promise<{ session: Session; data: TrainingData }> {
  const { kind, given, seed } = said;
  const { data, sha256 } = await loadData(io, given.data ?? firstData[kind], seed, given.sha256);
  const defaults = await kinds[kind].defaults(data);
  const most = data.kind === 'text' ? Number.POSITIVE_INFINITY : countOf(data.train);
  const batchSize = given.batchSize ?? Math.min(defaults.batchSize, most);
  if (batchSize > most)
    throw new UsageError(
      `--batch-size must be at most the ${most} examples of ${data.name} to learn from: got ${batchSize}`,
    );
  const settings: RunSettings = {
    kind,
    data: data.name,
    ...(sha256 === undefined ? {} : { sha256 }),
    seed,
    steps: stepsOf(said, data, batchSize, defaults),
    batchSize,
    shards: given.shards ?? (batchSize % 2 === 0 ? 2 : 1),
    ...(given.corrupt === undefined ? {} : { corrupt: given.corrupt }),
    model: { ...defaults.model, ...given.model, ...labels(said, data), ...noise(said) },
  };
  // Once without what was typed, to know what there is to type.
  const plain = await kinds[kind].session(settings, data);
  if (Object.keys(said.typed).length === 0) return { session: plain, data };
  const typed = typedSettings(kind, said.typed, Object.keys(plain.settings.model), said.flags);
  const model = { ...settings.model, ...typed };
  return { session: await kinds[kind].session({ ...settings, model }, data), data };
}

/** A run that was saved, and its data. */
export async function savedSession(
  io: Io,
  settings: RunSettings,
): Promise<{ session: Session; data: TrainingData }> {
  const { data } = await loadData(io, settings.data, settings.seed, settings.sha256);
  return { session: await kinds[settings.kind].session(settings, data), data };
}

function stepsOf(
  { kind, given }: Said,
  data: TrainingData,
  batchSize: number,
  defaults: { readonly epochs?: number; readonly steps?: number; readonly batchSize: number },
): number {
  if (given.steps !== undefined && given.epochs !== undefined)
    throw new UsageError('--epochs and --steps exclude each other');
  if (given.steps !== undefined) return given.steps;
  const epochs = given.epochs ?? (defaults.steps === undefined ? defaults.epochs : undefined);
  if (epochs === undefined) return defaults.steps as number;
  if (data.kind === 'text')
    throw new UsageError(`a ${kind} has no epochs, as its windows overlap: say --steps`);
  const n = countOf(data.train);
  // Few examples are seen more often, in as many steps.
  const perEpoch =
    given.epochs === undefined && n < defaults.batchSize ? n / defaults.batchSize : Math.floor(n / batchSize);
  return Math.max(1, Math.floor(epochs * perEpoch + 0.5));
}

function labels({ kind, conditional }: Said, data: TrainingData): ModelSettings {
  if (conditional === undefined) return {};
  if (!conditional) return kind === 'gpt' ? {} : { classes: 0 };
  if (data.kind === 'text') throw new UsageError('--conditional is for images and points with labels');
  const classes = classesOf(data.train);
  if (classes < 2) {
    const has = classes === 0 ? 'no labels' : 'one class alone';
    throw new UsageError(`${data.name} has ${has}: --conditional needs two classes to tell apart`);
  }
  return { classes };
}

function noise({ kind, given }: Said): ModelSettings {
  if (given.corrupt === undefined) return {};
  if (kind !== 'vae') throw new UsageError('--corrupt is for stokast train vae');
  return { corruption: { kind: 'flips', amount: given.corrupt } };
}
