// What a run is made of, as plain data: config.json, and what every picture knows of its origin.
import { nearest } from '@stokast/core-wasm/check';
import { DataError, show } from '@stokast/core-wasm/errors';
import { UsageError } from '../exit.ts';

export const kindNames = ['vae', 'gan', 'diffusion', 'gpt'] as const;
export type KindName = (typeof kindNames)[number];

/** Settings of a model: what JSON can say. */
export type ModelSettings = Readonly<Record<string, unknown>>;

/** A run: the same settings with the same versions give the same bytes. */
export interface RunSettings {
  readonly kind: KindName;
  /** A data set's name, or the path of a file. */
  readonly data: string;
  /** The SHA-256 of the data where they are a file, in hexadecimal. */
  readonly sha256?: string;
  readonly seed: string;
  readonly steps: number;
  readonly batchSize: number;
  readonly shards: number;
  /** Share of each picture's pixels that noise takes in training. */
  readonly corrupt?: number;
  readonly model: ModelSettings;
}

/** What a person may say of them; the rest has defaults. */
export interface GivenSettings extends Partial<Omit<RunSettings, 'model'>> {
  readonly epochs?: number;
  readonly model?: ModelSettings;
}

type Check = readonly [means: string, holds: (value: unknown) => boolean];
const whole = (least: number): Check => [
  `a whole number >= ${least}`,
  (value) => Number.isSafeInteger(value) && (value as number) >= least,
];
const text: Check = ['text', (value) => typeof value === 'string' && value !== ''];

const CHECKS: Readonly<Record<string, Check>> = {
  kind: [`one of ${kindNames.join(', ')}`, (value) => kindNames.includes(value as KindName)],
  data: text,
  sha256: text,
  seed: text,
  epochs: ['a number > 0', (value) => typeof value === 'number' && value > 0 && Number.isFinite(value)],
  steps: whole(1),
  batchSize: whole(1),
  shards: whole(1),
  corrupt: ['a number from 0 to 1', (value) => typeof value === 'number' && value >= 0 && value <= 1],
  model: ['an object', (value) => typeof value === 'object' && value !== null && !Array.isArray(value)],
};
/** config.json says these too; they are no settings. */
const ABOUT = ['stokast', 'algorithms', 'command'];

/** Settings from the text of a JSON file. Throws a DataError that begins with its name. */
export function settingsFrom(file: string, json: string): GivenSettings {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (error) {
    throw new DataError(`${file}: not JSON (${(error as Error).message})`);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new DataError(`${file}: settings are an object, such as {"epochs": 10}: got ${show(parsed)}`);
  }
  const entries = Object.entries(parsed).filter(([name]) => !ABOUT.includes(name));
  for (const [name, value] of entries) {
    if (!Object.hasOwn(CHECKS, name)) {
      const near = nearest(name, Object.keys(CHECKS));
      const rather =
        near === undefined ? '; those of the model stand under "model"' : ` (did you mean ${near}?)`;
      throw new DataError(`${file}: there is no setting ${show(name)}${rather}`);
    }
    const [means, holds] = CHECKS[name];
    if (!holds(value)) throw new DataError(`${file}: ${name} must be ${means}: got ${show(value)}`);
  }
  return Object.fromEntries(entries) as GivenSettings;
}

/** As `settingsFrom`, for the settings of a whole run: config.json, the metadata of a picture. */
export function runFrom(file: string, json: string): RunSettings {
  const settings = settingsFrom(file, json);
  for (const name of ['kind', 'data', 'seed', 'steps', 'batchSize', 'shards', 'model'] as const) {
    if (settings[name] === undefined) throw new DataError(`${file}: ${name} is missing`);
  }
  if (settings.epochs !== undefined) throw new DataError(`${file}: a run says its steps, not its epochs`);
  return settings as RunSettings;
}

/** Settings of the model as typed: `--latentDim=2`, `--latent-dim=2`. `known` are those that it has, with their defaults. */
export function typedSettings(
  kind: KindName,
  typed: Readonly<Record<string, string>>,
  known: readonly string[],
  flags: readonly string[],
): ModelSettings {
  return Object.fromEntries(
    Object.entries(typed).map(([name, value]) => {
      const camel = name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
      if (!known.includes(camel)) {
        const near = nearest(camel, [...known, ...flags]);
        const rather = near === undefined ? `; it has ${known.join(', ')}` : ` (did you mean --${near}?)`;
        throw new UsageError(`a ${kind} has no setting ${show(name)}${rather}`);
      }
      return [camel, settingOf(value)];
    }),
  );
}

/** A number, a list, true, false or null as JSON writes it; other text is itself. */
function settingOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
