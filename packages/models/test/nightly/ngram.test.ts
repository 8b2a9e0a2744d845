// With seeds that rotate and are printed: the slow form on many corpora, long texts against their model.
import { stream } from '@stokast/sampling';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ngram } from '../../src/index.ts';
import { brute } from '../ngram/brute.ts';
import { gTest } from '../ngram/g-test.ts';

const seed = Number(process.env.STOKAST_SEED ?? Date.now() % 2147483647);
console.log(`STOKAST_SEED=${seed}`);

test('every probability equals the slow form', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'å', '🐈'), minLength: 1, maxLength: 300 }),
      fc.integer({ min: 1, max: 10 }),
      fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'å', '?'), maxLength: 12 }),
      async (corpus, order, other) => {
        const model = await ngram({ order }).fit(corpus);
        const slow = brute([...corpus], order);
        for (const context of [
          other,
          corpus,
          corpus.slice(0, 5),
          corpus.slice(-20, -3),
          other + corpus.slice(0, 3),
        ]) {
          const { probabilities } = model.next(context);
          probabilities.forEach((p, i) => {
            expect(Math.abs(p - slow.probability([...context], slow.symbols[i]))).toBeLessThan(1e-12);
          });
        }
      },
    ),
    { numRuns: 3000, seed },
  );
});

// One false alarm in 10^9 nights.
test('trigrams of a long generated text follow the model', async () => {
  const model = await ngram({ order: 3 }).fit('the cat sleeps. the cat jumps. the dog sleeps. a cat eats. ');
  const text = model.generate({ prompt: 'th', stream: stream(seed), maxNewTokens: 2_000_000 }).text();
  const known = model.tokens.slice(0, -1);
  const id = new Map(known.map((token, i) => [token, i]));
  const counts = new Map<string, number[]>();
  for (let i = 2; i < text.length; i++) {
    const context = text.slice(i - 2, i);
    const row = counts.get(context) ?? known.map(() => 0);
    row[id.get(text[i])!]++;
    counts.set(context, row);
  }
  const expected = [...counts.keys()].map((context) => {
    const p = [...model.next(context).probabilities.subarray(0, -1)];
    const sum = p.reduce((a, b) => a + b);
    return p.map((each) => each / sum);
  });
  expect(gTest([...counts.values()], expected)).toBeGreaterThan(1e-9);
});
