// Text from a model: ancestral sampling.
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { Stream } from '@stokast/sampling';
import { checkInteger, checkOptions, MAX_LENGTH } from '@stokast/sampling/check';
import type { Ngram } from './ngram.ts';
import { StopFilter } from './stop.ts';

/** Options of `generate`. */
export interface GenerateOptions {
  /** The text to go on from; empty by default, as in the middle of running text. */
  readonly prompt?: string;
  /** Where the randomness comes from; its cursor moves by 2 words a token. */
  readonly stream: Stream;
  /** How many tokens to draw at most, 0 to 2^30; 200 by default. */
  readonly maxNewTokens?: number;
  /** The new text ends as soon as it has one of these strings, before it. The prompt does not count. */
  readonly stop?: string | readonly string[];
}

const WHAT = 'Cannot generate text';

/** New text as it is drawn: iterate over it for tokens, or take the `text()`. It can be gone through once. */
export class Generation implements IterableIterator<string> {
  private readonly tokens: Generator<string, void, undefined>;

  /** @internal */
  constructor(model: Ngram, options: GenerateOptions) {
    checkOptions(WHAT, options, ['prompt', 'stream', 'maxNewTokens', 'stop']);
    const { prompt = '', stream, maxNewTokens = 200, stop = [] } = options;
    if (typeof prompt !== 'string') throw typeFault(WHAT, 'prompt', prompt, 'a string');
    if (!(stream instanceof Stream)) {
      throw typeFault(WHAT, 'stream', stream, 'a Stream, as made by stream(seed)');
    }
    checkInteger(WHAT, 'maxNewTokens', maxNewTokens, 0, MAX_LENGTH);
    const stops = typeof stop === 'string' ? [stop] : stop;
    if (!Array.isArray(stops)) throw typeFault(WHAT, 'stop', stop, 'a string or an array of strings');
    stops.forEach((each: unknown, i) => {
      if (typeof each !== 'string') throw typeFault(WHAT, `stop[${i}]`, each, 'a string');
      if (each === '') throw rangeFault(WHAT, `stop[${i}]`, each, 'not empty');
    });
    this.tokens = generated(
      model,
      model.stateAfter(prompt),
      stream,
      maxNewTokens,
      new StopFilter([...stops]),
    );
  }

  /** The next token, drawn now unless a stop string made it wait. */
  next(): IteratorResult<string, void> {
    return this.tokens.next();
  }

  /** Ends the text here. */
  return(): IteratorResult<string, void> {
    return this.tokens.return();
  }

  [Symbol.iterator](): this {
    return this;
  }

  /** The new text, without the prompt: what is left of it when some was taken before. */
  text(): string {
    return [...this.tokens].join('');
  }
}

function* generated(
  model: Ngram,
  state: Int32Array,
  stream: Stream,
  maxNewTokens: number,
  filter: StopFilter,
): Generator<string, void, undefined> {
  const { tokens, size } = model.vocabulary;
  const p = new Float64Array(size + 1);
  const uniform = stream.source();
  for (let n = 0; n < maxNewTokens && !filter.stopped; n++) {
    const id = invert(model.smoothing.distribution(state, p), size, uniform());
    model.smoothing.read(state, id);
    yield* filter.add(tokens[id]);
  }
  if (!filter.stopped) yield* filter.flush();
}

/** The first of `size` outcomes at which the running sum of `p` is above `u` times their whole. */
function invert(p: Float64Array, size: number, u: number): number {
  let whole = 0;
  for (let i = 0; i < size; i++) whole += p[i];
  const threshold = u * whole;
  let sum = 0;
  for (let i = 0; i < size - 1; i++) {
    sum += p[i];
    if (sum > threshold) return i;
  }
  return size - 1;
}
