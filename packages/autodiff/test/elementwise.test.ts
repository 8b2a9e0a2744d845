// Elementwise functions: values against those of JavaScript, first and second derivatives against central differences.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as s from '../src/index.ts';
import { compile, grad, type Shape, type Tensor } from '../src/index.ts';
import { runBoth } from './check.ts';
import { checkDerivatives, evaluate, numbers, sizeOf } from './derivatives.ts';

type Unary = (x: Tensor) => Tensor;
type Binary = (x: Tensor, y: Tensor) => Tensor;

/** Name, function, where it is held against differences, its value by JavaScript's functions. */
const unary: readonly (readonly [
  string,
  Unary,
  readonly [number, number],
  ((x: number) => number) | undefined,
])[] = [
  ['neg', s.neg, [-3, 3], (x) => -x],
  ['square', s.square, [-3, 3], (x) => x * x],
  ['sqrt', s.sqrt, [0.1, 9], Math.sqrt],
  ['abs', s.abs, [0.1, 3], Math.abs],
  ['abs below 0', s.abs, [-3, -0.1], Math.abs],
  ['sign', s.sign, [0.1, 3], Math.sign],
  ['floor', s.floor, [0.1, 0.9], Math.floor],
  ['ceil', s.ceil, [-0.9, -0.1], Math.ceil],
  ['round', s.round, [1.51, 2.49], Math.round],
  ['exp', s.exp, [-5, 5], Math.exp],
  ['expm1', s.expm1, [-5, 5], Math.expm1],
  ['log', s.log, [0.1, 5], Math.log],
  ['log1p', s.log1p, [-0.9, 5], Math.log1p],
  ['sin', s.sin, [-7, 7], Math.sin],
  ['cos', s.cos, [-7, 7], Math.cos],
  ['tan', s.tan, [-1.3, 1.3], Math.tan],
  ['asin', s.asin, [-0.9, 0.9], Math.asin],
  ['acos', s.acos, [-0.9, 0.9], Math.acos],
  ['atan', s.atan, [-5, 5], Math.atan],
  ['sinh', s.sinh, [-4, 4], Math.sinh],
  ['cosh', s.cosh, [-4, 4], Math.cosh],
  ['tanh', s.tanh, [-4, 4], Math.tanh],
  ['asinh', s.asinh, [-5, 5], Math.asinh],
  ['acosh', s.acosh, [1.2, 6], Math.acosh],
  ['atanh', s.atanh, [-0.9, 0.9], Math.atanh],
  ['sigmoid', s.sigmoid, [-6, 6], (x) => 1 / (1 + Math.exp(-x))],
  ['softplus', s.softplus, [-6, 6], (x) => Math.log1p(Math.exp(x))],
  ['logSigmoid', s.logSigmoid, [-6, 6], (x) => -Math.log1p(Math.exp(-x))],
  ['log1mexp', s.log1mexp, [-5, -0.2], (x) => Math.log(-Math.expm1(x))],
  ['erf', s.erf, [-3, 3], undefined],
  ['erfc', s.erfc, [-3, 3], undefined],
  ['normalCdf', s.normalCdf, [-4, 4], undefined],
  ['logNormalCdf', s.logNormalCdf, [-8, 3], undefined],
  ['normalQuantile', s.normalQuantile, [0.05, 0.95], undefined],
  ['lgamma', s.lgamma, [0.3, 6], undefined],
  ['digamma', s.digamma, [0.5, 6], undefined],
  ['trigamma', s.trigamma, [0.7, 6], undefined],
  ['polygamma of order 3', (x) => s.polygamma(3, x), [1, 6], undefined],
  ['relu', s.relu, [0.1, 3], (x) => Math.max(x, 0)],
  ['relu below 0', s.relu, [-3, -0.1], () => 0],
  ['silu', s.silu, [-4, 4], (x) => x / (1 + Math.exp(-x))],
  ['gelu', (x) => s.gelu(x), [-4, 4], undefined],
  ['gelu by tanh', (x) => s.gelu(x, 'tanh'), [-4, 4], undefined],
  ['clip inside', (x) => s.clip(x, -1, 1), [-0.9, 0.9], (x) => x],
  ['clip outside', (x) => s.clip(x, -1, 1), [1.1, 2], () => 1],
  ...[-16, -3, -2, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4, 5, 7, 16, 17, 2.3, -1.7].map(
    (n) => [`pow ${n}`, (x: Tensor) => s.pow(x, n), [0.4, 1.6], (x: number) => Math.pow(x, n)] as const,
  ),
  ['pow of a constant', (x) => s.pow(2.5, x), [-3, 3], (x) => Math.pow(2.5, x)],
];

