// The network against plain loops and against PyTorch; that nothing looks ahead; the cache against the whole window.
import { compile, f32, type RandomSource, randomStream, type Tensor, training } from '@stokast/autodiff';
import { useBackend } from '@stokast/core-wasm';
import { stream } from '@stokast/sampling';
import { describe, expect, test } from 'vitest';
import { initialWeights, mapWeights, type Weights } from '../../src/train/parameters.ts';
import { configOf, type NetworkConfig } from '../../src/transformer/config.ts';
import { windowStart, windowsOf } from '../../src/transformer/context.ts';
import { Decoder } from '../../src/transformer/decoder.ts';
import { logits, type Network, networkWeights } from '../../src/transformer/network.ts';
import { Scores } from '../../src/transformer/scores.ts';
import { recipeFor } from '../../src/transformer/transformer.ts';
import reference from '../vectors/transformer.json' with { type: 'json' };
import { plainLogits } from './plain.ts';
import { formulaWeights } from './weights.ts';

type Case = { config: Pick<NetworkConfig, 'positions' | 'gelu' | 'bias'>; logits: number[] };
const cases = reference.cases as Case[];
const { vocabSize: _, ...dimensions } = reference.shape;
const configFor = (some: object): NetworkConfig => ({ ...configOf({}), ...reference.shape, ...some });
const nameOf = (config: object): string => Object.values(config).join(', ');

function run(config: NetworkConfig, weights: Weights, tokens: readonly (readonly number[])[]): Float32Array {
  const tree = networkWeights(config);
  const program = compile((network: Network, ids: Tensor) => logits(config, network, ids), [
    mapWeights(tree, (_, { shape }) => f32(...shape)),
    f32(tokens.length, tokens[0].length),
  ] as never) as unknown as (weights: unknown, ids: readonly number[]) => Float32Array;
  return program(
    mapWeights(tree, (name) => weights.get(name)),
    tokens.flat(),
  );
}

function farthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((most, x, i) => Math.max(most, Math.abs(x - b[i])), 0);
}

describe.each(cases.map((each) => [nameOf(each.config), each] as const))(
  '%s',
  (_, { config: some, ...known }) => {
    const config = configFor(some);
    const weights = formulaWeights(config);

    test("logits are PyTorch's, and those of plain loops", () => {
      const got = run(config, weights, reference.tokens);
      expect(farthest(got, known.logits)).toBeLessThan(2e-6);
      const plain = reference.tokens.flatMap((window) => plainLogits(config, weights, window).flat());
      expect(farthest(plain, known.logits)).toBeLessThan(1e-9);
    });

    test('the backends agree to the bit', () => {
      const wasm = run(config, weights, reference.tokens);
      useBackend('typescript');
      const plain = run(config, weights, reference.tokens);
      useBackend('wasm');
      expect(plain).toEqual(wasm);
    });

    test('a later token changes no earlier logit, not by a bit', () => {
      const [window] = reference.tokens;
      const before = run(config, weights, [window]);
      for (let t = 1; t < window.length; t++) {
        const other = window.map((id, i) => (i < t ? id : (id + 1) % config.vocabSize));
        const after = run(config, weights, [other]);
        const end = t * config.vocabSize;
        expect(after.subarray(0, end)).toEqual(before.subarray(0, end));
        expect(after.subarray(end)).not.toEqual(before.subarray(end));
      }
    });

    test('with a cache the logits are those of the window', () => {
      const decoder = new Decoder(config, weights);
      const ids = [1, 4, 2, 6, 0, 3, 5, 5, 0, 1, 6, 2, 2, 4, 3, 1, 0];
      const { blockSize, vocabSize } = config;
      for (let n = 1; n <= ids.length; n++) {
        const window = ids.slice(windowStart(n, blockSize, blockSize / 2), n);
        const expected = run(config, weights, [window]).subarray((window.length - 1) * vocabSize);
        const { logits: got, probabilities } = decoder.after(ids.slice(0, n));
        expect(farthest(got, expected)).toBeLessThan(1e-6);
        expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 14);
      }
    });
  },
);

