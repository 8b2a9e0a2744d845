// Functions that place elements elsewhere: values against loops in JavaScript, derivatives against differences.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as s from '../src/index.ts';
import { compile, grad, type Range, type Shape, type Tensor } from '../src/index.ts';
import { runBoth } from './check.ts';
import { checkDerivatives, evaluate, numbers, sizeOf } from './derivatives.ts';

const list = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const run = (fn: (x: Tensor) => Tensor, shape: Shape): number[] => [
  ...evaluate(fn, [shape], [list(sizeOf(shape))]),
];
const shapeOf = (fn: (x: Tensor) => Tensor, shape: Shape): Shape => compile(fn, [shape]).outputs[0].shape;
const failing = (fn: (x: Tensor) => Tensor, shape: Shape) => () => compile(fn, [shape]);

describe('reshape, expand, transpose', () => {
  it('reshape finds one size', () => {
    expect(shapeOf((x) => x.reshape([-1, 3]), [2, 6])).toEqual([4, 3]);
    expect(shapeOf((x) => x.reshape([]), [1, 1])).toEqual([]);
    expect(failing((x) => x.reshape([-1, 5]), [2, 6])).toThrow(
      /reshape to \[2, 6\] and \[-1, 5\].*12 elements/,
    );
    expect(failing((x) => x.reshape([-1, -1]), [2, 6])).toThrow(/reshape to \[2, 6\]/);
    expect(failing((x) => x.reshape([7]), [2, 6])).toThrow(/reshape to \[2, 6\] and \[7\]/);
    expect(failing((x) => x.reshape([-2, -6]), [2, 6])).toThrow(/reshape to \[2, 6\]/);
  });

  it('expand repeats', () => {
    expect(run((x) => s.expand(x, [2, 2, 3]), [2, 1])).toEqual([0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1]);
    expect(failing((x) => s.expand(x, [2, 3]), [2])).toThrow(/expand to \[2\] and \[2, 3\]/);
    expect(failing((x) => s.expand(x, [3]), [2, 3])).toThrow(/expand to \[2, 3\] and \[3\]/);
  });

  it('blocks of short rows are repeated, in loops of any length', () => {
    // One number for each group of channels at all places, with and without what lies between in the source.
    for (const [batch, places, groups, size] of [
      [3, 50, 4, 2],
      [2, 40, 3, 5],
      [1, 300, 2, 8],
      [4, 33, 2, 3],
    ]) {
      const shape = [batch, places, groups, size];
      const index = (i: number): number[] => {
        const place = Math.floor(i / size / groups);
        return [Math.floor(place / places), place % places, Math.floor(i / size) % groups, i % size];
      };
      const many = list(batch * places * groups * size);
      const perGroup = (x: Tensor): Tensor => s.mul(s.expand(x, shape), 3) as Tensor;
      expect(run(perGroup, [batch, 1, groups, 1])).toEqual(
        many.map((i) => 3 * (index(i)[0] * groups + index(i)[2])),
      );
      const second = (x: Tensor): Tensor => s.mul(s.expand(x.slice([], [], [], [1, 2]), shape), 3) as Tensor;
      expect(run(second, [batch, 1, groups, 2])).toEqual(
        many.map((i) => 3 * (2 * (index(i)[0] * groups + index(i)[2]) + 1)),
      );
      const perChannel = (x: Tensor): Tensor => s.mul(s.expand(x, shape), 3) as Tensor;
      expect(run(perChannel, [groups, size])).toEqual(
        many.map((i) => 3 * (index(i)[2] * size + index(i)[3])),
      );
    }
  });

  it('transpose by any order', () => {
    expect(run((x) => s.transpose(x), [2, 3])).toEqual([0, 3, 1, 4, 2, 5]);
    expect(shapeOf((x) => s.transpose(x, [-1, 0, 1]), [2, 3, 4])).toEqual([4, 2, 3]);
    expect(failing((x) => s.transpose(x, [0, 0]), [2, 3])).toThrow(/transpose to \[2, 3\].*axes/);
    expect(failing((x) => s.transpose(x, [0]), [2, 3])).toThrow(/each axis of 2 once/);
  });

  it('squeeze and expandAxes', () => {
    expect(shapeOf((x) => s.squeeze(x), [1, 3, 1])).toEqual([3]);
    expect(shapeOf((x) => s.squeeze(x, -1), [1, 3, 1])).toEqual([1, 3]);
    expect(failing((x) => s.squeeze(x, 1), [1, 3, 1])).toThrow(/squeeze to \[1, 3, 1\].*axis 1/);
    expect(shapeOf((x) => s.expandAxes(x, [0, -1]), [3])).toEqual([1, 3, 1]);
    expect(shapeOf((x) => s.expandAxes(x, 1), [3, 4])).toEqual([3, 1, 4]);
    expect(failing((x) => s.expandAxes(x, [2, -1]), [3])).toThrow(/differ/);
  });

  it('have the derivatives of differences', () => {
    checkDerivatives((x) => s.square(x.reshape([3, -1])), [[2, 6]]);
    checkDerivatives((x) => s.square(s.expand(x, [2, 3, 4])), [[3, 1]]);
    checkDerivatives((x) => s.square(s.transpose(x, [2, 0, 1])), [[2, 3, 4]]);
  });
});