const binary: readonly (readonly [
  string,
  Binary,
  readonly [number, number],
  (x: number, y: number) => number,
])[] = [
  ['add', s.add, [-3, 3], (x, y) => x + y],
  ['sub', s.sub, [-3, 3], (x, y) => x - y],
  ['mul', s.mul, [-3, 3], (x, y) => x * y],
  ['div', s.div, [0.5, 3], (x, y) => x / y],
  ['pow', s.pow, [0.4, 2.5], Math.pow],
  ['maximum', s.maximum, [-3, 3], Math.max],
  ['minimum', s.minimum, [-3, 3], Math.min],
  ['equal', s.equal, [-3, 3], (x, y) => Number(x === y)],
  ['notEqual', s.notEqual, [-3, 3], (x, y) => Number(x !== y)],
  ['less', s.less, [-3, 3], (x, y) => Number(x < y)],
  ['lessEqual', s.lessEqual, [-3, 3], (x, y) => Number(x <= y)],
  ['greater', s.greater, [-3, 3], (x, y) => Number(x > y)],
  ['greaterEqual', s.greaterEqual, [-3, 3], (x, y) => Number(x >= y)],
  ['and', (x, y) => s.and(s.less(0, x), s.less(0, y)), [-3, 3], (x, y) => Number(x > 0 && y > 0)],
  ['or', (x, y) => s.or(s.less(0, x), s.less(0, y)), [-3, 3], (x, y) => Number(x > 0 || y > 0)],
  [
    'where',
    (x, y) => s.where(s.less(x, y), s.mul(x, x), s.mul(x, y)),
    [-3, 3],
    (x, y) => (x < y ? x * x : x * y),
  ],
];

const within = (n: number, [low, high]: readonly [number, number], seed: number): number[] =>
  numbers(n, seed).map((u) => low + ((u + 1) / 2) * (high - low));

function expectNear(actual: ArrayLike<number>, expected: readonly number[], relative = 1e-13): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((each, i) => {
    expect(Math.abs(actual[i] - each)).toBeLessThanOrEqual(relative * Math.max(1, Math.abs(each)));
  });
}

describe.each(unary)('%s', (_, fn, domain, plain) => {
  it('gives the value, of doubles and of singles', () => {
    if (!plain) return;
    const x = within(300, domain, 3);
    expectNear(evaluate(fn, [[300]], [x]), x.map(plain));
    const single = compile(fn, [{ shape: [300], dtype: 'f32' }]) as (x: number[]) => Float32Array;
    expectNear(runBoth(single, x), Float32Array.from(x, (each) => plain(Math.fround(each))) as never, 1e-6);
  });

  it('has the derivatives of differences, at one element and at many', () => {
    checkDerivatives(fn, [[]], { values: [within(1, domain, 5)], tolerance: 1e-6 });
    checkDerivatives(fn, [[2, 150]], { values: [within(300, domain, 7)], tolerance: 1e-6 });
  });
});

