// A fitted n-gram model: what it says about text.
import { machine } from '@stokast/core-wasm';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { countCharacters, Evaluation } from '../text/evaluation.ts';
import { type GenerateOptions, Generation } from '../text/generate.ts';
import { logsOf } from '../text/logs.ts';
import { NextToken } from '../text/next.ts';
import type { Predictor } from '../text/predictor.ts';
import { saveNgram } from './save.ts';
import type { Smoothing } from './smoothing.ts';
import type { Level } from './text.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * An autoregressive model p(token | up to n - 1 tokens before it), smoothed by interpolated modified Kneser-Ney
 * (Chen and Goodman 1999). Made by `ngram(...).fit(corpus)` or `loadNgram(bytes)`; it does not change.
 *
 * A text is taken as a piece of running text that nothing is known before: its first token has the empty context,
 * the second a context of one token, and so on. Every probability is above zero; tokens that the training text does
 * not have are one token, "unknown", and break the context.
 */
export class Ngram {
  /** n: the length of the longest n-grams. */
  readonly order: number;
  readonly level: Level;
  /** Tokens of the training text. */
  readonly trainingTokens: number;
  /** @internal */
  readonly vocabulary: Vocabulary;
  /** @internal */
  readonly smoothing: Smoothing;

  /** @internal */
  constructor(vocabulary: Vocabulary, smoothing: Smoothing, trainingTokens: number) {
    this.order = smoothing.order;
    this.level = vocabulary.level;
    this.trainingTokens = trainingTokens;
    this.vocabulary = vocabulary;
    this.smoothing = smoothing;
  }

  /** Every token that the model knows, in order, and last the unknown one (U+FFFD). */
  get tokens(): readonly string[] {
    return this.vocabulary.tokens;
  }

  /** How many different n-grams of length 1 to n the training text has. */
  get sizes(): number[] {
    return this.smoothing.trie.map((grams) => grams.counts.length);
  }

  /** Bytes of memory that counts and probabilities take. */
  get bytes(): number {
    return this.smoothing.bytes;
  }

  /**
   * log p(sequence) in nats: the sum over its tokens of log p(token | the tokens before it in the sequence).
   * The empty sequence has 0. Throws a TypeError when `sequence` is not a string.
   */
  logProb(sequence: string): number {
    checkText('Cannot evaluate a text', 'sequence', sequence);
    return this.score(sequence).logProb;
  }

  /**
   * How well the model predicts a text that it was not fitted to. Throws a TypeError when `heldOut` is not a string,
   * a RangeError when it is empty.
   */
  evaluate(heldOut: string): Evaluation {
    const what = 'Cannot evaluate a text';
    checkText(what, 'heldOut', heldOut);
    if (heldOut === '') throw rangeFault(what, 'heldOut', heldOut, 'a text of at least one token');
    const { logProb, tokens, unknown } = this.score(heldOut);
    return new Evaluation(logProb, tokens, countCharacters(heldOut), unknown);
  }

  /** exp(-log p(heldOut) / tokens). Throws as `evaluate` does. */
  perplexity(heldOut: string): number {
    return machine().kernels.exp(this.evaluate(heldOut).crossEntropy);
  }

  /**
   * The distribution over the token that comes after `context`, of which the last n - 1 tokens matter. Throws a
   * TypeError when `context` is not a string.
   */
  next(context: string): NextToken {
    checkText('Cannot predict the next token', 'context', context);
    const { vocabulary, smoothing } = this;
    const p = new Float64Array(vocabulary.size + 1);
    return new NextToken(vocabulary.tokens, smoothing.distribution(this.stateAfter(context), p));
  }

