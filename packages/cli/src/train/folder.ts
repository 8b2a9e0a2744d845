// The folder of a run: what is in it, written so that a kill at any time leaves whole files.
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '@stokast/core-wasm/errors';
import { UsageError } from '../exit.ts';
import { saveTo } from '../save.ts';
import type { Measured } from './kind.ts';
import { type RunSettings, runFrom } from './settings.ts';

export const MODEL = 'model.safetensors';
export const METRICS = 'metrics.jsonl';
export const CONFIG = 'config.json';
export const REPORT = 'report.html';

/** The files of a folder, or undefined where there is none. */
async function filesIn(path: string): Promise<string[] | undefined> {
  try {
    return await readdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw Object.assign(error as Error, { path });
  }
}

/** Makes a folder for a run; one that holds anything is refused. */
export async function newFolder(path: string): Promise<RunFolder> {
  const files = await filesIn(path);
  if (files && files.length > 0) {
    const rather = files.includes(CONFIG) ? `, or go on with it by stokast train --resume ${path}` : '';
    throw new UsageError(`${path} is not empty: name another folder by --out${rather}`);
  }
  await mkdir(path, { recursive: true });
  return new RunFolder(path);
}

/** The first of `name`, `name-2`, `name-3`, ... that is not there yet or empty. */
export async function freeName(name: string): Promise<string> {
  for (let i = 1; ; i++) {
    const path = i === 1 ? name : `${name}-${i}`;
    const files = await filesIn(path);
    if (!files || files.length === 0) return path;
  }
}

export class RunFolder {
  readonly path: string;
  constructor(path: string) {
    this.path = path;
  }

  /** A file of it; undefined where there is none. */
  async read(file: string): Promise<Buffer | undefined> {
    const path = join(this.path, file);
    try {
      return await readFile(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw Object.assign(error as Error, { path });
    }
  }

  /** Takes away what a killed process left half written. */
  async tidy(): Promise<void> {
    const left = (await filesIn(this.path))?.filter((file) => /^[\w-]+\.\w+\.\d+\.tmp$/.test(file)) ?? [];
    for (const file of left) await rm(join(this.path, file), { force: true });
  }

  async has(file: string): Promise<boolean> {
    return (await filesIn(this.path))?.includes(file) ?? false;
  }

  async write(file: string, content: Uint8Array | string): Promise<void> {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    await saveTo(join(this.path, file), bytes);
  }

  /** The settings of the run, and the line that was typed for it. */
  async config(): Promise<{ settings: RunSettings; command: string }> {
    const bytes = await this.read(CONFIG);
    if (!bytes) {
      const there = await filesIn(this.path);
      throw new DataError(
        there === undefined
          ? `there is no folder ${this.path}`
          : `${this.path} is no folder of a run: there is no ${CONFIG} in it`,
      );
    }
    const text = bytes.toString('utf8');
    const path = join(this.path, CONFIG);
    const settings = runFrom(path, text);
    const { command } = JSON.parse(text) as { command?: unknown };
    return { settings, command: typeof command === 'string' ? command : '' };
  }

  /** The model as it was saved last; undefined before that. */
  async model(): Promise<Uint8Array | undefined> {
    return this.read(MODEL);
  }

  /** What was measured up to a step. */
  async history(upTo: number): Promise<Measured[]> {
    const text = (await this.read(METRICS))?.toString('utf8') ?? '';
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line, i) => measured(`${join(this.path, METRICS)}: line ${i + 1}`, line))
      .filter(({ step }) => step <= upTo);
  }

  /** The metrics first: a kill between the two leaves lines too many, which `history` leaves out. */
  async checkpoint(history: readonly Measured[], model: Uint8Array): Promise<void> {
    await this.write(METRICS, history.map((each) => `${lineOf(each)}\n`).join(''));
    await this.write(MODEL, model);
  }
}

/** `{"step":1,"epoch":0.1,"loss":35.2,"kl":3.1,"heldOut":{"loss":36}}` */
const lineOf = ({ step, epoch, train, heldOut }: Measured): string =>
  JSON.stringify({ step, epoch, ...train, ...(heldOut ? { heldOut } : {}) });

function measured(where: string, line: string): Measured {
  try {
    const { step, epoch, heldOut, ...train } = JSON.parse(line);
    if (!Number.isSafeInteger(step)) throw new Error('no step');
    return { step, epoch, train, ...(heldOut ? { heldOut } : {}) };
  } catch (error) {
    throw new DataError(`${where} is not what stokast writes (${(error as Error).message})`);
  }
}