test.each(reference.runs.map((each) => [nameOf(each.config), each] as const))(
  "losses of a training are PyTorch's: %s",
  (_, { config: some, losses }) => {
    const config = configOf({
      ...dimensions,
      ...(some as Case['config']),
      learningRate: 0.01,
      minLr: 0.001,
      warmupIters: 3,
    });
    const { phases, weights: tree } = recipeFor(config, 'abcdef').objective(losses.length); // 6 and the unknown one
    const [{ loss, optimizer }] = phases;
    const windows = f32(reference.tokens.length, reference.shape.blockSize);
    const fit = training(
      ((weights: never, input: Tensor, target: Tensor, source: RandomSource) =>
        loss(weights, { batch: { input, target }, source } as never).loss) as never,
      [mapWeights(tree, (__, { shape }) => f32(...shape)), windows, windows, randomStream] as never,
      optimizer,
    ) as unknown as { load(weights: unknown): void; step(...data: unknown[]): number };
    const start = formulaWeights(configFor(some));
    fit.load(mapWeights(tree, (name) => start.get(name)));
    for (const expected of losses)
      expect(
        Math.abs(fit.step(reference.tokens.flat(), reference.next.flat(), stream('none')) - expected),
      ).toBeLessThan(2e-5);
  },
);

describe('the cache', () => {
  const config = configFor({});
  const weights = formulaWeights(config);
  const ids = Array.from({ length: 30 }, (_, i) => (i * i + 3) % 7);

  test('does not show: texts by turns, and again, give the same bits', () => {
    const fresh = (n: number) => new Decoder(config, weights).after(ids.slice(0, n));
    const used = new Decoder(config, weights);
    for (const n of [1, 5, 4, 17, 3, 30, 29, 29, 8, 9, 10]) {
      used.after([6, 6, n % 7]);
      expect(used.after(ids.slice(0, n))).toEqual(fresh(n));
      expect(used.after(ids.slice(0, n))).toEqual(fresh(n));
    }
  });

  test('positions have names: learned ones and rotary ones tell the same token at two places apart', () => {
    for (const positions of ['learned', 'rotary'] as const) {
      const some = configFor({ positions });
      const all = run(some, formulaWeights(some), [[2, 5, 3, 5]]);
      expect(all.subarray(7, 14)).not.toEqual(all.subarray(21, 28));
    }
  });
});

test('scores are log p of the next token, each once, for any stride', () => {
  const config = configFor({});
  const weights = formulaWeights(config);
  const { blockSize, vocabSize } = config;
  const ids = Array.from({ length: 40 }, (_, i) => (i * i + 3) % vocabSize);
  for (const stride of [1, 2, 3, 6]) {
    const got = new Scores(config, weights).of(ids, stride);
    for (let n = 1; n < ids.length; n++) {
      const window = ids.slice(windowStart(n, blockSize, stride), n);
      const row = plainLogits(config, weights, window)[window.length - 1];
      const total = Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0));
      expect(got[n - 1]).toBeCloseTo(row[ids[n]] - total, 5);
    }
  }
  expect(new Scores(config, weights).of([3], 3)).toEqual(new Float64Array(0));
});

test('windows predict each token once, from contexts of the promised length', () => {
  for (const [count, size, stride] of [
    [1, 4, 2],
    [4, 4, 4],
    [5, 4, 4],
    [100, 8, 1],
    [101, 8, 3],
    [64, 8, 8],
  ]) {
    const seen = new Int32Array(count);
    for (const { start, from, to } of windowsOf(count, size, stride)) {
      for (let i = from; i < to; i++) {
        seen[start + i]++;
        expect(i + 1).toBeLessThanOrEqual(size);
        if (start > 0) expect(i + 1).toBeGreaterThan(size - stride);
        expect(windowStart(start + i + 1, size, stride)).toBe(start);
      }
    }
    expect(seen.every((n) => n === 1)).toBe(true);
  }
});

test('at the start all tokens are about as likely: the loss is log V', () => {
  const config: NetworkConfig = { ...configOf({}), vocabSize: 65 };
  const weights = initialWeights(networkWeights(config), stream('start'));
  const ids = Array.from({ length: 4 * 64 }, (_, i) => (i * i * 31 + 7) % 65);
  const scores = new Scores(config, weights).of(ids, 64);
  const loss = -scores.reduce((a, b) => a + b) / scores.length;
  expect(Math.abs(loss - Math.log(65))).toBeLessThan(0.06);
});
