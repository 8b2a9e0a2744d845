// Generation through a token sampler.
import { stream, tokenSampler } from '@stokast/sampling';
import { expect, test } from 'vitest';
import { ngram } from '../../src/index.ts';

const corpus = 'the cat sleeps.\nthe cat jumps.\nthe dog sleeps.\nthe dog eats.\na cat eats fish.\n';
const model = await ngram({ order: 4 }).fit(corpus);
const greedy = tokenSampler({ temperature: 0 });

test('temperature 0 takes the most probable token each time', () => {
  const text = model
    .generate({ prompt: 'the', stream: stream(1), tokenSampler: greedy, maxNewTokens: 30 })
    .text();
  let expected = 'the';
  for (let i = 0; i < 30; i++) expected += model.next(expected).top(1)[0].token;
  expect(`the${text}`).toBe(expected);
});

test('a sampler without steps draws as ancestral sampling does, up to single precision of the logits', () => {
  const plain = { prompt: 'a', maxNewTokens: 300 };
  const ancestral = model.generate({ ...plain, stream: stream(5) }).text();
  expect(model.generate({ ...plain, stream: stream(5), tokenSampler: tokenSampler() }).text()).toBe(
    ancestral,
  );
});

test('top-k leaves out all but k tokens; two words of the stream a token', () => {
  const s = stream(2);
  const pieces = model.generate({
    prompt: 'th',
    stream: s,
    tokenSampler: tokenSampler({ topK: 2 }),
    maxNewTokens: 100,
  });
  let text = 'th';
  for (const piece of pieces) {
    expect(
      model
        .next(text)
        .top(2)
        .map(({ token }) => token),
    ).toContain(piece);
    text += piece;
  }
  expect(s.position).toBe(200);
});

test('penalties see the prompt and what was drawn', () => {
  const never = tokenSampler({ presencePenalty: 1e4 });
  const text = model
    .generate({ prompt: 'x', stream: stream(3), tokenSampler: never, maxNewTokens: 12 })
    .text();
  expect(new Set(text).size).toBe(12);
  const seen = tokenSampler({ repetitionPenalty: 1e4, topK: 1 });
  // log p is negative: the penalty makes it smaller, for the prompt's tokens as well; the unknown one has no logit.
  const next = model
    .generate({ prompt: 'th?', stream: stream(3), tokenSampler: seen, maxNewTokens: 1 })
    .text();
  expect(['t', 'h']).not.toContain(next);
});

test('large vocabularies pass through the scratch in parts', async () => {
  const words = Array.from({ length: 40_000 }, (_, i) => `w${i}`).join(' ');
  const large = await ngram({ order: 2, level: 'word' }).fit(`${words} w7`);
  const text = large
    .generate({ prompt: ' w39998', stream: stream(1), tokenSampler: greedy, maxNewTokens: 3 })
    .text();
  expect(text).toBe(' w39999 w7 w8');
});

test.each([[{}], [3], [null], ['greedy'], [{ sample: 1 }]])('tokenSampler %o is a TypeError', (value) => {
  expect(() => model.generate({ stream: stream(1), tokenSampler: value as never })).toThrow(
    expect.objectContaining({ code: 'STOKAST_E_TYPE', parameter: 'tokenSampler' }),
  );
});