describe('slice', () => {
  const axis = fc.constantFrom(1, 2, 5);
  const range = (size: number): fc.Arbitrary<Range> => {
    const place = fc.oneof(fc.constant(null), fc.integer({ min: -size, max: size }));
    return fc.oneof(
      fc.constant([] as const),
      fc.integer({ min: -size, max: size - 1 }),
      fc.tuple(place, place, fc.constantFrom(1, 2, 3, -1, -2)),
    );
  };
  /** The places a range takes, as JavaScript's and Python's slices count them; undefined where it is a fault. */
  const placesOf = (given: Range, size: number): number[] | undefined => {
    if (typeof given === 'number') return [given < 0 ? given + size : given];
    const [from = null, to = null, step = 1] = given;
    const start = from === null ? (step > 0 ? 0 : size - 1) : from < 0 ? from + size : from;
    const end = to === null ? (step > 0 ? size : -1) : to < 0 ? to + size : to;
    const places: number[] = [];
    for (let i = start; step > 0 ? i < end : i > end; i += step) places.push(i);
    return places.length === 0 || start >= size ? undefined : places;
  };

  it('takes what a loop takes', () => {
    const cases = fc
      .array(axis, { minLength: 1, maxLength: 3 })
      .chain((shape) => fc.tuple(fc.constant(shape), fc.tuple(...shape.map(range))));
    fc.assert(
      fc.property(cases, ([shape, ranges]) => {
        const places = ranges.map((each, i) => placesOf(each, shape[i]));
        if (places.includes(undefined)) {
          expect(failing((x) => s.slice(x, ...ranges), shape)).toThrow(/Cannot apply slice/);
          return;
        }
        const strides = shape.map((_, i) => sizeOf(shape.slice(i + 1)));
        let expected = [0];
        for (const [i, all] of (places as number[][]).entries()) {
          expected = expected.flatMap((base) => all.map((at) => base + at * strides[i]));
        }
        expect(run((x) => s.slice(x, ...ranges), shape)).toEqual(expected);
        expect(shapeOf((x) => s.slice(x, ...ranges), shape)).toEqual(
          (places as number[][]).map(({ length }) => length).filter((_, i) => typeof ranges[i] !== 'number'),
        );
        // A slice of a slice, of a broadcast and of what was joined is simplified: with the same result.
        const again = (x: Tensor) =>
          s.slice(s.expand(s.slice(x, ...ranges), [2, ...shapeOf((z) => s.slice(z, ...ranges), shape)]), 1);
        expect(run(again, shape)).toEqual(expected);
      }),
      { seed: 17, numRuns: 150 },
    );
  });

  it('of slices, joins and broadcasts', () => {
    expect(run((x) => x.slice([1, 9, 2]).slice([null, null, -1]).slice([0, 4, 3]), [10])).toEqual([7, 1]);
    expect(run((x) => s.concat([x, s.add(x, 10)]).slice([3, 6]), [3])).toEqual([10, 11, 12]);
    expect(run((x) => s.concat([x, s.add(x, 10)]).slice([2, 4]), [3])).toEqual([2, 10]);
    expect(run((x) => s.stack([x, s.add(x, 10)], 1).slice([], 1), [3])).toEqual([10, 11, 12]);
    expect(run((x) => s.expand(x, [4, 3]).slice([1, 3], [0, 3, 2]), [3])).toEqual([0, 2, 0, 2]);
    checkDerivatives((x) => s.square(s.expand(x, [4, 3]).slice([1, 3], [0, 3, 2])), [[3]]);
    checkDerivatives((x) => s.square(x.slice([], [null, null, -2])), [[2, 5]]);
    checkDerivatives((x) => s.mul(x.slice([1, null]), x.slice([0, -1])), [[6]]);
  });

  it('says what is wrong', () => {
    expect(failing((x) => x.slice(3), [3])).toThrow(
      /slice to \[3\]: .ranges\[0\]. must be an integer from -3 to 2, for an axis of 3/,
    );
    expect(failing((x) => x.slice([2, 2]), [3])).toThrow(/ranges\[0\].*element in it/);
    expect(failing((x) => x.slice([0, 4]), [3])).toThrow(/ranges\[0\]\[1\]/);
    expect(failing((x) => x.slice([0, 3, 0]), [3])).toThrow(/ranges\[0\]\[2\]/);
    expect(failing((x) => x.slice([], []), [3])).toThrow(/at most 1/);
    expect(failing((x) => x.slice('a' as never), [3])).toThrow(/ranges\[0\]/);
  });
});

