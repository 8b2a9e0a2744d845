import { stream } from '@stokast/sampling';
import { describe, expect, test } from 'vitest';
import type { Batches } from '../../src/train/batches.ts';
import { checkImages, type ImageData, imageBatches } from '../../src/train/images.ts';
import { windows } from '../../src/train/windows.ts';

const numbers = (n: number): ImageData => ({
  images: Float32Array.from({ length: 2 * n }, (_, i) => i),
  shape: [2],
  labels: Array.from({ length: n }, (_, i) => i % 3),
});

/** Batch `index`, as a fresh place gets it. */
function batch({ fill, size }: Batches, index: number, width: number, name: string): Float32Array {
  const into = { image: new Float32Array(2 * size), label: new Float32Array(size) };
  const places = { ...into, input: new Float32Array(width * size), target: new Float32Array(width * size) };
  fill(index, places);
  return places[name as 'image'];
}

describe('images', () => {
  const batches = imageBatches('Cannot', numbers(11), 4, stream('order'));

  test('an epoch is all examples in another order, but for those that do not fill a batch', () => {
    expect([batches.size, batches.perEpoch]).toEqual([4, 2]);
    const orders = [0, 1, 2].map((epoch) =>
      [0, 1].flatMap((i) => [...batch(batches, 2 * epoch + i, 1, 'image')].filter((_, j) => j % 2 === 0)),
    );
    for (const order of orders) expect(new Set(order).size).toBe(8);
    expect(new Set(orders.map(String)).size).toBe(3);
  });

  test('a batch is a function of its number: backwards they are the same', () => {
    const forwards = [0, 1, 2, 3, 4, 5].map((i) => batch(batches, i, 1, 'image'));
    const other = imageBatches('Cannot', numbers(11), 4, stream('order'));
    for (const i of [5, 4, 3, 2, 1, 0]) expect(batch(other, i, 1, 'image')).toEqual(forwards[i]);
  });

  test('labels stay with their images', () => {
    const [images, labels] = ['image', 'label'].map((name) => batch(batches, 3, 1, name));
    for (let b = 0; b < 4; b++) expect(labels[b]).toBe((images[2 * b] / 2) % 3);
  });

  test('bytes are shares of 255, rounded to singles', () => {
    const images = Uint8Array.from({ length: 256 }, (_, i) => i);
    const one = imageBatches('Cannot', { images, shape: [16, 16] }, 1, stream(1));
    const image = new Float32Array(256);
    one.fill(0, { image });
    expect(image).toEqual(Float32Array.from(images, (byte) => byte / 255));
  });

  test('what is no data is refused', () => {
    const check = (data: unknown) => () => checkImages('Cannot fit', 'data', data);
    const images = new Float32Array(8);
    expect(check(undefined)).toThrow('`data` must be an object');
    expect(check({ images: [1, 2], shape: [2] })).toThrow(
      '`data.images` must be a Float32Array or Uint8Array',
    );
    expect(check({ images, shape: 2 })).toThrow('`data.shape` must be a shape');
    expect(check({ images, shape: [] })).toThrow('`data.shape` must be of one to three axes');
    expect(check({ images, shape: [3] })).toThrow(
      '`data.images.length` must be a positive multiple of 3: got 8',
    );
    expect(check({ images: new Uint8Array(0), shape: [2] })).toThrow('`data.images.length`');
    expect(check({ images: Float32Array.of(0, 1, 2, Number.NaN), shape: [2] })).toThrow(
      'Cannot fit: number 1 of example 1 is NaN',
    );
    expect(check({ images, shape: [2], labels: [0, 1] })).toThrow('`data.labels.length` must be 4: got 2');
    expect(check({ images, shape: [2], labels: [0, 1, 2, -1] })).toThrow('`data.labels[3]`');
    expect(() => imageBatches('Cannot fit', numbers(3), 4, stream(1))).toThrow(
      '`options.batchSize` must be at most the number of examples, 3: got 4',
    );
  });
});

describe('windows', () => {
  const tokens = Uint16Array.from({ length: 100 }, (_, i) => i);
  const batches = windows('Cannot', tokens, 8, 5, stream('places'));

  test('targets are what comes next, from any place', () => {
    const starts = new Set<number>();
    for (let index = 0; index < 200; index++) {
      const input = batch(batches, index, 8, 'input');
      const target = batch(batches, index, 8, 'target');
      for (let i = 0; i < input.length; i++) expect(target[i]).toBe(input[i] + 1);
      for (let b = 0; b < 5; b++) starts.add(input[8 * b]);
    }
    expect(starts.size).toBe(92); // 0 to 91: the last target is token 99
    expect(batches.perEpoch).toBe(2);
  });

  test('a text must be longer than a window', () => {
    expect(() => windows('Cannot fit', tokens, 100, 1, stream(1))).toThrow(
      '`data.length` must be more than 100',
    );
    expect(windows('Cannot fit', tokens, 99, 1, stream(1)).perEpoch).toBe(1);
    expect(() => windows('Cannot fit', [1, 2] as never, 1, 1, stream(1))).toThrow(TypeError);
  });
});
