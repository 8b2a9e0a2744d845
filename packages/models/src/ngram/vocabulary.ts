// Tokens and their numbers: sorted, so that they do not depend on the order in which a text brings them.
import { type Level, tailOf, UNKNOWN, wordsOf } from './text.ts';

/** Token numbers, in the narrowest array that holds them. */
export type Ids = Uint8Array | Uint16Array | Uint32Array;

/** An array for `length` token numbers of a vocabulary with `size` tokens beside the unknown one. */
export function idArray(length: number, size: number): Ids {
  if (size < 256) return new Uint8Array(length);
  return size < 65536 ? new Uint16Array(length) : new Uint32Array(length);
}

/** Code points to numbers, in pages of 256. */
export class CodePoints {
  private readonly pages: (Int32Array | undefined)[] = [];

  /** The number of a code point, or -1. */
  get(point: number): number {
    const page = this.pages[point >>> 8];
    return page === undefined ? -1 : page[point & 255];
  }

  set(point: number, id: number): void {
    const page = (this.pages[point >>> 8] ??= new Int32Array(256).fill(-1));
    page[point & 255] = id;
  }
}

/** The tokens of a model. The number of the unknown token is `size`. */
export class Vocabulary {
  readonly level: Level;
  /** The training tokens in order, and the unknown one behind them. */
  readonly tokens: readonly string[];
  /** How many there are beside the unknown one. */
  readonly size: number;
  private readonly points: CodePoints | undefined;
  private readonly words: Map<string, number> | undefined;

  /** `known`: distinct, in the order of `compareTokens`, without the unknown token. */
  constructor(level: Level, known: readonly string[]) {
    this.level = level;
    this.size = known.length;
    this.tokens = Object.freeze([...known, UNKNOWN]);
    if (level === 'word') {
      this.words = new Map(known.map((token, id) => [token, id]));
    } else {
      this.points = new CodePoints();
      known.forEach((token, id) => {
        this.points!.set(token.codePointAt(0)!, id);
      });
    }
  }

  /** The numbers of a text's tokens. */
  encode(text: string): Ids {
    if (this.words !== undefined) {
      const words = wordsOf(text);
      const ids = idArray(words.length, this.size);
      for (let i = 0; i < words.length; i++) ids[i] = this.words.get(words[i]) ?? this.size;
      return ids;
    }
    const ids = idArray(text.length, this.size);
    let n = 0;
    for (let i = 0; i < text.length; n++) {
      const point = text.codePointAt(i)!;
      i += point > 0xffff ? 2 : 1;
      const id = this.points!.get(point);
      ids[n] = id < 0 ? this.size : id;
    }
    return ids.subarray(0, n);
  }

  /** The numbers of a text's last `n` tokens, or of all if there are fewer. */
  encodeTail(text: string, n: number): Ids {
    if (n === 0) return idArray(0, this.size);
    const ids = this.encode(tailOf(text, n, this.level));
    return ids.subarray(Math.max(0, ids.length - n));
  }
}

/** Order of tokens: by UTF-16 unit, as `<` has it. */
export const compareTokens = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
