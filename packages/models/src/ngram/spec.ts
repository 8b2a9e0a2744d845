// The door: what kind of model, before there is one.
import { checkInteger, checkOneOf, checkOptions } from '@stokast/core-wasm/check';
import { type Corpus, type FitOptions, fitNgram } from './fit.ts';
import type { Ngram } from './ngram.ts';
import type { Level } from './text.ts';

/** Options of `ngram`. */
export interface NgramOptions {
  /** n, the length of the longest n-grams, 1 to 16: the context is the n - 1 tokens before. */
  readonly order: number;
  /** What a token is; `character` (a Unicode code point) by default. */
  readonly level?: Level;
}

/** An n-gram model before it is fitted. */
export interface NgramSpec {
  readonly order: number;
  readonly level: Level;
  /**
   * Counts the n-grams of a corpus. The parts of an iterable are joined: where they end makes no difference.
   *
   * Others run between steps of some tens of milliseconds. Rejects with a TypeError for other corpora or options, a DataError
   * for a corpus that is empty or has lone surrogates, the signal's reason when it is aborted.
   */
  fit(corpus: Corpus, options?: FitOptions): Promise<Ngram>;
}

/**
 * An n-gram model over characters or words, smoothed by interpolated modified Kneser-Ney (Chen and Goodman 1999).
 *
 * Throws a TypeError or RangeError for an `order` that is not an integer in [1, 16], another `level`, or unknown
 * options.
 *
 * ```ts
 * import { ngram } from '@stokast/models';
 * import { stream } from '@stokast/sampling';
 * const model = await ngram({ order: 4 }).fit('the cat sleeps. the cat jumps. the dog sleeps.');
 * model.next('the cat').top(1); // [{ token: ' ', probability: ... }]
 * model.generate({ prompt: 'the cat', stream: stream(1), maxNewTokens: 20 }).text();
 * ```
 */
export function ngram(options: NgramOptions): NgramSpec {
  const what = 'Cannot create an n-gram model';
  checkOptions(what, options, ['order', 'level']);
  const { order, level = 'character' } = options;
  checkInteger(what, 'order', order, 1, 16);
  checkOneOf(what, 'level', level, ['character', 'word']);
  return { order, level, fit: (corpus, fitOptions = {}) => fitNgram(order, level, corpus, fitOptions) };
}
