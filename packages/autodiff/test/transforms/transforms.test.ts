import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  add,
  type Constraint,
  compile,
  correlation,
  correlationFactor,
  interval,
  mul,
  ordered,
  parameterSpace,
  positive,
  real,
  type Shape,
  simplex,
  sub,
  type Tensor,
} from '../../src/index.ts';
import { runBoth } from '../check.ts';

type Vector = Tensor<readonly [number], 'f64'>;
type Numbers = readonly number[] | Float64Array;

/** The maps between free numbers and values of one constraint, and the log Jacobian. */
function mapsOf(constraint: Constraint<never, never>, shape: Shape) {
  const space = parameterSpace({ x: shape }, { x: constraint });
  const constrain = compile(
    (free: Vector) => {
      const { parameters, logJacobian } = space.constrain(free, undefined);
      return { value: parameters.x.reshape([-1]) as Vector, logJacobian };
    },
    [[space.size]],
  );
  const unconstrain = compile(
    (x: Vector) => space.unconstrain({ x: x.reshape(shape) }, undefined),
    [[shape.reduce((size, axis) => size * axis, 1)]],
  );
  return {
    size: space.size,
    constrain: (free: Numbers) => runBoth(constrain, free),
    unconstrain: (x: Numbers) => runBoth(unconstrain, x),
  };
}

/** log |det| by elimination with pivots. */
function logDeterminant(rows: number[][]): number {
  const a = rows.map((row) => [...row]);
  let sum = 0;
  for (let k = 0; k < a.length; k++) {
    const pivot = a
      .slice(k)
      .reduce((best, row, i) => (Math.abs(row[k]) > Math.abs(a[best][k]) ? k + i : best), k);
    [a[k], a[pivot]] = [a[pivot], a[k]];
    sum += Math.log(Math.abs(a[k][k]));
    for (let i = k + 1; i < a.length; i++) {
      const factor = a[i][k] / a[k][k];
      for (let j = k; j < a.length; j++) a[i][j] -= factor * a[k][j];
    }
  }
  return sum;
}

interface Case {
  readonly constraint: Constraint<never, never>;
  readonly shape: Shape;
  readonly holds: (x: Float64Array) => boolean;
  /** The elements that the others follow from, and that the density is one of. */
  readonly own?: readonly number[];
}

const entry = (x: Float64Array, i: number, j: number): number => x[3 * i + j];
/** Ones on the diagonal, symmetric, and positive definite: all leading minors are. */
const isCorrelation = (x: Float64Array): boolean =>
  [0, 1, 2].every((i) => entry(x, i, i) === 1 && [0, 1, 2].every((j) => entry(x, i, j) === entry(x, j, i))) &&
  Math.abs(entry(x, 1, 0)) < 1 &&
  1 + 2 * entry(x, 1, 0) * entry(x, 2, 0) * entry(x, 2, 1) >
    entry(x, 1, 0) ** 2 + entry(x, 2, 0) ** 2 + entry(x, 2, 1) ** 2;
const isFactor = (x: Float64Array): boolean =>
  [0, 1, 2].every(
    (i) => entry(x, i, i) > 0 && Math.abs(Math.hypot(...x.subarray(3 * i, 3 * i + 3)) - 1) < 1e-14,
  ) && [entry(x, 0, 1), entry(x, 0, 2), entry(x, 1, 2)].every((each) => each === 0);
const ascending = (x: Float64Array): boolean => x.every((each, i) => i === 0 || each > x[i - 1]);
const cases: Readonly<Record<string, Case>> = {
  real: { constraint: real, shape: [2, 2], holds: () => true },
  positive: { constraint: positive, shape: [3], holds: (x) => x.every((each) => each > 0) },
  interval: {
    constraint: interval(-1, 3),
    shape: [3],
    holds: (x) => x.every((each) => each > -1 && each < 3),
  },
  'interval without an upper end': {
    constraint: interval(2, Number.POSITIVE_INFINITY),
    shape: [],
    holds: ([x]) => x > 2,
  },
  'interval without a lower end': {
    constraint: interval(Number.NEGATIVE_INFINITY, 2),
    shape: [2],
    holds: (x) => x.every((each) => each < 2),
  },
  ordered: { constraint: ordered, shape: [4], holds: ascending },
  'ordered of one': { constraint: ordered, shape: [1], holds: () => true },
  simplex: {
    constraint: simplex,
    shape: [4],
    holds: (x) => x.every((each) => each > 0) && Math.abs(x.reduce((a, b) => a + b) - 1) < 1e-15,
    own: [0, 1, 2],
  },
  correlation: { constraint: correlation, shape: [3, 3], holds: isCorrelation, own: [3, 6, 7] },
  'correlation factor': { constraint: correlationFactor, shape: [3, 3], holds: isFactor, own: [3, 6, 7] },
  'correlation of two': {
    constraint: correlation,
    shape: [2, 2],
    holds: ([a, b, c, d]) => a === 1 && d === 1 && b === c && Math.abs(b) < 1,
    own: [1],
  },
  'simplex of two': { constraint: simplex, shape: [2], holds: ([x, y]) => x > 0 && y > 0, own: [0] },
};

