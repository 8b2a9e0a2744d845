// One token from logits: an explicit, ordered pipeline of adjustments and truncations, then a draw.

import { allocate, checkInteger, typedName } from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { Printed } from '../format.ts';
import { checkStream, type Stream } from '../stream/stream.ts';
import {
  type Candidates,
  candidatesOf,
  keepAbove,
  largestOf,
  placeOf,
  tokenAt,
  weigh,
} from './candidates.ts';
import { type Plan, planOf, type TokenSamplerOptions, type TokenStep } from './options.ts';
import {
  type Counts,
  frequencyPenalty,
  logitBias,
  minP,
  presencePenalty,
  repetitionPenalty,
  temperature,
  topK,
  topP,
  typicalP,
} from './steps.ts';

/**
 * The tokens so far. A plain list counts for every penalty; with `prompt` and `output` the frequency and presence
 * penalties see the output alone (as in vLLM), the repetition penalty sees both. All that is given counts: for
 * llama.cpp's window of 64, give the last 64 tokens.
 */
export type TokenHistory =
  | ArrayLike<number>
  | { readonly prompt: ArrayLike<number>; readonly output: ArrayLike<number> };

/** What a pipeline leaves: tokens and their log-probabilities (natural, adding up to 1), most probable first. */
export interface TokenDistribution {
  readonly tokens: Int32Array;
  readonly logProbs: Float64Array;
}

const WHAT = 'Cannot sample a token';

/** A pipeline from logits to a token, made by `tokenSampler`. */
export class TokenSampler extends Printed {
  /** The steps that run, in their order. */
  readonly steps: readonly TokenStep[];
  private readonly plan: Plan;

  /** @internal */
  constructor(plan: Plan) {
    super();
    this.plan = plan;
    this.steps = plan.steps;
  }

  /**
   * Draws a token from `logits` after the steps. Takes two words of the stream, whatever the outcome: the token is
   * the first, in ascending order of those left, at which the running probability exceeds one 53-bit uniform.
   *
   * `logits` has one finite number a token, or -Infinity for a token that is masked. Throws a TypeError or
   * RangeError for other arrays (NaN, Infinity, nothing but -Infinity), naming the element, and for a history with
   * anything but tokens of this vocabulary; the stream has then not moved.
   */
  sample(logits: Float32Array, stream: Stream, history: TokenHistory = []): number {
    checkStream(WHAT, stream);
    const c = this.run(logits, history);
    const total = weigh(c);
    const target = stream.nextUniform() * total;
    return tokenAt(c, c.m.kernels.pickWeighted(c.weights, c.count, target));
  }

  /** log of the probability with which `sample` gives `token`; -Infinity when the steps leave it out. */
  logProb(logits: Float32Array, token: number, history: TokenHistory = []): number {
    const c = this.run(logits, history);
    checkInteger('Cannot tell the probability of a token', 'token', token, 0, logits.length - 1);
    const place = placeOf(c, token);
    if (place < 0) return Number.NEGATIVE_INFINITY;
    const normaliser = c.m.kernels.log(weigh(c));
    return logProbAt(c, place, normaliser);
  }

  /** The tokens that the steps leave, and their log-probabilities. */
  distribution(logits: Float32Array, history: TokenHistory = []): TokenDistribution {
    const c = this.run(logits, history);
    keepAbove(c, Number.NEGATIVE_INFINITY);
    const normaliser = c.m.kernels.log(weigh(c));
    const places = Array.from({ length: c.count }, (_, i) => i);
    const from = c.values >> 2;
    const { f32 } = c.m;
    places.sort((a, b) => f32[from + b] - f32[from + a] || a - b);
    const tokens = allocate(WHAT, 'logits', c.count, Int32Array);
    const logProbs = allocate(WHAT, 'logits', c.count, Float64Array);
    places.forEach((place, i) => {
      tokens[i] = tokenAt(c, place);
      logProbs[i] = logProbAt(c, place, normaliser);
    });
    return { tokens, logProbs };
  }

  /** The pipeline in words: `temperature 0.7 -> topK 50 -> topP 0.95 -> draw`. */
  describe(): string {
    const { values, bias } = this.plan;
    const words = this.steps.map((name) =>
      name === 'logitBias' ? `logitBias of ${bias.size}` : `${name} ${values[name]}`,
    );
    return [...words, 'draw'].join(' -> ');
  }

  override toString(): string {
    return `tokenSampler(${this.describe()})`;
  }

