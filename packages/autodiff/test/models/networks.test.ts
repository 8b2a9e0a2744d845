// Networks in singles, trained by Adam: a classifier of two spirals, one of small images.
import { useBackend } from '@stokast/core-wasm';
import { describe, expect, test } from 'vitest';
import {
  adam,
  argmax,
  categoricalLogitLogProb,
  chain,
  clipByNorm,
  compile,
  conv2d,
  f32,
  linear,
  maxPool2d,
  mean,
  relu,
  type Tensor,
  training,
  valueAndGrad,
} from '../../src/index.ts';
import { numbersOf, runBoth } from '../check.ts';
import { differences, expectNear, logSum, numbers } from './check.ts';

const f64 = <const S extends readonly number[]>(...shape: S) => ({ shape, dtype: 'f64' }) as const;

interface Layer {
  readonly weights: Tensor;
  readonly bias: Tensor;
}

const crossEntropy = (logits: Tensor, labels: Tensor) => mean(categoricalLogitLogProb(labels, logits)).neg();

describe('a multilayer perceptron', () => {
  const N = 60;
  const [W, H, C] = [2, 16, 2];
  const labels = Array.from({ length: N }, (_, i) => i % 2);
  const points = labels.flatMap((label, i) => {
    const t = (i / N) * 4 + 0.5;
    return [t * Math.cos(t + label * Math.PI) * 0.3, t * Math.sin(t + label * Math.PI) * 0.3];
  });
  const logits = (layers: readonly Layer[], x: Tensor) =>
    layers.reduce((h, { weights, bias }, i) => linear(i === 0 ? h : h.tanh(), weights, bias), x);
  const loss = (layers: readonly Layer[], x: Tensor, y: Tensor) => crossEntropy(logits(layers, x), y);
  const start = [
    { weights: numbers(W * H, 1).map((x) => 2 * x), bias: numbers(H, 2) },
    { weights: numbers(H * H, 3).map((x) => x / 2), bias: numbers(H, 4) },
    { weights: numbers(H * C, 5), bias: numbers(C, 6) },
  ] as const;
  const specs = (spec: typeof f32 | typeof f64) =>
    [
      { weights: spec(W, H), bias: spec(H) },
      { weights: spec(H, H), bias: spec(H) },
      { weights: spec(H, C), bias: spec(C) },
    ] as const;

  test('in doubles, against plain JavaScript and differences', () => {
    const program = compile(valueAndGrad(loss), [specs(f64), [N, W], [N]]);
    const layer = (x: number[], { weights, bias }: (typeof start)[number]) =>
      bias.map((b, j) => x.reduce((all, each, i) => all + each * weights[i * bias.length + j], b));
    const expected =
      -labels.reduce((all, label, n) => {
        const hidden = layer(points.slice(2 * n, 2 * n + 2), start[0]).map(Math.tanh);
        const out = layer(layer(hidden, start[1]).map(Math.tanh), start[2]);
        return all + out[label] - logSum(out);
      }, 0) / N;
    const { value, gradient } = runBoth(program, start, points, labels);
    expect(value).toBeCloseTo(expected, 12);
    expectNear(
      numbersOf(gradient),
      differences((p) => program(p, points, labels).value, start),
      1e-8,
    );
  });

  test('learns to tell two spirals apart, with the same bits on both backends', () => {
    const run = (steps: number) => {
      const fit = training(loss, [specs(f32), f32(N, W), f32(N)], adam({ learningRate: 0.02 }));
      fit.load(start);
      return { loss: fit.steps(steps, points, labels), layers: fit.read() };
    };
    useBackend('typescript');
    const fallback = run(20);
    useBackend('wasm');
    expect(run(20)).toStrictEqual(fallback);
    const { layers, loss: last } = run(600);
    expect(layers[0].weights).toBeInstanceOf(Float32Array);
    expect(last).toBeLessThan(0.05);
    const classify = compile((p, x) => argmax(logits(p, x), 1), [specs(f32), f32(N, W)]);
    expect([...(classify(layers, points) as Float32Array)]).toEqual(labels);
  });
});

describe('a convolutional network', () => {
  const [N, SIDE, F, C] = [24, 8, 4, 3];
  const specs = { filters: f32(3, 3, 1, F), bias: f32(F), weights: f32(9 * F, C), offset: f32(C) };
  type Filters = { readonly [K in keyof typeof specs]: Tensor };
  // Bars from left to right, from top to bottom, and a cross of both.
  const labels = Array.from({ length: N }, (_, i) => i % C);
  const images = labels.flatMap((label, i) => {
    const at = 1 + (i % 6);
    return Array.from({ length: SIDE * SIDE }, (_, j) => {
      const isRow = Math.floor(j / SIDE) === at;
      const isColumn = j % SIDE === at;
      return (label !== 1 && isRow) || (label !== 0 && isColumn) ? 1 : 0;
    });
  });
  const logits = ({ filters, bias, weights, offset }: Filters, x: Tensor) => {
    const seen = relu(conv2d(x, filters).add(bias));
    return linear(maxPool2d(seen, 2).reshape([N, -1]), weights, offset);
  };
  const start = {
    filters: numbers(9 * F, 1),
    bias: numbers(F, 2),
    weights: numbers(9 * F * C, 3).map((x) => x / 3),
    offset: numbers(C, 4),
  };

  test('learns', () => {
    const fit = training(
      (p, x, y) => crossEntropy(logits(p, x), y),
      [specs, f32(N, SIDE, SIDE, 1), f32(N)],
      chain(clipByNorm(1), adam({ learningRate: 0.02 })),
    );
    fit.load(start);
    const first = fit.step(images, labels);
    const saved = JSON.parse(JSON.stringify(fit.save()));
    const last = fit.steps(150, images, labels);
    expect(first).toBeGreaterThan(1);
    expect(last).toBeLessThan(0.02);
    fit.resume(saved);
    expect(fit.steps(150, images, labels)).toBe(last);
  });
});
