import { describe, expect, test } from 'vitest';
import { DENSITY, LOOP, NEXT } from '../../../src/kernels/program/opcodes';
import { backends } from '../../backends';
import { type Buffer, doubles, everywhere, type Place } from '../../programs';
import { expectSame, hostile, words } from '../math/suite';

const machine = backends.portable;
const k = machine.kernels;

/** A column of the family's own fill at one point. */
function column(family: number, c: number, x: number, a: number, b: number): number {
  const at = machine.scratch;
  machine.f64[at >> 3] = x;
  k.fillDensity(family, c, at, 1, a, b, at);
  return machine.f64[at >> 3];
}

const unlessNaN = (x: number, value: number): number => (Number.isNaN(x) ? x : value);

interface Family {
  name: string;
  number: number;
  /** Value, d/dx, d/da, d/db. */
  outputs: ((x: number, a: number, b: number) => number)[];
  /** Operands that often lie in the support. */
  x: (u: number) => number;
  a: (u: number) => number;
  b: (u: number) => number;
}

const families: Family[] = [
  {
    name: 'normal',
    number: k.NORMAL,
    outputs: [
      k.normalLogProb,
      (x, a, b) => -column(k.NORMAL, 1, x, a, b),
      (x, a, b) => column(k.NORMAL, 1, x, a, b),
      (x, a, b) => column(k.NORMAL, 2, x, a, b),
    ],
    x: (u) => 6 * u - 3,
    a: (u) => 2 * u,
    b: (u) => 0.1 + u,
  },
  {
    name: 'exponential',
    number: k.EXPONENTIAL,
    outputs: [
      k.exponentialLogProb,
      (x, a) => (x >= 0 ? -a : unlessNaN(x, 0)),
      (x, a) => column(k.EXPONENTIAL, 1, x, a, 0),
    ],
    x: (u) => 3 * u,
    a: (u) => 0.1 + u,
    b: (u) => u,
  },
  {
    name: 'uniform',
    number: k.UNIFORM,
    outputs: [
      k.uniformLogProb,
      (x) => unlessNaN(x, 0),
      (x, a, b) => column(k.UNIFORM, 1, x, a, b),
      (x, a, b) => column(k.UNIFORM, 2, x, a, b),
    ],
    x: (u) => u,
    a: (u) => 0.2 * u,
    b: (u) => 0.5 + u,
  },
  {
    name: 'bernoulli',
    number: k.BERNOULLI,
    outputs: [k.bernoulliLogProb, (x) => unlessNaN(x, 0), (x, a) => column(k.BERNOULLI, 1, x, a, 0)],
    x: (u) => Math.round(u),
    a: (u) => u,
    b: (u) => u,
  },
  {
    name: 'bernoulli by its logit',
    number: k.BERNOULLI_LOGIT,
    outputs: [
      k.bernoulliLogitLogProb,
      (x) => unlessNaN(x, 0),
      (x, a) => (x === 1 ? k.sigmoid(-a) : x === 0 ? -k.sigmoid(a) : unlessNaN(x, 0)),
    ],
    x: (u) => Math.round(u),
    a: (u) => 30 * u - 15,
    b: (u) => u,
  },
];

/** n operands: ordinary ones, and every seventh any double at all. */
function operands(n: number, seed: number, ordinary: (u: number) => number): Float64Array {
  const next = words(seed);
  const wild = hostile(n, seed);
  return wild.map((x) => (next() % 7 === 0 ? x : ordinary(next() / 4294967296)));
}

const bits = (mask: number): number[] => [0, 1, 2, 3].filter((bit) => (mask >> bit) & 1);

/** Runs the family over n elements; `moving` says which of x, a, b are not one number; compares with the definitions. */
function check(family: Family, n: number, tile: number, mask: number, moving: number, seed: number): void {
  const sources = [family.x, family.a, family.b].map((ordinary, j) =>
    doubles(operands((moving >> j) & 1 ? n : 1, seed + j, ordinary)),
  );
  const results = bits(mask).map(() => doubles(n));
  const read = everywhere([
    [LOOP, n, tile, 3],
    [
      DENSITY,
      family.number,
      mask,
      ...results.map((each) => each.moving),
      ...sources.map((each, j) => ((moving >> j) & 1 ? each.moving : each.all)),
    ],
    [NEXT],
  ]);
  const at = (source: Buffer, i: number): number => source.contents[source.contents.length === 1 ? 0 : i];
  bits(mask).forEach((bit, r) => {
    const want = Float64Array.from({ length: n }, (_, i) =>
      family.outputs[bit](at(sources[0], i), at(sources[1], i), at(sources[2], i)),
    );
    expectSame(
      read(results[r]) as Float64Array,
      want,
      `n ${n}, mask ${mask}, moving ${moving}, output ${bit}`,
    );
  });
}

