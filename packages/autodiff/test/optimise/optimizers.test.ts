// Optimisers against the formulas of their papers, step by step.
import { useBackend } from '@stokast/core-wasm';
import { describe, expect, test } from 'vitest';
import {
  adam,
  adamW,
  applyUpdates,
  chain,
  clipByNorm,
  clipByValue,
  compile,
  constantRate,
  cosineDecay,
  exponentialDecay,
  linearWarmup,
  type Optimizer,
  piecewiseConstant,
  type Rate,
  type Schedule,
  sgd,
  stateful,
  type Tensor,
  type Tree,
  training,
} from '../../src/index.ts';
import { numbersOf, runBoth } from '../check.ts';

type Vector = Tensor<readonly [number], 'f64'>;
interface Held {
  readonly p: { readonly a: Vector; readonly b: Tensor<readonly [], 'f64'> };
  readonly o: never;
}

/** Gradients of `steps` steps: of each of three parameters. */
const gradients = (steps: number): number[][] =>
  Array.from({ length: steps }, (_, t) => [Math.sin(t + 1), 3 * Math.cos(2 * t), t % 3 ? 0.5 : -7]);
const START = [1, -2, 0.5];

/** The parameters after each step, by the optimiser inside a program. */
function path(optimizer: Optimizer, kept: object, steps: number): number[][] {
  const step = stateful(
    ({ p, o }: Held, a: Vector, b: Tensor<readonly [], 'f64'>) => {
      const [updates, next] = optimizer.update({ a, b }, o, p);
      return [{ p: applyUpdates(p, updates), o: next }] as never;
    },
    [{ p: { a: [2], b: [] }, o: kept }, [2], []] as never,
  ) as unknown as {
    load(state: unknown): void;
    step(a: number[], b: number): void;
    read(): { p: unknown };
  };
  const init = compile((p: Tree) => optimizer.init(p) as Tree, [{ a: [2], b: [] }] as never) as unknown as (
    p: unknown,
  ) => unknown;
  const start = { a: START.slice(0, 2), b: START[2] };
  step.load({ p: start, o: init(start) });
  return gradients(steps).map(([x, y, z]) => {
    step.step([x, y], z);
    return numbersOf(step.read().p);
  });
}

/** The same by plain numbers: `rule` gives the update of one parameter in step t = 1, 2 ... */
function plain(
  rule: (t: number, g: number, p: number, memory: number[]) => number,
  steps: number,
): number[][] {
  const p = [...START];
  const memory: number[][] = p.map(() => [0, 0]);
  return gradients(steps).map((g, t) => {
    for (let i = 0; i < 3; i++) p[i] += rule(t + 1, g[i], p[i], memory[i]);
    return [...p];
  });
}

function agree(optimizer: Optimizer, kept: object, rule: Parameters<typeof plain>[0]): void {
  useBackend('typescript');
  const fallback = path(optimizer, kept, 30);
  useBackend('wasm');
  const found = path(optimizer, kept, 30);
  expect(found).toEqual(fallback);
  for (const [t, expected] of plain(rule, 30).entries()) {
    for (const [i, each] of expected.entries()) expect(found[t][i]).toBeCloseTo(each, 12);
  }
}

const tree = { a: [2], b: [] };

