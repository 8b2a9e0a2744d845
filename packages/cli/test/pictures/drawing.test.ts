// What is drawn where.
import { describe, expect, test } from 'vitest';
import { enlargement, grid, strip } from '../../src/pictures/grid.ts';
import { label } from '../../src/pictures/lettering.ts';
import { blank, byteOf, enlarged, joined, paste } from '../../src/pictures/raster.ts';
import { BLUE, clouds, scatter, windowOf } from '../../src/pictures/scatter.ts';

test('values become bytes, whatever they are', () => {
  const values = [0, 1, 0.5, -1, 2, Number.NaN, Number.POSITIVE_INFINITY, 1 / 255];
  expect(values.map(byteOf)).toEqual([0, 255, 128, 0, 255, 0, 255, 1]);
});

test('pixels become squares', () => {
  const two = { width: 2, height: 1, channels: 1, data: Uint8Array.of(7, 9) } as const;
  expect(enlarged(two, 2)).toEqual({
    width: 4,
    height: 2,
    channels: 1,
    data: Uint8Array.of(7, 7, 9, 9, 7, 7, 9, 9),
  });
});

test('pictures side by side, and over the edge', () => {
  const [a, b] = [blank(1, 2, [1]), blank(2, 1, [2])];
  const { width, height, data } = joined([a, b], 'across', 1, [0]);
  expect([width, height, ...data]).toEqual([4, 2, 1, 0, 2, 2, 1, 0, 0, 0]);
  const small = blank(2, 2, [0, 0, 0]);
  paste(small, blank(5, 5, [9]), 1, 1);
  expect([...small.data]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 9, 9]);
});

describe('a grid of images', () => {
  const images = { values: Float32Array.of(0, 1, 1, 0, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5), shape: [2, 2] };
  test('small ones are enlarged, in reading order', () => {
    expect(enlargement([8, 8])).toBe(8);
    expect(enlargement([28, 28])).toBe(2);
    expect(enlargement([100, 100])).toBe(1);
    const { width, height, data } = grid(images, { columns: 2, side: 4, gap: 1 });
    expect([width, height]).toEqual([1 + 2 * 5, 1 + 2 * 5]);
    const at = (x: number, y: number): number => data[y * width + x];
    expect([at(1, 1), at(3, 1), at(1, 3), at(3, 3)]).toEqual([0, 255, 255, 0]);
    expect([at(6, 1), at(1, 6)]).toEqual([255, 128]);
    expect(at(6, 6)).toBe(at(0, 0)); // the last row is short
  });
  test('of colours', () => {
    const { channels, data, width } = grid(
      { values: [1, 0, 0.5], shape: [1, 1, 3] },
      { columns: 1, side: 1, gap: 1 },
    );
    expect([channels, width, ...data.subarray(4 * 3, 5 * 3)]).toEqual([3, 3, 255, 0, 128]);
  });
  test('with names of rows', () => {
    const plain = grid(images, { columns: 3 });
    const named = strip([
      { label: 'original', images },
      { label: 'model', images },
    ]);
    expect(named.width).toBeGreaterThan(plain.width + 50);
    expect(named.height).toBe(2 * plain.height - 4);
  });
});

test('letters are those of the sheet', () => {
  const { width, height, data } = label('t', [1], [0], 1);
  const rows = Array.from({ length: height }, (_, y) => data.subarray(y * width, (y + 1) * width).join(''));
  expect(rows).toEqual(['01000', '01000', '11100', '01000', '01000', '01001', '00110', '00000', '00000']);
  expect(label('?', [1], [0], 1).data.some((x) => x === 1)).toBe(false);
});

describe('points', () => {
  const points = [0, 0, 1, 0.5, -1, -0.5];
  test('lie in their window', () => {
    const { low, high } = windowOf(points);
    for (const [i, c] of [0, 1].entries()) {
      expect(low[i]).toBeLessThan(Math.min(points[c], points[c + 2], points[c + 4]));
      expect(high[i]).toBeGreaterThan(Math.max(points[c], points[c + 2], points[c + 4]));
    }
    expect(high[0] - low[0]).toBeCloseTo(high[1] - low[1], 9);
    expect(windowOf([3, 3]).high[0]).toBeGreaterThan(3);
  });
  test('are seen where they are, and nothing else is', () => {
    const { width, data } = scatter([0, 0], { low: [-1, -1], high: [1, 1] }, BLUE);
    const at = (x: number, y: number): number[] => [
      ...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
    ];
    expect(at(width / 2, width / 2)[0]).toBeLessThan(150);
    expect(at(10, 10)).toEqual([255, 255, 255]);
    const empty = scatter(
      [5, 5, Number.NaN, 0, Number.POSITIVE_INFINITY, 0],
      { low: [-1, -1], high: [1, 1] },
      BLUE,
    );
    expect(empty.data.every((x) => x === 255)).toBe(true);
  });
  test('side by side', () => {
    const item = { label: 'model', points, color: BLUE };
    const [one, two] = [clouds([item], windowOf(points)), clouds([item, item], windowOf(points))];
    expect(two.width).toBe(2 * one.width + 1);
  });
});
