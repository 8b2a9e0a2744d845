// How a picture was made: what its metadata say, and how they are read back.
import { DataError } from '@stokast/core-wasm/errors';
import { readChart } from '../pictures/chart.ts';
import { readGif } from '../pictures/gif.ts';
import { decodePng } from '../pictures/png.ts';
import { type RunSettings, runFrom } from './settings.ts';

export interface Origin {
  readonly stokast: string;
  readonly algorithms: Readonly<Record<string, number>>;
  /** The line that was typed. */
  readonly command: string;
  /** The run that made the model. */
  readonly run: RunSettings;
  /** Steps done when it was made. */
  readonly step: number;
  /** Its file in the folder of the run; or, of a picture by another command, that command with what it was given. */
  readonly picture: string | { readonly command: string; readonly given: Readonly<Record<string, unknown>> };
}

export interface Read {
  readonly origin: Origin;
  /** Whether another file shows the same, whatever its metadata say. */
  shows(other: Uint8Array): boolean;
}

/** The origin of a picture: PNG, GIF or SVG by its first bytes. Throws a DataError that begins with its name. */
export function readOrigin(name: string, bytes: Uint8Array): Read {
  const head = String.fromCharCode(...bytes.subarray(0, 5));
  const { json, seen } = contents(name, bytes, head);
  return { origin: originFrom(name, json), shows: (other) => same(seen, contents(name, other, head).seen) };
}

function contents(name: string, bytes: Uint8Array, head: string): { json: string; seen: Uint8Array } {
  if (head.startsWith('\x89PNG')) {
    const { texts, picture } = decodePng(name, bytes);
    const size = new Uint8Array(Uint32Array.of(picture.width, picture.height, picture.channels).buffer);
    return { json: texts.stokast ?? '', seen: Buffer.concat([size, picture.data]) };
  }
  if (head.startsWith('GIF8')) {
    const { comment, rest } = readGif(name, bytes);
    return { json: comment, seen: rest };
  }
  if (head.startsWith('<svg')) {
    const found = readChart(new TextDecoder().decode(bytes));
    return { json: found?.metadata ?? '', seen: new TextEncoder().encode(found?.rest ?? '') };
  }
  throw new DataError(`${name}: no picture of ours: PNG, GIF or SVG`);
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

function originFrom(name: string, json: string): Origin {
  if (json === '') {
    throw new DataError(
      `${name}: nothing in it says how it was made (by another program, or its metadata were removed)`,
    );
  }
  let parsed: Partial<Record<keyof Origin, unknown>>;
  try {
    parsed = JSON.parse(json);
  } catch {
    parsed = {};
  }
  const { stokast, algorithms, command, run, step, picture } = parsed;
  const named = typeof picture === 'string' ? /^[\w-]+\.\w+$/.test(picture) : isByCommand(picture);
  if (typeof stokast !== 'string' || typeof command !== 'string' || !Number.isSafeInteger(step) || !named) {
    throw new DataError(`${name}: what it says of its making is not what stokast writes`);
  }
  return {
    stokast,
    algorithms: (algorithms ?? {}) as Origin['algorithms'],
    command,
    run: runFrom(name, JSON.stringify(run ?? {})),
    step: step as number,
    picture: picture as Origin['picture'],
  };
}

/** What another command was given: the fields that it draws from, and no others. */
function isByCommand(picture: unknown): boolean {
  const { command, given } = (picture ?? {}) as { command?: unknown; given?: Record<string, unknown> };
  if (typeof given !== 'object' || given === null) return false;
  const { n } = given;
  if (!Number.isSafeInteger(n) || (n as number) < 1 || (n as number) > 1e6) return false;
  if (command === 'sample') return typeof given.seed === 'string';
  return command === 'interpolate' && typeof given.a === 'string' && typeof given.b === 'string';
}
