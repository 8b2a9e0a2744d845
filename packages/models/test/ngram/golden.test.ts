// Values are API: the bytes of a model and the text of a seed, on both backends. A change here needs a line in the
// changelog and a new version of the format or of the algorithm.
import { createHash } from 'node:crypto';
import { useBackend } from '@stokast/core-wasm';
import { stream, tokenSampler } from '@stokast/sampling';
import { afterAll, expect, test } from 'vitest';
import { ngram } from '../../src/index.ts';

const corpus =
  'The cat sleeps.\nThe cat jumps over the wall.\nThe dog isn’t hungry.\nÅ, katten 🐈 sover – i solen.\n'.repeat(
    2,
  );
const sha = (...parts: (Uint8Array | string)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex').slice(0, 16);
};
const bits = (values: Float64Array): Uint8Array => new Uint8Array(values.buffer);

afterAll(() => void useBackend('auto'));

test.each(['wasm', 'typescript'] as const)('golden values on %s', async (backend) => {
  useBackend(backend);
  const found: Record<string, string> = {};
  for (const level of ['character', 'word'] as const) {
    const model = await ngram({ order: 4, level }).fit(corpus);
    const sampler = tokenSampler({ temperature: 0.8, topP: 0.9 });
    found[`${level} bytes`] = sha(model.save());
    found[`${level} probabilities`] = sha(
      ...['', 'The cat', 'x'].map((c) => bits(model.next(c).probabilities)),
    );
    found[`${level} logProb`] = sha(
      bits(Float64Array.of(model.logProb(corpus), model.perplexity('The end.'))),
    );
    found[`${level} text`] = model.generate({ prompt: 'The', stream: stream(4), maxNewTokens: 40 }).text();
    found[`${level} sampler`] = model
      .generate({ prompt: 'The', stream: stream(4), maxNewTokens: 40, tokenSampler: sampler })
      .text();
  }
  expect(found).toMatchInlineSnapshot(`
    {
      "character bytes": "3fed189742e6424a",
      "character logProb": "a053e15596d7b211",
      "character probabilities": "d44dea923f0da8cc",
      "character sampler": " cat jumps over – i sover the dog isn’t ",
      "character text": " cat jumps over – i sover the dog isy.
    Å",
      "word bytes": "71e606d30826e4e9",
      "word logProb": "1e2b89674fccc18c",
      "word probabilities": "058c4cf3df92045b",
      "word sampler": "The cat sleeps.
    The cat jumps over the wall.
    The cat sleeps.
    The dog isn’t hungry.
    Å, katten 🐈 sover – i solen.
    The dog isn’t hungry.
    ",
      "word text": "The cat sleeps.
    The cat jumps over the wall.
    The cat sleeps.
    The dog isn’t hungry.
    Å, katten 🐈 sover – i solen.
    The dogÅ hungry dog,",
    }
  `);
});
