// The package against the slow form, on random small corpora; and laws that hold for any.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ngram, UNKNOWN, wordsOf } from '../../src/index.ts';
import { brute } from './brute.ts';

const smallText = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', ' ', '\n', 'ä', '🐈', 'e\u0301'),
  minLength: 1,
  maxLength: 60,
});
const order = fc.integer({ min: 1, max: 6 });

test('every probability equals the slow form, over characters and over words', async () => {
  await fc.assert(
    fc.asyncProperty(
      smallText,
      order,
      fc.constantFrom('character', 'word'),
      smallText,
      async (corpus, n, level, other) => {
        const split = level === 'word' ? wordsOf : (text: string) => [...text];
        const model = await ngram({ order: n, level }).fit(corpus);
        const slow = brute(split(corpus), n);
        expect(model.tokens).toEqual([...slow.symbols, UNKNOWN]);
        const contexts = [
          [],
          split(other),
          split(other.slice(0, 2)),
          ...split(corpus).map((_, i, all) => all.slice(Math.max(0, i - n), i)),
        ];
        for (const context of contexts.slice(0, 25)) {
          const next = model.next(context.join(''));
          // Tokens glued together may fall apart in another way: then the context is another one.
          if (split(context.join('')).length !== context.length) continue;
          next.tokens.forEach((token, i) => {
            const expected = slow.probability(context, i < slow.symbols.length ? token : undefined);
            expect(Math.abs(next.probabilities[i] - expected)).toBeLessThan(1e-12);
          });
        }
      },
    ),
    { numRuns: 150, seed: 41 },
  );
});

test('logProb is the sum of the logarithms that next gives, and evaluate and perplexity follow from it', async () => {
  await fc.assert(
    fc.asyncProperty(
      smallText,
      order,
      fc.constantFrom('character', 'word'),
      smallText,
      async (corpus, n, level, other) => {
        const model = await ngram({ order: n, level }).fit(corpus);
        const tokens = level === 'word' ? wordsOf(other) : [...other];
        let sum = 0;
        tokens.forEach((token, i) => {
          const { probabilities } = model.next(tokens.slice(0, i).join(''));
          const id = model.tokens.indexOf(token);
          sum += Math.log(probabilities[id < 0 ? probabilities.length - 1 : id]);
        });
        if (level === 'word' && tokens.some((_, i) => wordsOf(tokens.slice(0, i).join('')).length !== i))
          return;
        const evaluation = model.evaluate(other);
        expect(Math.abs(model.logProb(other) - sum)).toBeLessThan(1e-10);
        expect(evaluation.logProb).toBe(model.logProb(other));
        expect(evaluation.tokens).toBe(tokens.length);
        expect(evaluation.characters).toBe([...other].length);
        expect(evaluation.unknown).toBe(tokens.filter((token) => !model.tokens.includes(token)).length);
        expect(Math.abs(Math.log(model.perplexity(other)) + sum / tokens.length)).toBeLessThan(1e-10);
      },
    ),
    { numRuns: 100, seed: 42 },
  );
});

test('probabilities sum to 1 and are above 0, whatever the corpus and the context', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 16 }),
      fc.constantFrom('character', 'word'),
      fc.array(fc.string({ unit: 'binary' }), { maxLength: 10 }),
      async (corpus, n, level, others) => {
        const model = await ngram({ order: n, level }).fit(`${corpus}x`);
        for (const context of [...others, corpus, corpus.slice(0, -1), '\ud800', UNKNOWN]) {
          const { probabilities } = model.next(context);
          expect(Math.abs(probabilities.reduce((a, b) => a + b) - 1)).toBeLessThan(1e-12);
          expect(Math.min(...probabilities)).toBeGreaterThan(0);
        }
      },
    ),
    { numRuns: 200, seed: 43 },
  );
});
