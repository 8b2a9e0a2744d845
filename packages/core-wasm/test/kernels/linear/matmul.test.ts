// Matrix products: the naive loop bit for bit, whatever the shape, the strides, the backend.
import { describe, expect, test } from 'vitest';
import { MATMUL, MATMUL_ADD, MATMUL_ADD32, MATMUL32 } from '../../../src/kernels/program/opcodes';
import { backends, eachBackend } from '../../backends';
import { everywhere, type Instruction, words } from '../../programs';
import { difference, numbers, type Precision, precisions, product, random, type View } from './reference';

type Shape = readonly [m: number, k: number, n: number];
/** How a matrix lies in memory. */
type Layout = 'rows' | 'columns' | 'padded' | 'padded columns' | 'apart' | 'backwards' | 'one row';
const layouts: Layout[] = ['rows', 'columns', 'padded', 'padded columns', 'apart', 'backwards', 'one row'];

function view(rows: number, columns: number, layout: Layout, seed: number, precision: Precision): View {
  const forms: Record<Layout, [length: number, offset: number, row: number, column: number]> = {
    rows: [rows * columns, 0, columns, 1],
    columns: [rows * columns, 0, 1, rows],
    padded: [rows * (columns + 3), 2, columns + 3, 1],
    'padded columns': [columns * (rows + 5), 4, 1, rows + 5],
    apart: [rows * columns * 6, 0, 3 * columns, 2],
    backwards: [rows * columns, rows * columns - 1, -columns, -1],
    'one row': [columns, 0, 0, 1],
  };
  const [length, offset, row, column] = forms[layout];
  return { values: numbers(length, seed, precision), offset, row, column };
}

/** The instruction on every backend, and the loop. */
function check(shape: Shape, layoutA: Layout, layoutB: Layout, precision: Precision, seed = 1): void {
  const [m, k, n] = shape;
  const a = view(m, k, layoutA, seed, precision);
  const b = view(k, n, layoutB, seed + 1, precision);
  const single = precision.name === 'single';
  const dst = precision.buffer(m * n);
  const scratch = words(backends.simd.kernels.matmulScratch(m, k, n, single ? 1 : 0) / 4).scratch;
  const code: Instruction = [
    single ? MATMUL32 : MATMUL,
    dst,
    precision.buffer(Float64Array.from(a.values)).at(a.offset),
    precision.buffer(Float64Array.from(b.values)).at(b.offset),
    scratch,
    1,
    m,
    k,
    n,
    a.row,
    a.column,
    b.row,
    b.column,
    0,
    0,
  ];
  const got = everywhere([code])(dst);
  const at = difference(got, product(a, b, shape, precision.round));
  if (at >= 0) {
    throw new Error(`${shape.join(' x ')}, ${layoutA} times ${layoutB}: differs at ${at}, ${got[at]}`);
  }
}

