import { describe, expect, test } from 'vitest';
import { LOG_SUM_EXP, LOG_SUM_EXP32, SOFTMAX, SOFTMAX32 } from '../../../src/kernels/program/opcodes';
import { backends } from '../../backends';
import { doubles, everywhere, singles } from '../../programs';
import table from '../../vectors/reduce/log-sum-exp.json' with { type: 'json' };
import { roughData, treeSum } from '../reduce/tree';

/** Rows of different widths, below and above what passes through the scratch at once. */
const widths = [1, 2, 3, 4, 5, 8, 9, 31, 127, 128, 129, 500, 1023, 1024, 1025, 2049, 5000];
const { kernels } = backends.portable;

const softmax = (data: Float64Array, rows: number): Float64Array => {
  const [x, y] = [doubles(data), doubles(data.length).exact];
  return everywhere([[SOFTMAX, y, x, rows, data.length / rows]])(y) as Float64Array;
};
const softmax32 = (data: Float32Array, rows: number): Float32Array => {
  const [x, y] = [singles(data), singles(data.length).exact];
  return everywhere([[SOFTMAX32, y, x, rows, data.length / rows]])(y) as Float32Array;
};
const logSumExp = (data: Float64Array, rows: number): Float64Array => {
  const [x, y] = [doubles(data), doubles(rows).exact];
  return everywhere([[LOG_SUM_EXP, y, x, rows, data.length / rows]])(y) as Float64Array;
};
const logSumExp32 = (data: Float32Array, rows: number): Float32Array => {
  const [x, y] = [singles(data), singles(rows).exact];
  return everywhere([[LOG_SUM_EXP32, y, x, rows, data.length / rows]])(y) as Float32Array;
};

/** As the formula says, with the core's own exp. */
function plainSoftmax(row: Float64Array): Float64Array {
  const largest = row.reduce((a, b) => Math.max(a, b), -Infinity);
  const exps = row.map((x) => kernels.exp(x - largest));
  const total = treeSum(exps);
  return exps.map((e) => e / total);
}

function plainLogSumExp(row: Float64Array): number {
  const largest = row.reduce((a, b) => Math.max(a, b), -Infinity);
  return largest + kernels.log(treeSum(row.map((x) => kernels.exp(x - largest))));
}

const logits = (n: number, seed: number): Float64Array => roughData(n, seed).map((x) => x / 200);

describe('rows', () => {
  test('are the formula, bit for bit, for every width and number of rows', () => {
    for (const columns of widths) {
      for (const rows of columns < 200 ? [1, 2, 9] : [1, 3]) {
        const data = logits(rows * columns, columns);
        const probabilities = softmax(data, rows);
        const totals = logSumExp(data, rows);
        for (let r = 0; r < rows; r++) {
          const row = data.subarray(r * columns, (r + 1) * columns);
          expect(probabilities.subarray(r * columns, (r + 1) * columns)).toEqual(plainSoftmax(row));
          expect(totals[r]).toBe(plainLogSumExp(row));
        }
      }
    }
  });

  test('of singles are those of the same numbers as doubles, rounded once', () => {
    for (const columns of widths) {
      const data = Float32Array.from(logits(3 * columns, columns));
      const exact = Float64Array.from(data);
      expect(softmax32(data, 3)).toEqual(Float32Array.from(softmax(exact, 3)));
      expect(logSumExp32(data, 3)).toEqual(Float32Array.from(logSumExp(exact, 3)));
    }
  });

  test('many small rows at once', () => {
    const data = logits(3 * 1500, 3);
    const together = softmax(data, 1500);
    expect(softmax(data.slice(3 * 700, 3 * 703), 3)).toEqual(together.slice(3 * 700, 3 * 703));
    expect(logSumExp(data, 1500)[700]).toBe(logSumExp(data.slice(3 * 700, 3 * 701), 1)[0]);
  });

  test('log-sum-exp against 60 digits, and the bits of the kernel of that name', () => {
    const machine = backends.simd;
    for (const { data, value } of table.cases) {
      const row = Float64Array.from(data);
      const got = logSumExp(row, 1)[0];
      expect(Math.abs(got - value)).toBeLessThanOrEqual(4e-16 * Math.max(Math.abs(value), 1));
      machine.f64.set(row, machine.scratch / 8);
      expect(got).toBe(machine.kernels.logSumExp(machine.scratch, row.length));
    }
  });

  test('softmax may work in place', () => {
    for (const columns of [5, 2000]) {
      const data = logits(3 * columns, 1);
      const [x, y] = [doubles(data), singles(Float32Array.from(data))];
      const read = everywhere([
        [SOFTMAX, x, x, 3, columns],
        [SOFTMAX32, y, y, 3, columns],
      ]);
      expect(read(x)).toEqual(softmax(data, 3));
      expect(read(y)).toEqual(softmax32(Float32Array.from(data), 3));
    }
  });

  test('infinities and NaN', () => {
    for (const columns of [2, 3, 5, 8, 130, 1500]) {
      const fill = (...first: number[]): Float64Array =>
        Float64Array.from({ length: columns }, (_, i) => first[Math.min(i, first.length - 1)]);
      const nothing = fill(-Infinity);
      expect(logSumExp(nothing, 1)[0]).toBe(-Infinity);
      expect(logSumExp32(Float32Array.from(nothing), 1)[0]).toBe(-Infinity);
      expect(softmax(nothing, 1).every(Number.isNaN)).toBe(true);
      expect(logSumExp(fill(-Infinity, 3), 1)[0]).toBe(3 + kernels.log(columns - 1));
      expect(softmax(fill(3, -Infinity), 1)).toEqual(fill(1, 0));
      expect(logSumExp(fill(3, Infinity), 1)[0]).toBe(Infinity);
      expect(softmax(fill(3, Infinity), 1).every(Number.isNaN)).toBe(true);
      for (const other of [3, Infinity, -Infinity]) {
        expect(logSumExp(fill(NaN, other), 1)[0]).toBeNaN();
        expect(logSumExp(fill(other, NaN), 1)[0]).toBeNaN();
        expect(softmax(fill(other, NaN), 1).every(Number.isNaN)).toBe(true);
      }
    }
  });

  test('nothing overflows, and tails are not cut before they must', () => {
    expect(softmax(Float64Array.of(1e308, -1e308), 1)).toEqual(Float64Array.of(1, 0));
    expect(logSumExp(Float64Array.of(1e308, 1e308), 1)[0]).toBe(1e308);
    const [one, tail] = softmax(Float64Array.of(0, -740), 1);
    expect(one).toBe(1);
    expect(tail).toBe(kernels.exp(-740));
    expect(softmax32(Float32Array.of(0, -100), 1)[1]).toBe(Math.fround(kernels.exp(-100)));
  });
});
