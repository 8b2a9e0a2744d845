// A language with å, ä and ö: code points are the characters, and words have more letters than a to z.
import { readFileSync } from 'node:fs';
import { stream } from '@stokast/sampling';
import { expect, test } from 'vitest';
import { ngram, wordsOf } from '../../src/index.ts';

const text = readFileSync(new URL('../fixtures/soderberg.txt', import.meta.url), 'utf8');
const points = [...text];
const cut = Math.floor(0.9 * points.length);
const train = points.slice(0, cut).join('');
const heldOut = points.slice(cut).join('');

test('a small Swedish text is learnt and predicted', async () => {
  const model = await ngram({ order: 5 }).fit(train);
  expect(model.tokens).toEqual(expect.arrayContaining(['å', 'ä', 'ö', 'Å', '»', '–']));
  const evaluation = model.evaluate(heldOut);
  expect(evaluation.tokens).toBe(points.length - cut);
  expect(evaluation.natsPerCharacter).toBeLessThan(
    (await ngram({ order: 2 }).fit(train)).evaluate(heldOut).natsPerCharacter,
  );
  expect(evaluation.natsPerCharacter).toBeLessThan(2.1);
  // "Lydia" is the heroine: after "Lydi" comes "a".
  expect(model.next('Lydi').top(1)[0].token).toBe('a');
  const next = model.generate({ prompt: 'Lydia ', stream: stream('söderberg'), maxNewTokens: 200 });
  for (const character of next) expect([...character].length).toBe(1);
});

test('combined and precomposed letters are different characters, and neither is cut', async () => {
  const model = await ngram({ order: 2 }).fit('e\u0301é\u{1F408}'.repeat(5));
  expect(model.tokens.slice(0, -1)).toEqual(['e', 'é', '\u0301', '\u{1F408}']);
  expect(model.trainingTokens).toBe(20);
});

test('Swedish words stay whole', async () => {
  const model = await ngram({ order: 3, level: 'word' }).fit(train);
  expect(wordsOf('Då båten närmade sig bryggan')).toEqual(['Då', ' båten', ' närmade', ' sig', ' bryggan']);
  expect(model.tokens).toContain(' Lydia');
  const { probabilities, tokens } = model.next('Lydia');
  expect(Math.abs(probabilities.reduce((a, b) => a + b) - 1)).toBeLessThan(1e-12);
  expect(tokens.length).toBe(probabilities.length);
});