describe('an optimiser follows its paper', () => {
  test('sgd', () => {
    agree(sgd({ learningRate: 0.1 }), {}, (_, g) => -0.1 * g);
  });

  test('sgd with momentum, and Nesterov', () => {
    agree(sgd({ learningRate: 0.1, momentum: 0.8 }), { velocity: tree }, (_, g, __, m) => {
      m[0] = 0.8 * m[0] + g;
      return -0.1 * m[0];
    });
    agree(sgd({ learningRate: 0.1, momentum: 0.8, nesterov: true }), { velocity: tree }, (_, g, __, m) => {
      m[0] = 0.8 * m[0] + g;
      return -0.1 * (g + 0.8 * m[0]);
    });
  });

  const moments = { step: [], first: tree, second: tree };
  const adamRule = (rate: (t: number) => number, decay: number, [b1, b2, epsilon]: number[]) => {
    return (t: number, g: number, p: number, m: number[]): number => {
      m[0] = b1 * m[0] + (1 - b1) * g;
      m[1] = b2 * m[1] + (1 - b2) * g * g;
      const mean = m[0] / (1 - b1 ** t);
      const square = m[1] / (1 - b2 ** t);
      return -rate(t) * (mean / (Math.sqrt(square) + epsilon) + decay * p);
    };
  };

  test('adam, adamW', () => {
    agree(
      adam(),
      moments,
      adamRule(() => 0.001, 0, [0.9, 0.999, 1e-8]),
    );
    agree(
      adam({ learningRate: 0.3, beta1: 0.5, beta2: 0.9, epsilon: 0.1 }),
      moments,
      adamRule(() => 0.3, 0, [0.5, 0.9, 0.1]),
    );
    agree(
      adamW({ learningRate: 0.2, weightDecay: 0.05 }),
      moments,
      adamRule(() => 0.2, 0.05, [0.9, 0.999, 1e-8]),
    );
  });

  test('adamW, where matrices alone decay', () => {
    const decays = (p: Tensor) => p.rank >= 2;
    const fit = training(
      (p: { m: Tensor; v: Tensor }) => p.m.sum().add(p.v.sum()).mul(0),
      [{ m: [1, 1], v: [1] }],
      adamW({ learningRate: 0.5, weightDecay: 0.5, decays }),
    );
    fit.load({ m: [8], v: [8] });
    fit.steps(2);
    expect(fit.read()).toEqual({ m: Float64Array.of(4.5), v: Float64Array.of(8) });
  });

  test('with a schedule, from step 0 on', () => {
    const learningRate = exponentialDecay({ from: 0.4, factor: 0.5, steps: 7 });
    const rate = (t: number) => 0.4 * 0.5 ** ((t - 1) / 7);
    agree(adam({ learningRate }), moments, adamRule(rate, 0, [0.9, 0.999, 1e-8]));
    agree(sgd({ learningRate }), { step: [] }, (t, g) => -rate(t) * g);
    agree(sgd({ learningRate, momentum: 0.5 }), { step: [], velocity: tree }, (t, g, _, m) => {
      m[0] = 0.5 * m[0] + g;
      return -rate(t) * m[0];
    });
  });

  test('after others, each with its own state', () => {
    const bounded = chain(clipByValue(1.5), sgd({ learningRate: 0.1, momentum: 0.5 }), clipByValue(0.2));
    agree(bounded, { 0: {}, 1: { velocity: tree }, 2: {} }, (_, g, __, m) => {
      m[0] = 0.5 * m[0] + Math.min(Math.max(g, -1.5), 1.5);
      return Math.min(Math.max(-0.1 * m[0], -0.2), 0.2);
    });
    const norms = gradients(30).map((g) => Math.hypot(...g));
    const shortened = chain(clipByNorm(2), sgd({ learningRate: 1 }));
    agree(shortened, { 0: {}, 1: {} }, (t, g) => -g * Math.min(2 / norms[t - 1], 1));
  });
});

test('clips leave a gradient of zeros as it is, pass NaN on, and keep types', () => {
  const clip = compile((g: { a: Vector; b: Tensor }) => clipByNorm(1).update(g, {}, g)[0], [
    { a: [2], b: { shape: [2], dtype: 'f32' } },
  ] as never) as unknown as (g: unknown) => { a: Float64Array; b: Float32Array };
  expect(clip({ a: [0, 0], b: [0, -0] })).toEqual({ a: new Float64Array(2), b: Float32Array.of(0, -0) });
  expect(clip({ a: [0, 3], b: [4, 0] })).toEqual({
    a: Float64Array.of(0, 3 * (1 / 5)),
    b: Float32Array.of(Math.fround(4 * Math.fround(1 / 5)), 0),
  });
  expect(clip({ a: [Number.NaN, 1], b: [0, 0] }).b[0]).toBeNaN();
});

