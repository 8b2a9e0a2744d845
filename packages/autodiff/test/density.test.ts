// Log-densities as operations: values by their formulas, derivatives against differences, at most one instruction.
import { describe, expect, it } from 'vitest';
import * as s from '../src/index.ts';
import { compile, fromJSON, grad, type Tensor } from '../src/index.ts';
import { runBoth } from './check.ts';
import { checkDerivatives, evaluate, numbers, sizeOf } from './derivatives.ts';

type Density = (x: Tensor, a: Tensor, b: Tensor) => Tensor;

const logistic = (u: number): number => (u > 0 ? -Math.log1p(Math.exp(-u)) : u - Math.log1p(Math.exp(u)));
const bits = numbers(6, 4).map((u) => Number(u > 0));
/** As many as the last axis of `x` has: data, in which there is no derivative. */
const bitsOf = (x: Tensor): number | number[] =>
  x.rank === 0 ? bits[0] : bits.slice(0, x.shape[x.rank - 1]);
const positive = (n: number, seed: number) => numbers(n, seed).map((u) => 1.2 + u);

/** Name, density, arguments of shapes [6], [6] or [], [6] or [], and the value by its formula. */
const families: readonly (readonly [
  string,
  Density,
  readonly (readonly number[])[],
  (x: number, a: number, b: number) => number,
])[] = [
  [
    'normal',
    (x, mu, sigma) => s.normalLogProb(x, mu, sigma),
    [numbers(6, 1), numbers(6, 2), positive(6, 3)],
    (x, mu, sigma) => -0.5 * ((x - mu) / sigma) ** 2 - Math.log(sigma) - 0.5 * Math.log(2 * Math.PI),
  ],
  [
    'exponential',
    (x, rate) => s.exponentialLogProb(x, rate),
    [positive(6, 1), positive(6, 2), [0]],
    (x, rate) => Math.log(rate) - rate * x,
  ],
  [
    'uniform',
    (x, low, high) => s.uniformLogProb(x, low, high),
    [numbers(6, 1), numbers(6, 2).map((u) => u - 3), positive(6, 3).map((u) => u + 2)],
    (_, low, high) => -Math.log(high - low),
  ],
  [
    'Bernoulli',
    (x, p) => s.bernoulliLogProb(bitsOf(x), p),
    [[0], positive(6, 2).map((u) => u / 3), [0]],
    (x, p) => Math.log(x === 1 ? p : 1 - p),
  ],
  [
    'Bernoulli by its logit',
    (x, logit) => s.bernoulliLogitLogProb(bitsOf(x), logit),
    [[0], numbers(6, 2).map((u) => 5 * u), [0]],
    (x, logit) => logistic(x === 1 ? logit : -logit),
  ],
];

describe.each(families)('%s', (name, density, values, formula) => {
  const [x, a, b] = values.map((each) => (each.length === 6 ? [...each] : Array<number>(6).fill(each[0])));
  const outcomes = name.startsWith('Bernoulli') ? bits : x;

  it('gives the value, of doubles and of singles', () => {
    const actual = evaluate(density, [[6], [6], [6]], [x, a, b]);
    const expected = outcomes.map((each, i) => formula(each, a[i], b[i]));
    for (const [i, each] of expected.entries()) expect(actual[i]).toBeCloseTo(each, 13);
    const spec = { shape: [6], dtype: 'f32' } as const;
    const singles = compile(density, [spec, spec, spec]) as (...all: number[][]) => Float32Array;
    for (const [i, each] of runBoth(singles, x, a, b).entries()) expect(each).toBeCloseTo(expected[i], 5);
  });

  it('has the derivatives of differences, parameters of its own shape or one number', () => {
    checkDerivatives(density, [[6], [6], [6]], { values: [x, a, b], tolerance: 1e-6 });
    checkDerivatives(density, [[2, 3], [3], []], {
      values: [x, a.slice(0, 3), b.slice(0, 1)],
      tolerance: 1e-6,
    });
    checkDerivatives(density, [[], [], []], {
      values: [x, a, b].map((each) => each.slice(0, 1)),
      tolerance: 1e-6,
    });
  });
});

