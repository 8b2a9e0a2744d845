// What results look like.
import { Categorical, stream } from '@stokast/sampling';
import { expect, test } from 'vitest';
import { ngram } from '../../src/index.ts';

const model = await ngram({ order: 3 }).fit('abracadabra');

test('models and evaluations print', () => {
  expect(`${model}`).toBe('Ngram(order = 3, level = character, 5 tokens, 19 n-grams)');
  expect(model.summary()).toMatchInlineSnapshot(`
    "Ngram(order = 3, level = character, 5 tokens, 19 n-grams)
    length   n-grams      D1     D2     D3
         1         5   0.500  0.500  0.500
         2         7   0.750  0.750  0.750
         3         7   0.556  0.556  0.556"
  `);
  expect(JSON.parse(JSON.stringify(model))).toEqual({
    type: 'ngram',
    order: 3,
    level: 'character',
    trainingTokens: 11,
    tokens: 5,
    sizes: [5, 7, 7],
  });
  const evaluation = model.evaluate('cab!');
  expect(`${evaluation}`).toMatch(/^\d\.\d{4} nats per character \(4 characters, 1 unknown tokens\)$/);
  expect(JSON.parse(JSON.stringify(evaluation))).toMatchObject({ tokens: 4, characters: 4, unknown: 1 });
  expect(model.bytes).toBeLessThan(1000);
});

test('the next token as a distribution of the sampling package', () => {
  const next = model.next('a');
  const distribution = next.toCategorical();
  expect(distribution.probabilities).toEqual(
    Categorical({ probabilities: next.probabilities }).probabilities,
  );
  const draws = distribution.sample(stream(1), 1000);
  const share = draws.filter((i) => next.tokens[i] === 'b').length / 1000;
  expect(Math.abs(share - next.probabilities[next.tokens.indexOf('b')])).toBeLessThan(0.06);
});

test('the most probable tokens, of equal ones the first', () => {
  const { tokens, probabilities } = model.next('a');
  const top = model.next('a').top(3);
  expect(top[0]).toEqual({ token: 'b', probability: Math.max(...probabilities) });
  expect(
    model
      .next('a')
      .top(100)
      .map(({ token }) => token)
      .sort(),
  ).toEqual([...tokens].sort());
  expect(model.next('a').top(0)).toEqual([]);
  expect(() => model.next('a').top(-1)).toThrow(expect.objectContaining({ code: 'STOKAST_E_RANGE' }));
});

test.each(['logProb', 'perplexity', 'evaluate', 'next'] as const)('%s takes text alone', (name) => {
  for (const value of [undefined, null, 3, ['a'], {}, Number.NaN]) {
    expect(() => model[name](value as never)).toThrow(expect.objectContaining({ code: 'STOKAST_E_TYPE' }));
  }
});

test('nothing is learnt from no text', () => {
  expect(model.logProb('')).toBe(0);
  for (const name of ['perplexity', 'evaluate'] as const) {
    expect(() => model[name]('')).toThrow(
      expect.objectContaining({ code: 'STOKAST_E_RANGE', parameter: 'heldOut' }),
    );
  }
});