describe('flip and pad', () => {
  it('give what they say', () => {
    expect(run((x) => s.flip(x, 1), [2, 3])).toEqual([2, 1, 0, 5, 4, 3]);
    expect(run((x) => s.flip(x), [2, 2])).toEqual([3, 2, 1, 0]);
    expect(
      run(
        (x) =>
          s.pad(x, [
            [1, 0],
            [0, 1],
          ]),
        [1, 2],
      ),
    ).toEqual([0, 0, 0, 0, 1, 0]);
    expect(run((x) => s.pad(x, [[1, 1]], Number.NEGATIVE_INFINITY), [1])).toEqual([-Infinity, 0, -Infinity]);
    expect(failing((x) => s.pad(x, [[1, 1]]), [1, 2])).toThrow(/pad to \[1, 2\]/);
    expect(failing((x) => s.pad(x, [[1, -1]]), [2])).toThrow(/widths\[0\]\[1\]/);
    checkDerivatives((x) => s.square(s.flip(x, 0)), [[2, 3]]);
    checkDerivatives(
      (x) =>
        s.square(
          s.pad(
            x,
            [
              [1, 0],
              [0, 1],
            ],
            3,
          ),
        ),
      [[2, 3]],
    );
  });
});

describe('concat, stack, split', () => {
  it('lay tensors along an axis, old or new', () => {
    expect(run((x) => s.concat([x, s.add(x, 10)], 1), [2, 2])).toEqual([0, 1, 10, 11, 2, 3, 12, 13]);
    expect(run((x) => s.concat([x, [[7]].flat(), x], -1), [2])).toEqual([0, 1, 7, 0, 1]);
    expect(run((x) => s.stack([x, s.neg(x)], -1), [2])).toEqual([0, -0, 1, -1]);
    expect(run((x) => s.stack([x.sum(), 5, 6]), [3])).toEqual([3, 5, 6]);
    expect(shapeOf((x) => s.stack([x, x, x], 1), [2, 4])).toEqual([2, 3, 4]);
    const parts = compile((x) => s.split(x, [1, 2], 1), [[2, 3]]);
    expect(runBoth(parts, list(6))).toEqual([Float64Array.of(0, 3), Float64Array.of(1, 2, 4, 5)]);
    expect(
      runBoth(
        compile((x) => s.split(x, 2), [[4]]),
        list(4),
      ),
    ).toEqual([Float64Array.of(0, 1), Float64Array.of(2, 3)]);
  });

  it('of singles, whose parts begin within eight bytes', () => {
    const program = compile(
      (x) => s.concat([x.slice([1, null]), x, x.slice([0, 1])]),
      [{ shape: [3], dtype: 'f32' }],
    );
    expect(runBoth(program, [1, 2, 3])).toEqual(Float32Array.of(2, 3, 1, 2, 3, 1));
  });

  it('have the derivatives of differences', () => {
    checkDerivatives(
      (x, y) => s.square(s.concat([x, s.mul(y, x.slice([], [0, 1])), x], 1)),
      [
        [2, 3],
        [2, 1],
      ],
    );
    checkDerivatives((x, y) => s.square(s.stack([x, y, s.mul(x, y)], 1)), [[3], [3]]);
    checkDerivatives(
      (x) =>
        s
          .split(x, [1, 3, 2])
          .map((part) => s.square(part).sum())
          .reduce((a, b) => a.mul(b)),
      [[6]],
    );
  });

  it('say what is wrong', () => {
    expect(failing((x) => s.concat([x, [[1]].flat()], 0), [2, 2])).toThrow(/concat to \[2, 2\] and \[1\]/);
    expect(failing(() => s.concat([]), [2])).toThrow(/at least one/);
    expect(failing((x) => s.stack([x, 1]), [2])).toThrow(/stack to \[2\] and \[\]/);
    expect(failing((x) => s.split(x, 2)[0], [3])).toThrow(/split to \[3\].*divisor of 3/);
    expect(failing((x) => s.split(x, [1, 1])[0], [3])).toThrow(/split to \[3\]/);
  });
});

