// Learning byte pairs from a text (Gage 1994; Sennrich, Haddow and Birch 2016, over the bytes of UTF-8 as GPT-2 does it):
//
//     1. every word is a list of its bytes
//     2. count each pair of neighbours, in every word as often as the word occurs, overlapping ones too
//     3. the most frequent pair becomes a new token, in all words from the left; go on at 2
//
// Of pairs that are equally frequent the one with the lower first token is taken, then the one with the lower second
// token. Pairs that occur once are not merged: the vocabulary may stay smaller than it was asked to be.
import { wordsOf } from '../ngram/text.ts';
import { Heap } from './heap.ts';

/** Bytes are tokens 0 to 255; token 256 + i is pair number i. No token number reaches this. */
export const MOST_TOKENS = 65536;
/** Pairs that would be longer are not merged: of a file that is not trusted, tokens could double in length each time. */
export const MOST_BYTES = 1024;

interface Word {
  /** Its tokens so far. */
  tokens: number[];
  readonly count: number;
}

/** The words of a text as bytes, each once, with how often it occurs. */
function countedWords(text: string): Word[] {
  const counts = new Map<string, number>();
  for (const word of wordsOf(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const encoder = new TextEncoder();
  return Array.from(counts, ([word, count]) => ({ tokens: [...encoder.encode(word)], count }));
}

/** A pair as one number, in the order in which ties are decided. */
const pairOf = (a: number, b: number): number => a * MOST_TOKENS + b;

/** Counts of pairs, and in which words each may be. */
class Pairs {
  readonly counts: Map<number, number> = new Map();
  readonly words: Map<number, Set<Word>> = new Map();

  /** Counts the pairs of a word, or with sign -1 takes them away; `changed` gets each pair. */
  count(word: Word, sign: 1 | -1, changed: Set<number>): void {
    const { tokens, count } = word;
    for (let i = 1; i < tokens.length; i++) {
      const pair = pairOf(tokens[i - 1], tokens[i]);
      this.counts.set(pair, (this.counts.get(pair) ?? 0) + sign * count);
      changed.add(pair);
      if (sign < 0) continue;
      const words = this.words.get(pair);
      if (words) words.add(word);
      else this.words.set(pair, new Set([word]));
    }
  }
}

/** Most frequent pairs first. Entries stay when counts change: those that are not true any more are passed over. */
class Ranking {
  private readonly pairs: Pairs;
  private readonly byCount: Map<number, Heap> = new Map();
  private readonly counts: Heap = new Heap();

  constructor(pairs: Pairs) {
    this.pairs = pairs;
  }

  note(pair: number): void {
    const count = this.pairs.counts.get(pair) ?? 0;
    if (count < 2) return;
    let heap = this.byCount.get(count);
    if (!heap) {
      heap = new Heap();
      this.byCount.set(count, heap);
      this.counts.push(-count);
    }
    heap.push(pair);
  }

  /** The most frequent pair, of equal ones the lowest; undefined when all occur less than twice. */
  best(): number | undefined {
    for (let top = this.counts.pop(); top !== undefined; top = this.counts.pop()) {
      const heap = this.byCount.get(-top)!;
      for (let pair = heap.pop(); pair !== undefined; pair = heap.pop()) {
        if (this.pairs.counts.get(pair) !== -top) continue;
        this.counts.push(top);
        return pair;
      }
      this.byCount.delete(-top);
    }
    return undefined;
  }
}

/** `tokens` with each pair a, b from the left replaced by `merged`. */
export function mergedTokens(tokens: readonly number[], a: number, b: number, merged: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i] === a && i + 1 < tokens.length && tokens[i + 1] === b) {
      out.push(merged);
      i++;
    } else out.push(tokens[i]);
  }
  return out;
}

/** The pairs that a vocabulary of at most `size` tokens is made of, first and second token of each by turns. */
export function learnBytePairs(text: string, size: number): number[] {
  const pairs = new Pairs();
  const changed = new Set<number>();
  for (const word of countedWords(text)) pairs.count(word, 1, changed);
  const ranking = new Ranking(pairs);
  for (const pair of changed) ranking.note(pair);
  const merges: number[] = [];
  const lengths: number[] = Array(256).fill(1);
  while (lengths.length < size) {
    const best = ranking.best();
    if (best === undefined) break;
    const [a, b] = [Math.floor(best / MOST_TOKENS), best % MOST_TOKENS];
    if (lengths[a] + lengths[b] > MOST_BYTES) continue;
    const token = lengths.push(lengths[a] + lengths[b]) - 1;
    merges.push(a, b);
    changed.clear();
    for (const word of pairs.words.get(best)!) {
      const tokens = mergedTokens(word.tokens, a, b, token);
      if (tokens.length === word.tokens.length) continue;
      pairs.count(word, -1, changed);
      word.tokens = tokens;
      pairs.count(word, 1, changed);
    }
    pairs.words.delete(best);
    for (const pair of changed) ranking.note(pair);
  }
  return merges;
}
