import { describe, expect, test } from 'vitest';
import * as opcodes from '../../../src/kernels/program/opcodes';
import { lengths, mixed, numbers } from '../../numbers';
import { type Buffer, doubles, everywhere, singles } from '../../programs';

const { LOOP, NEXT, VIEW, VIEW32, PLACE, PLACE32 } = opcodes;
const { GATHER, GATHER32, SCATTER, SCATTER32, GATHER_ROWS, SCATTER_ROWS, SCATTER_ROWS32 } = opcodes;

/** Both precisions: opcodes, and how a buffer is made. */
const precisions = {
  doubles: {
    ...{ make: doubles, shift: 3, view: VIEW, place: PLACE, gather: GATHER, scatter: SCATTER },
    ...{ scatterRows: SCATTER_ROWS, round: (x: number) => x },
  },
  singles: {
    ...{ make: singles, shift: 2, view: VIEW32, place: PLACE32, gather: GATHER32, scatter: SCATTER32 },
    ...{ scatterRows: SCATTER_ROWS32, round: Math.fround },
  },
};

/** Offsets of a view's elements, row by row. */
function offsets(axes: readonly (readonly [size: number, stride: number])[]): number[] {
  return axes.reduce<number[]>(
    (rows, [size, stride]) => rows.flatMap((row) => Array.from({ length: size }, (_, i) => row + i * stride)),
    [0],
  );
}

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

