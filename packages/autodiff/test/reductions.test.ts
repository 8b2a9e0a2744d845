// Reductions, rows and cumulative functions: values against loops in JavaScript, derivatives against differences.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as s from '../src/index.ts';
import { compile, grad, type Shape, type Tensor } from '../src/index.ts';
import { runBoth } from './check.ts';
import { checkDerivatives, evaluate, numbers, sizeOf } from './derivatives.ts';

type Reduce = (x: Tensor, axes?: number | readonly number[], options?: { keepAxes?: boolean }) => Tensor;

const plain: Readonly<Record<string, (x: readonly number[]) => number>> = {
  sum: (x) => x.reduce((a, b) => a + b, 0),
  mean: (x) => x.reduce((a, b) => a + b, 0) / x.length,
  variance: (x) => {
    const mean = x.reduce((a, b) => a + b, 0) / x.length;
    return x.reduce((a, b) => a + (b - mean) ** 2, 0) / x.length;
  },
  prod: (x) => x.reduce((a, b) => a * b, 1),
  max: (x) => Math.max(...x),
  min: (x) => Math.min(...x),
  norm: (x) => Math.hypot(...x),
  logSumExp: (x) => Math.log(x.reduce((a, b) => a + Math.exp(b), 0)),
};
const { sum, mean, variance, prod, max, min, norm, logSumExp } = s;
const reductions = Object.entries({ sum, mean, variance, prod, max, min, norm, logSumExp }) as [
  string,
  Reduce,
][];

/** Row-major positions of a shape. */
function* positions(shape: Shape): Generator<number[]> {
  for (let i = 0; i < sizeOf(shape); i++) {
    let rest = i;
    const at = new Array<number>(shape.length);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at[axis] = rest % shape[axis];
      rest = Math.floor(rest / shape[axis]);
    }
    yield at;
  }
}

/** What a reduction gives, by collecting the elements of each result. */
function reduced(
  x: readonly number[],
  shape: Shape,
  axes: readonly number[],
  of: (x: readonly number[]) => number,
) {
  const groups = new Map<string, number[]>();
  let i = 0;
  for (const at of positions(shape)) {
    const key = at.map((each, axis) => (axes.includes(axis) ? 0 : each)).join();
    groups.set(key, [...(groups.get(key) ?? []), x[i++]]);
  }
  return [...groups.values()].map(of);
}

const near = (actual: Float64Array, expected: readonly number[], within = 1e-12): void => {
  expect(actual.length).toBe(expected.length);
  expected.forEach((each, i) => {
    expect(Math.abs(actual[i] - each)).toBeLessThanOrEqual(within * Math.max(1, Math.abs(each)));
  });
};

const shapes = fc.array(fc.constantFrom(1, 2, 3, 5), { minLength: 1, maxLength: 4 });
const reductionsOf = shapes.chain((shape) =>
  fc.tuple(fc.constant(shape), fc.subarray([...shape.keys()]), fc.boolean()),
);