describe('a schedule', () => {
  const at = (schedule: Schedule, ...steps: number[]): number[] => {
    const program = compile(schedule, [[]]);
    return steps.map((step) => runBoth(program, step));
  };

  test('is the formula', () => {
    expect(at(constantRate(0.3), 0, 5, 1e9)).toEqual([0.3, 0.3, 0.3]);
    expect(at(linearWarmup({ steps: 4, rate: 0.2 }), 0, 1, 2, 3, 4, 50)).toEqual([
      0.05,
      0.1,
      0.2 * 0.75,
      0.2,
      0.2,
      0.2,
    ]);
    const cosine = at(cosineDecay({ from: 2, to: 1, steps: 8 }), 0, 2, 4, 8, 80);
    for (const [i, t] of [0, 2, 4, 8, 8].entries())
      expect(cosine[i]).toBeCloseTo(1 + (1 + Math.cos((Math.PI * t) / 8)) / 2, 14);
    const exponential = at(exponentialDecay({ from: 3, factor: 0.1, steps: 10 }), 0, 5, 10, 100);
    for (const [i, t] of [0, 5, 10, 100].entries())
      expect(exponential[i]).toBeCloseTo(3 * 0.1 ** (t / 10), 14);
    const pieces = piecewiseConstant({ starts: [0, 2, 5], rates: [1, 3, 2] });
    expect(at(pieces, 0, 1, 2, 4, 5, 6)).toEqual([1, 1, 3, 3, 2, 2]);
  });

  test('may follow a warm-up, counted from its end', () => {
    const rate = linearWarmup({ steps: 10, rate: cosineDecay({ from: 1, steps: 10 }) });
    const [first, last, half, end] = at(rate, 0, 9, 15, 20);
    expect(first).toBeCloseTo(0.1, 14);
    expect(last).toBe(1);
    expect(half).toBeCloseTo(0.5, 14);
    expect(end).toBe(0);
  });
});

test.each([
  ['learningRate', () => sgd({ learningRate: 0 })],
  ['learningRate', () => sgd({ learningRate: '1' as never })],
  ['learningRate', () => sgd({} as never)],
  ['options.rate', () => sgd({ rate: 3 } as never)],
  ['options', () => sgd(0.1 as never)],
  ['momentum', () => sgd({ learningRate: 1, momentum: 1 })],
  ['momentum', () => sgd({ learningRate: 1, nesterov: true })],
  ['nesterov', () => sgd({ learningRate: 1, nesterov: 1 as never })],
  ['beta1', () => adam({ beta1: 1 })],
  ['beta2', () => adam({ beta2: -0.1 })],
  ['epsilon', () => adam({ epsilon: 0 })],
  ['options.weightDecay', () => adam({ weightDecay: 0.1 } as never)],
  ['weightDecay', () => adamW({ weightDecay: -1 })],
  ['decays', () => adamW({ decays: 2 as never })],
  ['limit', () => clipByNorm(0)],
  ['limit', () => clipByValue(Number.POSITIVE_INFINITY)],
  ['rate', () => constantRate(-1)],
  ['options.steps', () => linearWarmup({ steps: 0, rate: 1 })],
  ['options.rate', () => linearWarmup({ steps: 5, rate: 'x' as unknown as Rate })],
  ['options', () => cosineDecay(3 as never)],
  ['options.from', () => cosineDecay({ from: 0, steps: 5 })],
  ['options.to', () => cosineDecay({ from: 1, to: -1, steps: 5 })],
  ['options.steps', () => cosineDecay({ from: 1, steps: 1.5 })],
  ['options.factor', () => exponentialDecay({ from: 1, factor: 1.1, steps: 3 })],
  ['options.starts', () => piecewiseConstant({ starts: 3 as never, rates: [1] })],
  ['options.starts[0]', () => piecewiseConstant({ starts: [1], rates: [1] })],
  ['options.starts[1]', () => piecewiseConstant({ starts: [0, 0], rates: [1, 2] })],
  ['options.rates.length', () => piecewiseConstant({ starts: [0, 2], rates: [1] })],
  ['options.rates.length', () => piecewiseConstant({ starts: [], rates: [] })],
  ['options.rates[1]', () => piecewiseConstant({ starts: [0, 2], rates: [1, 0] })],
])('bad argument: %s', (parameter, call) => {
  expect(call).toThrow(expect.objectContaining({ parameter, code: expect.stringMatching(/^STOKAST_E_/) }));
});