describe.each(binary)('%s', (_, fn, domain, plain) => {
  it('gives the value over broadcasts', () => {
    const [x, y] = [within(6, domain, 3), within(3, domain, 4)];
    expectNear(
      evaluate(fn, [[2, 3], [3]], [x, y]),
      x.map((each, i) => plain(each, y[i % 3])),
    );
    expectNear(
      evaluate(fn, [[3], [2, 1]], [y, x.slice(0, 2)]),
      [0, 1].flatMap((i) => y.map((each) => plain(each, x[i]))),
    );
    expectNear(
      evaluate(fn, [[], [3]], [x.slice(0, 1), y]),
      y.map((each) => plain(x[0], each)),
    );
  });

  it('has the derivatives of differences, over random broadcasts', () => {
    const axis = fc.constantFrom(1, 2, 3);
    const pair = fc.tuple(
      fc.array(axis, { maxLength: 3 }),
      fc.nat(2),
      fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
    );
    fc.assert(
      fc.property(pair, fc.nat(1000), ([shape, drop, single], seed) => {
        // The other: some axes missing in front, some of size 1.
        const other = shape.slice(Math.min(drop, shape.length)).map((size, i) => (single[i] ? 1 : size));
        const shapes: Shape[] = seed % 2 === 0 ? [shape, other] : [other, shape];
        const values = shapes.map((each, i) => within(sizeOf(each), domain, 2 * seed + i));
        checkDerivatives(fn, shapes, { values, tolerance: 1e-6 });
      }),
      { seed: 11, numRuns: 12 },
    );
  });
});

