// Counting by sorting: one counting sort for each length of n-gram.
//
// When the positions of a text are sorted by the k - 1 tokens from there on, then the same list, each position moved
// one to the left and sorted stably by its first token, is sorted by k tokens. Equal k-grams lie side by side. Where
// a new one starts shows while the list is being moved: within a bucket, when the (k-1)-gram one to the right is not
// the one of the last position put there. Each of these starts is one more left neighbour of that (k-1)-gram.

import { allocate } from '@stokast/core-wasm/check';
import { rangeFault } from '@stokast/core-wasm/errors';
import type { Grams, Trie } from './trie.ts';
import { type Ids, idArray } from './vocabulary.ts';

/** Positions that one block of work covers: some 10 ms. */
const BLOCK = 1 << 19;
/** Set in a list of positions where a new n-gram starts, the sign bit of an i32; the rest is the position. */
const START = -2147483648;
const POSITION = 0x7fffffff;
const WHAT = 'Cannot fit an n-gram model';

/** Called after each block of work with the share done so far and its positions; what it returns is awaited. */
export type Pause = (done: number, positions: number) => Promise<void> | undefined;

/** Positions sorted by k tokens, and what is known of the list. */
interface Sorted {
  /** The list: position, with START where it is the first of its n-gram. */
  readonly list: Int32Array;
  readonly length: number;
  /** Where each n-gram starts in the list. */
  readonly starts: Int32Array;
  /** The number of the n-gram that the text starts with, and the place of the one that it ends with. */
  readonly firstNumber: number;
  readonly lastPlace: number;
}

/**
 * The n-grams of `ids`, of length 1 to `order`, with counts as in `Grams`. `size` tokens are known, number `size` is
 * the unknown one. The text counts as preceded by one token of its own, so that its first n-grams have a left
 * neighbour too. Takes 8 bytes a token beside the result. Throws STOKAST_E_MEMORY when there is not as much.
 */
export async function countGrams(ids: Ids, size: number, order: number, pause: Pause): Promise<Trie> {
  const total = ids.length;
  if (total >= POSITION) throw rangeFault(WHAT, 'corpus', total, 'below 2^31 - 1 tokens', 'STOKAST_E_MEMORY');
  let room: Int32Array = allocate(WHAT, 'corpus', total, Int32Array);
  // Sorted by no token at all, one n-gram of length 0, and every position one to the right of the one to be sorted.
  let before: Sorted = {
    list: allocate(WHAT, 'corpus', total, Int32Array).map((_, i) => i + 1),
    length: total,
    starts: Int32Array.of(0),
    firstNumber: 0,
    lastPlace: total,
  };
  before.list[0] |= START;
  let neighbours: Uint32Array = new Uint32Array(1);
  const trie: Grams[] = [];
  for (let k = 1; k <= order; k++) {
    const n = Math.max(0, total - k + 1); // positions with k tokens
    const move = mover(ids, size, n, before.list, room, neighbours);
    let found = 0;
    for (let from = 0; from < before.length; from += BLOCK) {
      const to = Math.min(from + BLOCK, before.length);
      found = move(from, to);
      await pause((k - 1 + to / total) / order, to - from);
    }
    const sorted = survey(room, n, found, total - k);
    const grams: Grams = {
      first: offsets(sorted, before),
      tokens: lastTokens(ids, size, sorted, k),
      counts: k < order ? new Uint32Array(sorted.starts.length) : runLengths(sorted),
    };
    // Left neighbours: the next step counts all but the one before the text.
    if (k < order && n > 0) grams.counts[sorted.firstNumber] = 1;
    trie.push(grams);
    neighbours = grams.counts;
    room = before.list;
    before = sorted;
  }
  return trie;
}

/**
 * A function that moves elements `from` to `to` of `before`, a list sorted by k - 1 tokens, into `list`, sorted by k.
 * `n` positions have k tokens. It has to be called for all elements in order, and returns how many different k-grams
 * there are so far.
 */
function mover(
  ids: Ids,
  size: number,
  n: number,
  before: Int32Array,
  list: Int32Array,
  neighbours: Uint32Array,
): (from: number, to: number) => number {
  const places = bucketStarts(ids, n, size);
  const latest = new Int32Array(size + 1).fill(-1); // the (k-1)-gram after the last position in each bucket
  let number = -1;
  let found = 0;
  return (from, to) => {
    let x = number;
    for (let i = from; i < to; i++) {
      const entry = before[i];
      if (entry < 0) x++;
      const p = (entry & POSITION) - 1;
      if (p < 0) continue;
      const token = ids[p];
      const place = places[token]++;
      if (latest[token] === x) {
        list[place] = p;
      } else {
        latest[token] = x;
        list[place] = p | START;
        found++;
        neighbours[x]++;
      }
    }
    number = x;
    return found;
  };
}

/** Where each token's bucket starts, for the first `n` positions. */
function bucketStarts(ids: Ids, n: number, size: number): Int32Array {
  const starts = new Int32Array(size + 2);
  for (let i = 0; i < n; i++) starts[ids[i] + 1]++;
  for (let t = 0; t <= size; t++) starts[t + 1] += starts[t];
  return starts;
}

/** Finds what `Sorted` says of a list with `found` different n-grams; `last` is the last position in it. */
function survey(list: Int32Array, length: number, found: number, last: number): Sorted {
  const starts = allocate(WHAT, 'corpus', found, Int32Array);
  let g = 0;
  let firstNumber = 0;
  let lastPlace = 0;
  for (let i = 0; i < length; i++) {
    const entry = list[i];
    if (entry < 0) starts[g++] = i;
    const p = entry & POSITION;
    if (p === 0) firstNumber = g - 1;
    if (p === last) lastPlace = i;
  }
  return { list, length, starts, firstNumber, lastPlace };
}

/**
 * For each context, where the n-grams that go on from it start. The positions of a context lie where they did in the
 * list `before`, but for the text's last one, which has no token more and is not in the list now.
 */
function offsets({ starts, length }: Sorted, before: Sorted): Uint32Array {
  const contexts = before.starts.length;
  const first = new Uint32Array(contexts + 1);
  let g = 0;
  for (let x = 0; x < contexts; x++) {
    const place = before.starts[x] - (before.starts[x] > before.lastPlace ? 1 : 0);
    while (g < starts.length && starts[g] < place) g++;
    first[x] = g;
  }
  first[contexts] = length > 0 ? starts.length : 0;
  return first;
}

function lastTokens(ids: Ids, size: number, { list, starts }: Sorted, k: number): Ids {
  const tokens = idArray(starts.length, size);
  for (let g = 0; g < tokens.length; g++) tokens[g] = ids[(list[starts[g]] & POSITION) + k - 1];
  return tokens;
}

function runLengths({ starts, length }: Sorted): Uint32Array {
  const lengths = new Uint32Array(starts.length);
  for (let g = 0; g < lengths.length; g++) {
    lengths[g] = (g + 1 < lengths.length ? starts[g + 1] : length) - starts[g];
  }
  return lengths;
}
