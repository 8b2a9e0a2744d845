// Singles: every group of operations and its derivatives, against the same program of doubles, the same bits on both
// backends. Odd sizes put parts of tensors in the middle of eight bytes.
import { describe, expect, it } from 'vitest';
import * as s from '../src/index.ts';
import { compile, type Shape, type Tensor, valueAndGrad } from '../src/index.ts';
import { numbersOf, runBoth } from './check.ts';
import { numbers, sizeOf } from './derivatives.ts';

type Traced = (x: Tensor, y: Tensor) => Tensor;

const cases: readonly (readonly [string, Traced, Shape, Shape])[] = [
  ['arithmetic over a broadcast', (x, y) => s.div(s.sub(s.mul(x, y), x), s.add(s.square(y), 1)), [3, 5], [5]],
  ['one number for all', (x, y) => s.add(s.mul(x, y), s.exp(y)), [300], []],
  ['single numbers', (x, y) => s.mul(s.log(s.add(x, 3)), s.sin(y)), [], []],
  [
    'comparisons and choices',
    (x, y) => s.where(s.less(x, y), s.maximum(x, 0.1), s.minimum(y, s.neg(x))),
    [7, 3],
    [3],
  ],
  [
    'logic with numbers and arrays',
    (x, y) => s.mul(s.and(s.less(x, y), 0.5), s.or([1, 0, 0], s.less(y, x))),
    [4, 3],
    [3],
  ],
  ['functions of two', (x, y) => s.pow(s.add(x, 2), y), [130], [130]],
  ['functions of one number', (x, y) => s.mul(s.softplus(x), s.lgamma(s.add(y, 2))), [], [9]],
  ['a density', (x, y) => s.normalLogProb(x, y, s.exp(y)), [3, 7], [7]],
  ['a density of a known scale', (x, y) => s.normalLogProb(x, y, 1.5), [7], []],
  ['sums over axes', (x, y) => s.mul(s.sum(x, [0, 2]), y), [3, 5, 7], [5]],
  ['a sum of many', (x, y) => s.mul(s.sum(s.mul(x, x)), y.sum()), [1001], [3]],
  ['products and largest', (x, y) => s.add(s.prod(x, 1), s.max(y, 0)), [5, 3], [7, 5]],
  ['softmax', (x, y) => s.mul(s.softmax(x, 0), s.logSumExp(y, 1)), [3, 5], [5, 7]],
  ['cumulative', (x, y) => s.mul(s.cumulativeProduct(x, 1), s.cumulativeSum(y)), [3, 5], [5]],
  ['slices', (x, y) => s.mul(x.slice([1, null]), s.add(x.slice([0, -1]), y)), [7, 3], [3]],
  ['strided slices', (x, y) => s.mul(s.transpose(x).slice([1, null, 2], [null, null, -1]), y), [5, 7], [5]],
  ['joined parts', (x, y) => s.square(s.concat([x.slice([1, 4]), y, x.slice([0, 1])])), [5], [3]],
  ['stacked parts', (x, y) => s.mul(s.stack([x, y, x], 1), s.stack([y, x, y], 1)), [3], [3]],
  ['rows by their number', (x, y) => s.mul(s.gather(x, [4, 0, 2, 2]), y), [5, 3], [4, 1]],
  ['elements by their number', (x, y) => s.mul(s.gather(x, [4, 0, 2, 2, 1]), y), [5], [5]],
  ['along another axis', (x, y) => s.mul(s.take(x, [2, 2, 1], 1), y), [2, 3, 5], [3, 5]],
  [
    'padded and flipped',
    (x, y) =>
      s.mul(
        s.pad(s.flip(x, 1), [
          [1, 0],
          [0, 2],
        ]),
        y,
      ),
    [2, 3],
    [5],
  ],
  ['diagonals and triangles', (x, y) => s.mul(s.sum(s.tril(x), 1), s.diagonal(s.outer(y, y))), [3, 3], [3]],
  ['products of matrices', (x, y) => s.matmul(s.transpose(x), s.tanh(s.matmul(x, y))), [5, 3], [3, 7]],
  [
    'a loop',
    (x, y) =>
      s.scan(
        (h: Tensor, row) => {
          const next = s.tanh(s.add(s.mul(h, y), row as Tensor));
          return [next, s.sum(next)];
        },
        y,
        x,
      )[1] as Tensor,
    [5, 3],
    [3],
  ],
  [
    'factors, in doubles',
    (x, y) =>
      s.triangularSolve(
        s.cholesky(
          s.add(s.matmul(x, s.transpose(x)), [
            [3, 0],
            [0, 3],
          ]),
        ),
        y,
      ),
    [2, 5],
    [2],
  ],
  [
    'choices of another type',
    (x, y) => s.cast(s.where(s.less(s.cast(x, 'f64'), 1), s.cast(s.mul(x, y), 'f64'), 0), x.dtype),
    [7],
    [7],
  ],
  ['between types', (x, y) => s.cast(s.mul(s.cast(x, 'f64'), s.cast(s.exp(y), 'f64')), x.dtype), [7], [7]],
];

describe.each(cases)('%s', (_, fn, ...shapes) => {
  it('has the value and the derivatives of doubles, to the precision of singles', () => {
    const inputs = shapes.map((shape, i) => numbers(sizeOf(shape), 5 + i).map(Math.fround));
    const run = (dtype: 'f64' | 'f32'): number[] => {
      const total = ([x, y]: readonly Tensor[]): Tensor => {
        const made = fn(x, y);
        const weights = numbers(sizeOf(made.shape), 9);
        return s.sum(s.mul(made.reshape([weights.length]), weights));
      };
      const specs = shapes.map((shape) => ({ shape, dtype }));
      const program = compile(valueAndGrad(total as never), [specs] as never) as unknown as (
        x: unknown,
      ) => unknown;
      return numbersOf(
        runBoth(
          program,
          inputs.map((each, i) => (shapes[i].length === 0 ? each[0] : each)),
        ),
      );
    };
    const [doubles, singles] = [run('f64'), run('f32')];
    const scale = Math.max(1, ...doubles.map(Math.abs));
    for (const [i, each] of singles.entries()) {
      expect(Math.abs(each - doubles[i]) / scale, `number ${i}: ${each}, ${doubles[i]}`).toBeLessThan(3e-6);
      expect(Math.fround(each)).toBe(each);
    }
  });
});
