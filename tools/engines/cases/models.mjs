// What is compared between engines of @stokast/models: counts, probabilities and texts.
import { ngram } from '@stokast/models';
import { stream, tokenSampler } from '@stokast/sampling';

export const used = new Set(['ngram']);

/** name -> function; the hash of what it gives goes into golden.json. */
export const cases = {};

const corpus =
  'The cat sleeps.\nThe cat jumps over the wall.\nThe dog isn’t hungry.\nÅ, katten 🐈 sover – i solen.\n'.repeat(
    2,
  );
const contexts = ['', 'The c', 'The cat', 'unseen ?', 'katten'];

for (const level of ['character', 'word']) {
  const model = await ngram({ order: 4, level }).fit(corpus);
  cases[`ngram ${level}: bytes`] = () => model.save();
  cases[`ngram ${level}: probabilities`] = () => contexts.map((context) => model.next(context).probabilities);
  cases[`ngram ${level}: logProb and perplexity`] = () => [
    model.logProb(corpus),
    model.perplexity('The cat is not here.'),
  ];
  cases[`ngram ${level}: text`] = () =>
    model.generate({ prompt: 'The', stream: stream(4), maxNewTokens: 200 }).text();
  cases[`ngram ${level}: text by a token sampler`] = () =>
    model
      .generate({
        prompt: 'The',
        stream: stream(4),
        maxNewTokens: 100,
        tokenSampler: tokenSampler({ temperature: 0.8, topP: 0.9 }),
      })
      .text();
}
