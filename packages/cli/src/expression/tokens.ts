// Text to tokens, each with the column that it starts at.
import { UsageError } from '../exit.ts';

export interface Token {
  readonly kind: 'number' | 'name' | 'sign' | 'end';
  readonly text: string;
  /** From 0. */
  readonly column: number;
}

const MAX_LENGTH = 10_000;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const NAME = /[A-Za-z_][A-Za-z_0-9]*/y;
const SIGN = /<=|>=|==|!=|\*\*|[-+*/^(),<>=]/y;

/** A fault at a column of an expression: the text again, and a caret below the place. */
export function faultAt(text: string, column: number, what: string): UsageError {
  const from = Math.max(0, Math.min(column - 50, text.length - 100)); // a long text is cut to what surrounds the place
  const shown = text.slice(from, from + 100).replace(/\s/g, ' ');
  return new UsageError(`${what} (column ${column + 1})\n  ${shown}\n  ${' '.repeat(column - from)}^`);
}

/** The tokens of `text`, the last of kind `end`. Throws a UsageError at the first character that belongs to none. */
export function tokens(text: string): Token[] {
  if (text.length > MAX_LENGTH)
    throw new UsageError(`an expression has at most ${MAX_LENGTH} characters: got ${text.length}`);
  const found: Token[] = [];
  let column = 0;
  const take = (pattern: RegExp, kind: Token['kind']): boolean => {
    pattern.lastIndex = column;
    const match = pattern.exec(text);
    if (!match) return false;
    found.push({ kind, text: match[0], column });
    column = pattern.lastIndex;
    return true;
  };
  for (;;) {
    while (column < text.length && /\s/.test(text[column])) column += 1;
    if (column >= text.length) break;
    if (take(NUMBER, 'number') || take(NAME, 'name') || take(SIGN, 'sign')) continue;
    const character = String.fromCodePoint(text.codePointAt(column) as number);
    throw faultAt(text, column, `${JSON.stringify(character)} means nothing here`);
  }
  found.push({ kind: 'end', text: '', column: text.length });
  return found;
}
