import { machine, useBackend } from '@stokast/core-wasm';
import { afterEach, expect, test } from 'vitest';
import { stream, type TokenSampler, tokenSampler } from '../../src/index.ts';

afterEach(() => {
  useBackend('auto');
});

const logits = Float32Array.from({ length: 40 }, (_, i) => Math.sin(i * 1.7) * 2);

/** Pearson's statistic of n draws against the sampler's own probabilities, and its degrees of freedom. */
function chiSquare(sampler: TokenSampler, seed: number, n: number, claim = sampler): [number, number] {
  const { tokens, logProbs } = claim.distribution(logits);
  const counts = new Map<number, number>();
  const s = stream(seed);
  for (let i = 0; i < n; i++) {
    const token = sampler.sample(logits, s);
    counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  let statistic = 0;
  tokens.forEach((token, i) => {
    const expected = n * Math.exp(logProbs[i]);
    statistic += ((counts.get(token) ?? 0) - expected) ** 2 / expected;
    counts.delete(token);
  });
  expect(counts.size).toBe(0);
  return [statistic, tokens.length - 1];
}

/** About 7 standard deviations (Wilson and Hilferty, 1931): a false alarm in 10^11 or so. */
const limit = (freedom: number): number =>
  freedom * (1 - 2 / (9 * freedom) + 7 * Math.sqrt(2 / (9 * freedom))) ** 3;

test('draws have the probabilities that distribution() tells', () => {
  for (const sampler of [
    tokenSampler(),
    tokenSampler({ topP: 0.9, temperature: 0.8 }),
    tokenSampler({ typicalP: 0.6 }),
  ]) {
    for (const seed of [1, 2, 3]) {
      const [statistic, freedom] = chiSquare(sampler, seed, 20_000);
      expect(statistic).toBeLessThan(limit(freedom));
    }
  }
});

test('the statistic catches a temperature that is 10 % off, and a last token that is never drawn', () => {
  const [warm, freedom] = chiSquare(tokenSampler({ temperature: 1.1 }), 1, 20_000, tokenSampler());
  expect(warm).toBeGreaterThan(limit(freedom));
  const [cut, rest] = chiSquare(tokenSampler({ logitBias: { 39: -Infinity } }), 1, 20_000, tokenSampler());
  expect(cut).toBeGreaterThan(limit(rest));
});

test('a draw is a function of the stream and its position: two words, the same token on both backends', () => {
  const sampler = tokenSampler({ topK: 20, topP: 0.95, temperature: 1.3 });
  const drawn = (['wasm', 'typescript'] as const).map((backend) => {
    useBackend(backend);
    const s = stream('tokens');
    return Array.from({ length: 500 }, () => sampler.sample(logits, s));
  });
  expect(drawn[0]).toEqual(drawn[1]);
  const s = stream('tokens').at(2 * 77);
  expect(sampler.sample(logits, s)).toBe(drawn[0][77]);
  expect(s.position).toBe(156);
});

// Values are API: a change here needs a line in the changelog and a new version of the algorithm.
test('golden draws', () => {
  const s = stream('golden tokens');
  const sampler = tokenSampler({ temperature: 0.9, topK: 30, topP: 0.95, repetitionPenalty: 1.2 });
  const tokens: number[] = [];
  for (let i = 0; i < 12; i++) tokens.push(sampler.sample(logits, s, tokens));
  expect(tokens).toEqual([12, 38, 4, 23, 15, 34, 34, 34, 27, 16, 38, 30]);
});

test('memory is kept for the largest vocabulary and does not grow with calls', () => {
  const sampler = tokenSampler({ topP: 0.9 });
  const s = stream(1);
  sampler.sample(new Float32Array(5000), s);
  const bytes = machine().u8.length;
  for (let i = 0; i < 3000; i++) sampler.sample(new Float32Array(1 + (i % 5000)), s);
  expect(machine().u8.length).toBe(bytes);
});
