// The distribution over the next token.

import { checkInteger } from '@stokast/core-wasm/check';
import { Categorical } from '@stokast/sampling';

/** p(next token | context), as `next` gives it. */
export class NextToken {
  /** Every token that the model knows, in order, and last the unknown one (U+FFFD). */
  readonly tokens: readonly string[];
  /** The probability of each token: they sum to 1. */
  readonly probabilities: Float64Array;

  /** @internal */
  constructor(tokens: readonly string[], probabilities: Float64Array) {
    this.tokens = tokens;
    this.probabilities = probabilities;
  }

  /** The same as a distribution over the numbers of tokens: `tokens[i]` belongs to category i. */
  toCategorical(): ReturnType<typeof Categorical> {
    return Categorical({ probabilities: this.probabilities });
  }

  /** The `n` most probable tokens, most probable first; of equal ones, the first in order. */
  top(n: number): { token: string; probability: number }[] {
    checkInteger('Cannot list tokens', 'n', n, 0, 0xffffffff);
    const { tokens, probabilities: p } = this;
    return Array.from(p.keys())
      .sort((a, b) => p[b] - p[a] || a - b)
      .slice(0, n)
      .map((i) => ({ token: tokens[i], probability: p[i] }));
  }
}
