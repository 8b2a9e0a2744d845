// Cholesky factors and triangular systems: known answers, the stated order bit for bit, residuals.
import { describe, expect, test } from 'vitest';
import { CHOLESKY, TRIANGULAR_SOLVE } from '../../../src/kernels/program/opcodes';
import { doubles, everywhere } from '../../programs';
import { difference, numbers, precisions } from './reference';

const [, double] = precisions[0];
const sizes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 33, 50, 100];

/** A symmetric positive definite matrix. */
function definite(n: number, seed: number): number[] {
  const g = numbers(n * n, seed, double);
  return Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = i === j ? 0.1 * n : 0;
    for (let k = 0; k < n; k++) sum += g[Math.max(i, j) * n + k] * g[Math.min(i, j) * n + k];
    return sum;
  });
}

/** A lower triangle with a diagonal away from 0, and rubbish above it. */
function lower(n: number, seed: number): number[] {
  return numbers(n * n, seed, double).map((x, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return j > i ? Number.NaN : i === j ? 1 + Math.abs(x) : x / n;
  });
}

/** The order that cholesky.ts states. */
function factor(a: number[], n: number): number[] {
  const l = new Array<number>(n * n).fill(0);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j];
      for (let k = 0; k < j; k++) sum -= l[j * n + k] * l[i * n + k];
      l[i * n + j] = i === j ? Math.sqrt(sum) : sum / l[j * n + j];
    }
  }
  return l;
}

/** The order that triangular.ts states. */
function substitute(l: number[], b: number[], n: number, columns: number, transpose: number): number[] {
  const x = [...b];
  for (let step = 0; step < n; step++) {
    const i = transpose ? n - 1 - step : step;
    for (let c = 0; c < columns; c++) {
      let sum = b[i * columns + c];
      for (let done = 0; done < step; done++) {
        const k = transpose ? n - 1 - done : done;
        sum -= l[transpose ? k * n + i : i * n + k] * x[k * columns + c];
      }
      x[i * columns + c] = sum / l[i * n + i];
    }
  }
  return x;
}

describe('CHOLESKY', () => {
  test('known factors', () => {
    // Integers all through.
    const a = doubles([4, 12, -16, 12, 37, -43, -16, -43, 98]);
    const dst = doubles(9);
    expect([...everywhere([[CHOLESKY, dst, a, 1, 3]])(dst)]).toEqual([2, 0, 0, 6, 1, 0, -8, 5, 3]);
  });

  test.each(sizes)(
    'of size %i: the stated order bit for bit, a small residual, only the lower triangle',
    (n) => {
      const a = definite(n, n);
      const broken = a.map((x, at) => (at % n > Math.floor(at / n) ? Number.NaN : x));
      const dst = doubles(n * n);
      const l = everywhere([[CHOLESKY, dst, doubles(broken), 1, n]])(dst);
      expect(difference(l, factor(a, n))).toBe(-1);
      let worst = 0;
      for (let i = 0; i < n; i++) {
        for (let j = 0; j <= i; j++) {
          let sum = 0;
          for (let k = 0; k <= j; k++) sum += l[i * n + k] * l[j * n + k];
          worst = Math.max(worst, Math.abs(sum - a[i * n + j]) / Math.sqrt(a[i * n + i] * a[j * n + j]));
        }
      }
      expect(worst).toBeLessThan(n * 2 ** -52);
    },
  );

  test('a batch, in place, in which some have no factor', () => {
    const good = definite(5, 1);
    const indefinite = good.map((x, at) => (at === 12 ? -x : x));
    const nan = good.map((x, at) => (at === 20 ? Number.NaN : x));
    const infinite = good.map((x, at) => (at === 24 ? Infinity : x));
    const singular = new Array<number>(25).fill(1);
    const matrices = doubles([good, indefinite, nan, good, infinite, singular].flat());
    const got = everywhere([[CHOLESKY, matrices, matrices, 6, 5]])(matrices);
    const expected = factor(good, 5);
    for (const i of [0, 3]) expect([...got.slice(25 * i, 25 * i + 25)]).toEqual(expected);
    for (const i of [1, 2, 4, 5]) {
      expect(got.slice(25 * i, 25 * i + 25).every(Number.isNaN), `matrix ${i}`).toBe(true);
    }
  });
});

describe.each([
  ['l x = b', 0],
  ['l^T x = b', 1],
])('TRIANGULAR_SOLVE of %s', (_, transpose) => {
  test.each(sizes)('size %i: the stated order bit for bit, a small residual', (n) => {
    for (const columns of [1, 2, 3, 8, 11]) {
      const l = lower(n, n);
      const b = numbers(n * columns, 7, double);
      const dst = doubles(n * columns);
      const x = everywhere([[TRIANGULAR_SOLVE, dst, doubles(l), doubles(b), 1, n, columns, transpose]])(dst);
      expect(difference(x, substitute(l, b, n, columns, transpose)), `${columns} columns`).toBe(-1);
      for (let i = 0; i < n; i++) {
        for (let c = 0; c < columns; c++) {
          let sum = 0;
          for (let k = 0; k < n; k++) {
            const coefficient = transpose ? (k >= i ? l[k * n + i] : 0) : k <= i ? l[i * n + k] : 0;
            sum += coefficient * x[k * columns + c];
          }
          expect(Math.abs(sum - b[i * columns + c])).toBeLessThan(1e-14 * n);
        }
      }
    }
  });

  test('a batch, in place and not', () => {
    const [n, columns, batch] = [6, 3, 4];
    const l = Array.from({ length: batch }, (_, i) => lower(n, i));
    const b = Array.from({ length: batch }, (_, i) => numbers(n * columns, 10 + i, double));
    const [factors, x, dst] = [doubles(l.flat()), doubles(b.flat()), doubles(batch * n * columns)];
    const read = everywhere([
      [TRIANGULAR_SOLVE, dst, factors, x, batch, n, columns, transpose],
      [TRIANGULAR_SOLVE, x, factors, x, batch, n, columns, transpose],
    ]);
    const expected = l.flatMap((each, i) => substitute(each, b[i], n, columns, transpose));
    expect(difference(read(dst), expected)).toBe(-1);
    expect(difference(read(x), expected)).toBe(-1);
  });

  test('a zero on the diagonal divides, and a NaN stays what it is', () => {
    const [l, x] = [doubles([0, 0, 1, 1]), doubles(2)];
    const b = doubles([1, 1]);
    const got = everywhere([[TRIANGULAR_SOLVE, x, l, b, 1, 2, 1, transpose]])(x);
    expect([...got]).toEqual(transpose ? [Number.NaN, 1] : [Infinity, -Infinity]);
  });
});