describe.each(Object.entries(cases))('%s', (_, { constraint, shape, holds, own }) => {
  const { size, constrain, unconstrain } = mapsOf(constraint, shape);
  const numbers = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: size, maxLength: size });

  test('holds, and goes there and back', () => {
    fc.assert(
      fc.property(numbers, (free) => {
        const { value } = constrain(free);
        expect(holds(value)).toBe(true);
        const again = unconstrain(value);
        for (const [i, each] of free.entries()) expect(again[i]).toBeCloseTo(each, 10);
      }),
      { seed: 1, numRuns: 40 },
    );
  });

  test('stretches volumes as it says', () => {
    fc.assert(
      fc.property(numbers, (free) => {
        const { logJacobian } = constrain(free);
        const columns = free.map((_, j) => {
          const at = (h: number) => constrain(free.map((each, i) => (i === j ? each + h : each))).value;
          const [above, below] = [at(1e-5), at(-1e-5)];
          const all = Array.from(above, (each, i) => (each - below[i]) / 2e-5);
          return own ? own.map((i) => all[i]) : all;
        });
        expect(logJacobian).toBeCloseTo(logDeterminant(columns), 6);
      }),
      { seed: 2, numRuns: 20 },
    );
  });
});

test('the simplex is the softmax of numbers that sum to 0, of the same length as the free ones', () => {
  const { constrain, unconstrain } = mapsOf(simplex, [5]);
  const free = [0.3, -1.2, 0.7, 2];
  const logs = Array.from(constrain(free).value, Math.log);
  const mean = logs.reduce((a, b) => a + b) / 5;
  const length = (x: readonly number[]) => Math.hypot(...x);
  expect(length(logs.map((each) => each - mean))).toBeCloseTo(length(free), 12);
  expect([...unconstrain([0.2, 0.2, 0.2, 0.2, 0.2])].every((each) => Math.abs(each) < 1e-15)).toBe(true);
});

test('bounds are made from earlier parameters and from data', () => {
  const space = parameterSpace(
    { alpha: [], beta: [], gamma: [2] },
    {
      alpha: interval(0, 1),
      beta: interval(0, ({ alpha }: { alpha: Tensor }) => sub(1, alpha)),
      gamma: interval(
        (_: unknown, { low }: { low: number[] }) => add(low, 0),
        ({ beta }: { beta: Tensor }) => mul(9, beta),
      ),
    },
  );
  const data = { low: [-1, -2] };
  const program = compile(
    (free: Vector) => {
      const { parameters } = space.constrain(free, data);
      return { ...parameters, again: space.unconstrain(parameters, data) };
    },
    [[4]],
  );
  const found = runBoth(program, [0, 0, 0, 0]);
  expect(found.alpha).toBe(0.5);
  expect(found.beta).toBe(0.25);
  expect(found.gamma).toEqual(Float64Array.of(0.625, 0.125));
  expect(found.again).toEqual(Float64Array.of(0, 0, 0, 0));
});

test('values that break a constraint have free numbers that are not finite', () => {
  const broken = (constraint: Constraint<never, never>, x: number[]) =>
    mapsOf(constraint, [x.length])
      .unconstrain(x)
      .every((each) => Number.isFinite(each));
  expect(broken(positive, [1, -1])).toBe(false);
  expect(broken(positive, [0])).toBe(false);
  expect(broken(interval(0, 1), [0.5, 1])).toBe(false);
  expect(broken(interval(0, 1), [0.5, 1.5])).toBe(false);
  expect(broken(ordered, [0, 1, 1])).toBe(false);
  expect(broken(ordered, [0, 1, 0.5])).toBe(false);
  expect(broken(simplex, [0, 0.5, 0.5])).toBe(false);
  const { unconstrain } = mapsOf(correlation, [2, 2]);
  expect([...unconstrain([1, 2, 2, 1])].every(Number.isFinite)).toBe(false);
});

test('what does not fit is named', () => {
  const fault = { code: 'STOKAST_E_SHAPE', parameter: 'x.shape' };
  const caught = (make: () => unknown) => {
    try {
      make();
    } catch (error) {
      return error;
    }
    throw new Error('nothing was thrown');
  };
  expect(caught(() => parameterSpace({ x: [2, 2] }, { x: ordered }))).toMatchObject(fault);
  expect(caught(() => parameterSpace({ x: [1] }, { x: simplex }))).toMatchObject(fault);
  expect(caught(() => parameterSpace({ x: [2, 3] }, { x: correlation }))).toMatchObject(fault);
  expect(caught(() => parameterSpace({ x: [] }, { y: positive } as never))).toMatchObject({
    code: 'STOKAST_E_RANGE',
  });
  expect(caught(() => interval(2, 1))).toMatchObject({ code: 'STOKAST_E_RANGE', parameter: 'high' });
  expect(caught(() => interval(Number.NaN, 1))).toMatchObject({ code: 'STOKAST_E_TYPE', parameter: 'low' });
  const late = parameterSpace({ a: [], b: [] }, { a: interval(0, (p: { b: Tensor }) => p.b) });
  expect(caught(() => compile((free: Vector) => late.constrain(free, {}).logJacobian, [[2]]))).toMatchObject({
    code: 'STOKAST_E_RANGE',
    parameter: 'constraints.a',
  });
});
