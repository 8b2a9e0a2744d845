// Byte pairs against the slow readable form; what goes in comes out; ties; files that are not trusted.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BytePairs } from '../../src/tokenizer/bpe.ts';
import { learnBytePairs } from '../../src/tokenizer/bpe-train.ts';
import { tokenizerFrom } from '../../src/tokenizer/tokenizer.ts';
import { plainEncode, plainMerges, plainTokens } from './plain.ts';

const soderberg = readFileSync(new URL('../fixtures/soderberg.txt', import.meta.url), 'utf8');
const few = fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'å'), maxLength: 60 });
const any = fc.string({ unit: 'grapheme', maxLength: 40 });

describe('learning', () => {
  test('is the slow form, on a novel', () => {
    expect(learnBytePairs(soderberg, 330)).toEqual(plainMerges(soderberg, 330));
  });

  test('is the slow form, on small alphabets, where pairs overlap and tie', () => {
    fc.assert(
      fc.property(few, (text) => {
        expect(learnBytePairs(text, 290)).toEqual(plainMerges(text, 290));
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  test('ties go to the lower first token, then the lower second', () => {
    expect(learnBytePairs('cd cd ab ab ad ad', 257)).toEqual([32, 97]); // ' a', four times
    expect(learnBytePairs('cd\ncd\nab\nab\nad\nad', 259)).toEqual([97, 98, 97, 100, 99, 100]);
    // aaaa has three pairs, of which two can be merged.
    expect(learnBytePairs('aaaa', 300)).toEqual([97, 97]);
  });

  test('does not depend on the order of words, and ends where no pair comes twice', () => {
    expect(learnBytePairs('xy zw xy', 300)).toEqual(learnBytePairs('xy xy zw', 300));
    expect(learnBytePairs('abc', 300)).toEqual([]);
    expect(learnBytePairs('', 300)).toEqual([]);
  });

  test('a word of a hundred thousand letters is no trouble, and no token is longer than 1024 bytes', () => {
    const long = 'ab'.repeat(50_000);
    const pairs = BytePairs.of(long, 400);
    expect(Math.max(...pairs.tokens.map(({ length }) => length))).toBe(1024);
    const mixed = `${long}${'x'.repeat(1000)}${long}`;
    expect(pairs.decode(pairs.encode(mixed))).toBe(mixed);
  });
});

describe('encoding', () => {
  const learnt = BytePairs.of(soderberg, 600);
  const { merges } = learnt.toPlain() as { merges: number[] };

  test('is the slow form', () => {
    const part = soderberg.slice(0, 3000);
    expect([...learnt.encode(part)]).toEqual(plainEncode(part, merges));
    fc.assert(
      fc.property(few, (text) => {
        const own = BytePairs.of(text, 280);
        const pairs = (own.toPlain() as { merges: number[] }).merges;
        expect([...own.encode(`${text} aab`)]).toEqual(plainEncode(`${text} aab`, pairs));
      }),
      { numRuns: 100, seed: 2 },
    );
  });

  test('any text comes back, and so do any bytes', () => {
    fc.assert(
      fc.property(any, (text) => {
        expect(learnt.decode(learnt.encode(text))).toBe(text);
      }),
      { numRuns: 300, seed: 3 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const ids = learnt.encodeBytes(bytes);
        expect([...ids]).toEqual(plainTokens([...bytes], merges));
        expect(learnt.decodeBytes(ids)).toEqual(new Uint8Array(bytes));
      }),
      { numRuns: 200, seed: 4 },
    );
    expect(learnt.decode(learnt.encode('\ufeffa\0\ud800'))).toBe('\ufeffa\0\ufffd');
    expect(learnt.decode(learnt.encode(soderberg))).toBe(soderberg);
  });

  test('a decoder gives no half characters, and all that is left at the end', () => {
    const pieces = learnt.decoder();
    const text = 'En ö, 😀 och å';
    let got = '';
    for (const byte of new TextEncoder().encode(text)) {
      const piece = pieces.add(byte);
      expect(piece).not.toContain('\ufffd');
      got += piece;
    }
    expect(got + pieces.end()).toBe(text);
    const cut = learnt.decoder();
    expect(cut.add(0xc3)).toBe('');
    expect(cut.end()).toBe('\ufffd');
  });

  test('comes back from plain data', () => {
    const again = tokenizerFrom(JSON.parse(JSON.stringify(learnt.toPlain())));
    expect(again.encode(soderberg)).toEqual(learnt.encode(soderberg));
    expect(again.tokens).toEqual(learnt.tokens);
  });
});

test.each([
  ['no pair', [97]],
  ['no tokens', ['a', 'b']],
  ['a later token', [256, 97]],
  ['a negative token', [-1, 97]],
  ['the same pair twice', [97, 98, 97, 98]],
  ['tokens that double in length', Array.from({ length: 60 }, (_, i) => (i < 2 ? 97 : 255 + (i >> 1)))],
])('%s is no list of pairs', (_, merges) => {
  expect(() => tokenizerFrom({ kind: 'bpe', merges })).toThrow(
    expect.objectContaining({ name: 'DataError' }),
  );
});

test.each([undefined, null, 3, {}, { kind: 'bpe' }, { kind: 'word', known: ['a'] }])(
  '%j is no tokenizer',
  (plain) => {
    expect(() => tokenizerFrom(plain)).toThrow(expect.objectContaining({ name: 'DataError' }));
  },
);
