// A transformer of two layers as in GPT-2 (Radford and others 2019), in singles, and its parts against plain JavaScript.
import { useBackend } from '@stokast/core-wasm';
import { describe, expect, test } from 'vitest';
import {
  adamW,
  attention,
  categoricalLogitLogProb,
  compile,
  embedding,
  gelu,
  layerNorm,
  linear,
  linearWarmup,
  matmul,
  mean,
  split,
  type Tensor,
  type TensorsOf,
  training,
  transpose,
  valueAndGrad,
} from '../../src/index.ts';
import { numbersOf, runBoth } from '../check.ts';
import { differences, expectNear, logSum, numbers } from './check.ts';

const [V, T, C, HEADS] = [7, 6, 8, 2];

const shape = (dtype: 'f32' | 'f64') => {
  const at = <const S extends readonly number[]>(...shape: S) => ({ shape, dtype });
  const norm = { scale: at(C), offset: at(C) };
  const block = {
    first: norm,
    qkv: { weights: at(C, 3 * C), bias: at(3 * C) },
    out: { weights: at(C, C), bias: at(C) },
    second: norm,
    wide: { weights: at(C, 4 * C), bias: at(4 * C) },
    narrow: { weights: at(4 * C, C), bias: at(C) },
  };
  return { tokens: at(V, C), places: at(T, C), blocks: [block, block], last: norm };
};
type Model = TensorsOf<ReturnType<typeof shape>>;
type Block = Model['blocks'][number];

const dense = ({ weights, bias }: Block['qkv'], x: Tensor) => linear(x, weights, bias);

function layer(block: Block, x: Tensor): Tensor {
  const [q, k, v] = split(dense(block.qkv, layerNorm(x, block.first)), 3, -1); // [T, C] each
  const seen = x.add(dense(block.out, attention(q, k, v, { heads: HEADS, causal: true })));
  return seen.add(dense(block.narrow, gelu(dense(block.wide, layerNorm(seen, block.second)), 'tanh')));
}

function loss(model: Model, tokens: Tensor, next: Tensor): Tensor {
  const start = embedding(model.tokens, tokens).add(model.places); // [T, C]
  const last = layerNorm(
    model.blocks.reduce<Tensor>((x, block) => layer(block, x), start),
    model.last,
  );
  return mean(categoricalLogitLogProb(next, matmul(last, transpose(model.tokens)))).neg();
}

let seed = 0;
const weights = (n: number) => numbers(n, ++seed).map((x) => x / 2);
const norm = () => ({ scale: weights(C).map((x) => 1 + x / 3), offset: weights(C).map((x) => x / 3) });
const block = () => ({
  first: norm(),
  qkv: { weights: weights(C * 3 * C), bias: weights(3 * C) },
  out: { weights: weights(C * C), bias: weights(C) },
  second: norm(),
  wide: { weights: weights(C * 4 * C), bias: weights(4 * C) },
  narrow: { weights: weights(4 * C * C), bias: weights(C) },
});
const start = { tokens: weights(V * C), places: weights(T * C), blocks: [block(), block()], last: norm() };
const [tokens, next] = [
  [1, 4, 2, 6, 0, 3],
  [4, 2, 6, 0, 3, 5],
];

/** The same with arrays of arrays. */
function plain(p: typeof start): number {
  type Rows = number[][];
  const map = (x: Rows, f: (row: number[], t: number) => number[]): Rows => x.map(f);
  const dense = (x: Rows, { weights, bias }: { weights: number[]; bias: number[] }): Rows =>
    map(x, (row) =>
      bias.map((b, j) => row.reduce((all, each, i) => all + each * weights[i * bias.length + j], b)),
    );
  const normalise = (x: Rows, { scale, offset }: { scale: number[]; offset: number[] }): Rows =>
    map(x, (row) => {
      const m = row.reduce((a, b) => a + b) / C;
      const v = row.reduce((a, b) => a + (b - m) ** 2, 0) / C;
      return row.map((each, i) => ((each - m) / Math.sqrt(v + 1e-5)) * scale[i] + offset[i]);
    });
  const plus = (a: Rows, b: Rows): Rows => map(a, (row, t) => row.map((x, i) => x + b[t][i]));
  const curve = (x: number) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
  let x: Rows = tokens.map((token, t) =>
    Array.from({ length: C }, (_, i) => p.tokens[token * C + i] + p.places[t * C + i]),
  );
  for (const each of p.blocks) {
    const qkv = dense(normalise(x, each.first), each.qkv);
    const size = C / HEADS;
    const seen = map(x, (_, t) => {
      const out: number[] = [];
      for (let h = 0; h < HEADS; h++) {
        const part = (row: number[], which: number) =>
          row.slice(which * C + h * size, which * C + (h + 1) * size);
        const scores = Array.from(
          { length: t + 1 },
          (_, s) => part(qkv[t], 0).reduce((all, q, i) => all + q * part(qkv[s], 1)[i], 0) / Math.sqrt(size),
        );
        const total = logSum(scores);
        for (let i = 0; i < size; i++)
          out.push(scores.reduce((all, score, s) => all + Math.exp(score - total) * part(qkv[s], 2)[i], 0));
      }
      return out;
    });
    x = plus(x, dense(seen, each.out));
    x = plus(
      x,
      dense(
        map(dense(normalise(x, each.second), each.wide), (row) => row.map(curve)),
        each.narrow,
      ),
    );
  }
  const last = normalise(x, p.last);
  const logits = map(last, (row) =>
    Array.from({ length: V }, (_, v) => row.reduce((all, each, i) => all + each * p.tokens[v * C + i], 0)),
  );
  return -logits.reduce((all, row, t) => all + row[next[t]] - logSum(row), 0) / T;
}

describe('a transformer', () => {
  test('in doubles, against plain JavaScript and differences', () => {
    const program = compile(valueAndGrad(loss), [shape('f64'), [T], [T]]);
    const { value, gradient } = runBoth(program, start, tokens, next);
    expect(value).toBeCloseTo(plain(start), 12);
    expectNear(
      numbersOf(gradient).filter((_, i) => i % 13 === 0),
      differences((p) => program(p, tokens, next).value, start, 1e-5, 13),
      1e-8,
    );
  });

  test('learns a sentence by heart', () => {
    const run = () => {
      const rate = linearWarmup({ steps: 20, rate: 0.01 });
      const fit = training(loss, [shape('f32'), [T], [T]], adamW({ learningRate: rate }));
      fit.load(start);
      return fit.steps(60, tokens, next);
    };
    useBackend('typescript');
    const fallback = run();
    useBackend('wasm');
    expect(run()).toBe(fallback);
    expect(fallback).toBeLessThan(0.05);
  });
});
