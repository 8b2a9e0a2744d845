// How a text falls into tokens. Either way the tokens of a text, written one after the other, are the text again.

/** What a token is: one Unicode code point, or one word, mark or line break (see `wordsOf`). */
export type Level = 'character' | 'word';

/**
 * The token that stands for every symbol or word the model has not seen: U+FFFD, the replacement character. In a
 * text, this character itself is read as the unknown token.
 */
export const UNKNOWN: string = '\uFFFD';

// A word takes one space before it along; so does a mark. White space left over stands alone, piece by piece.
const WORD = / ?[\p{L}\p{M}\p{N}\u00AD]+(?:['’-][\p{L}\p{M}\p{N}\u00AD]+)*| ?[^\s\p{L}\p{M}\p{N}\u00AD]|\s/gu;

/**
 * The words of a text. A word is a run of letters, marks and digits, with apostrophes and hyphens inside it; every
 * other visible symbol is a token of its own. One space before a word or symbol belongs to it ("the", " cat", "."),
 * line breaks and further white space stand alone, so nothing is lost and nothing has to be put back between tokens.
 *
 * ```ts
 * import { wordsOf } from '@stokast/models';
 * wordsOf("The cat isn't here."); //=> [ 'The', ' cat', " isn't", ' here', '.' ]
 * ```
 */
export function wordsOf(text: string): string[] {
  return text.match(WORD) ?? [];
}

/** Where a text may be cut so that both parts have the tokens they have in the whole; 0 where it may not. */
export function lastCut(text: string, level: Level): number {
  const end = text.length;
  if (level === 'character') return end > 0 && isHigh(text.charCodeAt(end - 1)) ? end - 1 : end;
  for (let i = end - 1; i > 0; i--) {
    if (isSpace(text.charCodeAt(i)) && !isSpace(text.charCodeAt(i - 1))) return i;
  }
  return 0;
}

/** The end of a text that holds its last `n` tokens at least: what a context needs. */
export function tailOf(text: string, n: number, level: Level): string {
  if (level === 'character') return text.slice(-2 * n);
  let cut = text.length;
  // Every cut has a token at least on its right.
  for (let i = 0; i < n && cut > 0; i++) {
    let j = cut - 1;
    while (j > 0 && !(isSpace(text.charCodeAt(j)) && !isSpace(text.charCodeAt(j - 1)))) j--;
    cut = j;
  }
  return text.slice(cut);
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
// The white space of one UTF-16 unit that texts have; a cut may miss others, it only comes later then.
const isSpace = (unit: number): boolean => unit === 32 || (unit >= 9 && unit <= 13);
