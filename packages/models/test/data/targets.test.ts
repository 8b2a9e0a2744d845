// Points in the plane: where they lie, and that each is a function of its place.
import { stream } from '@stokast/sampling';
import { describe, expect, test } from 'vitest';
import { type Target, targets } from '../../src/index.ts';

const all = Object.entries(targets) as [string, Target][];

describe.each(all)('%s', (_, target) => {
  test('point i does not depend on how many are asked for, nor on chunks', () => {
    const whole = target.sample(stream('points'), 5000);
    const s = stream('points');
    const parts = [1, 0, 4096, 903].flatMap((n) => [...target.sample(s, n)]);
    expect(Float32Array.from(parts)).toEqual(whole);
    expect(() => target.sample(s, -1)).toThrow('`n` must be an integer in [0, 67108864]: got -1');
  });
});

/** Moments of n points, in doubles. */
function moments(points: Float32Array) {
  const n = points.length / 2;
  const sums = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y] = [points[2 * i], points[2 * i + 1]];
    for (const [k, v] of [x, y, x * x, y * y, x * y].entries()) sums[k] += v / n;
  }
  const [x, y, xx, yy, xy] = sums;
  return [x, y, xx - x * x, yy - y * y, xy - x * y];
}

// Means, variances and covariance from the definitions, by integration; at n = 20000 the tolerance is over 6 standard
// errors of each: a right sampler fails in less than one seed of 10^7.
const t2 = 1.5 * Math.PI;
const swiss = (f: (t: number) => number): number => {
  let sum = 0;
  for (let i = 0; i < 100_000; i++) sum += f(t2 * (1 + (2 * (i + 0.5)) / 100_000)) / 100_000;
  return sum;
};
const [sx, sy] = [swiss((t) => t * Math.cos(t)) / 10, swiss((t) => t * Math.sin(t)) / 10];
const expected: Record<string, number[]> = {
  ring: [0, 0, 0.5 + 4e-4, 0.5 + 4e-4, 0],
  grid: [0, 0, 8.0025, 8.0025, 0],
  moons: [0.5, 0.25, 0.75 + 0.0025, 0.5 - 4 / Math.PI ** 2 + (2 / Math.PI - 0.25) ** 2 + 0.0025, -0.5 * (2 / Math.PI - 0.25)],
  swissRoll: [
    sx,
    sy,
    swiss((t) => (t * Math.cos(t)) ** 2) / 100 + 0.0025 - sx * sx,
    swiss((t) => (t * Math.sin(t)) ** 2) / 100 + 0.0025 - sy * sy,
    swiss((t) => t * t * Math.cos(t) * Math.sin(t)) / 100 - sx * sy,
  ],
  checkerboard: [0, 0, 4 / 3, 4 / 3, 0.25],
};

test.each(all)('%s has the moments of its definition', (name, target) => {
  const found = moments(target.sample(stream(`moments of ${name}`), 20_000));
  const scale = name === 'grid' ? 8 : 1;
  for (const [k, value] of expected[name].entries())
    expect(Math.abs(found[k] - value), `moment ${k} of ${name}: ${found[k]}, ${value}`).toBeLessThan(0.05 * scale);
});

test('checkerboard: its points lie in 8 of the 16 cells, evenly', () => {
  const points = targets.checkerboard.sample(stream('cells'), 8000);
  const counts = new Map<string, number>();
  for (let i = 0; i < 8000; i++) {
    const cell = [points[2 * i], points[2 * i + 1]].map((x) => Math.floor(x) + 2);
    expect((cell[0] + cell[1]) % 2).toBe(0);
    counts.set(`${cell}`, (counts.get(`${cell}`) ?? 0) + 1);
  }
  expect(counts.size).toBe(8);
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(180); // 6 deviations
});

test('moons: their noise is 0.05, and either is half of all', () => {
  const points = targets.moons.sample(stream('moons'), 8000);
  let [outer, squares] = [0, 0];
  for (let i = 0; i < 8000; i++) {
    const [x, y] = [points[2 * i], points[2 * i + 1]];
    const gaps = [Math.hypot(x, y) - 1, Math.hypot(x - 1, y - 0.5) - 1];
    const k = Math.abs(gaps[0]) < Math.abs(gaps[1]) ? 0 : 1;
    squares += gaps[k] ** 2 / 8000;
    if (k === 0) outer += 1;
  }
  expect(Math.sqrt(squares)).toBeCloseTo(0.05, 2);
  expect(Math.abs(outer - 4000)).toBeLessThan(270);
});

test('first points, as values that do not change', () => {
  const first = Object.fromEntries(all.map(([name, target]) => [name, [...target.sample(stream('golden'), 2)]]));
  expect(first).toMatchInlineSnapshot(`
    {
      "checkerboard": [
        -0.2835594415664673,
        1.698014736175537,
        0.5303044319152832,
        -1.2530981302261353,
      ],
      "grid": [
        4.0286149978637695,
        2.025934934616089,
        -3.9961981773376465,
        -1.9667613506317139,
      ],
      "moons": [
        1.654703140258789,
        -0.31727486848831177,
        1.7368584871292114,
        -0.24729448556900024,
      ],
      "ring": [
        0.011445996351540089,
        -0.9896259903907776,
        0.708627462387085,
        0.7204022407531738,
      ],
      "swissRoll": [
        0.9893753528594971,
        -0.6815789341926575,
        0.611433207988739,
        0.3217516839504242,
      ],
    }
  `);
});