describe.each(precisions)('matmul of %ss', (_, precision) => {
  test('every small shape', () => {
    for (let m = 1; m <= 9; m++) {
      for (let k = 1; k <= 9; k++) for (let n = 1; n <= 17; n++) check([m, k, n], 'rows', 'rows', precision);
    }
  });

  test('edges of tiles, in every layout', () => {
    const next = random(3);
    const edges = [1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 31, 32, 33];
    const pick = (): number => edges[Math.floor(next() * edges.length)];
    for (const layoutA of layouts) {
      for (const layoutB of layouts) {
        for (let i = 0; i < 12; i++) check([pick(), pick(), pick()], layoutA, layoutB, precision, i);
      }
    }
  });

  test.each([
    [127, 128, 129],
    [129, 127, 128],
    [128, 129, 127],
    [1, 128, 300],
    [300, 128, 1],
    [2, 200, 130],
    [130, 200, 3],
    [64, 1, 64],
  ] as const)('%i x %i x %i, plain and transposed', (...shape) => {
    for (const layoutA of ['rows', 'columns'] as const) {
      for (const layoutB of ['rows', 'columns'] as const) check(shape, layoutA, layoutB, precision);
    }
  });

  test('what does not fit the packed parts at once: long k, many rows, many columns', () => {
    check([9, 1100, 10], 'rows', 'columns', precision);
    check([5, 513, 3], 'columns', 'rows', precision);
    check([530, 260, 9], 'rows', 'rows', precision);
    check([3, 520, 1100], 'rows', 'columns', precision);
    check([70, 520, 530], 'rows', 'rows', precision);
  });

  test('in parts along k: the bits of the whole', () => {
    for (const [m, k, n] of [
      [1, 6, 9],
      [9, 6, 1],
      [2, 11, 16],
      [5, 30, 3],
      [12, 600, 20],
    ] as const) {
      const [a, b] = [view(m, k, 'rows', 1, precision), view(k, n, 'rows', 2, precision)];
      const [whole, more, single] =
        precision.name === 'single' ? [MATMUL32, MATMUL_ADD32, 1] : [MATMUL, MATMUL_ADD, 0];
      const dst = precision.buffer(m * n);
      const scratch = words(backends.simd.kernels.matmulScratch(m, k, n, single) / 4).scratch;
      const [x, y] = [a, b].map(({ values }) => precision.buffer(Float64Array.from(values)));
      const part = (opcode: number, from: number, to: number): Instruction => [
        ...[opcode, dst, x.at(from), y.at(from * n), scratch],
        ...[1, m, to - from, n, k, 1, n, 1, 0, 0],
      ];
      const got = everywhere([part(whole, 0, 5), part(more, 5, k)])(dst);
      expect(difference(got, product(a, b, [m, k, n], precision.round))).toBe(-1);
    }
  });

  test('NaN, infinities, -0 and subnormals go where the loop takes them', () => {
    const special = [Number.NaN, Infinity, -Infinity, -0, 0, 1e-310, -1e-40, 1.5e-45, 3e38, 1e308, 1, -1];
    const next = random(9);
    for (const shape of [
      [5, 3, 9],
      [8, 8, 8],
      [17, 2, 33],
    ] as const) {
      const fill = (n: number): number[] =>
        Array.from({ length: n }, () => precision.round(special[Math.floor(next() * special.length)]));
      const [m, k, n] = shape;
      const a = { values: fill(m * k), offset: 0, row: k, column: 1 };
      const b = { values: fill(k * n), offset: 0, row: n, column: 1 };
      const [opcode, single] = precision.name === 'single' ? [MATMUL32, 1] : [MATMUL, 0];
      const dst = precision.buffer(m * n);
      const scratch = words(backends.simd.kernels.matmulScratch(m, k, n, single) / 4).scratch;
      const [x, y] = [precision.buffer(a.values), precision.buffer(b.values)];
      const got = everywhere([[opcode, dst, x, y, scratch, 1, m, k, n, k, 1, n, 1, 0, 0]])(dst);
      expect(difference(got, product(a, b, shape, precision.round))).toBe(-1);
    }
  });

  test.each([
    [3, 5, 4, 6],
    [4, 16, 8, 32],
    [2, 40, 33, 17],
    [3, 5, 4, 3],
    [3, 7, 5, 1],
    [5, 1, 6, 9],
    [4, 2, 3, 11],
  ])('a batch of %i: %i x %i x %i, either side the same for all or one each', (batch, m, k, n) => {
    const [opcode, single] = precision.name === 'single' ? [MATMUL32, 1] : [MATMUL, 0];
    for (const [eachA, eachB] of [
      [1, 1],
      [1, 0],
      [0, 1],
      [0, 0],
    ]) {
      for (const transposed of [false, true]) {
        const a = numbers(batch * m * k, 5, precision);
        const b = numbers(batch * k * n, 6, precision);
        const dst = precision.buffer(batch * m * n);
        const [x, y] = [precision.buffer(a), precision.buffer(b)];
        const scratch = words(backends.simd.kernels.matmulScratch(m, k, n, single) / 4).scratch;
        const [aRow, aColumn] = transposed ? [1, m] : [k, 1];
        const strides = [aRow, aColumn, n, 1, eachA * m * k, eachB * k * n];
        const got = everywhere([[opcode, dst, x, y, scratch, batch, m, k, n, ...strides]])(dst);
        for (let i = 0; i < batch; i++) {
          const left = { values: a, offset: eachA * i * m * k, row: aRow, column: aColumn };
          const right = { values: b, offset: eachB * i * k * n, row: n, column: 1 };
          const expected = product(left, right, [m, k, n], precision.round);
          expect(difference(got.slice(i * m * n, (i + 1) * m * n), expected)).toBe(-1);
        }
      }
    }
  });
});

test('the scratch has the same size on every backend, and a bound', () => {
  for (const [, { kernels }] of eachBackend) {
    for (const single of [0, 1]) {
      expect(kernels.matmulScratch(1, 1, 1, single)).toBe(128 + 2 * 8 * (8 >> single));
      for (const [m, k, n] of [
        [1, 1, 1],
        [128, 128, 128],
        [100_000, 3, 3],
        [3, 3, 100_000],
        [5000, 5000, 5000],
      ]) {
        const bytes = kernels.matmulScratch(m, k, n, single);
        expect(bytes).toBe(backends.simd.kernels.matmulScratch(m, k, n, single));
        expect(bytes % 32).toBe(0);
        expect(bytes).toBeLessThanOrEqual(1.5 * 2 ** 20);
      }
    }
  }
});
