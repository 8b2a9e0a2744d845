// Data that models are trained on, by the name of what comes along or of a file.
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { DataError } from '@stokast/core-wasm/errors';
import { type ImageData, parseDigits, shuffleImages, sliceImages, targets } from '@stokast/models';
import { type Stream, stream as streamOf } from '@stokast/sampling';
import { corpora, decoded, isShipped, readCorpus } from './corpus.ts';
import { dataFile } from './data.ts';
import { inputName, readWhole } from './input.ts';
import type { Io } from './io.ts';
import { readIdxFile, readLabels } from './training-idx.ts';
import { readRows } from './training-rows.ts';

/** Data for a model. */
export type TrainingData =
  | {
      /** Images, or points: those have the shape [dimensions]. */
      readonly kind: 'images' | 'points';
      /** As it was named. */
      readonly name: string;
      readonly train: ImageData;
      /** Nothing is fitted to these. */
      readonly heldOut: ImageData;
      /** What the numbers of a point are called, where a file says so. */
      readonly columns?: readonly string[];
    }
  | { readonly kind: 'text'; readonly name: string; readonly text: string };

/** Targets in the plane by their names at the command line. */
export const planes = {
  ring: targets.ring,
  grid: targets.grid,
  moons: targets.moons,
  'swiss-roll': targets.swissRoll,
  checkerboard: targets.checkerboard,
} as const;
const isPlane = (name: string): name is keyof typeof planes => Object.hasOwn(planes, name);

/** What can be named in place of a file. */
export const trainingDataNames: readonly string[] = [
  'digits',
  'mnist',
  ...Object.keys(planes),
  ...Object.keys(corpora),
];

/**
 * Digits to learn from, of 1797. They come by writers, and those of the last are not like the others: a model as good
 * as the data would seem bad (density 0.6, coverage 0.75). So they are put into one random order first.
 */
const DIGITS = 1350;
const POINTS = { train: 50_000, heldOut: 10_000 };

/**
 * Data by name or path: `digits` (447 of 1797 held out, at random, always the same), `mnist`, a target in the
 * plane, a text that comes along; else a file: `.csv` with a row of numbers a point, IDX (compressed or not), and
 * anything else as text. Of a file a tenth is held out, chosen by the stream. Throws a DataError that names file and
 * line.
 */
export async function loadTrainingData(io: Io, name: string, stream: Stream): Promise<TrainingData> {
  if (name === 'digits') return digits(io, name);
  if (name === 'mnist') return mnist(io, name);
  if (isPlane(name)) {
    const draw = (part: 'train' | 'heldOut'): ImageData => ({
      images: planes[name].sample(stream.split(part), POINTS[part]),
      shape: [2],
    });
    return { kind: 'points', name, train: draw('train'), heldOut: draw('heldOut'), columns: ['x', 'y'] };
  }
  if (isShipped(name)) return { kind: 'text', name, text: await joined(readCorpus(io, name)) };
  const bytes = unpacked(await readWhole(io, name, trainingDataNames), name);
  if (bytes.length === 0) throw new DataError(`${inputName(name)} is empty`);
  if (/\.csv(\.gz)?$/i.test(name)) {
    const { columns, ...data } = readRows(bytes, name);
    return { kind: 'points', name, ...divided(data, name, stream), ...(columns ? { columns } : {}) };
  }
  if (bytes[0] === 0 && bytes[1] === 0) {
    const beside = labelsBeside(name);
    const labels = beside === undefined ? undefined : await classes(io, beside);
    const data = readIdxFile(bytes, name, labels);
    return { kind: data.shape.length > 1 ? 'images' : 'points', name, ...divided(data, name, stream) };
  }
  return { kind: 'text', name, text: await joined(decoded([bytes], name)) };
}

async function joined(parts: AsyncIterable<string>): Promise<string> {
  const all: string[] = [];
  for await (const part of parts) all.push(part);
  return all.join('');
}

const classes = async (io: Io, file: string): Promise<Uint8Array> =>
  readLabels(unpacked(await readWhole(io, file), file), file);

/** Unpacks gzip; other bytes are as they are. */
function unpacked(bytes: Uint8Array, name: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: 2_147_483_648 });
  } catch {
    throw new DataError(`${inputName(name)} begins as a gzip file, and cannot be unpacked`);
  }
}

const sizeOf = ({ shape }: ImageData): number => shape.reduce((product, n) => product * n, 1);
const countOf = (data: ImageData): number => data.images.length / sizeOf(data);

/** A tenth, and at least one example, is held out; the others stay in their order. */
function divided(data: ImageData, name: string, stream: Stream): { train: ImageData; heldOut: ImageData } {
  const size = sizeOf(data);
  const n = countOf(data);
  if (n < 2)
    throw new DataError(
      `${inputName(name)} has ${n} example: there must be some to learn from and one to hold out`,
    );
  const chosen = stream
    .split('held out')
    .choice(n, Math.max(1, Math.floor(n / 10)))
    .sort();
  const isChosen = new Uint8Array(n);
  for (const i of chosen) isChosen[i] = 1;
  const part = (wanted: 0 | 1): ImageData => {
    const rows = Array.from(isChosen.keys()).filter((i) => isChosen[i] === wanted);
    const images = new (data.images.constructor as typeof Float32Array)(rows.length * size);
    for (const [k, i] of rows.entries()) images.set(data.images.subarray(i * size, (i + 1) * size), k * size);
    const { labels } = data;
    return { images, shape: data.shape, ...(labels ? { labels: rows.map((i) => labels[i]) } : {}) };
  };
  return { train: part(0), heldOut: part(1) };
}

async function digits(io: Io, name: string): Promise<TrainingData> {
  const bytes = unpacked(await readWhole(io, dataFile('digits.csv.gz')), name);
  const data = shuffleImages(
    parseDigits(new TextDecoder().decode(bytes)),
    streamOf('digits in random order'),
  );
  const train = sliceImages(data, 0, DIGITS);
  return { kind: 'images', name, train, heldOut: sliceImages(data, DIGITS, countOf(data)) };
}

/** Where MNIST may be: below the folder one stands in, or in the workspace, where `npm run data` puts it. */
const mnistFolders = (): string[] => [
  join(process.cwd(), 'data', 'mnist'),
  fileURLToPath(new URL('../../../data/mnist', import.meta.url)),
];

async function mnist(io: Io, name: string): Promise<TrainingData> {
  const folder = mnistFolders().find((each) => existsSync(join(each, 'train-images-idx3-ubyte')));
  if (folder === undefined) {
    throw new DataError(
      'MNIST is not here: `npm run data` in the workspace fetches it, or put its four files into data/mnist',
    );
  }
  const read = async (part: 'train' | 't10k'): Promise<ImageData> => {
    const [images, labels] = [`${part}-images-idx3-ubyte`, `${part}-labels-idx1-ubyte`].map((file) =>
      join(folder, file),
    );
    return readIdxFile(await readWhole(io, images), images, readLabels(await readWhole(io, labels), labels));
  };
  return { kind: 'images', name, train: await read('train'), heldOut: await read('t10k') };
}

/** The file of labels that belongs to one of images by its name, where there is one. */
function labelsBeside(file: string): string | undefined {
  const name = basename(file);
  const other = name.replace('images', 'labels').replace('idx3', 'idx1');
  const path = join(dirname(file), other);
  return other !== name && existsSync(path) ? path : undefined;
}
