import { describe, expect, test } from 'vitest';
import {
  ADD,
  ADD_ONE,
  ASSIGN,
  COPY,
  DIV_ONE,
  FETCH,
  GATHER,
  LOOP,
  MUL,
  MUL_ONE,
  NEXT,
  SCATTER,
  SINGLE,
  STASH,
  SUB_ONE,
  VIEW,
  ZERO,
} from '../../../src/kernels/program/opcodes';
import { eachBackend } from '../../backends';
import { doubles, everywhere, type Instruction, runOn, scan, singles, words } from '../../programs';

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

test('a loop passes over all elements, whatever its tile; what lacks the flag stays', () => {
  for (const [total, tile] of [
    [1, 128],
    [128, 128],
    [129, 128],
    [300, 128],
    [300, 256],
    [300, 300],
    [7, 512],
  ]) {
    const x = doubles(range(total));
    const y = doubles(total);
    const temporary = doubles(Math.min(total, tile)).temporary;
    const read = everywhere([
      [LOOP, total, tile, 3],
      [ADD, temporary, x.moving, x.moving],
      [MUL, y.moving, temporary, x.moving],
      [NEXT],
    ]);
    expect([...read(y)]).toEqual(range(total).map((i) => 2 * i * i));
  }
});

test('a loop over nothing does nothing', () => {
  const [x, y, table] = [doubles([0, 1, 2]), doubles([7, 7, 7]).exact, doubles([1, 2, 3]).exact];
  const read = everywhere([
    [LOOP, 0, 128, 3],
    [ADD, y.moving, x.moving, x.all],
    [ASSIGN, y.moving, x.all],
    [VIEW, y.moving, x, 2, 0, 1, 3, 1],
    [GATHER, y.moving, x.moving, table, 3],
    [SCATTER, table, 3, x.moving, x.moving],
    [NEXT],
  ]);
  expect([...read(y), ...read(table)]).toEqual([7, 7, 7, 1, 2, 3]);
});

test('elements of four bytes: the shift is 2', () => {
  const x = singles(range(300));
  const y = singles(300);
  const read = everywhere([[LOOP, 300, 128, 2], [ADD + SINGLE, y.moving, x.moving, x.moving], [NEXT]]);
  expect([...read(y)]).toEqual(range(300).map((i) => 2 * i));
});

test('outside a loop, and after one, a vector instruction works on one element', () => {
  const x = doubles([3, 4]);
  const y = doubles(1);
  const z = doubles(1);
  const w = doubles(200);
  const read = everywhere([
    [ADD, y.moving, x, x.at(1)],
    [LOOP, 200, 128, 3],
    [ASSIGN, w.moving, x.all],
    [NEXT],
    [MUL, z.moving, x, x.at(1)],
  ]);
  expect([...read(y), ...read(z)]).toEqual([7, 12]);
});

test('one double each', () => {
  const x = doubles([7, 2]);
  const y = doubles(4).exact;
  const read = everywhere([
    [ADD_ONE, y, x, x.at(1)],
    [SUB_ONE, y.at(1), x, x.at(1)],
    [MUL_ONE, y.at(2), x, x.at(1)],
    [DIV_ONE, y.at(3), x, x.at(1)],
  ]);
  expect([...read(y)]).toEqual([9, 5, 14, 3.5]);
});

test('copies and zeros write exactly their bytes, short ones and long ones', () => {
  for (const bytes of [4, 8, 12, 16, 20, 60, 64, 68, 252, 256, 260, 1020, 4100]) {
    const x = words(range(bytes / 4 + 2));
    const y = words(bytes / 4).exact;
    const z = words(bytes / 4).exact;
    const read = everywhere([
      [COPY, y, x.at(1), bytes],
      [ZERO, z, bytes],
    ]);
    expect([...read(y)]).toEqual(range(bytes / 4).map((i) => i + 1));
    expect([...read(z)]).toEqual(range(bytes / 4).map(() => 0));
  }
});

describe('scans', () => {
  /** y[t] = a[t] y[t - 1] + x[t], over states of `width` elements. */
  const recurrence = (steps: number, width: number, reverse: 0 | 1) => {
    const [counter, a, x, y] = [
      words(1),
      doubles(range(steps)),
      doubles(range(steps * width)),
      doubles(steps * width).exact,
    ];
    const [factor, input, state] = [doubles(1), doubles(width), doubles(width)];
    const code: Instruction[] = [
      [ZERO, state, 8 * width],
      ...scan(steps, reverse, counter, [
        [FETCH, factor, a, 8, 8, counter],
        [FETCH, input, x, 8 * width, 8 * width, counter],
        [LOOP, width, 128, 3],
        [MUL, state.moving, factor.all, state.moving],
        [ADD, state.moving, state.moving, input.moving],
        [NEXT],
        [STASH, y, state, 8 * width, 8 * width, counter],
      ]),
      [ADD_ONE, factor, factor, factor],
    ];
    return { code, a, x, y };
  };

  test.each([
    [0, 1],
    [1, 1],
    [5, 3],
    [9, 200],
  ])('%i steps of %i elements, both ways', (steps, width) => {
    for (const reverse of [0, 1] as const) {
      const { code, y } = recurrence(steps, width, reverse);
      const expected = new Float64Array(steps * width);
      const state = new Float64Array(width);
      for (const step of reverse ? range(steps).reverse() : range(steps)) {
        for (let i = 0; i < width; i++) {
          state[i] = step * state[i] + (step * width + i);
          expected[step * width + i] = state[i];
        }
      }
      if (steps > 0) expect(everywhere(code)(y)).toEqual(expected);
      else everywhere(code);
    }
  });

  test('in a scan, each with its counter', () => {
    const [outer, inner, one, sum] = [words(1), words(1), doubles([1]), doubles([0])];
    const [rows, row] = [doubles(12).exact, doubles(4)];
    const read = everywhere(
      scan(3, 0, outer, [
        ...scan(4, 1, inner, [
          [ADD_ONE, sum, sum, one],
          [STASH, row, sum, 8, 8, inner],
        ]),
        [STASH, rows, row, 32, 32, outer],
      ]),
    );
    expect([...read(rows)]).toEqual([4, 3, 2, 1, 8, 7, 6, 5, 12, 11, 10, 9]);
  });
});

test.each(eachBackend)('the helper sees what is written out of place: %s', (_, machine) => {
  const x = words(range(64));
  const [short, exact] = [words(16), words(3).exact];
  expect(() => runOn(machine, [[COPY, short, x, 68]])).toThrow('behind');
  expect(() => runOn(machine, [[COPY, exact, x, 16]])).toThrow('behind');
  expect(() => runOn(machine, [[COPY, short.at(-1), x, 8]])).toThrow('before');
});

test('the helper sees where two backends differ', () => {
  // An address in every machine's scratch, at which each has another number.
  const address = Math.max(...eachBackend.map(([, machine]) => machine.scratch));
  eachBackend.forEach(([, machine], i) => {
    machine.i32[address >> 2] = i;
  });
  const y = words(1);
  expect(() => everywhere([[COPY, y, address, 4]])).toThrow(
    'buffer 0, element 0 of 1: portable has 1, simd 0',
  );
  expect(() => everywhere([[COPY, y.temporary, address, 4]])).not.toThrow();
});
