// From a corpus in parts to one array of token numbers and its vocabulary.
import { DataError } from '@stokast/core-wasm/errors';
import { type Level, lastCut, UNKNOWN, wordsOf } from './text.ts';
import { CodePoints, compareTokens, type Ids, idArray, Vocabulary } from './vocabulary.ts';

const BLOCK = 65536;

/** Takes the parts of a text one by one; the result does not depend on where they end. */
export class Reader {
  private readonly level: Level;
  private readonly blocks: Uint32Array[] = [];
  private filled: number = BLOCK;
  private readonly seen: string[] = []; // tokens by their first appearance
  private readonly words: Map<string, number> = new Map();
  private readonly points: CodePoints = new CodePoints();
  private rest: string[] = []; // from the last cut on
  private last = 32; // UTF-16 unit that was added last; at first a space, as if one stood before the text
  private units = 0; // UTF-16 units before `rest`

  constructor(level: Level) {
    this.level = level;
  }

  /** The next part of the text. Throws a DataError at a lone surrogate. */
  add(part: string): void {
    if (part === '') return;
    const cut = lastCut(part, this.level, this.last);
    this.last = part.charCodeAt(part.length - 1);
    if (cut < 0) {
      this.rest.push(part);
    } else {
      this.read(this.rest.join('') + part.slice(0, cut));
      this.rest = [part.slice(cut)];
    }
  }

  /** The whole text. Throws a DataError when there was none. */
  finish(): { vocabulary: Vocabulary; ids: Ids } {
    this.read(this.rest.join(''));
    const { blocks, seen } = this;
    if (blocks.length === 0) throw new DataError('Cannot fit an n-gram model: the corpus is empty');
    const known = seen.filter((token) => token !== UNKNOWN).sort(compareTokens);
    if (known.length === 0) throw new DataError('Cannot fit an n-gram model: the corpus has only U+FFFD');
    const vocabulary = new Vocabulary(this.level, known);
    const numbers = new Map(known.map((token, id) => [token, id]));
    const renumber = Uint32Array.from(seen, (token) => numbers.get(token) ?? known.length);
    const ids = idArray((blocks.length - 1) * BLOCK + this.filled, known.length);
    let n = 0;
    blocks.forEach((block, b) => {
      const end = b === blocks.length - 1 ? this.filled : BLOCK;
      for (let i = 0; i < end; i++) ids[n++] = renumber[block[i]];
    });
    return { vocabulary, ids };
  }

  private read(text: string): void {
    // Lone surrogates have no place in UTF-8: no file could have held them, and two such texts would look the same.
    const lone = /\p{Surrogate}/u.exec(text);
    if (lone !== null) {
      const at = this.units + lone.index;
      throw new DataError(`Cannot fit an n-gram model: a lone surrogate in the corpus at UTF-16 unit ${at}`);
    }
    if (this.level === 'word') for (const word of wordsOf(text)) this.push(this.wordId(word));
    else this.readPoints(text);
    this.units += text.length;
  }

  private readPoints(text: string): void {
    for (let i = 0; i < text.length; ) {
      const point = text.codePointAt(i)!;
      i += point > 0xffff ? 2 : 1;
      let id = this.points.get(point);
      if (id < 0) {
        id = this.seen.push(String.fromCodePoint(point)) - 1;
        this.points.set(point, id);
      }
      this.push(id);
    }
  }

  private wordId(word: string): number {
    let id = this.words.get(word);
    if (id === undefined) {
      id = this.seen.push(word) - 1;
      this.words.set(word, id);
    }
    return id;
  }

  private push(id: number): void {
    if (this.filled === BLOCK) {
      this.blocks.push(new Uint32Array(BLOCK));
      this.filled = 0;
    }
    this.blocks[this.blocks.length - 1][this.filled++] = id;
  }
}
