// A matrix times a vector: rows summed up in ascending order, or each row reduced by the tree.
import { describe, expect, test } from 'vitest';
import { COMBINE_ROWS, COMBINE_ROWS32, DOT_ROWS, DOT_ROWS32 } from '../../../src/kernels/program/opcodes';
import { everywhere } from '../../programs';
import { edges, treeSum } from '../reduce/tree';
import { difference, numbers, type Precision, precisions, random } from './reference';

const at = <T>(single: boolean, ofSingles: T, ofDoubles: T): T => (single ? ofSingles : ofDoubles);

function combine(a: number[], x: number[], columns: number, stride: number, { round }: Precision): number[] {
  return Array.from({ length: columns }, (_, c) =>
    x.reduce((sum, y, r) => round(sum + round(a[r * stride + c] * y)), 0),
  );
}

describe.each(precisions)('of %ss', (name, precision) => {
  const single = name === 'single';
  const { buffer, round } = precision;

  test('COMBINE_ROWS: every number of columns and rows around the edges', () => {
    for (const columns of [...edges.filter((n) => n > 0 && n <= 1000), 19, 31, 33, 35]) {
      for (const rows of [1, 2, 3, 4, 5, 8, 11]) {
        const stride = columns + (rows % 3);
        const a = numbers(rows * stride, columns, precision);
        const x = numbers(rows, rows, precision);
        const dst = buffer(columns);
        const code = [
          at(single, COMBINE_ROWS32, COMBINE_ROWS),
          dst,
          buffer(a),
          buffer(x),
          rows,
          columns,
          stride,
        ];
        const got = everywhere([code])(dst);
        expect(difference(got, combine(a, x, columns, stride, precision)), `${rows} x ${columns}`).toBe(-1);
      }
    }
  });

  test('DOT_ROWS: every number of columns around the edges of the tree', () => {
    for (const columns of edges.filter((n) => n > 0)) {
      for (const rows of columns > 1000 ? [3] : [1, 2, 3, 4, 5, 8]) {
        const stride = columns + (rows % 3);
        const a = numbers(rows * stride, columns, precision);
        const x = numbers(columns, rows, precision);
        const dst = buffer(rows);
        const code = [at(single, DOT_ROWS32, DOT_ROWS), dst, buffer(a), buffer(x), rows, columns, stride];
        const got = everywhere([code])(dst);
        const expected = Array.from({ length: rows }, (_, r) =>
          round(treeSum(x.map((y, c) => a[r * stride + c] * y))),
        );
        expect(difference(got, expected), `${rows} x ${columns}`).toBe(-1);
      }
    }
  });

  test('NaN, infinities and -0 reach the rows and columns that they are in, and no others', () => {
    const next = random(4);
    const special = [Number.NaN, Infinity, -Infinity, -0, 0, 1, -1, 2, 3, 5];
    for (const columns of [1, 2, 3, 5, 7, 9, 15, 130]) {
      for (const rows of [1, 3, 4]) {
        const a = Array.from({ length: rows * columns }, () => special[Math.floor(next() * special.length)]);
        const x = Array.from({ length: Math.max(rows, columns) }, () => special[3 + Math.floor(next() * 7)]);
        const [sums, dots] = [buffer(columns), buffer(rows)];
        const [from, by] = [buffer(a), buffer(x)];
        const read = everywhere([
          [at(single, COMBINE_ROWS32, COMBINE_ROWS), sums, from, by, rows, columns, columns],
          [at(single, DOT_ROWS32, DOT_ROWS), dots, from, by, rows, columns, columns],
        ]);
        expect(difference(read(sums), combine(a, x.slice(0, rows), columns, columns, precision))).toBe(-1);
        const expected = Array.from({ length: rows }, (_, r) =>
          treeSum(a.slice(r * columns, (r + 1) * columns).map((value, c) => value * x[c])),
        );
        expect(difference(read(dots), expected)).toBe(-1);
      }
    }
  });
});

test('DOT_ROWS32 rounds once: a sum that singles would lose', () => {
  const { buffer } = precisions[1][1];
  const dst = buffer(1);
  const a = buffer([2 ** 24, ...Array(64).fill(1), -(2 ** 24)]);
  const ones = buffer(Array(66).fill(1));
  expect(everywhere([[DOT_ROWS32, dst, a, ones, 1, 66, 66]])(dst)[0]).toBe(64);
});
