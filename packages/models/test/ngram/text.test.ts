import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lastCut, tailOf, wordsOf } from '../../src/ngram/text.ts';

const text = fc.string({
  unit: fc.constantFrom(
    'a',
    'É',
    'e\u0301',
    '7',
    "'",
    '’',
    '-',
    '.',
    ' ',
    ' ',
    '\n',
    '\t',
    '\u00A0',
    '\u2003',
    '🐈',
    '中',
    '\uD83D',
    '\uFFFD',
    '\u00AD',
  ),
  maxLength: 40,
});

test.each([
  ['The cat sleeps.', ['The', ' cat', ' sleeps', '.']],
  ["Don't stop, well-known o’clock!", ["Don't", ' stop', ',', ' well-known', ' o’clock', '!']],
  [
    '»Nej», sade hon – och gick.\n\nSlut',
    ['»', 'Nej', '»', ',', ' sade', ' hon', ' –', ' och', ' gick', '.', '\n', '\n', 'Slut'],
  ],
  ['a  b \n (c) 3.14', ['a', ' ', ' b', ' ', '\n', ' (', 'c', ')', ' 3', '.', '14']],
  ['', []],
])('the words of %j', (given, words) => {
  expect(wordsOf(given)).toEqual(words);
});

test('words one after the other are the text', () => {
  fc.assert(fc.property(text, (given) => wordsOf(given).join('') === given));
});

test('words are those of the regular expression', () => {
  const word =
    / ?[\p{L}\p{M}\p{N}\u00AD]+(?:['’-][\p{L}\p{M}\p{N}\u00AD]+)*| ?[^\s\p{L}\p{M}\p{N}\u00AD]|\s/gu;
  const any = fc.oneof(text, fc.string({ unit: 'binary', maxLength: 30 }), fc.string({ unit: 'grapheme' }));
  fc.assert(
    fc.property(any, (given) => {
      expect(wordsOf(given)).toEqual(given.match(word) ?? []);
    }),
    { numRuns: 3000 },
  );
});

test('words of any length', () => {
  for (const unit of ['a', '𝒜', 'a-', 'e\u0301']) expect(wordsOf(unit.repeat(3e6)).length).toBeLessThan(3);
});

test('a cut does not change the tokens', () => {
  fc.assert(
    fc.property(text, text, text, (a, b, c) => {
      const before = a === '' ? 32 : a.charCodeAt(a.length - 1);
      const cut = lastCut(b, 'word', before);
      if (cut >= 0) {
        expect([...wordsOf(a + b.slice(0, cut)), ...wordsOf(b.slice(cut) + c)]).toEqual(wordsOf(a + b + c));
      }
      const points = lastCut(b, 'character', before);
      expect([...(a + b.slice(0, points)), ...(b.slice(points) + c)]).toEqual([...(a + b + c)]);
    }),
    { numRuns: 4000 },
  );
});

test('a tail has the last tokens of the text', () => {
  fc.assert(
    fc.property(text, fc.nat(6), (given, n) => {
      const last = (tokens: string[]): string[] => tokens.slice(Math.max(0, tokens.length - n));
      expect(last(wordsOf(tailOf(given, n, 'word')))).toEqual(last(wordsOf(given)));
      expect(last([...tailOf(given, n, 'character')])).toEqual(last([...given]));
    }),
    { numRuns: 2000 },
  );
});