  /**
   * Ancestral sampling: draws one token after the other from p(token | the tokens before it), the unknown token left
   * out, starting after `prompt`. The new text comes token by token as it is drawn; `.text()` gives all of it.
   *
   * Draws: inversion of the probabilities in the order of `tokens` by one uniform of 53 bits, 2 words a token. So
   * the text depends on the stream alone, not on how it is asked for. With a `tokenSampler`, its draw (2 words too).
   *
   * Throws a TypeError or RangeError, before anything is drawn, for unknown options or values.
   *
   * ```ts
   * import { ngram } from '@stokast/models';
   * import { stream } from '@stokast/sampling';
   * const model = await ngram({ order: 3 }).fit('the cat sleeps. the cat jumps. the dog sleeps. ');
   * const text = model.generate({ prompt: 'the ', stream: stream(1), maxNewTokens: 50, stop: '.' }).text();
   * ```
   */
  generate(options: GenerateOptions): Generation {
    return new Generation((prompt) => this.predictorAfter(prompt), options);
  }

  /** The model as bytes, about 3 for each n-gram, for `loadNgram`; the same model always gives the same bytes. */
  save(): Uint8Array {
    return saveNgram(this);
  }

  /** Such as `Ngram(order = 6, level = character, 65 tokens, 459128 n-grams)`. */
  toString(): string {
    const grams = this.sizes.reduce((a, b) => a + b);
    return `Ngram(order = ${this.order}, level = ${this.level}, ${this.vocabulary.size} tokens, ${grams} n-grams)`;
  }

  /** A table of n-grams and discounts by length. */
  summary(): string {
    const { discounts } = this.smoothing;
    const rows = this.sizes.map((n, i) => {
      const d = [1, 2, 3].map((c) => discounts[i][c].toFixed(3).padStart(7));
      return `${String(i + 1).padStart(6)} ${String(n).padStart(9)} ${d.join('')}`;
    });
    return [this.toString(), 'length   n-grams      D1     D2     D3', ...rows].join('\n');
  }

  /** What the model is, without its counts: those are in `save()`. */
  toJSON(): {
    type: 'ngram';
    order: number;
    level: Level;
    trainingTokens: number;
    tokens: number;
    sizes: number[];
  } {
    const { order, level, trainingTokens, sizes, vocabulary } = this;
    return { type: 'ngram', order, level, trainingTokens, tokens: vocabulary.size, sizes };
  }

  /** The state of the smoothing after a text. @internal */
  stateAfter(context: string): Int32Array {
    const state = this.smoothing.start();
    for (const id of this.vocabulary.encodeTail(context, this.order - 1)) this.smoothing.read(state, id);
    return state;
  }

  /** Reads a text on from a prompt. @internal */
  predictorAfter(prompt: string): Predictor {
    const { smoothing, vocabulary } = this;
    const { size, tokens } = vocabulary;
    const state = this.stateAfter(prompt);
    const p = new Float64Array(size + 1);
    const logits = new Float32Array(size);
    return {
      drawn: size,
      get prompt() {
        return [...vocabulary.encode(prompt)].filter((id) => id < size);
      },
      probabilities: () => smoothing.distribution(state, p),
      logits: () => logsOf(smoothing.distribution(state, p), logits),
      read: (token) => {
        smoothing.read(state, token);
        return tokens[token];
      },
      end: () => '',
    };
  }

  /** log p of each token of a text. @internal */
  logProbs(text: string): Float64Array {
    const { kernels } = machine();
    const state = this.smoothing.start();
    return Float64Array.from(this.vocabulary.encode(text), (id) =>
      kernels.log(this.smoothing.read(state, id)),
    );
  }

  private score(text: string): { logProb: number; tokens: number; unknown: number } {
    const ids = this.vocabulary.encode(text);
    let logProb = 0;
    let unknown = 0;
    for (const each of this.logProbs(text)) logProb += each;
    for (let i = 0; i < ids.length; i++) if (ids[i] === this.vocabulary.size) unknown++;
    return { logProb, tokens: ids.length, unknown };
  }
}

function checkText(what: string, parameter: string, value: unknown): asserts value is string {
  if (typeof value !== 'string') throw typeFault(what, parameter, value, 'a string');
}
