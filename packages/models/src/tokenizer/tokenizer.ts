// How a text falls into tokens, and how tokens become text again.
import { DataError } from '@stokast/core-wasm/errors';
import type { Ids } from '../ngram/vocabulary.ts';
import type { Plain } from '../train/recipe.ts';
import { BytePairs } from './bpe.ts';
import { Characters } from './characters.ts';

/** Tokens of a kind, numbered from 0. */
export interface Tokenizer {
  readonly kind: 'character' | 'bpe';
  /** All tokens as text; those of bytes that are no whole characters have U+FFFD in it. */
  readonly tokens: readonly string[];
  /** How many of them, from the first, can be drawn: all but the unknown one, where there is one, which is the last. */
  readonly drawn: number;
  /** The token that is taken to stand before a text: a line break, where the vocabulary has one. */
  readonly start: number;
  /** The numbers of a text's tokens. */
  encode(text: string): Ids;
  /** The text of tokens. */
  decode(ids: ArrayLike<number>): string;
  /** A decoder that is given one token after the other: what each makes certain, and what is left at the end. */
  decoder(): { add(id: number): string; end(): string };
  /** What `tokenizerFrom` makes the same of. */
  toPlain(): { readonly [name: string]: Plain };
}

/** The tokenizer that a model file describes. Throws a DataError where it is none. */
export function tokenizerFrom(plain: unknown): Tokenizer {
  const { kind, known, merges } = (plain ?? {}) as { kind?: unknown; known?: unknown; merges?: unknown };
  if (kind === 'character' && Array.isArray(known)) return Characters.from(known);
  if (kind === 'bpe' && Array.isArray(merges)) return BytePairs.from(merges);
  throw new DataError('Cannot read a tokenizer: it is neither of characters nor of byte pairs');
}