describe.each(families)('$name', (family) => {
  const all = 2 ** family.outputs.length - 1;

  test('is the definition of one point, for any length and tile', () => {
    for (let n = 1; n <= 17; n++) check(family, n, 128, all, 7, n);
    for (const n of [127, 128, 129, 257, 1000]) {
      check(family, n, 128, all, 7, n);
      check(family, n, 256, all, 7, n);
    }
  });

  test('any subset of the results', () => {
    for (let mask = 1; mask <= all; mask++) check(family, 133, 128, mask, 7, mask);
  });

  test('operands that are one number for all', () => {
    for (let moving = 0; moving < 7; moving++) {
      for (let seed = 0; seed < 12; seed++) check(family, 133, 128, all, moving, 10 * seed);
      check(family, 1, 128, all, moving, 5);
    }
  });

  test('a result may lie where an operand is', () => {
    const n = 133;
    const inputs = [family.x, family.a, family.b].map((ordinary, j) => operands(n, 40 + j, ordinary));
    const [x, a, b] = inputs;
    // Each source in turn takes each result.
    for (let j = 0; j < 3; j++) {
      for (let bit = 0; bit < family.outputs.length; bit++) {
        const buffers = inputs.map((each) => doubles(each));
        const results = family.outputs.map((_, c) => (c === bit ? buffers[j] : doubles(n)));
        const read = everywhere([
          [LOOP, n, 128, 3],
          [
            DENSITY,
            family.number,
            all,
            ...results.map((each): Place => each.moving),
            ...buffers.map((each) => each.moving),
          ],
          [NEXT],
        ]);
        results.forEach((each, c) => {
          const want = x.map((_, i) => family.outputs[c](x[i], a[i], b[i]));
          expectSame(read(each) as Float64Array, want, `source ${j} takes result ${bit}: result ${c}`);
        });
      }
    }
  });

  test('slices that start at an odd element, and one number outside a loop', () => {
    const [x, a, b] = [family.x, family.a, family.b].map((f, j) => doubles(operands(40, 70 + j, f)));
    const [y, z] = [doubles(21), doubles(1)];
    const read = everywhere([
      [LOOP, 21, 128, 3],
      [DENSITY, family.number, 1, y.moving, x.at(1).moving, a.at(3).moving, b.at(5).moving],
      [NEXT],
      [DENSITY, family.number, 1, z, x.at(9), a.at(9), b.at(9)],
    ]);
    const value = (i: number, j: number, l: number): number =>
      family.outputs[0](x.contents[i], a.contents[j], b.contents[l]);
    const want = Float64Array.from({ length: 21 }, (_, i) => value(i + 1, i + 3, i + 5));
    expectSame(read(y) as Float64Array, want, 'slices');
    expect(read(z)[0]).toBe(value(9, 9, 9));
  });
});

describe('the normal whose sigma is known', () => {
  const ends = [3.1e-151, 3.2e150, 1, 0.1];

  test.each([0, 1, 2, 3, 4, 5, 6, 7])('has the bits of the normal; what moves: %i', (moving) => {
    for (const n of [1, 2, 5, 8, 128, 131, 300]) {
      const moves = (j: number): boolean => ((moving >> j) & 1) === 1;
      const x = operands(moves(0) ? n : 1, n, (u) => 6 * u - 3);
      const mu = operands(moves(1) ? n : 1, n + 1, (u) => 2 * u);
      const sigma = operands(moves(2) ? n : 1, n + 2, (u) => 0.1 + u).map((s, i) =>
        k.normalScale(s) === 0 ? ends[i % 4] : s,
      );
      const made = [k.normalScale, k.normalBase, (s: number) => 1 / s].map((f) => doubles(sigma.map(f)));
      const sources = [doubles(x), doubles(mu), doubles(sigma)];
      const place = (each: Buffer, j: number): Place => (moves(j) ? each.moving : each.all);
      for (const mask of [1, 2, 4, 5, 7]) {
        const [known, plain] = [0, 1].map(() => bits(mask).map(() => doubles(n)));
        const read = everywhere([
          [LOOP, n, 256, 3],
          [
            DENSITY,
            k.NORMAL_KNOWN,
            mask,
            ...known.map((each) => each.moving),
            ...sources.slice(0, 2).map(place),
            ...made.map((each) => place(each, 2)),
          ],
          [DENSITY, k.NORMAL, mask, ...plain.map((each) => each.moving), ...sources.map(place)],
          [NEXT],
        ]);
        known.forEach((each, r) => {
          expectSame(read(each) as Float64Array, read(plain[r]) as Float64Array, `n ${n}, mask ${mask}`);
        });
      }
    }
  });
});

describe('bernoulli by its logit', () => {
  test.each([
    [1, 0, -Math.LN2],
    [0, 0, -Math.LN2],
    [0, -40, -4.248354255291589e-18],
    [1, 40, -4.248354255291589e-18],
    [1, -40, -40],
    [0, 800, -800],
    [1, 1e300, 0],
    [0, 1e300, -1e300],
    [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    [1, Number.POSITIVE_INFINITY, 0],
    [0.5, 0, Number.NEGATIVE_INFINITY],
    [-1, 0, Number.NEGATIVE_INFINITY],
    [Number.NaN, 0, Number.NaN],
    [1, Number.NaN, Number.NaN],
  ])('log P(%d) at logit %d', (x, logit, value) => {
    expect(k.bernoulliLogitLogProb(x, logit)).toBe(value);
  });

  test('is -softplus', () => {
    for (const t of hostile(2000, 9)) {
      if (Number.isNaN(t)) continue;
      expect(k.bernoulliLogitLogProb(1, t)).toBeCloseTo(-k.softplus(-t), 300);
      expect(k.bernoulliLogitLogProb(0, t)).toBeCloseTo(-k.softplus(t), 300);
    }
  });
});
