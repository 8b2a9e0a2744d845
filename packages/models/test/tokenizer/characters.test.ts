// Characters: the same numbers as those of an n-gram model, and lists that are not trusted.
import { expect, test } from 'vitest';
import { ngram, UNKNOWN } from '../../src/index.ts';
import { Characters } from '../../src/tokenizer/characters.ts';
import { tokenizerFrom } from '../../src/tokenizer/tokenizer.ts';

test('tokens are those of an n-gram model', async () => {
  const text = 'På en ö.\n😀 zåäö';
  const model = await ngram({ order: 2 }).fit(text);
  const characters = Characters.of(text);
  expect(characters.tokens).toEqual(model.tokens);
  expect(characters.drawn).toBe(characters.tokens.length - 1);
  expect(characters.tokens[characters.start]).toBe('\n');
  expect(characters.decode(characters.encode(`${text}x`))).toBe(`${text}${UNKNOWN}`);
  expect(tokenizerFrom(JSON.parse(JSON.stringify(characters.toPlain()))).tokens).toEqual(characters.tokens);
});

test('without a line break, the unknown token stands before a text', () => {
  const characters = Characters.of('abc');
  expect(characters.tokens[characters.start]).toBe(UNKNOWN);
});

test.each([[[]], [['b', 'a']], [['a', 'a']], [['ab']], [[3]], [['\ud800']], [[UNKNOWN]], [['']]])(
  '%j is no list of characters',
  (known) => {
    expect(() => tokenizerFrom({ kind: 'character', known })).toThrow(
      expect.objectContaining({ name: 'DataError' }),
    );
  },
);
