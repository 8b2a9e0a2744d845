// Models that were trained, from their folders or files.
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DataError } from '@stokast/core-wasm/errors';
import { loadModel, readSafetensors, type TrainedModel } from '@stokast/models';
import { versionsOf } from '../algorithms.ts';
import { UsageError } from '../exit.ts';
import { readWhole } from '../input.ts';
import type { Io } from '../io.ts';
import { CONFIG, MODEL, RunFolder } from './folder.ts';
import type { Origin } from './origin.ts';
import type { RunSettings } from './settings.ts';

export interface Opened {
  readonly model: TrainedModel;
  /** The file that it is in. */
  readonly file: string;
  /** Steps of its training. */
  readonly step: number;
  /** The run that made it, where its folder says so. */
  readonly run?: { readonly settings: RunSettings; readonly command: string };
}

/** The model of a run's folder, or in a file. */
export async function openModel(io: Io, path: string): Promise<Opened> {
  const isFolder = await isDirectory(path);
  const file = isFolder ? join(path, MODEL) : path;
  const bytes = await readWhole(io, file).catch((error: NodeJS.ErrnoException) => {
    if (!isFolder || error.code !== 'ENOENT') throw error;
    throw new DataError(
      `there is no ${MODEL} in ${path}: --model takes the folder of a run, or a model's file`,
    );
  });
  const model = loaded(file, bytes);
  return { model, file, step: stepOf(bytes), ...(await runBeside(isFolder ? path : dirname(path))) };
}

/** What a training says in its file of how far it got. */
function stepOf(bytes: Uint8Array): number {
  const { training } = readSafetensors(bytes).metadata;
  return training === undefined ? 0 : (JSON.parse(training) as { step: number }).step;
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    throw Object.assign(error as Error, { path });
  }
}

function loaded(file: string, bytes: Uint8Array): TrainedModel {
  try {
    return loadModel(bytes);
  } catch (error) {
    if (error instanceof DataError) throw new DataError(`${file}: ${error.message}`);
    throw error;
  }
}

/** A model can do without its run; what is there must be readable. */
async function runBeside(folder: string): Promise<Pick<Opened, 'run'>> {
  const files = new RunFolder(folder);
  return (await files.has(CONFIG)) ? { run: await files.config() } : {};
}

/** A model of one of these kinds; `rather` says what to do with another. */
export function modelOf<T extends TrainedModel>(
  { model, file }: Opened,
  kinds: readonly string[],
  rather: (type: string) => string,
): T {
  const { type } = model.toJSON();
  if (kinds.includes(type)) return model as T;
  throw new UsageError(`${file} is a ${type}: ${rather(type)}`);
}

/** The class that was asked for, where the model has such. */
export function checkClass({ model, file }: Opened, label: number | undefined): void {
  if (label === undefined) return;
  const { classes = 0 } = model.config as { readonly classes?: number };
  if (classes === 0) {
    throw new UsageError(`--class: ${file} has learnt no classes: train it with --conditional`);
  }
  if (label >= classes) throw new UsageError(`--class must be from 0 to ${classes - 1}: got ${label}`);
}

/** What a picture of a model says of its making; nothing where no run is known that made the model. */
export function originOf({ run, step, model }: Opened, command: string, picture: Origin['picture']): string {
  if (!run) return '';
  const origin: Origin = { ...versionsOf(model.toJSON().type), command, run: run.settings, step, picture };
  return JSON.stringify(origin);
}
