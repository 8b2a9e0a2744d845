// Cholesky factors, triangular systems and what is made of them: values, derivatives, shapes.
import { describe, expect, test } from 'vitest';
import {
  cholesky,
  choleskySolve,
  compile,
  logDeterminant,
  matmul,
  quadraticForm,
  type Shape,
  type Tensor,
  transpose,
  triangularSolve,
} from '../src/index.ts';
import { runBoth } from './check.ts';
import { checkDerivatives, evaluate, expectClose, numbers, sizeOf } from './derivatives.ts';

/** Symmetric positive definite matrices, one behind the other. */
function definite(batch: number, n: number, seed: number): number[] {
  return Array.from({ length: batch }, (_, b) => {
    const m = numbers(n * n, seed + b);
    return Array.from({ length: n * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      let sum = i === j ? 1 : 0;
      for (let k = 0; k < n; k++) sum += m[i * n + k] * m[j * n + k];
      return sum;
    });
  }).flat();
}

/** Lower triangular matrices with a diagonal away from 0, and other numbers above it. */
const lower = (batch: number, n: number, seed: number): number[] =>
  numbers(batch * n * n, seed).map((x, at) => (Math.floor(at / n) % n === at % n ? 2 + x : x));

/** The factor, column by column. */
function factorOf(a: readonly number[], n: number): number[] {
  const l = new Array<number>(n * n).fill(0);
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = a[i * n + j];
      for (let k = 0; k < j; k++) sum -= l[i * n + k] * l[j * n + k];
      l[i * n + j] = i === j ? Math.sqrt(sum) : sum / l[j * n + j];
    }
  }
  return l;
}