  private run(logits: Float32Array, history: TokenHistory): Candidates {
    checkLogits(logits);
    const { seen, output } = countHistory(history, logits.length);
    const { values, bias } = this.plan;
    for (const token of bias.keys()) {
      if (token >= logits.length)
        throw rangeFault(WHAT, `logitBias[${token}]`, token, `a token below ${logits.length}`);
    }
    const c = candidatesOf(logits);
    checkLargest(largestOf(c), logits);
    for (const name of this.steps) {
      if (name === 'logitBias') logitBias(c, bias);
      else if (name === 'repetitionPenalty') repetitionPenalty(c, seen, values[name]);
      else if (name === 'frequencyPenalty') frequencyPenalty(c, output, values[name]);
      else if (name === 'presencePenalty') presencePenalty(c, output, values[name]);
      else if (name === 'temperature') temperature(c, values[name]);
      else if (name === 'topK') topK(c, values[name]);
      else if (name === 'topP') topP(c, values[name]);
      else if (name === 'minP') minP(c, values[name]);
      else typicalP(c, values[name]);
      if (largestOf(c) === Number.NEGATIVE_INFINITY)
        throw rangeFault(WHAT, 'logitBias', bias, 'such that it leaves a token');
    }
    return c;
  }
}

function logProbAt(c: Candidates, place: number, normaliser: number): number {
  return (c.m.f32[(c.values >> 2) + place] - largestOf(c)) * c.inverse - normaliser;
}

function checkLogits(logits: unknown): asserts logits is Float32Array {
  if (typedName(logits) !== 'Float32Array') throw typeFault(WHAT, 'logits', logits, 'a Float32Array');
  if ((logits as Float32Array).length === 0)
    throw rangeFault(WHAT, 'logits', logits, 'not empty (a detached array is)', 'STOKAST_E_LENGTH');
}

function checkLargest(largest: number, logits: Float32Array): void {
  if (largest < Number.POSITIVE_INFINITY && largest > Number.NEGATIVE_INFINITY) return;
  const bad = logits.findIndex((x) => !(x < Number.POSITIVE_INFINITY));
  if (bad >= 0) throw rangeFault(WHAT, `logits[${bad}]`, logits[bad], 'finite or -Infinity');
  throw rangeFault(WHAT, 'logits', logits, 'such that at least one is finite');
}

function countHistory(history: unknown, size: number): { seen: Counts; output: Counts } {
  const split = history as { prompt: unknown; output: unknown };
  if (!isList(history) && typeof history === 'object' && history !== null && 'output' in history) {
    const seen = new Map<number, number>();
    count(split.prompt, 'history.prompt', size, seen);
    const output = new Map<number, number>();
    count(split.output, 'history.output', size, output);
    for (const [token, times] of output) seen.set(token, (seen.get(token) ?? 0) + times);
    return { seen, output };
  }
  const all = new Map<number, number>();
  count(history, 'history', size, all);
  return { seen: all, output: all };
}

const isList = (value: unknown): value is ArrayLike<number> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

function count(list: unknown, parameter: string, size: number, into: Map<number, number>): void {
  if (!isList(list)) throw typeFault(WHAT, parameter, list, 'an array of tokens');
  for (let i = 0; i < list.length; i++) {
    const token = list[i];
    checkInteger(WHAT, `${parameter}[${i}]`, token, 0, size - 1);
    into.set(token, (into.get(token) ?? 0) + 1);
  }
}

/**
 * A sampler of tokens: an explicit pipeline in the order of an engine (`preset`) or your own (`order`), over logits
 * of a vocabulary of any size, without sorting it.
 *
 * Orders differ: with logits [3, 2, 1], top-p 0.8 and temperature 0.5, llama.cpp leaves tokens 0 and 1 (truncation
 * first), Transformers leaves token 0. Ties are always decided for the lower token, so top-k keeps exactly k where
 * some engines keep all equal ones. Each truncation renormalises what the last one left.
 *
 * Throws a TypeError for unknown options (with the nearest name) and a RangeError for values outside their ranges.
 *
 * ```ts
 * import { stream, tokenSampler } from '@stokast/sampling';
 * const sampler = tokenSampler({ temperature: 0.5, topP: 0.8 });
 * const logits = new Float32Array([3, 2, 1]);
 * sampler.describe(); //=> 'temperature 0.5 -> topP 0.8 -> draw'
 * sampler.sample(logits, stream('a seed')); //=> 0
 * ```
 */
export function tokenSampler(options: TokenSamplerOptions = {}): TokenSampler {
  return new TokenSampler(planOf(options));
}
