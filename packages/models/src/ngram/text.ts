// How a text falls into tokens. Either way the tokens of a text, written one after the other, are the text again.

/** What a token is: one Unicode code point, or one word, mark or line break (see `wordsOf`). */
export type Level = 'character' | 'word';

/**
 * The token that stands for every symbol or word the model has not seen: U+FFFD, the replacement character. In a
 * text, this character itself is read as the unknown token.
 */
export const UNKNOWN: string = '\uFFFD';

/** What a code point is to a word. */
const INSIDE = 1;
const SPACE = 2;
const SYMBOL = 3;
const isInside = /[\p{L}\p{M}\p{N}\u00AD]/u;
const isWhite = /\s/;
const pages: (Uint8Array | undefined)[] = [];

/** INSIDE, SPACE or SYMBOL; looked up once and remembered, in pages of 256 code points. */
function kindOf(point: number): number {
  const page = (pages[point >>> 8] ??= new Uint8Array(256));
  const known = page[point & 255];
  if (known !== 0) return known;
  const text = String.fromCodePoint(point);
  const kind = isInside.test(text) ? INSIDE : isWhite.test(text) ? SPACE : SYMBOL;
  page[point & 255] = kind;
  return kind;
}

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
  // Not one regular expression: on a run of millions of letters the engine's overflows its stack.
  const words: string[] = [];
  for (let i = 0; i < text.length; ) {
    const start = i;
    if (text.charCodeAt(i) === 32) i++;
    let kind = i < text.length ? kindOf(text.codePointAt(i)!) : SPACE;
    if (kind === SPACE) {
      // Alone, if there was no space before it; else that space is alone.
      i = start + 1;
    } else if (kind === SYMBOL) {
      i += width(text, i);
    } else {
      while (kind === INSIDE) {
        i += width(text, i);
        const joined = i + 1 < text.length && isJoint(text.charCodeAt(i)) ? 1 : 0;
        kind = i + joined < text.length ? kindOf(text.codePointAt(i + joined)!) : SPACE;
        if (kind === INSIDE) i += joined;
      }
    }
    words.push(text.slice(start, i));
  }
  return words;
}

/** UTF-16 units of the code point at i. */
const width = (text: string, i: number): number => (text.codePointAt(i)! > 0xffff ? 2 : 1);
/** ' ’ and -, which join what is on both sides of them to one word. */
const isJoint = (unit: number): boolean => unit === 0x27 || unit === 0x2019 || unit === 0x2d;

/**
 * The last place where a text may be cut so that both sides have the tokens they have in the whole, within the part
 * of it that is given; -1 where there is none. `before` is the UTF-16 unit before the part, a space at the start.
 */
export function lastCut(part: string, level: Level, before: number): number {
  const end = part.length;
  if (level === 'character') return end > 0 && isHigh(part.charCodeAt(end - 1)) ? end - 1 : end;
  for (let i = end - 1; i >= 0; i--) {
    if (isSpace(part.charCodeAt(i)) && !isSpace(i > 0 ? part.charCodeAt(i - 1) : before)) return i;
  }
  return -1;
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
