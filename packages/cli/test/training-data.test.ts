// Data for models: what comes along, files of each kind, and what is wrong with them, by file and line.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { stream } from '@stokast/sampling';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Io } from '../src/io.ts';
import { loadTrainingData, type TrainingData, trainingDataNames } from '../src/training-data.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stokast-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const io = { stdin: async function* () { yield new TextEncoder().encode('from a pipe'); } } as unknown as Io; // biome-ignore format: one line
const load = (name: string, seed = 'a'): Promise<TrainingData> => loadTrainingData(io, name, stream(seed));
function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
/** What was loaded must be examples. */
async function examples(name: string, seed?: string) {
  const data = await load(name, seed);
  if (data.kind === 'text') throw new Error('text');
  return data;
}
const idx = (shape: number[], data: number[]): Uint8Array =>
  Uint8Array.of(0, 0, 8, shape.length, ...shape.flatMap((n) => [0, 0, n >> 8, n & 255]), ...data);

describe('what comes along', () => {
  test('digits: 1350 to learn from, 447 held out, whatever the seed', async () => {
    const { kind, train, heldOut } = await examples('digits');
    expect(kind).toBe('images');
    expect([train.images.length, heldOut.images.length]).toEqual([1350 * 64, 447 * 64]);
    expect([train.labels!.length, heldOut.labels!.length]).toEqual([1350, 447]);
    expect(train.shape).toEqual([8, 8]);
    expect((await examples('digits', 'b')).heldOut).toEqual(heldOut);
  });

  test.each(['ring', 'grid', 'moons', 'swiss-roll', 'checkerboard'])('%s: points', async (name) => {
    const { kind, train, heldOut } = await examples(name);
    expect([kind, train.shape, train.images.length, heldOut.images.length]).toEqual([
      'points',
      [2],
      100_000,
      20_000,
    ]);
    expect((await examples(name)).train.images.slice(0, 10)).toEqual(train.images.slice(0, 10));
    expect((await examples(name, 'b')).train.images.slice(0, 10)).not.toEqual(train.images.slice(0, 10));
  });

  test.each([
    ['everyday', 'cat'],
    ['shakespeare', 'First Citizen'],
    ['soderberg', 'Hon steg ut i vattnet'],
  ])('%s: text', async (name, holds) => {
    const data = await load(name);
    expect(data).toMatchObject({ kind: 'text', name });
    if (data.kind === 'text') expect(data.text).toContain(holds);
  });

  test('a name that is nearly one gets a hint', async () => {
    expect(trainingDataNames).toEqual(
      ['digits', 'mnist', 'ring', 'grid', 'moons', 'swiss-roll', 'checkerboard'].concat(
        ['everyday', 'shakespeare', 'soderberg'], // biome-ignore format: two groups
      ),
    );
    await expect(load('digit')).rejects.toMatchObject({ code: 'ENOENT', hint: ' (did you mean digits?)' });
  });
});

describe('files', () => {
  test('CSV with a heading: columns, classes, a tenth held out', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => `${i},${i % 3},${-i / 2}`).join('\n');
    const { kind, train, heldOut, columns } = await examples(file('a.csv', `x,label,y\n${rows}\n\n`));
    expect([kind, columns, train.shape]).toEqual(['points', ['x', 'y'], [2]]);
    expect([train.images.length, heldOut.images.length]).toEqual([36, 4]);
    for (const part of [train, heldOut]) {
      for (let k = 0; k < part.labels!.length; k++) {
        const [x, y] = part.images.subarray(2 * k, 2 * k + 2);
        expect([y, part.labels![k]]).toEqual([-x / 2 + 0, x % 3]);
      }
    }
    const all = [...train.images, ...heldOut.images].filter((_, k) => k % 2 === 0);
    expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  test('CSV without a heading', async () => {
    const { train, columns } = await examples(file('b.csv', '1,2,3\r\n4,5,6\r\n'));
    expect([train.images.length, train.shape, columns]).toEqual([3, [3], undefined]);
  });

  test('IDX, compressed too, with the labels beside it', async () => {
    file('some-labels-idx1-ubyte', idx([3], [7, 8, 9]));
    const path = file('some-images-idx3-ubyte', gzipSync(idx([3, 1, 2], [70, 0, 80, 0, 90, 255])));
    const { kind, train, heldOut } = await examples(path);
    expect([kind, train.shape]).toEqual(['images', [1, 2]]);
    expect(train.images).toBeInstanceOf(Uint8Array);
    for (const part of [train, heldOut])
      for (let k = 0; k < part.labels!.length; k++) expect(part.images[2 * k]).toBe(10 * part.labels![k]);
  });

  test('anything else is text, from standard input too', async () => {
    expect(await load(file('c.txt', 'hej på dig'))).toMatchObject({ kind: 'text', text: 'hej på dig' });
    expect(await load('-')).toMatchObject({ kind: 'text', text: 'from a pipe' });
  });

  test.each([
    ['empty.csv', '', 'is empty'],
    ['blank.csv', '\n\n', 'is empty'],
    ['head.csv', 'x,y\n', 'has a heading and no rows'],
    ['one.csv', 'x,y\n1,2\n', 'has 1 example'],
    ['cell.csv', 'x,y\n1,2\n3,NA\n', 'cell.csv, row 2 (line 3): column y is no finite number: "NA"'],
    ['bare.csv', '1,2\n3,x\n', 'bare.csv, row 2 (line 2): cell 2 is no finite number: "x"'],
    ['huge.csv', 'x\n1\n1e300\n', 'row 2 (line 3): column x is no finite number'],
    ['wide.csv', 'x,y\n1,2\n1,2,3\n', 'row 2 (line 3) has 3 cells, where the first row has 2'],
    ['class.csv', 'x,class\n1,0\n2,0.5\n', 'row 2 (line 3): the class is no whole number from 0 on: "0.5"'],
    ['only.csv', 'class\n1\n2\n', 'has no columns beside the classes'],
    ['quote.csv', 'x,y\n1,"2\n', 'has a quote that is never closed'],
    ['latin.txt', Uint8Array.of(104, 229, 33), 'is not UTF-8 text'],
    ['bad.gz', Uint8Array.of(0x1f, 0x8b, 1, 2), 'cannot be unpacked'],
    [
      'short-idx3-ubyte',
      idx([2, 2, 2], [1]),
      'short-idx3-ubyte: Cannot read IDX: its shape [2, 2, 2] takes 8',
    ],
    ['flat-idx1-ubyte', idx([2], [1, 2]), 'has the shape [2], where images have [n, height, width]'],
  ])('%s is refused', async (name, content, says) => {
    const path = file(name, content);
    await expect(load(path)).rejects.toMatchObject({ code: 'STOKAST_E_DATA' });
    await expect(load(path)).rejects.toThrow(says);
    await expect(load(path)).rejects.toThrow(name);
  });

  test('labels that are too few are refused', async () => {
    file('few-labels-idx1-ubyte', idx([1], [7]));
    const path = file('few-images-idx3-ubyte', idx([2, 1, 1], [1, 2]));
    await expect(load(path)).rejects.toThrow('has 2 examples, and the file beside it 1 labels');
  });
});
