// Metrics on distributions for which they are known, in closed form or by what was published.
import { Normal, stream, Uniform } from '@stokast/sampling';
import { describe, expect, test } from 'vitest';
import {
  classHistogram,
  classifierTwoSampleTest,
  energyDistance,
  frechetDistance,
  maximumMeanDiscrepancy,
  memorisation,
  modeCoverage,
  nearestDistances,
  precisionRecallDensityCoverage,
  slicedWasserstein,
  targets,
} from '../../src/index.ts';
import { singularValues } from '../../src/metrics/singular-values.ts';

const normal = (seed: string, n: number, dimensions: number, mu = 0, sigma = 1): Float64Array =>
  Normal(mu, sigma).sample(stream(seed), n * dimensions);

describe('sliced Wasserstein', () => {
  test('a shift by s in d dimensions is |s|^2 / d, on average over directions', () => {
    const x = normal('shift', 500, 3);
    const y = x.map((v, i) => v + [3, 0, -1][i % 3]);
    const options = { dimensions: 3, stream: stream('directions'), projections: 1000 };
    expect(slicedWasserstein(x, y, options) ** 2).toBeCloseTo(10 / 3, 0);
    expect(slicedWasserstein(x, x, options)).toBe(0);
  });

  test('the directions come from the stream, which moves', () => {
    const [x, y] = [normal('a', 50, 2), normal('b', 70, 2)];
    const s = stream('d');
    const first = slicedWasserstein(x, y, { dimensions: 2, stream: s });
    expect(s.position).toBe(800);
    expect(slicedWasserstein(x, y, { dimensions: 2, stream: s })).not.toBe(first);
    expect(slicedWasserstein(x, y, { dimensions: 2, stream: stream('d') })).toBe(first);
    expect(slicedWasserstein(Float32Array.from(x), y, { dimensions: 2, stream: stream('d') })).toBeCloseTo(
      first,
      6,
    );
  });

  // Independent figures: 0.053, 0.012, 0.014 and 0.025, means of 20 pairs of samples made by another program.
  test.each([
    ['ring', 0.053],
    ['moons', 0.012],
    ['swissRoll', 0.014],
    ['checkerboard', 0.025],
  ] as const)('the floor of %s at n = 10000 is near %d', (name, floor) => {
    const s = stream('floors').split(name);
    const [a, b] = ['a', 'b'].map((part) => targets[name].sample(s.split(part), 10_000));
    const options = { dimensions: 2, stream: s.split('directions'), projections: 60 };
    const found = slicedWasserstein(a, b, options);
    expect(found).toBeGreaterThan(floor / 2.5);
    expect(found).toBeLessThan(floor * 2);
  });
});

test('energy distance of two normal distributions', () => {
  // E|Z| for Z ~ N(m, s^2) is s sqrt(2 / pi) exp(-m^2 / (2 s^2)) + m (1 - 2 Phi(-m / s))
  const mean = (m: number, s: number) =>
    s * Math.sqrt(2 / Math.PI) * Math.exp((-m * m) / (2 * s * s)) + m * (1 - 2 * Normal(0, 1).cdf(-m / s));
  const expected = 2 * mean(1, Math.sqrt(5)) - mean(0, Math.SQRT2) - mean(0, 2 * Math.SQRT2);
  const found = energyDistance(normal('x', 2000, 1), normal('y', 2000, 1, 1, 2), { dimensions: 1 });
  expect(Math.abs(found - expected)).toBeLessThan(0.12);
  const same = [0, 1, 2, 3].map((k) =>
    energyDistance(normal(`${k}`, 500, 2), normal(`${k}'`, 500, 2), { dimensions: 2 }),
  );
  for (const one of same) expect(Math.abs(one)).toBeLessThan(0.02);
  expect(Math.min(...same)).toBeLessThan(0); // unbiased
});

test('maximum mean discrepancy of two normal distributions', () => {
  // E k(X, Y) = (h^2 / (h^2 + 2))^(d / 2) exp(-|m|^2 / (2 (h^2 + 2))) for variances of 1
  const [h, m] = [1.3, 0.8];
  const kernel = (gap: number) => ((h * h) / (h * h + 2)) * Math.exp(-gap / (2 * (h * h + 2)));
  const expected = 2 * kernel(0) - 2 * kernel(2 * m * m);
  const options = { dimensions: 2, stream: stream('p'), bandwidth: h, permutations: 99 };
  const found = maximumMeanDiscrepancy(normal('x', 1000, 2), normal('y', 1000, 2, m), options);
  expect(Math.abs(found.squared - expected)).toBeLessThan(0.03);
  expect(found.pValue).toBe(0.01);
});

