import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine';
import { backends, eachBackend } from '../../backends';
import { edges, roughData } from '../reduce/tree';

/** Singles with many ties, both zeros, and masks. */
function roughLogits(n: number, seed: number): Float32Array {
  return Float32Array.from(roughData(n, seed), (x, i) => {
    if (i % 11 === 3) return -Infinity;
    if (i % 13 === 5) return i % 2 ? -0 : 0;
    return Math.round(x * 8) / 8;
  });
}

const SIZE = 50_000;
const spaces = new Map<Machine, number>();
/** Addresses of lists of up to SIZE tokens. */
function lists(machine: Machine): Record<'values' | 'tokens' | 'maxima' | 'weights' | 'work', number> {
  if (!spaces.has(machine)) spaces.set(machine, machine.reserve(24 * SIZE + 65_536));
  const at = spaces.get(machine)!;
  return {
    values: at,
    tokens: at + 4 * SIZE,
    maxima: at + 8 * SIZE,
    weights: at + 12 * SIZE,
    work: at + 20 * SIZE,
  };
}

/** Tokens that selectBest and keepBest keep of dense scores. */
function best(
  machine: Machine,
  scores: Float32Array,
  weights: Float64Array | undefined,
  target: number,
): number[] {
  const { kernels } = machine;
  const at = lists(machine);
  machine.f32.set(scores, at.values / 4);
  if (weights) machine.f64.set(weights, at.weights / 8);
  const ties = at.work + 16_384;
  const n = scores.length;
  const order = kernels.selectBest(at.values, weights ? at.weights : 0, n, target, at.work, ties);
  const kept = kernels.keepBest(at.values, at.values, at.tokens, n, 1, order, machine.i32[ties / 4]);
  const tokens = [...machine.i32.subarray(at.tokens / 4, at.tokens / 4 + kept)];
  expect([...machine.f32.subarray(at.values / 4, at.values / 4 + kept)]).toEqual(
    tokens.map((i) => scores[i]),
  );
  return tokens;
}

/** The same by sorting. */
function bestBySorting(
  scores: Float32Array,
  weights: ArrayLike<number> | undefined,
  target: number,
): number[] {
  const order = Array.from(scores.keys()).sort((a, b) => scores[b] - scores[a] || a - b);
  let reached = 0;
  const kept = [];
  for (const token of order) {
    if (reached >= target) break;
    reached += weights ? weights[token] : 1;
    kept.push(token);
  }
  return kept.sort((a, b) => a - b);
}

