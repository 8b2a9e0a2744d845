// Byte pairs: tokens that are runs of bytes, learnt from a text (see bpe-train.ts).
import { DataError } from '@stokast/core-wasm/errors';
import { wordsOf } from '../ngram/text.ts';
import type { Plain } from '../train/recipe.ts';
import { learnBytePairs, MOST_BYTES, MOST_TOKENS } from './bpe-train.ts';
import { Heap } from './heap.ts';
import type { Tokenizer } from './tokenizer.ts';

const LINE_BREAK = 10;
/** Encoded words are remembered up to this many, and this length. */
const MOST_KNOWN = 1 << 16;
const LONGEST_KNOWN = 64;

/**
 * Tokens 0 to 255 are bytes, each one behind them a pair of earlier ones. A text is taken word by word (`wordsOf`); in
 * each, the pair that was learnt first is merged first, from the left. So any text can be encoded, and comes back as it
 * was; lone surrogates, which UTF-8 does not have, come back as U+FFFD.
 */
export class BytePairs implements Tokenizer {
  readonly kind = 'bpe';
  readonly tokens: readonly string[];
  readonly drawn: number;
  readonly start: number = LINE_BREAK;
  private readonly merges: readonly number[];
  /** The bytes of each token. */
  private readonly bytes: readonly Uint8Array[];
  /** Pair -> the token it becomes. */
  private readonly ranks: ReadonlyMap<number, number>;
  private readonly known: Map<string, readonly number[]> = new Map();

  private constructor(merges: readonly number[]) {
    this.merges = merges;
    const bytes = Array.from({ length: 256 }, (_, i) => Uint8Array.of(i));
    const ranks = new Map<number, number>();
    for (let i = 0; i < merges.length; i += 2) {
      ranks.set(merges[i] * MOST_TOKENS + merges[i + 1], bytes.length);
      bytes.push(Uint8Array.of(...bytes[merges[i]], ...bytes[merges[i + 1]]));
    }
    this.bytes = bytes;
    this.ranks = ranks;
    this.tokens = bytes.map((each) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(each));
    this.drawn = bytes.length;
  }

  /** Learns at most `size` tokens from a text. */
  static of(text: string, size: number): BytePairs {
    return new BytePairs(learnBytePairs(text, size));
  }

  /** Those of a list of pairs. Throws a DataError where a pair is not of tokens before it, or is there already. */
  static from(merges: readonly unknown[]): BytePairs {
    if (merges.length % 2 !== 0 || merges.length > 2 * (MOST_TOKENS - 256))
      throw new DataError('Cannot read byte pairs: their list is no list of pairs');
    const seen = new Set<number>();
    const lengths: number[] = Array(256).fill(1);
    for (let i = 0; i < merges.length; i += 2) {
      const [a, b] = [merges[i], merges[i + 1]] as number[];
      const isEarlier = (id: number) => Number.isInteger(id) && id >= 0 && id < 256 + i / 2;
      if (!isEarlier(a) || !isEarlier(b) || seen.has(a * MOST_TOKENS + b))
        throw new DataError(`Cannot read byte pairs: pair ${i / 2} is not a new one of tokens before it`);
      if (lengths.push(lengths[a] + lengths[b]) && lengths[256 + i / 2] > MOST_BYTES)
        throw new DataError(`Cannot read byte pairs: pair ${i / 2} has more than ${MOST_BYTES} bytes`);
      seen.add(a * MOST_TOKENS + b);
    }
    return new BytePairs(merges as readonly number[]);
  }

  encode(text: string): Uint16Array {
    const encoder = new TextEncoder();
    const ids: number[] = [];
    for (const word of wordsOf(text)) {
      let tokens = this.known.get(word);
      if (!tokens) {
        tokens = this.merged(encoder.encode(word));
        if (word.length <= LONGEST_KNOWN && this.known.size < MOST_KNOWN) this.known.set(word, tokens);
      }
      for (let i = 0; i < tokens.length; i++) ids.push(tokens[i]);
    }
    return Uint16Array.from(ids);
  }

  /** The tokens of any bytes, taken as one word. */
  encodeBytes(bytes: Uint8Array): Uint16Array {
    return Uint16Array.from(this.merged(bytes));
  }

  decode(ids: ArrayLike<number>): string {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.decodeBytes(ids));
  }

  /** The bytes of tokens, whether or not they are a text. */
  decodeBytes(ids: ArrayLike<number>): Uint8Array {
    let length = 0;
    for (let i = 0; i < ids.length; i++) length += this.bytes[ids[i]].length;
    const out = new Uint8Array(length);
    for (let i = 0, at = 0; i < ids.length; at += this.bytes[ids[i++]].length)
      out.set(this.bytes[ids[i]], at);
    return out;
  }

  decoder(): { add(id: number): string; end(): string } {
    // Keeps bytes back until the character that they are part of is whole.
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    return { add: (id) => decoder.decode(this.bytes[id], { stream: true }), end: () => decoder.decode() };
  }

  toPlain(): { readonly [name: string]: Plain } {
    return { kind: this.kind, merges: this.merges };
  }

  /**
   * Bytes with pairs merged, in the order in which they were learnt and from the left: what merging one pair after the
   * other everywhere would give, in n log n steps. A heap has the pairs there are, by token and place; those that are
   * gone are passed over.
   */
  private merged(bytes: Uint8Array): number[] {
    const ids = Int32Array.from(bytes);
    const { length } = ids;
    const next = Int32Array.from(ids, (_, i) => i + 1);
    const before = Int32Array.from(ids, (_, i) => i - 1);
    const heap = new Heap();
    const rankAt = (i: number): number | undefined =>
      i >= 0 && next[i] < length ? this.ranks.get(ids[i] * MOST_TOKENS + ids[next[i]]) : undefined;
    const note = (i: number): void => {
      const token = rankAt(i);
      if (token !== undefined) heap.push(token * length + i);
    };
    for (let i = 0; i < length; i++) note(i);
    for (let top = heap.pop(); top !== undefined; top = heap.pop()) {
      const i = top % length;
      const token = Math.floor(top / length);
      if (ids[i] < 0 || rankAt(i) !== token) continue;
      const gone = next[i];
      ids[i] = token;
      ids[gone] = -1;
      next[i] = next[gone];
      if (next[i] < length) before[next[i]] = i;
      note(before[i]);
      note(i);
    }
    return Array.from(ids).filter((id) => id >= 0);
  }
}