test('p-values of equal distributions are spread evenly', () => {
  const all = Array.from({ length: 20 }, (_, k) => {
    const s = stream('p-values').split(k);
    const [x, y] = ['x', 'y'].map((part) => Normal(0, 1).sample(s.split(part), 40));
    return maximumMeanDiscrepancy(x, y, { dimensions: 2, stream: s, permutations: 49 }).pValue;
  });
  // 20 uniform numbers: the mean is 1/2 with a deviation of 0.065
  expect(Math.abs(all.reduce((a, b) => a + b) / 20 - 0.51)).toBeLessThan(0.33);
  expect(Math.min(...all)).toBeGreaterThan(0);
});

test('density and coverage of equal distributions are as published', () => {
  // Naeem et al. (2020): E[density] = 1, E[coverage] = 1 - (N - 1) ... (N - k) / ((2N - 1) ... (2N - k))
  const n = 1000;
  let missed = 1;
  for (let i = 1; i <= 5; i++) missed *= (n - i) / (2 * n - i);
  const found = precisionRecallDensityCoverage(normal('x', n, 8), normal('y', n, 8), { dimensions: 8 });
  expect(Math.abs(found.density - 1)).toBeLessThan(0.1);
  expect(Math.abs(found.coverage - (1 - missed))).toBeLessThan(0.03);
  const narrow = precisionRecallDensityCoverage(normal('x', n, 8), normal('y', n, 8, 0, 0.3), {
    dimensions: 8,
  });
  expect(narrow.precision).toBeGreaterThan(0.95);
  expect(narrow.coverage).toBeLessThan(0.7);
  const far = precisionRecallDensityCoverage(normal('x', n, 8), normal('y', n, 8, 10), { dimensions: 8 });
  expect(far).toEqual({ precision: 0, recall: 0, density: 0, coverage: 0 });
});

test('a set that is the real one again: everything is covered', () => {
  const x = normal('x', 300, 4);
  expect(precisionRecallDensityCoverage(x, x, { dimensions: 4 })).toMatchObject({
    precision: 1,
    recall: 1,
    coverage: 1,
  });
});

test('Frechet distance of normal distributions: |m|^2 + d (s - t)^2', () => {
  const found = frechetDistance(normal('x', 20_000, 3), normal('y', 20_000, 3, 1, 2), { dimensions: 3 });
  expect(Math.abs(found - 6)).toBeLessThan(0.3);
  const x = normal('x', 50, 20);
  expect(frechetDistance(x, x, { dimensions: 20 })).toBeLessThan(1e-12);
  const flat = x.map((v, i) => (i % 20 < 5 ? 0 : v)); // pixels that never change
  expect(frechetDistance(flat, flat, { dimensions: 20 })).toBeLessThan(1e-12);
  expect(frechetDistance(new Float64Array(40), new Float64Array(60), { dimensions: 20 })).toBe(0);
});

test('singular values of a matrix made from some', () => {
  // Rows of a Hadamard matrix over 2 are orthonormal: U diag(8, 4, 1e-9, 0) U^T
  const u = [[1, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]]; // biome-ignore format: a matrix
  const s = [8, 4, 1e-9, 0];
  const columns = u.map((_, j) =>
    Float64Array.from(u, (row) => row.reduce((sum, a, k) => sum + (a * s[k] * u[j][k]) / 4, 0)),
  );
  const found = [...singularValues(columns)].sort((a, b) => b - a);
  for (const [i, value] of [8, 4].entries()) expect(found[i]).toBeCloseTo(value, 13);
  expect(Math.abs(found[2] - 1e-9)).toBeLessThan(1e-14);
  expect(found[3]).toBeLessThan(1e-14);
});

describe('classifier two-sample test', () => {
  test('1/2 on one distribution, 1 on distinct ones', () => {
    const [a, b] = ['a', 'b'].map((seed) => targets.moons.sample(stream(seed), 400));
    const same = classifierTwoSampleTest(a, b, { dimensions: 2, stream: stream('c'), epochs: 20 });
    expect(Math.abs(same.accuracy - 0.5)).toBeLessThan(0.08); // 4.5 deviations
    expect(same.folds.length).toBe(5);
    expect(same.folds.reduce((x, y) => x + y) / 5).toBeCloseTo(same.accuracy, 12);
    const far = b.map((x) => x + 5);
    expect(
      classifierTwoSampleTest(a, far, { dimensions: 2, stream: stream('c'), epochs: 20 }).accuracy,
    ).toBeGreaterThan(0.99);
  });

  test('the optimal accuracy of two shifted normal distributions is Phi(shift / 2)', () => {
    const [a, b] = [normal('a', 1000, 2), normal('b', 1000, 2).map((x, i) => x + (i % 2 ? 0 : 1.5))];
    const { accuracy } = classifierTwoSampleTest(a, b, { dimensions: 2, stream: stream('c'), epochs: 10 });
    expect(Math.abs(accuracy - Normal(0, 1).cdf(0.75))).toBeLessThan(0.045);
  });
});

