// Interpolated modified Kneser-Ney smoothing (Chen and Goodman 1999, section 3; TR-10-98 of 1998, section 4.1.6).
//
//   p(w | h) = max(c(hw) - D(c(hw)), 0) / c(h) + backoff(h) p(w | h')      h' is h without its first token
//   backoff(h) = (D1 n1(h) + D2 n2(h) + D3 n3(h)) / c(h)                   ni(h): tokens w with c(hw) = i (3: or more)
//   c(h) = sum of c(hw) over w
//
// c counts occurrences for the longest n-grams, different left neighbours for shorter ones. Below the empty context
// lies the uniform distribution over the known tokens and one unknown. Why so: docs/decisions/0024.
import { find, type Grams, type Trie } from './trie.ts';

/** D of a count: at 0 nothing, then D1, D2, and D3 for 3 and more. */
export type Discounts = Float64Array;

/**
 * The discounts for n-grams of one length, from how many of them have counts 1, 2, 3 and 4 (equation 17).
 *
 * Where one of these is zero, or the formula leaves a discount that is not above zero (so that unseen tokens would
 * have no probability), one absolute discount takes the place of all three: n1 / (n1 + 2 n2), or 0.5 where n1 or n2
 * is zero (n2 alone would make it 1, and nothing would be left of what was seen once). So 0 < Dk <= k.
 */
export function discountsOf(counts: Uint32Array): Discounts {
  let n1 = 0;
  let n2 = 0;
  let n3 = 0;
  let n4 = 0;
  for (let i = 0; i < counts.length; i++) {
    const c = counts[i];
    if (c === 1) n1++;
    else if (c === 2) n2++;
    else if (c === 3) n3++;
    else if (c === 4) n4++;
  }
  const y = n1 > 0 && n2 > 0 ? n1 / (n1 + 2 * n2) : 0.5;
  const modified = Float64Array.of(0, 1 - (2 * y * n2) / n1, 2 - (3 * y * n3) / n2, 3 - (4 * y * n4) / n3);
  const usable =
    n1 > 0 && n2 > 0 && n3 > 0 && n4 > 0 && modified[1] > 0 && modified[2] > 0 && modified[3] > 0;
  return usable ? modified : Float64Array.of(0, y, y, y);
}

/** The contexts of one length: c(h) and backoff(h) by number. */
interface Contexts {
  readonly totals: Uint32Array;
  readonly backoffs: Float64Array;
}

function contextsOf(grams: Grams, d: Discounts): Contexts {
  const { first, counts } = grams;
  const n = first.length - 1;
  const totals = new Uint32Array(n);
  const backoffs = new Float64Array(n);
  for (let x = 0; x < n; x++) {
    let total = 0;
    let n1 = 0;
    let n2 = 0;
    let n3 = 0;
    for (let g = first[x]; g < first[x + 1]; g++) {
      const c = counts[g];
      total += c;
      if (c === 1) n1++;
      else if (c === 2) n2++;
      else n3++;
    }
    totals[x] = total;
    // A context that only ends the text goes on in no way: all is left to the shorter one.
    backoffs[x] = total > 0 ? (d[1] * n1 + d[2] * n2 + d[3] * n3) / total : 1;
  }
  return { totals, backoffs };
}

/** Smoothed probabilities over a trie. */
export class Smoothing {
  readonly order: number;
  readonly trie: Trie;
  /** By length of n-gram, 1 to n at indices 0 to n - 1. */
  readonly discounts: readonly Discounts[];
  private readonly contexts: readonly Contexts[];
  /** Probability of each token before anything is known. */
  private readonly base: number;
  private readonly size: number;

  constructor(trie: Trie, size: number) {
    this.order = trie.length;
    this.trie = trie;
    this.size = size;
    this.base = 1 / (size + 1);
    this.discounts = trie.map((grams) => discountsOf(grams.counts));
    this.contexts = trie.map((grams, j) => contextsOf(grams, this.discounts[j]));
  }

  /** Bytes that the arrays take. */
  get bytes(): number {
    let bytes = 0;
    this.trie.forEach(({ first, tokens, counts }, j) => {
      bytes += first.byteLength + tokens.byteLength + counts.byteLength;
      bytes += this.contexts[j].totals.byteLength + this.contexts[j].backoffs.byteLength;
    });
    return bytes;
  }

  /** The state before a text: nothing is known but the empty context. */
  start(): Int32Array {
    const state = new Int32Array(this.order).fill(-1);
    state[0] = 0;
    return state;
  }

  /**
   * Reads `token`: the state, which holds the number of the context of each length (or -1), moves on, and the
   * probability that the token had is returned.
   */
  read(state: Int32Array, token: number): number {
    let p = this.base;
    let longer = 0; // the context of the next length after this token, before it is written
    for (let j = 0; j < this.order; j++) {
      const x = state[j];
      state[j] = longer;
      longer = -1;
      if (x < 0) continue;
      const grams = this.trie[j];
      const { totals, backoffs } = this.contexts[j];
      const g = find(grams, x, token);
      p *= backoffs[x];
      if (g >= 0) {
        const c = grams.counts[g];
        p += (c - this.discounts[j][Math.min(c, 3)]) / totals[x];
        longer = g;
      }
    }
    return p;
  }

  /** Writes the probabilities of all tokens, the unknown one last, to `out`; each is what `read` would return. */
  distribution(state: Int32Array, out: Float64Array): Float64Array {
    out.fill(this.base);
    for (let j = 0; j < this.order; j++) {
      const x = state[j];
      if (x < 0) break;
      const { first, tokens, counts } = this.trie[j];
      const d = this.discounts[j];
      const total = this.contexts[j].totals[x];
      const backoff = this.contexts[j].backoffs[x];
      for (let t = 0; t <= this.size; t++) out[t] *= backoff;
      for (let g = first[x]; g < first[x + 1]; g++) {
        const c = counts[g];
        out[tokens[g]] += (c - d[Math.min(c, 3)]) / total;
      }
    }
    return out;
  }
}
