// The n-grams of a text as sorted arrays: a trie without pointers.
import type { Ids } from './vocabulary.ts';

/**
 * All n-grams of one length k, sorted by their tokens. Those that go on from one (k-1)-gram, their context, lie side
 * by side: from `first[x]` up to `first[x + 1]` for context number x.
 */
export interface Grams {
  /** Offsets by context; one longer than there are contexts. */
  readonly first: Uint32Array;
  /** The last token of each. */
  readonly tokens: Ids;
  /** How often it occurs (longest n-grams), or how many different tokens stand before it (shorter ones). */
  readonly counts: Uint32Array;
}

/** n-grams of length 1 to n at indices 0 to n - 1. The only context of length 0 is number 0. */
export type Trie = readonly Grams[];

/** The number of the n-gram that is context `x` and then `token`, or -1 when the text does not have it. */
export function find(grams: Grams, x: number, token: number): number {
  const { tokens } = grams;
  let low = grams.first[x];
  let high = grams.first[x + 1];
  const end = high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (tokens[middle] < token) low = middle + 1;
    else high = middle;
  }
  return low < end && tokens[low] === token ? low : -1;
}