test('memorisation: a replay has a ratio of 0, new samples one near 1', () => {
  const [train, held, fresh] = ['t', 'h', 'f'].map((seed) => normal(seed, 400, 8));
  expect(memorisation(train.subarray(0, 1600), train, held, { dimensions: 8 })).toMatchObject({
    samples: 0,
    ratio: 0,
  });
  expect(Math.abs(memorisation(fresh, train, held, { dimensions: 8 }).ratio - 1)).toBeLessThan(0.06);
  expect([...nearestDistances(new Float64Array(0), train, { dimensions: 8 })]).toEqual([]);
});

test('modes: a mode counts from n / (20 modes) points on', () => {
  for (const [target, share] of [
    [targets.ring, 0.989],
    [targets.grid, 0.989],
  ] as const) {
    const found = modeCoverage(target.sample(stream('modes'), 10_000), target);
    expect(found.modes).toBe(target.centres.length);
    expect(Math.abs(found.share - share)).toBeLessThan(0.005); // 1 - exp(-9 / 2)
  }
  // 160 points: one is enough for a mode of 8; of 161, one is 1.006 / 160
  const one = Float32Array.from({ length: 320 }, (_, i) => targets.ring.centres[i < 2 ? 1 : 0][i % 2]);
  expect(modeCoverage(one, targets.ring)).toMatchObject({ modes: 2, share: 1 });
  const more = Float32Array.from([...one, 1, 0]);
  expect(modeCoverage(more, targets.ring).modes).toBe(1);
  const outside = Uniform(5, 6).fill(stream(1), new Float32Array(20));
  expect(modeCoverage(outside, targets.ring)).toMatchObject({ modes: 0, share: 0 });
});

test('classes: how far from equal shares', () => {
  expect(classHistogram([3, 3, 3], 10).totalVariation).toBeCloseTo(0.9, 15);
  expect(classHistogram([0, 1, 2, 3], 4)).toEqual({
    shares: Float64Array.of(0.25, 0.25, 0.25, 0.25),
    totalVariation: 0,
  });
  expect(() => classHistogram([4], 4)).toThrow('`labels[0]` must be an integer in [0, 3]: got 4');
  expect(() => classHistogram([], 4)).toThrow('`labels.length` must be 1 or more: got 0');
});

test('what are no points is refused, by name', () => {
  const good = new Float64Array(20);
  const all = {
    energyDistance: (x: never, y: never) => energyDistance(x, y, { dimensions: 2 }),
    frechetDistance: (x: never, y: never) => frechetDistance(x, y, { dimensions: 2 }),
    slicedWasserstein: (x: never, y: never) => slicedWasserstein(x, y, { dimensions: 2, stream: stream(1) }),
    mmd: (x: never, y: never) => maximumMeanDiscrepancy(x, y, { dimensions: 2, stream: stream(1) }),
    coverage: (x: never, y: never) => precisionRecallDensityCoverage(x, y, { dimensions: 2 }),
    nearest: (x: never, y: never) => nearestDistances(x, y, { dimensions: 2 }),
    classifier: (x: never, y: never) => classifierTwoSampleTest(x, y, { dimensions: 2, stream: stream(1) }),
  };
  for (const metric of Object.values(all)) {
    expect(() => metric([1, 2] as never, good as never)).toThrow('must be a Float32Array or Float64Array');
    expect(() => metric(good as never, new Float64Array(21) as never)).toThrow('a multiple of 2 dimensions');
    const holes = new Float64Array(20).fill(Number.NaN, 5);
    expect(() => metric(good as never, holes as never)).toThrow('[5]` must be finite: got NaN');
  }
  expect(() => energyDistance(good, good, { dimensions: 0 })).toThrow(
    '`options.dimensions` must be an integer',
  );
  expect(() => energyDistance(good, good, { dimension: 2 } as never)).toThrow('did you mean dimensions?');
  expect(() => precisionRecallDensityCoverage(good, good, { dimensions: 2, k: 10 })).toThrow(
    '11 points or more',
  );
  expect(() => maximumMeanDiscrepancy(good, good, { dimensions: 2, stream: stream(1) })).toThrow(
    'options.bandwidth',
  );
  const options = { dimensions: 2, stream: stream(1) };
  expect(() => classifierTwoSampleTest(good, good.subarray(2), options)).toThrow('that of x, 20: got 18');
});
