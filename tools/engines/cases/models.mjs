// What is compared between engines of @stokast/models: fitting, evaluating and generating of every model.
import * as models from '@stokast/models';
import { stream, tokenSampler } from '@stokast/sampling';
import { casesOf as classifier } from './models/classifier.mjs';
import { casesOf as data } from './models/data.mjs';
import { casesOf as diffusion } from './models/diffusion.mjs';
import { casesOf as gan } from './models/gan.mjs';
import { casesOf as metrics } from './models/metrics.mjs';
import { casesOf as transformer } from './models/transformer.mjs';
import { casesOf as vae } from './models/vae.mjs';
import { noting } from './public.mjs';

const { api, missing } = noting(models);

export { missing };

const animals = ['cat', 'dog', 'bird', 'Grille'];
const verbs = ['sleeps', 'jumps', 'sings', "doesn't sleep", 'är hungrig'];
/** Sentences of every animal and verb, some oftener than others. */
const corpus = animals
  .flatMap((animal, a) =>
    verbs.flatMap((verb, v) => Array(1 + ((a * v) % 3)).fill(`The ${animal} ${verb}. `)),
  )
  .join('');
const heldOut = 'The bird jumps. The Grille sings. An ünknown fox!';

export const cases = {
  ...classifier(api),
  ...data(api),
  ...diffusion(api),
  ...gan(api),
  ...metrics(api),
  ...transformer(api),
  ...vae(api),
  wordsOf: () => api.wordsOf(corpus).join('|'),
};
for (const level of ['character', 'word']) {
  for (const order of [1, 3, 6]) {
    cases[`ngram ${level} ${order}`] = async () => {
      const model = await api.ngram({ order, level }).fit(corpus);
      const sampler = tokenSampler({ temperature: 0.9, topP: 0.95 });
      const options = { prompt: 'The cat', maxNewTokens: 60 };
      const again = api.loadNgram(model.save());
      return [
        model.save(),
        model.logProb(heldOut),
        again.perplexity(heldOut),
        JSON.stringify(model.next('The ').top(5)),
        model.generate({ ...options, stream: stream(1) }).text(),
        again.generate({ ...options, stream: stream(2), tokenSampler: sampler }).text(),
      ];
    };
  }
}