describe('gather, take, scatterAdd', () => {
  it('gather rows and elements', () => {
    expect(run((x) => s.gather(x, [2, 0, 2]), [3])).toEqual([2, 0, 2]);
    expect(run((x) => s.gather(x, Int32Array.of(1, 1)), [3, 2])).toEqual([2, 3, 2, 3]);
    expect(run((x) => s.gather(x, 1), [3, 2])).toEqual([2, 3]);
    expect(run((x) => s.gather(x, s.reshape([0, 1, 2, 0], [2, 2])), [3])).toEqual([0, 1, 2, 0]);
    expect(shapeOf((x) => s.gather(x, s.reshape([0, 1, 2, 0], [2, 2])), [3, 5])).toEqual([2, 2, 5]);
    expect(run((x) => s.take(x, [1, 0], 1), [2, 3])).toEqual([1, 0, 4, 3]);
    expect(run((x) => s.take(x, 2, -1), [2, 3])).toEqual([2, 5]);
    expect(shapeOf((x) => s.take(x, s.reshape([0, 1], [1, 2]), 1), [4, 3, 5])).toEqual([4, 1, 2, 5]);
  });

  it('numbers that the program gets', () => {
    const program = compile((x, i) => s.gather(x, i), [[3, 2], [3]]);
    expect(runBoth(program, list(6), [2, 3, 0.5])).toEqual(Float64Array.of(4, 5, NaN, NaN, NaN, NaN));
    const elements = compile((x, i) => s.gather(x, i), [[3], [4]]);
    expect(runBoth(elements, list(3), [2, -1, 3, NaN])).toEqual(Float64Array.of(2, NaN, NaN, NaN));
    const single = compile((x, i) => s.gather(x, i), [{ shape: [3, 2], dtype: 'f32' }, [2]]);
    expect(runBoth(single, list(6), [2, 0])).toEqual(Float32Array.of(4, 5, 0, 1));
    const many = numbers(1000, 3).map((u) => Math.floor((u + 1) * 20));
    const table = numbers(40, 1);
    const long = compile((x, i) => s.gather(x, i), [[40], [1000]]);
    expect(runBoth(long, table, many)).toEqual(Float64Array.from(many, (i) => table[i]));
  });

  it('the derivative adds up, in elements and in rows, of doubles and of singles', () => {
    const index = numbers(300, 3).map((u) => Math.floor((u + 1) * 3.5));
    for (const shape of [[7], [7, 3]]) {
      checkDerivatives((x) => s.square(s.gather(x, index)), [shape], { tolerance: 1e-6 });
      const counts = compile(
        grad((x: Tensor) => s.sum(s.gather(x, index))),
        [{ shape, dtype: 'f32' }],
      );
      const each = Array.from({ length: 7 }, (_, i) => index.filter((k) => k === i).length);
      expect([...(runBoth(counts as never, list(sizeOf(shape))) as Float32Array)]).toEqual(
        each.flatMap((n) => Array(sizeOf(shape) / 7).fill(n)),
      );
    }
    checkDerivatives((x) => s.square(s.take(x, [2, 0, 2], 1)), [[2, 3, 2]]);
    checkDerivatives((x, y) => s.mul(s.gather(x, [0, 0, 1]), s.gather(y, [1, 0, 1])), [[2], [2]]);
  });

  it('scatterAdd', () => {
    expect(run((x) => s.scatterAdd([1, 1, 3], x, [4]), [3])).toEqual([0, 1, 0, 2]);
    expect(run((x) => s.scatterAdd([1, 1], x, [2, 2]), [2, 2])).toEqual([0, 0, 2, 4]);
    checkDerivatives((x) => s.square(s.scatterAdd([1, 1, 3], x, [4])), [[3]]);
    checkDerivatives((x) => s.square(s.scatterAdd([1, 1, 3], x, [4, 2])), [[3, 2]]);
    expect(failing((x) => s.scatterAdd([1, 1], x, [4]), [3])).toThrow(/scatterAdd to \[2\] and \[3\]/);
  });

  it('numbers that are known are checked', () => {
    expect(failing((x) => s.gather(x, [0, 3]), [3])).toThrow(
      /gather: .index\[1\]. must be an integer from 0 to 2: got 3/,
    );
    expect(failing((x) => s.gather(x, -1), [3])).toThrow(/gather: .index./);
    expect(failing((x) => s.gather(x, [0.5]), [3])).toThrow(/index\[0\]/);
    expect(failing((x) => s.gather(x, 0), [])).toThrow(/gather to \[\]/);
    expect(failing((x) => s.scatterAdd([4, 0, 0], x, [4]), [3])).toThrow(/index\[0\]/);
  });
});

describe('oneHot, diagonal, triangles', () => {
  it('give what they say', () => {
    expect(run((x) => s.oneHot(x, 3), [4])).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]);
    expect(run((x) => s.diagonal(x), [3, 2])).toEqual([0, 3]);
    expect(run((x) => s.diagonal(x), [2, 2, 3])).toEqual([0, 4, 6, 10]);
    expect(run((x) => s.tril(x), [2, 3])).toEqual([0, 0, 0, 3, 4, 0]);
    expect(run((x) => s.tril(x, 1), [2, 3])).toEqual([0, 1, 0, 3, 4, 5]);
    expect(run((x) => s.triu(x), [2, 2, 2])).toEqual([0, 1, 0, 3, 4, 5, 0, 7]);
    expect(run((x) => s.triu(x, -1), [3, 3])).toEqual([0, 1, 2, 3, 4, 5, 0, 7, 8]);
    expect(failing((x) => s.tril(x), [3])).toThrow(/tril to \[3\]/);
    for (const fn of [s.diagonal, s.tril, s.triu]) checkDerivatives((x) => s.square(fn(x)), [[2, 3, 3]]);
  });
});