describe('cholesky', () => {
  test.each([1, 2, 3, 5, 8, 13])('values of size %i', (n) => {
    const a = definite(3, n, 1);
    const expected = [0, 1, 2].flatMap((b) => factorOf(a.slice(b * n * n, (b + 1) * n * n), n));
    expectClose(evaluate(cholesky, [[3, n, n]], [a]), expected);
  });

  test.each([1, 2, 3, 4])('derivatives of size %i, the triangle above left out', (n) => {
    checkDerivatives(cholesky, [[2, n, n]], { values: [definite(2, n, 2)] });
  });

  test('derivatives through a matrix that is made symmetric', () => {
    checkDerivatives((x) => cholesky(matmul(x, transpose(x))), [[3, 4]]);
  });

  test('NaN where there is no factor', () => {
    expect([...evaluate(cholesky, [[2, 2]], [[1, 2, 2, 1]])]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
  });

  test('singles', () => {
    const a = definite(1, 4, 5);
    const factor = compile((x) => cholesky(x), [{ shape: [4, 4], dtype: 'f32' }]);
    const got = runBoth(factor, Float32Array.from(a)) as unknown as Float32Array;
    const expected = factorOf([...Float32Array.from(a)], 4);
    expect([...got]).toEqual([...Float32Array.from(expected)]);
  });
});

const systems: [Shape, Shape, Shape][] = [
  [[3, 3], [3], [3]],
  [[1, 1], [1], [1]],
  [
    [3, 3],
    [3, 2],
    [3, 2],
  ],
  [
    [2, 3, 3],
    [2, 3, 2],
    [2, 3, 2],
  ],
  [[2, 3, 3], [3], [2, 3]],
  [
    [3, 3],
    [4, 3, 2],
    [4, 3, 2],
  ],
  [
    [3, 3],
    [2, 2, 3, 1],
    [2, 2, 3, 1],
  ],
  [
    [2, 1, 3, 3],
    [4, 3, 2],
    [2, 4, 3, 2],
  ],
];

describe.each([false, true])('triangularSolve, transpose %j', (transposed) => {
  const solve = (l: Tensor, b: Tensor) => triangularSolve(l, b, { transpose: transposed });
  const valuesOf = (l: Shape, b: Shape) => [
    lower(sizeOf(l.slice(0, -2)), l[l.length - 1], 3),
    numbers(sizeOf(b), 4),
  ];

  test.each(systems)('%j, %j: the product gives back what was solved for', (l, b, shape) => {
    const values = valuesOf(l, b);
    let traced: Shape = [];
    const back = evaluate(
      (x, y) => {
        const n = l[l.length - 1];
        const mask = Array.from({ length: n * n }, (_, i) => (Math.floor(i / n) >= i % n ? 1 : 0));
        const solved = solve(x, y);
        traced = solved.shape;
        const order = l.map((_, i) => i);
        const clean = x
          .reshape([sizeOf(l) / (n * n), n * n])
          .mul(mask)
          .reshape(l);
        const matrix = transposed
          ? transpose(clean, [...order.slice(0, -2), l.length - 1, l.length - 2])
          : clean;
        return b.length === 1 && l.length > 2
          ? matmul(matrix, solved.reshape([...solved.shape, 1]))
          : matmul(matrix, solved);
      },
      [l, b],
      values,
    );
    expect(traced).toEqual(shape);
    const expected = Array.from({ length: sizeOf(shape) / values[1].length }, () => values[1]).flat();
    expectClose(back, expected);
  });

  test.each(systems)('derivatives, %j, %j', (l, b) => {
    checkDerivatives(solve, [l, b], { values: valuesOf(l, b) });
  });
});

describe('made of factors', () => {
  const n = 3;
  const a = definite(1, n, 7);
  const x = numbers(n, 8);

  test('choleskySolve', () => {
    expectClose(
      evaluate((m, b) => matmul(m, choleskySolve(cholesky(m), b)), [[n, n], [n]], [a, x]),
      x,
    );
    checkDerivatives((m, b) => choleskySolve(cholesky(m), b), [[n, n], [n]], { values: [a, x] });
  });

  test('logDeterminant', () => {
    const [[p, q, r], [, s, t], [, , u]] = [a.slice(0, 3), a.slice(3, 6), a.slice(6)];
    const determinant = p * (s * u - t * t) - q * (q * u - t * r) + r * (q * t - s * r);
    expectClose(
      evaluate((m) => logDeterminant(cholesky(m)), [[n, n]], [a]),
      [Math.log(determinant)],
    );
    checkDerivatives((m) => logDeterminant(cholesky(m)), [[2, n, n]], { values: [definite(2, n, 9)] });
  });

  test('quadraticForm', () => {
    const direct = (m: Tensor, v: Tensor) => matmul(v, choleskySolve(cholesky(m), v));
    const values = [a, x];
    expectClose(
      evaluate((m, v) => quadraticForm(cholesky(m), v), [[n, n], [n]], values),
      evaluate(direct, [[n, n], [n]], values),
    );
    checkDerivatives(
      (m, v) => quadraticForm(cholesky(m), v),
      [
        [n, n],
        [4, n],
      ],
      { values: [a, numbers(12, 3)] },
    );
    checkDerivatives((m, v) => quadraticForm(cholesky(m), v), [[2, n, n], [n]], {
      values: [definite(2, n, 4), x],
    });
  });

  test('the log density of a normal vector', () => {
    const density = (m: Tensor, v: Tensor) => {
      const l = cholesky(m);
      return quadraticForm(l, v).add(logDeterminant(l)).mul(-0.5);
    };
    checkDerivatives(density, [[n, n], [n]], { values: [a, x] });
  });
});

describe('what is refused', () => {
  test.each<[string, (x: Tensor, y: Tensor) => Tensor, Shape, Shape]>([
    ['cholesky', (x) => cholesky(x), [2, 3], []],
    ['cholesky', (x) => cholesky(x), [4], []],
    ['triangularSolve', (x, y) => triangularSolve(x, y), [2, 2], [3]],
    ['triangularSolve', (x, y) => triangularSolve(x, y), [2, 2], []],
    ['triangularSolve', (x, y) => triangularSolve(x, y), [2, 2, 2], [3, 2, 2]],
    ['logDeterminant', (x) => logDeterminant(x), [2, 3], []],
    ['quadraticForm', (x, y) => quadraticForm(x, y), [2, 2], [3]],
  ])('%s', (name, fn, x, y) => {
    expect(() => compile(fn, [x, y])).toThrow(
      expect.objectContaining({ code: 'STOKAST_E_SHAPE', message: expect.stringContaining(name) }),
    );
  });
});
