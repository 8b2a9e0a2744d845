import { expect, test } from 'vitest';
import { splitText } from '../../src/index.ts';

test('a text falls apart between code points', () => {
  expect(splitText('a😀b😀c', 0.5)).toEqual({ train: 'a😀', validation: 'b😀c' });
  expect(splitText('😀😀', 0.75)).toEqual({ train: '😀', validation: '😀' });
  expect(splitText('abc', 0)).toEqual({ train: '', validation: 'abc' });
  expect(splitText('abc', 1)).toEqual({ train: 'abc', validation: '' });
  expect(splitText('')).toEqual({ train: '', validation: '' });
  // nanoGPT:data/shakespeare_char/readme.md, for a text of as many characters
  const { train, validation } = splitText('x'.repeat(1_115_394));
  expect([train.length, validation.length]).toEqual([1_003_854, 111_540]);
});

test('refusals', () => {
  expect(() => splitText(3 as never)).toThrow('`text`');
  expect(() => splitText('a', 1.1)).toThrow('`share`');
});