describe.each(eachBackend)('token kernels on %s', (_, machine) => {
  const { kernels } = machine;
  const at = lists(machine);

  test('maxima of blocks and of all; NaN is told, also behind larger numbers', () => {
    for (const n of edges) {
      const logits = roughLogits(n, n);
      machine.f32.set(logits, at.values / 4);
      const expected = Array.from({ length: Math.ceil(n / 128) }, (_, b) =>
        logits.subarray(128 * b, 128 * (b + 1)).reduce((a, x) => Math.max(a, x), -Infinity),
      ).map((x) => x + 0);
      expect(kernels.tokenMaxima(at.values, n, at.maxima)).toBe(Math.max(-Infinity, ...expected));
      expect([...machine.f32.subarray(at.maxima / 4, at.maxima / 4 + expected.length)]).toEqual(expected);
      for (const place of [0, n >> 1, n - 1]) {
        if (place < 0 || place >= n) continue;
        machine.f32.set(logits, at.values / 4);
        machine.f32[at.values / 4 + place] = NaN;
        expect(kernels.tokenMaxima(at.values, n, at.maxima)).toBeNaN();
      }
    }
  });

  test('the best k are those of a sort, ties to the lower token, at every edge', () => {
    for (const n of edges) {
      const scores = roughLogits(n, n + 1);
      for (const k of [1, 2, 7, 100, n - 1, n, n + 5]) {
        if (k < 1) continue;
        expect(best(machine, scores, undefined, k)).toEqual(bestBySorting(scores, undefined, k));
      }
    }
  });

  test('extreme scores are in order', () => {
    const scores = new Float32Array([0, -0, 1e-45, -1e-45, 3.4e38, -3.4e38, -Infinity, Infinity, 1, -1]);
    for (let k = 1; k <= 10; k++) {
      expect(best(machine, scores, undefined, k)).toEqual(bestBySorting(scores, undefined, k));
    }
  });

  test('the shortest best list of a weight is that of a sort', () => {
    // Weights are multiples of 1/8, so that sums are exact in any order.
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 0, max: 8 })), {
          minLength: 1,
          maxLength: 300,
        }),
        fc.integer({ min: 1, max: 2500 }),
        (pairs, target) => {
          const scores = Float32Array.from(pairs, ([score]) => score / 4);
          const weights = Float64Array.from(pairs, ([, weight]) => weight / 8);
          expect(best(machine, scores, weights, target / 8)).toEqual(
            bestBySorting(scores, weights, target / 8),
          );
        },
      ),
      { numRuns: 300, seed: 3 },
    );
  });

  test('keepAbove keeps what is at least the bar, with its weights, whether the list is dense or not', () => {
    for (const n of [1, 127, 128, 129, 1000, 16385]) {
      const logits = roughLogits(n, n + 2);
      const weights = roughData(n);
      for (const bar of [-3.4028234663852886e38, -1, 0, 2.125, 1e30]) {
        machine.f32.set(logits, at.values / 4);
        machine.f64.set(weights, at.weights / 8);
        kernels.tokenMaxima(at.values, n, at.maxima);
        let kept = kernels.keepAbove(at.values, at.tokens, n, 1, at.maxima, at.weights, bar);
        const first = Array.from(logits.keys()).filter((i) => logits[i] >= bar);
        expect([...machine.i32.subarray(at.tokens / 4, at.tokens / 4 + kept)]).toEqual(first);
        expect([...machine.f64.subarray(at.weights / 8, at.weights / 8 + kept)]).toEqual(
          first.map((i) => weights[i]),
        );
        kept = kernels.keepAbove(at.values, at.tokens, kept, 0, at.maxima, 0, bar + 3);
        expect([...machine.i32.subarray(at.tokens / 4, at.tokens / 4 + kept)]).toEqual(
          first.filter((i) => logits[i] >= bar + 3),
        );
      }
    }
  });

  test('weights and their sum', () => {
    const logits = roughLogits(1000, 9).map((x) => x / 100);
    const largest = logits.reduce((a, b) => Math.max(a, b));
    machine.f32.set(logits, at.values / 4);
    const total = kernels.tokenWeights(at.values, 1000, largest, 1.25, at.weights);
    let sum = 0;
    logits.forEach((x, i) => {
      const weight = Math.exp((x - largest) * 1.25);
      sum += weight;
      expect(Math.abs(machine.f64[at.weights / 8 + i] - weight)).toBeLessThanOrEqual(1e-15 * weight);
    });
    expect(Math.abs(total - sum)).toBeLessThan(1e-13 * sum);
  });

  test('typical scores are minus the distance of information from entropy', () => {
    const logits = Float32Array.from([2, 1, 0, -1, -Infinity, -800, 3]);
    const p = logits.map((x) => Math.exp(x - 3));
    const total = p.reduce((a, b) => a + b);
    const entropy = p.reduce((h, x) => (x > 0 ? h - (x / total) * Math.log(x / total) : h), 0);
    machine.f32.set(logits, at.values / 4);
    const sum = kernels.tokenWeights(at.values, 7, 3, 1, at.weights);
    kernels.typicalScores(at.values, at.weights, 7, 3, 1, sum, at.maxima);
    logits.forEach((x, i) => {
      const expected = -Math.abs(entropy + x - 3 - Math.log(total));
      const got = machine.f32[at.maxima / 4 + i];
      if (Number.isFinite(expected)) expect(got).toBeCloseTo(expected, Math.abs(expected) > 100 ? 3 : 6);
      else expect(got).toBe(expected);
    });
  });

  test('pickWeighted finds where the running sum exceeds the target, and never a weight of 0', () => {
    const weights = Float64Array.from({ length: 1000 }, (_, i) => (i % 3 === 1 ? (i % 7) / 4 : 0));
    machine.f64.set(weights, at.weights / 8);
    const total = weights.reduce((a, b) => a + b);
    for (let target = 0; target <= total; target += 0.25) {
      let running = 0;
      const expected = weights.findIndex((w) => (running += w) > target);
      const last = weights.findLastIndex((w) => w > 0);
      expect(kernels.pickWeighted(at.weights, 1000, target)).toBe(expected < 0 ? last : expected);
    }
    machine.f64.set([0, 0, 0.5, 0], at.weights / 8);
    expect(kernels.pickWeighted(at.weights, 4, 0)).toBe(2);
    expect(kernels.pickWeighted(at.weights, 4, 0.5)).toBe(2);
  });
});

test('all backends give the same bits', () => {
  for (const n of edges.slice(1)) {
    const logits = roughLogits(n, n + 4).map((x) => x / 50);
    const results = Object.values(backends).map((machine) => {
      const { kernels } = machine;
      const at = lists(machine);
      machine.f32.set(logits, at.values / 4);
      const largest = kernels.tokenMaxima(at.values, n, at.maxima);
      const total = kernels.tokenWeights(at.values, n, largest, 0.7, at.weights);
      kernels.typicalScores(at.values, at.weights, n, largest, 0.7, total, at.tokens);
      const order = kernels.selectBest(at.values, at.weights, n, 0.9 * total, at.work, at.work + 16_384);
      const picked = kernels.pickWeighted(at.weights, n, 0.37 * total);
      return [
        largest,
        total,
        order,
        picked,
        ...machine.f32.slice(at.tokens / 4, at.tokens / 4 + Math.min(n, 999)),
      ];
    });
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  }
});
