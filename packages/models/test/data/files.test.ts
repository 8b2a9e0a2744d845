// IDX files and lines of digits: what they hold, and what is refused.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { stream } from '@stokast/sampling';
import { expect, test } from 'vitest';
import { digitsSplit, parseDigits, readIdx, shuffleImages, sliceImages } from '../../src/index.ts';

const idx = (type: number, shape: number[], data: number[]): Uint8Array =>
  Uint8Array.of(0, 0, type, shape.length, ...shape.flatMap((n) => [0, 0, n >> 8, n & 255]), ...data);

test('IDX: every type of elements', () => {
  expect(readIdx(idx(8, [2, 1, 2], [0, 1, 128, 255]))).toEqual({
    shape: [2, 1, 2],
    data: Uint8Array.of(0, 1, 128, 255),
  });
  expect(readIdx(idx(9, [1], [255])).data).toEqual(Int8Array.of(-1));
  expect(readIdx(idx(11, [1], [1, 2])).data).toEqual(Int16Array.of(258));
  expect(readIdx(idx(12, [], [255, 255, 255, 254])).data).toEqual(Int32Array.of(-2));
  expect(readIdx(idx(13, [1], [0x3f, 0x80, 0, 0])).data).toEqual(Float32Array.of(1));
  expect(readIdx(idx(14, [1], [0xc0, 0, 0, 0, 0, 0, 0, 0])).data).toEqual(Float64Array.of(-2));
  expect(readIdx(idx(8, [0, 28], []))).toEqual({ shape: [0, 28], data: new Uint8Array(0) });
  const moved = new Uint8Array(20).subarray(3, 11);
  moved.set(idx(8, [0], []));
  expect(readIdx(moved).shape).toEqual([0]);
});

test.each([
  ['nothing', new Uint8Array(0), 'does not begin as such files do'],
  ['gzip', Uint8Array.of(0x1f, 0x8b, 8, 0), 'compressed with gzip'],
  ['text', new TextEncoder().encode('1,2,3\n'), 'does not begin as such files do'],
  ['another type', idx(10, [1], [1]), 'elements are of type 10'],
  ['too short a head', idx(8, [1, 2], []).subarray(0, 8), 'within the sizes of its 2 axes'],
  ['too few', idx(8, [2, 2], [1, 2, 3]), 'its shape [2, 2] takes 4 bytes, and 3 follow'],
  ['too many', idx(8, [2], [1, 2, 3]), 'takes 2 bytes, and 3 follow'],
  ['huge sizes', Uint8Array.of(0, 0, 8, 2, 255, 255, 255, 255, 255, 255, 255, 255, 1), 'and 1 follow'],
])('IDX: %s is refused', (_, bytes, says) => {
  expect(() => readIdx(bytes)).toThrow(says);
  expect(() => readIdx(bytes)).toThrow(expect.objectContaining({ name: 'DataError' }));
});

test('the digits that come along', () => {
  const file = new URL('../../../cli/data/digits.csv.gz', import.meta.url);
  const data = parseDigits(gunzipSync(readFileSync(file)).toString('latin1'));
  expect([data.labels.length, data.images.length, ...data.shape]).toEqual([1797, 1797 * 64, 8, 8]);
  // Counts of the classes, as scikit-learn documents them for load_digits (178 of 0, ...).
  const counts = new Array(10).fill(0);
  for (const label of data.labels) counts[label] += 1;
  expect(counts).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
  expect([...data.images.subarray(0, 8)].map((x) => x * 16)).toEqual([0, 0, 5, 13, 9, 1, 0, 0]);
  const [train, validation, held] = [digitsSplit.train, digitsSplit.validation, digitsSplit.test].map(
    ([start, end]) => sliceImages(data, start, end),
  );
  expect([train, validation, held].map(({ labels }) => labels!.length)).toEqual([1000, 350, 447]);
  expect(held.images).toEqual(data.images.subarray(1350 * 64));
  expect(() => sliceImages(data, 5, 4)).toThrow('`end` must be an integer in [5, 1797]: got 4');
});

test('digits: faults are named by their line', () => {
  const line = `${'0,'.repeat(64)}1`;
  expect(parseDigits(`${line}\r\n${line}\r\n`).labels).toEqual(Uint8Array.of(1, 1));
  expect(() => parseDigits(`${line}\n1,2\n`)).toThrow('line 2 has 2 cells instead of 64 pixels and a label');
  expect(() => parseDigits(line.replace('0,', '17,'))).toThrow(
    'line 1, cell 1 is no whole number from 0 to 16: "17"',
  );
  expect(() => parseDigits(`${'0,'.repeat(64)}x`)).toThrow('line 1, cell 65 is no whole number from 0 to 9: "x"');
  expect(() => parseDigits('')).toThrow('line 1 has 1 cells');
  expect(() => parseDigits(5 as never)).toThrow(TypeError);
});

test('shuffled: the same examples with their labels, in another order', () => {
  const n = 200;
  const images = Uint8Array.from({ length: 2 * n }, (_, i) => (i % 2 ? 255 - (i >> 1) : i >> 1));
  const data = { images, shape: [2], labels: Uint8Array.from({ length: n }, (_, i) => i) };
  const s = stream('order');
  const mixed = shuffleImages(data, s);
  expect(s.position).toBe(1);
  expect([...(mixed.labels as number[])].sort((a, b) => a - b)).toEqual([...data.labels]);
  expect(mixed.labels).not.toEqual([...data.labels]);
  for (let i = 0; i < n; i++) {
    const label = mixed.labels![i];
    expect([...mixed.images.subarray(2 * i, 2 * i + 2)]).toEqual([label, 255 - label]);
  }
  expect(shuffleImages({ images, shape: [2] }, stream(1)).labels).toBeUndefined();
  expect(() => shuffleImages(data, 1 as never)).toThrow('`stream` must be a Stream: got 1');
});