describe('normal', () => {
  it('of a sigma that is known has the bits of one that is not', () => {
    const sigma = positive(200, 3);
    const [x, mu] = [numbers(200, 1), numbers(200, 2)];
    const both = (scale: (given: Tensor) => Tensor | number[]) =>
      compile(
        (z, m, given) =>
          grad((v: readonly Tensor[]) => s.normalLogProb(v[0], v[1], scale(given)).mul(mu).sum())([z, m]),
        [[200], [200], [200]],
      );
    const known = runBoth(both(() => sigma) as never, x, mu, sigma);
    expect(known).toStrictEqual(runBoth(both((given) => given) as never, x, mu, sigma));
    const value = (scale: (given: Tensor) => Tensor | number[]) =>
      compile((z, m, given) => s.normalLogProb(z, m, scale(given)), [[200], [200], [200]]);
    expect(
      runBoth(
        value(() => sigma),
        x,
        mu,
        sigma,
      ),
    ).toStrictEqual(
      runBoth(
        value((given) => given),
        x,
        mu,
        sigma,
      ),
    );
    checkDerivatives((z, m) => s.normalLogProb(z, m, sigma.slice(0, 6)), [[6], []], { tolerance: 1e-6 });
  });

  it('of a sigma that is known and too small for its square', () => {
    expect(evaluate((x) => s.normalLogProb(x, 0, 1e-200), [[]], [[0]])[0]).toBeCloseTo(460.517 - 0.919, 2);
  });

  it('is the quadratic form it stands for, in a model', () => {
    // Eight schools, non-centred: the gradient of Stan at a point is compared in the tests of models.
    const y = [28, 8, -3, 7, -1, 1, 18, 12];
    const sigma = [15, 10, 16, 11, 9, 11, 10, 18];
    checkDerivatives(
      (mu, logTau, eta) =>
        s
          .normalLogProb(y, s.add(mu, s.mul(s.exp(logTau), eta)), sigma)
          .sum()
          .add(s.normalLogProb(eta, 0, 1).sum())
          .add(s.normalLogProb(mu, 0, 5)),
      [[], [], [8]],
      { tolerance: 1e-6 },
    );
  });
});

describe('outside the support', () => {
  const at = (fn: (x: Tensor) => Tensor, x: number): number => evaluate(fn, [[]], [[x]])[0];
  const slope = (fn: (x: Tensor) => Tensor, x: number): number =>
    runBoth(compile(grad(fn as never), [[]]) as never, x);

  it('the value is -Infinity and the derivative 0', () => {
    expect([at((x) => s.exponentialLogProb(x, 1), -1), slope((x) => s.exponentialLogProb(x, 1), -1)]).toEqual(
      [-Infinity, 0],
    );
    expect(slope((rate) => s.exponentialLogProb(-1, rate), 2)).toBe(0);
    expect([at((x) => s.uniformLogProb(x, 0, 2), 3), slope((x) => s.uniformLogProb(x, 0, 2), 1)]).toEqual([
      -Infinity,
      0,
    ]);
    expect(slope((high) => s.uniformLogProb(3, 0, high), 2)).toBe(0);
    expect(at((x) => s.bernoulliLogProb(x, 0.5), 2)).toBe(-Infinity);
    expect(slope((logit) => s.bernoulliLogitLogProb(0.5, logit), 1)).toBe(0);
  });
});

