// Text from a model: ancestral sampling.
import { checkInteger, checkOptions } from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { Stream, type TokenSampler } from '@stokast/sampling';
import type { Predictor } from './predictor.ts';
import { StopFilter } from './stop.ts';

/** Options of `generate`. */
export interface GenerateOptions {
  /** The text to go on from; empty by default, as in the middle of running text. */
  readonly prompt?: string;
  /** Where the randomness comes from; its cursor moves by 2 words a token. */
  readonly stream: Stream;
  /** Draws each token from log p(token | the tokens before it) instead: temperature, top-p and the like. */
  readonly tokenSampler?: TokenSampler;
  /** How many tokens to draw at most, 0 to 2^30; 200 by default. */
  readonly maxNewTokens?: number;
  /** The new text ends as soon as it has one of these strings, before it. The prompt does not count. */
  readonly stop?: string | readonly string[];
}

const WHAT = 'Cannot generate text';
const MOST_TOKENS = 1 << 30;

/** New text as it is drawn: iterate over it for tokens, or take the `text()`. It can be gone through once. */
export class Generation implements IterableIterator<string> {
  private readonly tokens: Generator<string, void, undefined>;

  /** @internal */
  constructor(predictorAfter: (prompt: string) => Predictor, options: GenerateOptions) {
    checkOptions(WHAT, options, ['prompt', 'stream', 'tokenSampler', 'maxNewTokens', 'stop']);
    const { prompt = '', stream, tokenSampler, maxNewTokens = 200, stop = [] } = options;
    if (typeof prompt !== 'string') throw typeFault(WHAT, 'prompt', prompt, 'a string');
    if (!(stream instanceof Stream)) {
      throw typeFault(WHAT, 'stream', stream, 'a Stream, as made by stream(seed)');
    }
    if (tokenSampler !== undefined && typeof tokenSampler?.sample !== 'function') {
      throw typeFault(
        WHAT,
        'tokenSampler',
        tokenSampler,
        'a token sampler, as made by tokenSampler(options)',
      );
    }
    checkInteger(WHAT, 'maxNewTokens', maxNewTokens, 0, MOST_TOKENS);
    const given: unknown = typeof stop === 'string' ? [stop] : stop;
    if (!Array.isArray(given)) throw typeFault(WHAT, 'stop', stop, 'a string or an array of strings');
    const stops = Array.from(given); // our own, without holes
    stops.forEach((each: unknown, i) => {
      if (typeof each !== 'string') throw typeFault(WHAT, `stop[${i}]`, each, 'a string');
      if (each === '') throw rangeFault(WHAT, `stop[${i}]`, each, 'not empty');
    });
    const predictor = predictorAfter(prompt);
    const choose =
      tokenSampler === undefined ? inverted(predictor, stream) : sampled(predictor, tokenSampler, stream);
    this.tokens = generated(predictor, maxNewTokens, new StopFilter(stops), choose);
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

/** Draws the number of a token. */
type Choose = () => number;

function* generated(
  predictor: Predictor,
  maxNewTokens: number,
  filter: StopFilter,
  choose: Choose,
): Generator<string, void, undefined> {
  for (let n = 0; n < maxNewTokens && !filter.stopped; n++) {
    const piece = predictor.read(choose());
    if (piece !== '') yield* filter.add(piece);
  }
  const rest = filter.stopped ? '' : predictor.end();
  if (rest !== '') yield* filter.add(rest);
  if (!filter.stopped) yield* filter.flush();
}

/** Ancestral sampling: the first token at which the running sum of `p` is above a uniform times the whole. */
function inverted(predictor: Predictor, stream: Stream): Choose {
  const { drawn } = predictor;
  let uniform: (() => number) | undefined;
  return () => {
    uniform ??= stream.source();
    const p = predictor.probabilities();
    let whole = 0;
    for (let i = 0; i < drawn; i++) whole += p[i];
    const threshold = uniform() * whole;
    let sum = 0;
    for (let i = 0; i < drawn - 1; i++) {
      sum += p[i];
      if (sum > threshold) return i;
    }
    return drawn - 1;
  };
}

/** What a token sampler makes of log p. Its penalties see the tokens of the prompt, and those drawn as its output. */
function sampled(predictor: Predictor, sampler: TokenSampler, stream: Stream): Choose {
  const history = { prompt: predictor.prompt, output: [] as number[] };
  return () => {
    const id = sampler.sample(predictor.logits(), stream, history);
    checkInteger(WHAT, 'tokenSampler.sample()', id, 0, predictor.drawn - 1);
    history.output.push(id);
    return id;
  };
}
