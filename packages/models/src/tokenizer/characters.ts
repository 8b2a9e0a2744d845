// One token for each Unicode code point of the training text, and one for all others.
import { DataError } from '@stokast/core-wasm/errors';
import { UNKNOWN } from '../ngram/text.ts';
import { compareTokens, type Ids, Vocabulary } from '../ngram/vocabulary.ts';
import type { Plain } from '../train/recipe.ts';
import type { Tokenizer } from './tokenizer.ts';

/** Code points in order, and last the unknown one (U+FFFD): the same numbers as those of an n-gram model. */
export class Characters implements Tokenizer {
  readonly kind = 'character';
  readonly tokens: readonly string[];
  readonly drawn: number;
  readonly start: number;
  private readonly vocabulary: Vocabulary;

  private constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
    this.tokens = vocabulary.tokens;
    this.drawn = vocabulary.size;
    const line = vocabulary.tokens.indexOf('\n');
    this.start = line < 0 ? vocabulary.size : line;
  }

  /** Those of a text; U+FFFD in it is the unknown token. Throws a DataError where it has none, or lone surrogates. */
  static of(text: string): Characters {
    const found = new Set<string>();
    for (const point of text) if (point !== UNKNOWN) found.add(point);
    if (found.size === 0) throw new DataError('Cannot learn characters: the text has none');
    return Characters.from([...found].sort(compareTokens));
  }

  /** Those of a list, in the order of `compareTokens`. Throws a DataError where it is not one of code points in that order. */
  static from(known: readonly unknown[]): Characters {
    for (const [i, token] of known.entries()) {
      const isPoint = typeof token === 'string' && [...token].length === 1 && token !== UNKNOWN;
      if (!isPoint || !isWhole(token))
        throw new DataError(`Cannot read characters: number ${i} is no Unicode character`);
      if (i > 0 && compareTokens(known[i - 1] as string, token) >= 0)
        throw new DataError(`Cannot read characters: number ${i} is not behind the one before it in order`);
    }
    if (known.length === 0) throw new DataError('Cannot read characters: there are none');
    return new Characters(new Vocabulary('character', known as readonly string[]));
  }

  encode(text: string): Ids {
    return this.vocabulary.encode(text);
  }

  decode(ids: ArrayLike<number>): string {
    return Array.from(ids, (id) => this.tokens[id]).join('');
  }

  decoder(): { add(id: number): string; end(): string } {
    return { add: (id) => this.tokens[id], end: () => '' };
  }

  toPlain(): { readonly [name: string]: Plain } {
    return { kind: this.kind, known: this.tokens.slice(0, this.drawn) };
  }
}

const isWhole = (token: string): boolean => {
  const point = token.codePointAt(0)!;
  return point < 0xd800 || point > 0xdfff;
};
