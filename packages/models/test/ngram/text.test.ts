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

test('a cut does not change the tokens', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      const cut = lastCut(a, 'word');
      expect([...wordsOf(a.slice(0, cut)), ...wordsOf(a.slice(cut) + b)]).toEqual(wordsOf(a + b));
      const points = lastCut(a, 'character');
      expect([...a.slice(0, points), ...(a.slice(points) + b)]).toEqual([...(a + b)]);
    }),
    { numRuns: 2000 },
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
