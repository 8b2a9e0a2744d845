// Transformers with either tokenizer and either kind of positions: trained, asked and loaded again; mixtures.
import { stream, tokenSampler } from '@stokast/sampling';

const text = 'The cat sleeps. The dog jumps. The bird sings. An owl är hungrig. '.repeat(6);
const small = { nLayer: 1, nHead: 2, nEmbd: 8, blockSize: 8 };

const options = {
  'of characters': { positions: 'rotary' },
  'of byte pairs': { tokenizer: 'bpe', vocabSize: 270, positions: 'learned', gelu: 'exact', dropout: 0.1 },
};

export const casesOf = (api) => ({
  ...Object.fromEntries(
    Object.entries(options).map(([name, each]) => [
      `transformer ${name}`,
      async () => {
        const spec = api.transformer({ ...small, ...each });
        const model = await spec.fit(text, { stream: stream('fit'), steps: 3, batchSize: 4 });
        const again = api.loadModel(model.save());
        const tokens = tokenSampler({ temperature: 0.9, topP: 0.9 });
        const drawn = { prompt: 'The ', maxNewTokens: 20, tokenSampler: tokens, stream: stream('text') };
        return [
          model.save(),
          String(model.evaluate('The owl sleeps.').natsPerCharacter),
          again.generate(drawn).text(),
          again.next('The c').probabilities,
        ];
      },
    ]),
  ),
  'mixture of models of text': async () => {
    const { train, validation } = api.splitText(text);
    const parts = [await api.ngram({ order: 2 }).fit(train), await api.ngram({ order: 4 }).fit(train)];
    const model = await api.mixture(parts).fit(validation);
    return [Float64Array.from(model.weights), model.next('The ').probabilities, model.logProb('The cat')];
  },
});
