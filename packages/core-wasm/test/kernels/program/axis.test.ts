import { describe, expect, test } from 'vitest';
import {
  LARGEST_INDEX_OF,
  LARGEST_OF,
  LEAST_OF,
  PRODUCT_OF,
  REDUCE,
  REDUCE32,
  SUM_OF,
} from '../../../src/kernels/program/opcodes';
import { doubles, everywhere, singles } from '../../programs';
import { roughData, treeSum } from '../reduce/tree';

type Shape = readonly [outer: number, axis: number, inner: number];

/** Plain forms of the reductions. */
const plain: Record<number, (values: number[]) => number> = {
  [SUM_OF]: treeSum,
  [PRODUCT_OF]: (values) => values.reduce((a, b) => a * b, 1),
  [LARGEST_OF]: (values) => values.reduce((a, b) => Math.max(a, b), -Infinity),
  [LEAST_OF]: (values) => values.reduce((a, b) => Math.min(a, b), Infinity),
  [LARGEST_INDEX_OF]: (values) => {
    const nan = values.findIndex((x) => Number.isNaN(x));
    return nan >= 0 ? nan : values.indexOf(Math.max(...values));
  },
};
const kinds = Object.keys(plain).map(Number);

function expected(kind: number, data: ArrayLike<number>, [outer, axis, inner]: Shape): number[] {
  return Array.from({ length: outer * inner }, (_, i) => {
    const [o, c] = [Math.floor(i / inner), i % inner];
    return plain[kind](Array.from({ length: axis }, (_, a) => data[(o * axis + a) * inner + c]));
  });
}

function reduce(kind: number, data: Float64Array | Float32Array, shape: Shape): number[] {
  const single = data instanceof Float32Array;
  const src = single ? singles(data) : doubles(data);
  // Rows are written element by element: nothing behind the last.
  const dst = (single ? singles(shape[0] * shape[2]) : doubles(shape[0] * shape[2])).exact;
  return [...everywhere([[single ? REDUCE32 : REDUCE, kind, dst, src, ...shape]])(dst)];
}

const shapes: Shape[] = [
  ...[1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 127, 128, 129, 300, 1000].map((axis): Shape => [3, axis, 1]),
  ...[1, 2, 3, 7, 8, 9, 20, 128, 129, 400].flatMap((axis) =>
    [2, 3, 5, 8, 13, 16, 33].map((inner): Shape => [2, axis, inner]),
  ),
  [1, 16385, 1],
  [1, 16390, 3],
  [500, 4, 1],
  [0, 4, 1],
];

describe.each(kinds)('REDUCE, kind %i', (kind) => {
  test('each output as if alone, for every shape', () => {
    for (const shape of shapes) {
      const n = shape[0] * shape[1] * shape[2];
      const data = roughData(n, n + kind);
      if (kind === PRODUCT_OF) for (let i = 0; i < n; i++) data[i] = Math.sign(data[i]) * (1 + (i % 5) / 64);
      expect(reduce(kind, data, shape), `[${shape}]`).toEqual(expected(kind, data, shape));
    }
  });

  test('of singles: as doubles, rounded once', () => {
    for (const shape of shapes) {
      const n = shape[0] * shape[1] * shape[2];
      const data = Float32Array.from(roughData(n, n + kind));
      if (kind === PRODUCT_OF) for (let i = 0; i < n; i++) data[i] = 1 + (i % 5) / 64;
      expect(reduce(kind, data, shape), `[${shape}]`).toEqual(expected(kind, data, shape).map(Math.fround));
    }
  });

  test('infinities, NaN, zeros of both signs, subnormals: in every place', () => {
    const odd = [NaN, Infinity, -Infinity, 0, -0, 5e-324, 1];
    for (const shape of [
      [1, 9, 1],
      [1, 2, 1],
      [2, 9, 3],
      [1, 19, 8],
      [1, 130, 5],
    ] as Shape[]) {
      const n = shape[0] * shape[1] * shape[2];
      for (let seed = 0; seed < 24; seed++) {
        const rough = roughData(n, seed + 1);
        const few = seed % 3;
        const data = rough.map((x, i) =>
          few === 0 ? odd[(i * 5 + seed) % 7] : few === 1 && i % 4 > 0 ? x : [0, -0][(i + seed) % 2],
        );
        expect(reduce(kind, data, shape)).toEqual(expected(kind, data, shape));
        const small = Float32Array.from(data);
        expect(reduce(kind, small, shape)).toEqual(expected(kind, small, shape).map(Math.fround));
      }
    }
  });

  test('of an axis of none is what the fold starts from', () => {
    const start = { [SUM_OF]: 0, [PRODUCT_OF]: 1, [LARGEST_OF]: -Infinity, [LEAST_OF]: Infinity }[kind] ?? 0;
    expect(reduce(kind, new Float64Array(0), [2, 0, 3])).toEqual(new Array(6).fill(start));
    expect(reduce(kind, new Float64Array(0), [2, 0, 1])).toEqual([start, start]);
  });
});

test('REDUCE: known answers', () => {
  const data = Float64Array.of(1, 5, 2, 6, 3, 7);
  expect(reduce(SUM_OF, data, [1, 3, 2])).toEqual([6, 18]);
  expect(reduce(PRODUCT_OF, data, [1, 3, 2])).toEqual([6, 210]);
  expect(reduce(LARGEST_OF, data, [3, 2, 1])).toEqual([5, 6, 7]);
  expect(reduce(LEAST_OF, data, [1, 6, 1])).toEqual([1]);
  expect(reduce(LARGEST_INDEX_OF, Float64Array.of(1, 7, 7, 2), [1, 4, 1])).toEqual([1]);
  expect(reduce(LARGEST_INDEX_OF, Float64Array.of(-Infinity, -Infinity), [1, 2, 1])).toEqual([0]);
  expect(reduce(LARGEST_INDEX_OF, Float64Array.of(9, NaN, 10, NaN), [1, 4, 1])).toEqual([1]);
  expect(reduce(LARGEST_INDEX_OF, Float64Array.of(-0, 0), [1, 2, 1])).toEqual([0]);
});