describe('values at the edges', () => {
  const at = (fn: Unary, x: number): number => evaluate(fn, [[]], [[x]])[0];
  const slope = (fn: Unary, x: number): number => runBoth(compile(grad(fn as never), [[]]) as never, x);
  const curvature = (fn: Unary, x: number): number =>
    runBoth(compile(grad(grad(fn as never) as never), [[]]) as never, x);

  it('powers at 0 have finite derivatives where those are', () => {
    expect([at((x) => x.pow(2), 0), slope((x) => x.pow(2), 0), curvature((x) => x.pow(2), 0)]).toEqual([
      0, 0, 2,
    ]);
    expect([slope((x) => x.pow(3), 0), curvature((x) => x.pow(3), 0)]).toEqual([0, 0]);
    expect([slope((x) => x.pow(1), 0), slope((x) => x.pow(0), 0)]).toEqual([1, 0]);
    expect([slope((x) => x.pow(2.5), 0), slope((x) => x.pow(1.5), 0)]).toEqual([0, 0]);
    expect(slope((x) => x.pow(0.5), 0)).toBe(Number.POSITIVE_INFINITY);
    expect(slope((x) => x.pow(3), -2)).toBe(12);
    const both = compile(
      (x, y) => grad((z: readonly Tensor[]) => s.pow(z[0], z[1]).sum())([x, y]),
      [[4], [4]],
    ) as (...x: number[][]) => Float64Array[];
    const [inBase, inExponent] = runBoth(both, [0, 0, 0, 2], [0, 2, 1, 0]);
    expect([...inBase]).toEqual([0, 0, 1, 0]);
    expect([...inExponent.slice(0, 3)]).toEqual([0, 0, 0]);
    expect(inExponent[3]).toBeCloseTo(Math.LN2, 14);
  });

  it('choices at ties share the derivative, and keep NaN', () => {
    expect(slope((x) => s.maximum(x, 1), 1)).toBe(0.5);
    expect(slope((x) => s.minimum(x, 1), 1)).toBe(0.5);
    expect(slope((x) => s.maximum(x, s.neg(x)), 0)).toBe(0);
    expect(slope(s.abs, 0)).toBe(0);
    expect(slope(s.relu, 0)).toBe(0);
    expect(at(s.relu, Number.NaN)).toBeNaN();
    expect(at((x) => s.clip(x, 0, 1), Number.NaN)).toBeNaN();
    expect(at((x) => s.maximum(x, 1), Number.NaN)).toBeNaN();
  });

  it('logical functions count everything but 0 as true', () => {
    const truth = (fn: Binary) => [
      ...evaluate(
        fn,
        [[5], [5]],
        [
          [0, 0, 2, Number.NaN, -0],
          [0, 3, 4, 1, 1],
        ],
      ),
    ];
    expect(truth(s.and)).toEqual([0, 0, 1, 1, 0]);
    expect(truth(s.or)).toEqual([0, 1, 1, 1, 1]);
    expect([at(s.not, 0), at(s.not, 3), at(s.not, Number.NaN)]).toEqual([1, 0, 0]);
    expect(at((x) => s.notEqual(x, x), Number.NaN)).toBe(1);
  });

  it('tails keep their digits', () => {
    expect(at(s.softplus, -50)).toBeCloseTo(Math.exp(-50), 30);
    expect(at(s.softplus, 800)).toBe(800);
    expect(slope(s.softplus, -50) / Math.exp(-50)).toBeCloseTo(1, 12);
    expect(at(s.logSigmoid, -800)).toBe(-800);
    expect(slope(s.logSigmoid, -800)).toBe(1);
    expect(slope(s.logSigmoid, 50) / Math.exp(-50)).toBeCloseTo(1, 12);
    // By mpmath, with 60 digits: first and second derivative on both sides of where the series takes over, and far out.
    for (const [x, first, second] of [
      [-20.5, 20.548551052435847, -0.9976537796275292],
      [-100, 100.00999800099926, -0.9999000599500517],
      [-300, 300.0033332592634, -0.999988889629561],
      [-1000, 1000.000999998, -0.999999000006],
      [-1e4, 10000.000099999997, -0.9999999900000006],
      [-1e8, 100000000.00000001, -0.9999999999999999],
    ]) {
      expect(slope(s.logNormalCdf, x) / first).toBeCloseTo(1, 12);
      expect(curvature(s.logNormalCdf, x) / second).toBeCloseTo(1, 8);
    }
    expect(slope(s.logNormalCdf, Number.NEGATIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(slope(s.logNormalCdf, 0)).toBeCloseTo(Math.sqrt(2 / Math.PI), 15);
    expect(slope(s.logNormalCdf, 40)).toBe(0);
    expect([at(s.log1mexp, -800), slope(s.log1mexp, -800), curvature(s.log1mexp, -800)]).toEqual([
      -0, -0, -0,
    ]);
    expect(slope(s.log1mexp, -1e-10) * -1e-10).toBeCloseTo(1, 9);
    expect(slope(s.asin, 1 - 2 ** -52)).toBeCloseTo(1 / Math.sqrt(2 ** -52 * (2 - 2 ** -52)), 2);
  });
});

describe('where', () => {
  const slopes = (fn: Unary, x: number[]): number[] => [
    ...(runBoth(
      compile(
        grad((z: Tensor) => fn(z).sum()),
        [[x.length]],
      ) as never,
      x,
    ) as Float64Array),
  ];

  it('keeps the derivative of what is not taken out, though it be NaN', () => {
    const positive = (x: Tensor) => s.less(0, x);
    expect(slopes((x) => s.where(positive(x), s.log(x), 0), [0, -1, 2])).toEqual([0, 0, 0.5]);
    expect(slopes((x) => s.where(positive(x), s.sqrt(x), x), [0, -1, 4])).toEqual([1, 1, 0.25]);
    // Through a chain of functions, two choices one in the other, and a function of two arguments.
    expect(slopes((x) => s.where(positive(x), s.log(s.sqrt(s.mul(2, x))), 0), [0, -1, 2])).toEqual([
      0, 0, 0.25,
    ]);
    const nested = (x: Tensor) => s.where(positive(x), s.where(s.less(x, 3), s.div(1, x), x), 0);
    expect(slopes(nested, [0, 2, 3])).toEqual([0, -0.25, 1]);
    expect(slopes((x) => s.where(positive(x), s.mul(x, s.log(x)), 0), [0, 1])).toEqual([0, 1]);
    // One condition for all, around a sum.
    const total = (x: Tensor) => s.where(s.less(0, s.min(x)), s.sum(s.log(x)), -1);
    expect(slopes(total, [0, 2])).toEqual([0, 0]);
    expect(slopes(total, [1, 2])).toEqual([1, 0.5]);
  });

  it('has second derivatives of the same kind', () => {
    const fn = (x: Tensor) => s.where(s.less(0, x), s.mul(x, s.log(x)), 0);
    const curves = (x: Tensor) => grad((z: Tensor) => grad((y: Tensor) => fn(y).sum())(z).sum())(x);
    expect([...(runBoth(compile(curves, [[3]]) as never, [0, 2, 4]) as Float64Array)]).toEqual([
      0, 0.5, 0.25,
    ]);
  });

  it('is one of its branches where the condition is known', () => {
    expect(evaluate((x) => s.where(1, x, 0), [[2]], [[3, 4]])).toEqual(Float64Array.of(3, 4));
    expect(evaluate((x) => s.where(0, x, 7), [[2]], [[3, 4]])).toEqual(Float64Array.of(7, 7));
  });
});

describe('numbers for tensors', () => {
  it('arrays, typed arrays and arrays of arrays', () => {
    const matrix = [
      [1, 2, 3],
      [4, 5, 6],
    ];
    expect(evaluate((x) => s.mul(x, matrix), [[3]], [[1, 2, 3]])).toEqual(
      Float64Array.of(1, 4, 9, 4, 10, 18),
    );
    expect(evaluate((x) => s.add(x, [matrix, matrix]).sum([0, 2]), [[]], [[0]])).toEqual(
      Float64Array.of(12, 30),
    );
    expect(evaluate((x) => s.add(x, Uint8Array.of(1, 255)), [[]], [[0]])).toEqual(Float64Array.of(1, 255));
    expect(evaluate((x) => s.add(x, [Float32Array.of(1), [2]]), [[]], [[0]])).toEqual(Float64Array.of(1, 2));
    for (const wrong of [
      [[1, 2], [3]],
      [1, [2]],
      [[1], 2],
      [],
      [[]],
      ['1'],
      [[[1]], [[1, 2]]],
      BigInt64Array.of(1n),
      {},
      null,
    ]) {
      expect(() => compile((x) => s.add(x, wrong as never), [[]])).toThrow(/operand. must be a tensor/);
    }
  });
});

describe('types', () => {
  it('cast converts, and its derivative converts back', () => {
    const fn = (x: Tensor) =>
      s
        .cast(s.square(s.cast(x, 'f32')), 'f64')
        .mul([1, 2, 3])
        .sum();
    const program = compile(grad(fn), [[3]]) as (x: number[]) => Float64Array;
    expect(runBoth(program, [1, 2, 3])).toEqual(Float64Array.of(2, 8, 18));
    expect(runBoth(compile((x) => x.cast('f32'), [[]]) as never, 0.1)).toBe(Math.fround(0.1));
    expect(() => compile((x) => x.cast('f16' as never), [[]])).toThrow(/dtype.*f64.*f32/);
  });

  it('stopGradient stops', () => {
    const fn = (x: Tensor) => s.mul(x, s.stopGradient(s.square(x)));
    expect(runBoth(compile(grad(fn as never), [[]]) as never, 3)).toBe(9);
  });

  it('mixed types are an error that says how to mend it', () => {
    const mixed = () => compile((x, y) => s.add(x, y), [[2], { shape: [2], dtype: 'f32' }]);
    expect(mixed).toThrow(/Cannot apply add to f64 \[2\] and f32 \[2\].*cast/);
  });
});

describe('errors while tracing', () => {
  it('name the operation and both shapes', () => {
    const trace = (fn: Binary) => () => compile(fn, [[2, 3], [4]]);
    for (const [name, fn] of Object.entries({ add: s.add, pow: s.pow, less: s.less, maximum: s.maximum })) {
      expect(trace(fn)).toThrow(new RegExp(`Cannot apply ${name}.*\\[2, 3\\] and \\[4\\]`));
    }
    expect(trace((x, y) => s.where(x, y, 0))).toThrow(/Cannot apply where/);
    expect(() => compile((x) => s.add(x, 'a' as never), [[2]])).toThrow(
      /operand.*tensor, a number, an array/,
    );
    expect(() => compile((x) => s.polygamma(-1, x), [[2]])).toThrow(/order.*>= 0/);
    expect(() => compile((x) => s.gelu(x, 'erf' as never), [[2]])).toThrow(/form/);
  });
});
