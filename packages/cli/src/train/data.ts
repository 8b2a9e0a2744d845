// Data of a run: read, known again by their bytes.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { DataError } from '@stokast/core-wasm/errors';
import type { ImageData } from '@stokast/models';
import { stream } from '@stokast/sampling';
import { UsageError } from '../exit.ts';
import type { Io } from '../io.ts';
import { seedFrom } from '../seed.ts';
import { loadTrainingData, type TrainingData, trainingDataNames } from '../training-data.ts';

export type { TrainingData } from '../training-data.ts';
/** Images or points, in whatever form a model takes both. */
export type Examples = Extract<TrainingData, { train: ImageData }>;
export type Text = Extract<TrainingData, { text: string }>;

export interface Loaded {
  readonly data: TrainingData;
  /** Of a file that is no data set of ours. */
  readonly sha256?: string;
}

/** Data by name or path; of a file the SHA-256, which must be `expected` where that is given. */
export async function loadData(io: Io, name: string, seed: string, expected?: string): Promise<Loaded> {
  if (name === '-')
    throw new UsageError('--data takes a name or a file: a run that is resumed reads them again');
  const root = stream(seedFrom(seed)).split('data');
  const isFile = !trainingDataNames.includes(name);
  const sha256 = isFile && existsSync(name) ? await hashOf(name) : undefined;
  if (expected !== undefined && sha256 !== undefined && sha256 !== expected) {
    throw new DataError(
      `${name} is not what the run was made from: its SHA-256 is ${sha256}, and was ${expected}`,
    );
  }
  return { data: await loadTrainingData(io, name, root), ...(sha256 === undefined ? {} : { sha256 }) };
}

async function hashOf(path: string): Promise<string> {
  try {
    return createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
  } catch (error) {
    throw Object.assign(error as Error, { path });
  }
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((size, n) => size * n, 1);

/** How many examples there are. */
export const countOf = ({ images, shape }: ImageData): number => images.length / sizeOf(shape);

/** Examples of the given numbers, in that order. */
export function pick({ images, shape, labels }: ImageData, rows: readonly number[]): ImageData {
  const size = sizeOf(shape);
  const out =
    images instanceof Uint8Array ? new Uint8Array(rows.length * size) : new Float32Array(rows.length * size);
  for (const [k, row] of rows.entries()) out.set(images.subarray(row * size, (row + 1) * size), k * size);
  return { images: out, shape, ...(labels ? { labels: rows.map((row) => labels[row]) } : {}) };
}

/** The first `count` examples. */
export const first = (data: ImageData, count: number): ImageData =>
  pick(
    data,
    Array.from({ length: Math.min(count, countOf(data)) }, (_, i) => i),
  );

/** The values of examples in [0, 1]: bytes are divided by 255. */
export function valuesOf({ images }: ImageData): Float32Array {
  return images instanceof Uint8Array ? Float32Array.from(images, (byte) => byte / 255) : images;
}

/** One more than the largest label, or 0 without labels. */
export function classesOf({ labels }: ImageData): number {
  let most = -1;
  for (let i = 0; i < (labels?.length ?? 0); i++) most = Math.max(most, (labels as ArrayLike<number>)[i]);
  return most + 1;
}

/** Up to `count` examples for a strip: one of each class where there are labels, else the first. */
export function various(data: ImageData, count: number): ImageData {
  const { labels } = data;
  if (!labels) return first(data, count);
  const rows: number[] = [];
  for (let label = 0; rows.length < count && label < classesOf(data); label++) {
    const row = Array.prototype.indexOf.call(labels, label);
    if (row >= 0) rows.push(row);
  }
  for (let row = 0; rows.length < count && row < countOf(data); row++)
    if (!rows.includes(row)) rows.push(row);
  return pick(data, rows);
}
