// Counting by sorting: one counting sort for each length of n-gram.
//
// When the positions of a text are sorted by the k tokens from there on, then the same list, each position moved
// one to the left and sorted stably by its first token, is sorted by k + 1 tokens. Equal neighbours are one n-gram;
// its number in the list is its rank. The rank of the n-gram one to the right, known from the step before, tells
// equal from different without comparing tokens, and is the shorter n-gram that gains a left neighbour.
import type { Grams, Trie } from './trie.ts';
import { type Ids, idArray } from './vocabulary.ts';

/** Positions that one block of work covers: some 10 ms. */
const BLOCK = 1 << 19;

/** Called after each block of work with the share done so far and its positions; what it returns is awaited. */
export type Pause = (done: number, positions: number) => Promise<void> | undefined;

/**
 * The n-grams of `ids`, of length 1 to `order`, with counts as in `Grams`. `size` tokens are known, number `size` is
 * the unknown one. The text counts as preceded by one token of its own, so that its first n-grams have a left
 * neighbour too. Takes 16 bytes a token beside the result.
 */
export async function countGrams(ids: Ids, size: number, order: number, pause: Pause): Promise<Trie> {
  const total = ids.length;
  const trie: Grams[] = [];
  let before = new Uint32Array(total); // positions sorted by k - 1 tokens
  let sorted = new Uint32Array(total); // positions sorted by k tokens
  let ranksBefore = new Uint32Array(total + 1); // of the (k-1)-gram at each position
  let ranks = new Uint32Array(total + 1);
  // Sorted by no token at all, and one to the right: every position has its place one to the left.
  for (let i = 0; i < total; i++) before[i] = i + 1;
  for (let k = 1, contexts = 1; k <= order; k++) {
    const listed = k === 1 ? total : Math.max(0, total - k + 2);
    const n = Math.max(0, total - k + 1); // positions with k tokens
    const places = bucketStarts(ids, n, size);
    for (let from = 0; from < listed; from += BLOCK) {
      const to = Math.min(from + BLOCK, listed);
      scatter(ids, before, sorted, places, from, to);
      await pause((k - 1 + (0.5 * to) / total) / order, to - from);
    }
    const starts = before; // its room, for where each n-gram starts in `sorted`
    let found = 0;
    for (let from = 0; from < n; from += BLOCK) {
      const to = Math.min(from + BLOCK, n);
      found = rank(ids, sorted, ranksBefore, ranks, starts, found, from, to);
      await pause((k - 0.5 + (0.5 * to) / total) / order, to - from);
    }
    const grams: Grams = {
      first: offsets(sorted, ranksBefore, starts, found, contexts),
      tokens: lastTokens(ids, idArray(found, size), sorted, starts, k),
      counts: runLengths(starts, found, n),
    };
    if (k > 1) countNeighbours(trie[k - 2].counts, sorted, ranksBefore, starts, found);
    if (k < order) {
      // Left neighbours take the place of occurrences; the next step counts all but that of the text's start.
      grams.counts.fill(0);
      if (n > 0) grams.counts[ranks[0]] = 1;
    }
    trie.push(grams);
    contexts = found;
    [before, sorted] = [sorted, before];
    [ranksBefore, ranks] = [ranks, ranksBefore];
  }
  return trie;
}

/** Where each token's bucket starts, for the first `n` positions. */
function bucketStarts(ids: Ids, n: number, size: number): Uint32Array {
  const starts = new Uint32Array(size + 2);
  for (let i = 0; i < n; i++) starts[ids[i] + 1]++;
  for (let t = 0; t <= size; t++) starts[t + 1] += starts[t];
  return starts;
}

/** Moves elements `from` to `to` of a sorted list one token to the left and into their buckets. */
function scatter(
  ids: Ids,
  before: Uint32Array,
  sorted: Uint32Array,
  places: Uint32Array,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) {
    const p = before[i] - 1;
    if (p >= 0) sorted[places[ids[p]]++] = p;
  }
}

/** Ranks elements `from` to `to` of a sorted list; returns how many different n-grams there are so far. */
function rank(
  ids: Ids,
  sorted: Uint32Array,
  ranksBefore: Uint32Array,
  ranks: Uint32Array,
  starts: Uint32Array,
  found: number,
  from: number,
  to: number,
): number {
  let token = from > 0 ? ids[sorted[from - 1]] : -1;
  let rest = from > 0 ? ranksBefore[sorted[from - 1] + 1] : -1;
  for (let i = from; i < to; i++) {
    const p = sorted[i];
    if (ids[p] !== token || ranksBefore[p + 1] !== rest) {
      token = ids[p];
      rest = ranksBefore[p + 1];
      starts[found++] = i;
    }
    ranks[p] = found - 1;
  }
  return found;
}

function offsets(
  sorted: Uint32Array,
  ranksBefore: Uint32Array,
  starts: Uint32Array,
  found: number,
  contexts: number,
): Uint32Array {
  const first = new Uint32Array(contexts + 1);
  for (let g = 0; g < found; g++) first[ranksBefore[sorted[starts[g]]] + 1]++;
  for (let x = 0; x < contexts; x++) first[x + 1] += first[x];
  return first;
}

function lastTokens<T extends Ids>(ids: Ids, out: T, sorted: Uint32Array, starts: Uint32Array, k: number): T {
  for (let g = 0; g < out.length; g++) out[g] = ids[sorted[starts[g]] + k - 1];
  return out;
}

function runLengths(starts: Uint32Array, found: number, n: number): Uint32Array {
  const lengths = new Uint32Array(found);
  for (let g = 0; g < found; g++) lengths[g] = (g + 1 < found ? starts[g + 1] : n) - starts[g];
  return lengths;
}

/** Each different n-gram is one more left neighbour of what it is without its first token. */
function countNeighbours(
  counts: Uint32Array,
  sorted: Uint32Array,
  ranksBefore: Uint32Array,
  starts: Uint32Array,
  found: number,
): void {
  for (let g = 0; g < found; g++) counts[ranksBefore[sorted[starts[g]] + 1]]++;
}
