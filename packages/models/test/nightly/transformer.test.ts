// nanoGPT's CPU configuration on tiny Shakespeare, in full: what it reaches, and what a mixture with n-grams does.
import { readFileSync } from 'node:fs';
import { stream } from '@stokast/sampling';
import { expect, test } from 'vitest';
import { mixture, ngram, transformer } from '../../src/index.ts';

const text = readFileSync(new URL('../../../cli/data/tinyshakespeare.txt', import.meta.url), 'utf8');
const cut = Math.floor(0.9 * text.length);
const [train, validation] = [text.slice(0, cut), text.slice(cut)];
const chosen = Math.floor(0.95 * cut);
const most = train.slice(0, chosen);
const run = { steps: 2000, batchSize: 12, workers: 2 };

test("nanoGPT's configuration comes to about 1.88, and below 1.50 with n-grams", async () => {
  const config = { positions: 'learned', gelu: 'exact', learningRate: 1e-3, minLr: 1e-4 } as const;
  const model = await transformer(config).fit(most, { stream: stream('nightly'), ...run });
  // Seeds differ by some hundredths: PyTorch's runs of this do as well.
  expect(model.evaluate(validation).natsPerCharacter).toBeLessThan(1.91);
  const { weights } = await mixture([model, await ngram({ order: 7 }).fit(most)]).fit(train.slice(chosen));
  const both = mixture([model, await ngram({ order: 7 }).fit(train)]).weighted(weights);
  expect(both.evaluate(validation).natsPerCharacter).toBeLessThan(1.5);
});

test('the defaults reach 1.75', async () => {
  const model = await transformer().fit(train, { stream: stream('nightly'), ...run });
  expect(model.evaluate(validation).natsPerCharacter).toBeLessThan(1.75);
  const written = model.generate({ prompt: 'ROMEO:', stream: stream('text'), maxNewTokens: 2000 }).text();
  const known = new Set(train.match(/[A-Za-z]+/g));
  const words = written.match(/[A-Za-z]+/g) as string[];
  expect(words.filter((word) => known.has(word)).length).toBeGreaterThan(0.75 * words.length);
});