describe.each(Object.entries(precisions))('%s', (_, p) => {
  // name, first element, axes, elements in the buffer
  const views: [string, number, [number, number][], number][] = [
    ['a number', 3, [], 4],
    ['a row', 0, [[300, 1]], 300],
    ['a row from an odd element', 3, [[300, 1]], 303],
    ['a row backwards', 299, [[300, -1]], 300],
    ['every third', 1, [[100, 3]], 300],
    ['one number', 2, [[300, 0]], 3],
    [
      'a transposition',
      0,
      [
        [37, 1],
        [23, 37],
      ],
      851,
    ],
    [
      'rows repeated',
      0,
      [
        [50, 0],
        [7, 1],
      ],
      7,
    ],
    [
      'columns repeated',
      1,
      [
        [50, 1],
        [7, 0],
      ],
      51,
    ],
    [
      'three axes, one backwards',
      60,
      [
        [5, 12],
        [3, -5],
        [4, 1],
      ],
      130,
    ],
    [
      'single columns',
      0,
      [
        [200, 2],
        [1, 1],
      ],
      400,
    ],
    [
      'five axes',
      0,
      [
        [2, 1],
        [3, 2],
        [5, 0],
        [4, 6],
        [3, 24],
      ],
      72,
    ],
  ];

  test.each(views)('a view: %s', (_name, first, axes, size) => {
    const x = p.make(numbers(size, size));
    const expected = offsets(axes).map((offset) => x.contents[first + offset]);
    const n = expected.length;
    for (const tile of n > 128 ? [128, 256, n] : [n]) {
      const [to, temporary, through] = [p.make(n), p.make(Math.min(tile, n)).temporary, p.make(n)];
      const view = [x.at(first), axes.length, ...axes.flat()];
      const read = everywhere([
        [LOOP, n, tile, p.shift],
        [p.view, to.moving, ...view],
        [p.view, temporary, ...view],
        [opcodes.ASSIGN + (p.shift === 3 ? 0 : opcodes.SINGLE), through.moving, temporary],
        [NEXT],
      ]);
      expect([...read(to)]).toEqual(expected);
      expect([...read(through)]).toEqual(expected);
    }
  });

  test('a view in a loop over elements of the other size', () => {
    const x = p.make(range(900));
    const [temporary, other] = [p.make(128).temporary, p.shift === 3 ? singles(300) : doubles(300)];
    const read = everywhere([
      [LOOP, 300, 128, 5 - p.shift],
      [p.view, temporary, x, 2, 100, 1, 3, 100],
      [p.shift === 3 ? opcodes.DEMOTE : opcodes.PROMOTE, other.moving, temporary],
      [NEXT],
    ]);
    expect([...read(other)]).toEqual(range(300).map((i) => 100 * (i % 3) + Math.floor(i / 3)));
  });

  test.each(views.filter(([, , axes]) => axes.every(([, stride]) => stride !== 0)))(
    'a place: %s',
    (_name, first, axes, size) => {
      const to = p.make(new Array(size).fill(-1)).exact;
      const where = offsets(axes);
      const x = p.make(numbers(where.length, size));
      const expected = [...to.contents];
      where.forEach((offset, i) => {
        expected[first + offset] = x.contents[i];
      });
      const read = everywhere([[p.place, to.at(first), x, axes.length, ...axes.flat()]]);
      expect([...read(to)]).toEqual(expected);
    },
  );

  test('a place of no elements', () => {
    const to = p.make([7]).exact;
    expect([...everywhere([[p.place, to, to, 2, 3, 1, 0, 1]])(to)]).toEqual([7]);
  });

  /** Indices into [0, size): some that name no element, some in rows of equal ones. */
  function indices(n: number, size: number, seed: number): number[] {
    const next = mixed(seed);
    const wrong = [
      -1,
      size,
      0.5,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      -0.5,
      2 ** 32,
      2 ** 31,
      -(2 ** 32),
      1e300,
    ];
    let last = 0;
    return range(n).map(() => {
      const kind = next() % 8;
      if (kind < 3) return last;
      last = kind === 3 ? wrong[next() % wrong.length] : kind === 4 ? -0 : next() % size;
      return last;
    });
  }
  const valid = (k: number, size: number): boolean => Number.isInteger(k) && k >= 0 && k < size;

  test.each(lengths)('gather and scatter: %i elements', (n) => {
    for (const size of [1, 5, 300]) {
      const [index, table, a] = [
        p.make(indices(n, size, n)),
        p.make(numbers(size, n)),
        p.make(numbers(n, size)),
      ];
      const tile = Math.min(n, 128);
      const [to, all, one] = [p.make(n), p.make(n), p.make(1)];
      const sums = p.make(new Array(size).fill(0.1));
      const [same, toOne] = [p.make(new Array(size).fill(1)), p.make(new Array(size).fill(2))];
      const k0 = p.make([size - 1]);
      const read = everywhere([
        [LOOP, n, tile, p.shift],
        [p.gather, to.moving, index.moving, table, size],
        [p.gather, all.moving, k0.all, table, size],
        [p.scatter, sums, size, index.moving, a.moving],
        [p.scatter, same, size, index.moving, a.all],
        [p.scatter, toOne, size, k0.all, a.moving],
        [NEXT],
        [p.gather, one, index, table, size],
      ]);
      const ks = [...index.contents];
      expect([...read(to)]).toEqual(ks.map((k) => (valid(k, size) ? table.contents[k] : Number.NaN)));
      expect(read(one)[0]).toBe(read(to)[0]);
      expect([...read(all)]).toEqual(new Array(n).fill(table.contents[size - 1]));
      const [expected, expectedSame, expectedOne] = [sums, same, toOne].map((x) => [...x.contents]);
      ks.forEach((k, i) => {
        if (valid(k, size)) {
          const at = k + 0;
          expected[at] = p.round(expected[at] + a.contents[i]);
          expectedSame[at] = p.round(expectedSame[at] + a.contents[0]);
        }
        expectedOne[size - 1] = p.round(expectedOne[size - 1] + a.contents[i]);
      });
      expect([...read(sums)]).toEqual(expected);
      expect([...read(same)]).toEqual(expectedSame);
      expect([...read(toOne)]).toEqual(expectedOne);
    }
  });

  test.each([1, 2, 3, 4, 7, 8, 16, 33, 100])('rows of %i elements', (width) => {
    const [size, count] = [9, 40];
    const table = p.make(numbers(size * width, width));
    const a = p.make(numbers(count * width, width + 1));
    const bytes = width * table.contents.BYTES_PER_ELEMENT;
    // Indices are of either precision, whatever the rows are.
    for (const [single, make] of [
      [0, doubles],
      [1, singles],
    ] as const) {
      const index: Buffer = make(indices(count, size, width));
      const rows = p.make(count * width).exact;
      const sums = p.make(numbers(size * width, 3)).exact;
      const read = everywhere([
        [GATHER_ROWS, rows, table, index, count, bytes, size, single],
        [p.scatterRows, sums, a, index, count, width, size, single],
      ]);
      const ks = [...index.contents];
      expect([...read(rows)]).toEqual(
        ks.flatMap((k) =>
          range(width).map((j) => (valid(k, size) ? table.contents[k * width + j] : Number.NaN)),
        ),
      );
      const expected = [...sums.contents];
      ks.forEach((k, i) => {
        if (!valid(k, size)) return;
        for (let j = 0; j < width; j++) {
          expected[k * width + j] = p.round(expected[k * width + j] + a.contents[i * width + j]);
        }
      });
      expect([...read(sums)]).toEqual(expected);
    }
  });
});