describe('categorical by logits', () => {
  const logits = numbers(12, 3).map((u) => 3 * u);
  const plain = (row: readonly number[], k: number) =>
    Math.log(Math.exp(row[k]) / row.reduce((sum, each) => sum + Math.exp(each), 0));

  it('gives the value, one row for all or each its own', () => {
    const k = [3, 0, 2];
    const own = evaluate((z) => s.categoricalLogitLogProb(k, z), [[3, 4]], [logits]);
    for (const [i, each] of k.entries())
      expect(own[i]).toBeCloseTo(plain(logits.slice(4 * i, 4 * i + 4), each), 13);
    const shared = evaluate((z) => s.categoricalLogitLogProb(k, z), [[4]], [logits.slice(0, 4)]);
    for (const [i, each] of k.entries()) expect(shared[i]).toBeCloseTo(plain(logits.slice(0, 4), each), 13);
    const one = evaluate((z) => s.categoricalLogitLogProb(1, z), [[3, 4]], [logits]);
    expect(one.length).toBe(3);
    expect(one[2]).toBeCloseTo(plain(logits.slice(8), 1), 13);
  });

  it('is -Infinity where there is no such category, also in the middle of many rows', () => {
    const k = [4, -1, 0.5];
    expect([...evaluate((z) => s.categoricalLogitLogProb(k, z), [[3, 4]], [logits])]).toEqual([
      -Infinity,
      -Infinity,
      -Infinity,
    ]);
    const slopes = compile(
      grad((z: Tensor) => s.categoricalLogitLogProb([4, 1, -1], z).sum()),
      [[3, 4]],
    );
    expect([...(runBoth(slopes as never, logits) as Float64Array).slice(0, 4)]).toEqual([0, 0, 0, 0]);
  });

  it('has the derivatives of differences', () => {
    checkDerivatives((z) => s.categoricalLogitLogProb([3, 0, 2], z), [[3, 4]], {
      values: [logits],
      tolerance: 1e-6,
    });
    checkDerivatives((z) => s.categoricalLogitLogProb([3, 0, 2], z), [[4]], { tolerance: 1e-6 });
    checkDerivatives((z) => s.categoricalLogitLogProb([1, 0], z), [[3, 1, 4]], { tolerance: 1e-6 });
  });
});

describe('densities that are one', () => {
  it('may be nodes of their own: in data, for one', () => {
    for (const [shape, dtype] of [
      [[130], 'f64'],
      [[], 'f64'],
      [[7], 'f32'],
    ] as const) {
      const program = compile(
        (x) => [s.normalLogProb(x, 0.5, 2), s.normalLogProb(x, 0.5, 2).mul(3)],
        [{ shape, dtype }],
      );
      const data = JSON.parse(JSON.stringify(program));
      const at = data.nodes.findIndex((node: { operation: string }) => node.operation === 'density');
      // The second result is made of a density like the first one, one node behind it.
      const moved = (place: number): number => (place > at ? place + 1 : place);
      const nodes = data.nodes.map((node: { inputs?: number[] }, i: number) =>
        node.inputs
          ? { ...node, inputs: node.inputs.map((k) => (k === at && i > at ? at + 1 : moved(k))) }
          : node,
      );
      nodes.splice(at, 0, data.nodes[at]);
      const twice = fromJSON({ ...data, nodes, result: [at, moved(data.result[1])] });
      const x = shape.length === 0 ? 0.25 : numbers(sizeOf(shape), 3);
      expect(runBoth(twice as never, x)).toEqual(runBoth(program as never, x));
    }
  });
});

describe('errors while tracing', () => {
  it('name the density and both shapes', () => {
    const trace = (fn: (x: Tensor, y: Tensor) => Tensor) => () => compile(fn, [[2, 3], [4]]);
    expect(trace((x, y) => s.normalLogProb(x, y, 1))).toThrow(
      /Cannot apply normalLogProb to \[2, 3\] and \[4\]/,
    );
    expect(trace((x, y) => s.categoricalLogitLogProb(y, x))).toThrow(
      /categoricalLogitLogProb to \[4\] and \[2\]/,
    );
    expect(trace(() => s.categoricalLogitLogProb(0, 1))).toThrow(/logits of shape/);
  });
});
