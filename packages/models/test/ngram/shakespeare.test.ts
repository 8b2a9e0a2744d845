// The table of docs/models/ngram.md: nats per character on the last tenth of tiny Shakespeare.
import { readFileSync } from 'node:fs';
import { stream } from '@stokast/sampling';
import { expect, test } from 'vitest';
import { loadNgram, type Ngram, ngram, UNKNOWN } from '../../src/index.ts';

const corpus = new URL('../../../cli/data/tinyshakespeare.txt', import.meta.url);
const text = readFileSync(corpus, 'utf8');
const cut = Math.floor(0.9 * text.length);
const train = text.slice(0, cut);
const heldOut = text.slice(cut);
/** Orders 1 to 8; order 1 is the unigram baseline. Measured by tools/reference-tables/kneser-ney.py as well. */
const table = [3.3473, 2.4835, 2.0381, 1.719, 1.5611, 1.5226, 1.5165, 1.5192];

const fitted = new Map<number, Promise<Ngram>>();
const model = (order: number): Promise<Ngram> => {
  if (!fitted.has(order)) fitted.set(order, ngram({ order }).fit(train));
  return fitted.get(order)!;
};

test('the text and its parts are those of the table', () => {
  expect([train.length, heldOut.length, new Set(text).size]).toEqual([1_003_854, 111_540, 65]);
});

test.each(table.map((nats, i) => [i + 1, nats]))('order %i: %f nats per character', async (order, nats) => {
  const evaluation = (await model(order)).evaluate(heldOut);
  expect(Math.abs(evaluation.natsPerCharacter - nats)).toBeLessThan(0.0001);
  expect(evaluation.unknown).toBe(0);
  expect(evaluation.toString()).toBe(
    `${evaluation.natsPerCharacter.toFixed(4)} nats per character (111540 characters)`,
  );
});

test.each([1, 2, 3, 5, 7, 8])('order %i: probabilities sum to 1 in thousands of contexts', async (order) => {
  const fit = await model(order);
  const known = fit.tokens.slice(0, -1);
  const word = stream(['contexts', order]).words(60_000);
  let at = 0;
  const below = (n: number): number => word[at++] % n;
  let worst = 0;
  for (let i = 0; i < 3000; i++) {
    const seen = below(text.length - 10);
    const context = [
      () => text.slice(seen, seen + below(10)), // training and held-out text
      () => Array.from({ length: below(9) }, () => known[below(65)]).join(''), // mostly unseen
      () =>
        `${text.slice(seen, seen + below(5))}${'é🐈\ud83d'[below(3)]}${text.slice(seen, seen + below(5))}`,
      () => UNKNOWN.repeat(below(3)),
    ][i % 4]();
    const { probabilities } = fit.next(context);
    let sum = 0;
    for (const p of probabilities) sum += p;
    worst = Math.max(worst, Math.abs(sum - 1));
    expect(Math.min(...probabilities)).toBeGreaterThan(0);
  }
  expect(worst).toBeLessThan(1e-12);
});

test('a saved model predicts the same', async () => {
  const whole = await model(6);
  const bytes = whole.save();
  const again = loadNgram(bytes);
  expect(again.logProb(heldOut.slice(0, 20_000))).toBe(whole.logProb(heldOut.slice(0, 20_000)));
  expect(Buffer.compare(again.save(), bytes)).toBe(0);
  expect(bytes.length).toBeLessThan(3 * whole.sizes.reduce((a, b) => a + b));
});
