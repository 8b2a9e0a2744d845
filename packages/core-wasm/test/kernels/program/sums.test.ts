import { describe, expect, test } from 'vitest';
import {
  DOT,
  DOT32,
  FINISH,
  FINISH32,
  LOOP,
  MUL,
  NEXT,
  SUM,
  SUM32,
} from '../../../src/kernels/program/opcodes';
import { type Buffer, doubles, everywhere, singles } from '../../programs';
import { edges, roughData, treeSum } from '../reduce/tree';

const blocksOf = (n: number): number => Math.max(1, Math.ceil(n / 128));

/** The sum, or the sum of products where there is a `y`, in tiles of the given size. */
function sum(x: Buffer, y: Buffer | undefined, n: number, tile = 256, one = false): number {
  const single = x.contents instanceof Float32Array;
  const partials = doubles(blocksOf(n));
  const result = single ? singles(1) : doubles(1);
  const a = one ? x.all : x.moving;
  const instruction =
    y === undefined ? [single ? SUM32 : SUM, partials, a] : [single ? DOT32 : DOT, partials, a, y.moving];
  const read = everywhere([
    [LOOP, n, tile, single ? 2 : 3],
    instruction,
    [NEXT],
    [single ? FINISH32 : FINISH, result, partials, blocksOf(n)],
  ]);
  return read(result)[0];
}

const lengths = edges.filter((n) => n > 0);

describe('SUM and FINISH', () => {
  test('add up by the rule, at every edge, for every tile', () => {
    for (const n of lengths) {
      const data = roughData(n, n);
      for (const tile of n > 1000 ? [256, 1024] : [128, 384]) {
        expect(sum(doubles(data), undefined, n, tile), `n = ${n}`).toBe(treeSum(data));
      }
    }
  });

  test('add up singles as doubles, rounded once', () => {
    for (const n of lengths) {
      const data = Float32Array.from(roughData(n, n));
      expect(sum(singles(data), undefined, n), `n = ${n}`).toBe(Math.fround(treeSum(data)));
    }
  });

  test('of one number for all add it up as often', () => {
    for (const n of [1, 2, 7, 8, 9, 100, 128, 300]) {
      expect(sum(doubles([0.1]), undefined, n, 128, true)).toBe(treeSum(new Array(n).fill(0.1)));
      expect(sum(singles([0.1]), undefined, n, 128, true)).toBe(
        Math.fround(treeSum(new Array(n).fill(Math.fround(0.1)))),
      );
    }
  });

  test('start anywhere in a buffer, and outside a loop take one element', () => {
    const data = roughData(400);
    const x = doubles(data);
    for (let offset = 0; offset < 9; offset++) {
      const partials = doubles(3);
      const result = doubles(1);
      const read = everywhere([
        [LOOP, 300, 128, 3],
        [SUM, partials, x.at(offset).moving],
        [NEXT],
        [FINISH, result, partials, 3],
      ]);
      expect(read(result)[0]).toBe(treeSum(data.subarray(offset, offset + 300)));
    }
    const partials = doubles(2);
    const read = everywhere([
      [SUM, partials, x.at(5)],
      [DOT, partials.at(1), x.at(5).all, x.at(7)],
    ]);
    expect(read(partials)).toEqual(Float64Array.of(data[5], data[5] * data[7]));
  });

  test('of nothing is +0, of -0 too; infinities and NaN pass through', () => {
    const result = doubles(1);
    expect(everywhere([[FINISH, result, doubles(0), 0]])(result)[0]).toBe(0);
    expect(sum(doubles([-0]), undefined, 1)).toBe(0);
    expect(sum(doubles([1, Infinity, 2]), undefined, 3)).toBe(Infinity);
    expect(sum(doubles([-Infinity, Infinity, 2]), undefined, 3)).toBeNaN();
    expect(sum(doubles([1, 2, NaN]), undefined, 3)).toBeNaN();
    expect(sum(singles([3e38, 3e38, -3e38]), undefined, 3)).toBe(Math.fround(3e38));
    expect(sum(doubles([5e-324, 5e-324]), undefined, 2)).toBe(1e-323);
  });

  test('what lies behind the last element is not read as data', () => {
    // The padding of a fresh buffer is no zero: 0xa5 in every byte.
    for (let n = 1; n < 20; n++) expect(sum(doubles(new Array(n).fill(1)), undefined, n)).toBe(n);
  });
});

describe('DOT', () => {
  test('is the sum of the products, at every edge', () => {
    for (const n of lengths) {
      const x = roughData(n, n);
      const y = roughData(n, n + 1);
      const products = x.map((each, i) => each * y[i]);
      expect(sum(doubles(x), doubles(y), n), `n = ${n}`).toBe(treeSum(products));
      const p = doubles(n);
      const partials = doubles(blocksOf(n));
      const [a, b] = [doubles(x), doubles(y)];
      // The same as a product and a sum.
      const read = everywhere([
        [LOOP, n, 256, 3],
        [MUL, p.moving, a.moving, b.moving],
        [SUM, partials, p.moving],
        [NEXT],
        [FINISH, partials, partials, blocksOf(n)],
      ]);
      expect(read(partials)[0]).toBe(treeSum(products));
    }
  });

  test('of singles adds up their exact products', () => {
    for (const n of lengths) {
      const x = Float32Array.from(roughData(n, n));
      const y = Float32Array.from(roughData(n, n + 1));
      const products = Float64Array.from(x, (each, i) => each * y[i]);
      expect(sum(singles(x), singles(y), n), `n = ${n}`).toBe(Math.fround(treeSum(products)));
    }
  });

  test('takes one number for all on either side', () => {
    for (const n of [1, 2, 7, 8, 9, 127, 128, 300]) {
      const y = roughData(n);
      expect(sum(doubles([0.3]), doubles(y), n, 128, true)).toBe(treeSum(y.map((each) => 0.3 * each)));
      const [s, v] = [singles([0.3]), singles(Float32Array.from(y))];
      const expected = Math.fround(
        treeSum(Float64Array.from(v.contents as Float32Array, (each) => Math.fround(0.3) * each)),
      );
      expect(sum(s, v, n, 128, true)).toBe(expected);
      const partials = doubles(3);
      const read = everywhere([
        [LOOP, n, 128, 2],
        [DOT32, partials, v.moving, s.all],
        [NEXT],
        [FINISH32, s, partials, blocksOf(n)],
      ]);
      expect(read(s)[0]).toBe(expected);
    }
  });
});

test('FINISH reduces three levels', () => {
  const partials = roughData(40_001, 5);
  const [x, result, single] = [doubles(partials), doubles(1), singles(1)];
  const [y] = [doubles(partials)];
  const read = everywhere([
    [FINISH, result, x, 40_001],
    [FINISH32, single, y, 40_001],
  ]);
  expect(read(result)[0]).toBe(treeSum(partials));
  expect(read(single)[0]).toBe(Math.fround(treeSum(partials)));
});