describe.each(reductions)('%s', (name, reduce) => {
  it('gives what a loop gives, over any axes', () => {
    fc.assert(
      fc.property(reductionsOf, ([shape, axes, keepAxes]) => {
        const x = numbers(sizeOf(shape), shape.length + axes.length);
        const traced = (z: Tensor) =>
          reduce(
            z,
            axes.map((axis, i) => (i % 2 === 0 ? axis : axis - shape.length)),
            { keepAxes },
          );
        const program = compile(traced, [shape]);
        const { shape: made } = program.outputs[0];
        expect(made).toEqual(
          keepAxes
            ? shape.map((size, i) => (axes.includes(i) ? 1 : size))
            : shape.filter((_, i) => !axes.includes(i)),
        );
        near(evaluate(traced, [shape], [x]), reduced(x, shape, axes, plain[name]));
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  it('gives one number over all axes, of doubles and of singles', () => {
    const x = numbers(700, 5);
    near(
      evaluate((z) => reduce(z), [[7, 100]], [x]),
      [plain[name](x)],
    );
    const single = compile((z) => reduce(z as Tensor), [{ shape: [7, 100], dtype: 'f32' }]) as (
      x: number[],
    ) => number;
    const expected = plain[name](x.map(Math.fround));
    expect(Math.abs(runBoth(single, x) - expected)).toBeLessThan(1e-5 * Math.max(1, Math.abs(expected)));
  });

  it('has the derivatives of differences', () => {
    for (const [shape, axes] of [
      [[5], 0],
      [
        [2, 3, 4],
        [0, 2],
      ],
      [[2, 3, 4], 1],
      [
        [3, 4],
        [0, 1],
      ],
      [
        [2, 1, 3, 2, 2],
        [0, 2, 4],
      ],
    ] as const) {
      checkDerivatives((x) => reduce(x, axes), [shape], { tolerance: 1e-6 });
      checkDerivatives((x) => reduce(x, axes, { keepAxes: true }).mul(x), [shape], {
        tolerance: 1e-6,
        order: 1,
      });
    }
    checkDerivatives((x) => reduce(x), [[300]], { tolerance: 2e-6, order: 1 });
  });

  it('says which axis is wrong', () => {
    expect(() => compile((x) => reduce(x, 2), [[2, 3]])).toThrow(
      new RegExp(`Cannot apply ${name} to \\[2, 3\\]: .axis. must be an integer from -2 to 1`),
    );
  });
});

describe('edges of reductions', () => {
  const slopes = (fn: (x: Tensor) => Tensor, x: number[]): number[] => [
    ...(runBoth(
      compile(
        grad((z: Tensor) => fn(z)),
        [[x.length]],
      ) as never,
      x,
    ) as Float64Array),
  ];

  it('a product with zeros has the derivative of the others', () => {
    expect(slopes((x) => s.prod(x), [2, 0, 3, 4])).toEqual([0, 24, 0, 0]);
    expect(slopes((x) => s.prod(x), [2, 0, 0])).toEqual([0, 0, 0]);
    checkDerivatives((x) => s.prod(x, 1), [[3, 4]], { values: [[1, 0, 2, 3, 0, 0, 1, 2, 1, 2, 3, 4]] });
  });

  it('largest and least share, NaN stays', () => {
    expect(slopes((x) => s.max(x), [3, 1, 3, 2])).toEqual([0.5, 0, 0.5, 0]);
    expect(slopes((x) => s.min(x), [3, 1, 1, 1])).toEqual([0, 1 / 3, 1 / 3, 1 / 3]);
    expect(evaluate((x) => s.max(x), [[3]], [[1, Number.NaN, 2]])[0]).toBeNaN();
  });

  it('a norm of 0 has the derivative 0', () => {
    expect(slopes((x) => s.norm(x), [0, 0])).toEqual([0, 0]);
    near(Float64Array.from(slopes((x) => s.norm(x), [3, 4])), [0.6, 0.8]);
  });

  it('log of a sum of exponentials without overflow, and of nothing', () => {
    expect(evaluate((x) => s.logSumExp(x), [[2]], [[1000, 1000]])[0]).toBe(1000 + Math.LN2);
    const infinite = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
    expect(evaluate((x) => s.logSumExp(x), [[2]], [infinite])[0]).toBe(Number.NEGATIVE_INFINITY);
    expect(slopes((x) => s.logSumExp(x), infinite)).toEqual([0, 0]);
    expect(slopes((x) => s.logSumExp(x), [Number.NEGATIVE_INFINITY, 5])).toEqual([0, 1]);
    // In long rows, in short rows side by side, and in columns.
    for (const [shape, axis] of [
      [[2, 20], 1],
      [[20, 2], 1],
      [[3, 20], 0],
    ] as const) {
      const where = [...Array(sizeOf(shape)).keys()].map((i) =>
        axis === 1 ? Math.floor(i / shape[1]) : i % shape[1],
      );
      const x = where.map((group, i) => (group === 0 ? Number.NEGATIVE_INFINITY : 700 + (i % 7)));
      const program = compile(
        grad((z: Tensor) => s.exp(s.sub(s.logSumExp(z, axis), 710)).sum()),
        [shape],
      );
      const slope = runBoth(program as never, x) as Float64Array;
      const total = (group: number) =>
        where.reduce((sum, each, i) => sum + (each === group ? Math.exp(x[i] - 710) : 0), 0);
      near(
        slope,
        x.map((each, i) => (where[i] === 0 ? 0 : Math.exp(each - 710))),
        1e-12,
      );
      expect(evaluate((z) => s.logSumExp(z, axis), [shape], [x])[0]).toBe(Number.NEGATIVE_INFINITY);
      expect(evaluate((z) => s.logSumExp(z, axis), [shape], [x])[1]).toBeCloseTo(
        710 + Math.log(total(1)),
        11,
      );
    }
    expect(
      evaluate((x) => s.logSumExp(x, 0), [[2, 2]], [[Number.POSITIVE_INFINITY, Number.NaN, 1, 2]]),
    ).toEqual(Float64Array.of(Infinity, NaN));
  });

  it('places of the largest and least', () => {
    const x = [3, 1, 3, 0, 7, -1];
    expect(evaluate((z) => s.argmax(z), [[6]], [x])[0]).toBe(4);
    expect(evaluate((z) => s.argmin(z), [[2, 3]], [x])[0]).toBe(5);
    expect([...evaluate((z) => s.argmax(z, 1), [[2, 3]], [x])]).toEqual([0, 1]);
    expect([...evaluate((z) => s.argmin(z, 0), [[2, 3]], [x])]).toEqual([1, 0, 1]);
    expect(slopes((z) => s.mul(s.argmax(z), z.sum()), [1, 5])).toEqual([1, 1]);
  });

  it('the correction of a variance', () => {
    expect(evaluate((x) => s.variance(x, undefined, { correction: 1 }), [[4]], [[1, 2, 3, 4]])[0]).toBe(
      5 / 3,
    );
    expect(() => compile((x) => s.variance(x, undefined, { correction: 4 }), [[4]])).toThrow(
      /correction.*< 4/,
    );
  });

  it('a sum over a broadcast is a product', () => {
    const tally = (fn: (x: Tensor) => Tensor, shape: Shape) =>
      evaluate(fn, [shape], [numbers(sizeOf(shape), 1)]);
    const [a, b, c] = numbers(3, 1);
    near(
      tally((x) => s.sum(s.expand(x, [4, 3]), 0), [3]),
      [4 * a, 4 * b, 4 * c],
    );
    near(
      tally((x) => s.sum(s.expand(x, [4, 3]), 1), [3]),
      Array(4).fill(a + b + c),
    );
    near(
      tally((x) => s.sum(s.expand(x, [2, 3, 4])), [3, 1]),
      [8 * (a + b + c)],
    );
    near(
      tally((x) => s.sum(s.expand(x, [2, 3, 4]), [0, 2]), [3, 1]),
      [8 * a, 8 * b, 8 * c],
    );
  });
});

describe('rows', () => {
  it('softmax and its logarithm along any axis', () => {
    const x = numbers(24, 9);
    for (const axis of [0, 1, 2, -1]) {
      const soft = evaluate((z) => s.softmax(z, axis), [[2, 3, 4]], [x]);
      const log = evaluate((z) => s.logSoftmax(z, axis), [[2, 3, 4]], [x]);
      near(log, [...soft].map(Math.log));
      near(
        evaluate((z) => s.sum(s.softmax(z, axis), axis), [[2, 3, 4]], [x]),
        Array(24 / [2, 3, 4].at(axis)!).fill(1),
      );
      checkDerivatives((z) => s.softmax(z, axis), [[2, 3, 4]], { tolerance: 1e-6 });
      checkDerivatives((z) => s.logSoftmax(z, axis), [[2, 3, 4]], { tolerance: 1e-6 });
      checkDerivatives((z) => s.logSumExp(z, axis), [[9, 10, 8]], { tolerance: 1e-6, order: 1 });
    }
    expect(() => compile((z) => s.softmax(z, 3), [[2, 2]])).toThrow(/softmax to \[2, 2\].*axis/);
  });

  it('of singles', () => {
    const program = compile((z) => s.softmax(z, 0), [{ shape: [2, 2], dtype: 'f32' }]);
    expect([...runBoth(program, [0, 1, 0, 1])]).toEqual([0.5, 0.5, 0.5, 0.5]);
  });
});

describe('cumulative', () => {
  const running = (x: readonly number[], of: (a: number, b: number) => number) => {
    let last: number | undefined;
    return x.map((each) => (last = last === undefined ? each : of(last, each)));
  };

  it('sums and products along any axis, either way', () => {
    const x = numbers(5, 2);
    near(
      evaluate((z) => s.cumulativeSum(z), [[5]], [x]),
      running(x, (a, b) => a + b),
    );
    near(
      evaluate((z) => s.cumulativeProduct(z), [[5]], [x]),
      running(x, (a, b) => a * b),
    );
    near(
      evaluate((z) => s.cumulativeSum(z, 0, true), [[5]], [x]),
      running([...x].reverse(), (a, b) => a + b).reverse(),
    );
    near(
      evaluate((z) => s.cumulativeProduct(z, 0, true), [[5]], [x]),
      running([...x].reverse(), (a, b) => a * b).reverse(),
    );
    near(
      evaluate((z) => s.cumulativeSum(z, 1), [[2, 3]], [[1, 2, 3, 4, 5, 6]]),
      [1, 3, 6, 4, 9, 15],
    );
    near(
      evaluate((z) => s.cumulativeProduct(z, 0), [[2, 3]], [[1, 2, 3, 4, 5, 6]]),
      [1, 2, 3, 4, 10, 18],
    );
  });

  it('have the derivatives of differences, at zeros too', () => {
    for (const reverse of [false, true]) {
      for (const axis of [0, 1, 2]) {
        checkDerivatives((z) => s.cumulativeSum(z, axis, reverse), [[2, 3, 4]], { tolerance: 1e-6 });
        checkDerivatives((z) => s.cumulativeProduct(z, axis, reverse), [[2, 3, 4]], { tolerance: 1e-6 });
      }
      checkDerivatives((z) => s.cumulativeProduct(z, 0, reverse), [[4]], { values: [[2, 0, 3, 0]] });
    }
  });
});

describe('products of vectors', () => {
  it('dot and outer', () => {
    checkDerivatives(s.dot, [[5], [5]]);
    checkDerivatives(s.outer, [[2], [3]]);
    expect(() => compile((x, y) => s.dot(x, y), [[2], [3]])).toThrow(/dot to \[2\] and \[3\]/);
    expect(() => compile((x, y) => s.outer(x, y), [[2, 2], [3]])).toThrow(/outer to \[2, 2\] and \[3\]/);
  });
});
