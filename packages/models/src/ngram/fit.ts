// From a corpus to a model, in steps between which others run.

import { checkFunction, checkOptions } from '@stokast/core-wasm/check';
import { typeFault } from '@stokast/core-wasm/errors';
import { countGrams } from './count.ts';
import { Ngram } from './ngram.ts';
import { Reader } from './read.ts';
import { Smoothing } from './smoothing.ts';
import type { Level } from './text.ts';
import type { Ids, Vocabulary } from './vocabulary.ts';

/** What a model can be fitted to: a text, or its parts in order, as a file stream gives them. */
export type Corpus = string | Iterable<string> | AsyncIterable<string>;

/** Where a fit stands. */
export interface FitProgress {
  readonly phase: 'read' | 'count';
  /** UTF-16 units read so far. */
  readonly read: number;
  /** Share of the counting that is done, in [0, 1]; 0 while reading. */
  readonly counted: number;
}

/** Options of `fit`. */
export interface FitOptions {
  /** Called between steps of work of some tens of milliseconds. */
  readonly onProgress?: (progress: FitProgress) => void;
  /** Ends the fit: the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

const WHAT = 'Cannot fit an n-gram model';
/** Characters of a corpus in one string that are read at a time, and steps of work between two pauses. */
const PART = 1 << 18;
const STEP = 1 << 19;
const CORPUS = 'a string, or an iterable or async iterable of strings';

export async function fitNgram(
  order: number,
  level: Level,
  corpus: Corpus,
  options: FitOptions,
): Promise<Ngram> {
  checkOptions(WHAT, options, ['onProgress', 'signal']);
  const { onProgress, signal } = options;
  if (onProgress !== undefined) checkFunction(WHAT, 'onProgress', onProgress);
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw typeFault(WHAT, 'signal', signal, 'an AbortSignal');
  }
  signal?.throwIfAborted();
  let read = 0;
  let worked = 0;
  /** Lets others run once enough work was done since they last could. */
  const pause = (phase: FitProgress['phase'], counted: number, work: number): Promise<void> | undefined => {
    worked += work;
    if (worked < STEP) return undefined;
    worked = 0;
    onProgress?.({ phase, read, counted });
    return new Promise((resolve) => setTimeout(resolve)).then(() => signal?.throwIfAborted());
  };
  const readAll = async (): Promise<{ vocabulary: Vocabulary; ids: Ids }> => {
    const reader = new Reader(level);
    for await (const part of untilAborted(partsOf(corpus), signal)) {
      reader.add(part);
      read += part.length;
      await pause('read', 0, part.length);
    }
    return reader.finish();
  };
  const { vocabulary, ids } = await readAll();
  const trie = await countGrams(ids, vocabulary.size, order, (done, work) => pause('count', done, work));
  onProgress?.({ phase: 'count', read, counted: 1 });
  return new Ngram(vocabulary, new Smoothing(trie, vocabulary.size), ids.length);
}

async function* partsOf(corpus: Corpus): AsyncGenerator<string> {
  if (typeof corpus === 'string') {
    for (let i = 0; i < corpus.length; i += PART) yield corpus.slice(i, i + PART);
    return;
  }
  const given: unknown = corpus;
  const iterable =
    typeof given === 'object' &&
    given !== null &&
    (Symbol.iterator in given || Symbol.asyncIterator in given);
  if (!iterable || ArrayBuffer.isView(given)) throw typeFault(WHAT, 'corpus', corpus, CORPUS);
  let i = 0;
  for await (const part of corpus) {
    if (typeof part !== 'string') throw typeFault(WHAT, `corpus[${i}]`, part, 'a string');
    i++;
    yield part;
  }
}

/** The same parts until the signal aborts, also while one is waited for: then its reason is thrown. */
async function* untilAborted(
  parts: AsyncGenerator<string>,
  signal: AbortSignal | undefined,
): AsyncGenerator<string> {
  if (signal === undefined) return yield* parts;
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
  });
  aborted.catch(() => undefined);
  try {
    for (;;) {
      const { done, value } = await Promise.race([parts.next(), aborted]);
      if (done) return;
      yield value;
      signal.throwIfAborted();
    }
  } finally {
    signal.removeEventListener('abort', abort);
    // Not awaited: a source that hangs would hang this too.
    parts.return(undefined).catch(() => undefined);
  }
}
