// Mixtures of models of text: p(token | before) = sum over models of weight_k p_k(token | before), the weights chosen on
// a text that no model was fitted to (Jelinek and Mercer 1980). Models err in different places: a mixture of an n-gram
// model, which remembers, and of a transformer, which has learnt rules, is better than either.
import { machine } from '@stokast/core-wasm';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { UNKNOWN } from './ngram/text.ts';
import { compareTokens, Vocabulary } from './ngram/vocabulary.ts';
import { countCharacters, Evaluation } from './text/evaluation.ts';
import { type GenerateOptions, Generation } from './text/generate.ts';
import { logsOf } from './text/logs.ts';
import { NextToken } from './text/next.ts';
import type { Predictor } from './text/predictor.ts';

/** What can be a part of a mixture: n-gram models and transformers over characters. */
export interface CharacterModel {
  /** Characters in order, and last the unknown one. */
  readonly tokens: readonly string[];
  /** @internal */
  logProbs(text: string): Float64Array;
  /** @internal */
  predictorAfter(prompt: string): Predictor;
}

/** A mixture whose weights are not chosen yet. */
export interface MixtureSpec {
  readonly models: readonly CharacterModel[];
  /**
   * Chooses the weights that give a held-out text the largest probability, by expectation and maximisation (Dempster,
   * Laird and Rubin 1977) until no others could give it 1e-7 nats a character more. The text must be one that no part
   * was fitted to, else the part that knows it by heart gets all. Rejects with a TypeError or RangeError for a text
   * that is no string or empty.
   */
  fit(heldOut: string): Promise<Mixture>;
  /** The mixture with weights of one's own, >= 0 and not all 0; they are divided by their sum. */
  weighted(weights: readonly number[]): Mixture;
}

const WHAT = 'Cannot mix models';
const EVALUATE = 'Cannot evaluate a text';
const TOLERANCE = 1e-7;
const MOST_ROUNDS = 100_000;

/** One model of a mixture: how its tokens go with those of the mixture. */
class Part {
  readonly model: CharacterModel;
  /** The model's number of each token of the mixture. */
  readonly ids: Int32Array;
  /** Of how many tokens of the mixture the model has only the probability of "some unknown one". */
  readonly unknown: number;

  constructor(model: CharacterModel, tokens: readonly string[]) {
    const known = new Map(model.tokens.map((token, id) => [token, id]));
    const last = model.tokens.length - 1;
    this.model = model;
    this.ids = Int32Array.from(tokens, (token) => known.get(token) ?? last);
    this.unknown = this.ids.filter((id) => id === last).length;
  }

  isUnknown(token: number): boolean {
    return this.ids[token] === this.model.tokens.length - 1;
  }

  /** Probabilities of a text's tokens, which the mixture has numbered. */
  probabilities(text: string, tokens: ArrayLike<number>): Float64Array {
    const { exp } = machine().kernels;
    const share = 1 / this.unknown;
    return this.model.logProbs(text).map((x, i) => exp(x) * (this.isUnknown(tokens[i]) ? share : 1));
  }
}

/** Several models of characters as one. Made by `mixture(models)`; it does not change. */
export class Mixture {
  readonly models: readonly CharacterModel[];
  /** What each model counts for: they add up to 1. */
  readonly weights: readonly number[];
  /** All characters that some model knows, in order, and last the unknown one. */
  readonly tokens: readonly string[];
  private readonly vocabulary: Vocabulary;
  private readonly parts: readonly Part[];

  /** @internal */
  constructor(parts: readonly Part[], vocabulary: Vocabulary, weights: readonly number[]) {
    this.models = parts.map(({ model }) => model);
    this.weights = Object.freeze([...weights]);
    this.tokens = vocabulary.tokens;
    this.vocabulary = vocabulary;
    this.parts = parts;
  }

  /** log p(sequence) in nats. Throws a TypeError when `sequence` is not a string. */
  logProb(sequence: string): number {
    checkText(EVALUATE, 'sequence', sequence);
    return this.logProbs(sequence).reduce((all, each) => all + each, 0);
  }

  /** How well the mixture predicts a text. Throws a TypeError when it is not a string, a RangeError when it is empty. */
  evaluate(heldOut: string): Evaluation {
    checkText(EVALUATE, 'heldOut', heldOut);
    if (heldOut === '') throw rangeFault(EVALUATE, 'heldOut', heldOut, 'a text of at least one token');
    const ids = this.vocabulary.encode(heldOut);
    const unknown = ids.filter((id: number) => id === this.vocabulary.size).length;
    return new Evaluation(this.logProb(heldOut), ids.length, countCharacters(heldOut), unknown);
  }

  /** The distribution over the character that comes after `context`. Throws a TypeError when that is not a string. */
  next(context: string): NextToken {
    checkText('Cannot predict the next token', 'context', context);
    return new NextToken(this.tokens, this.predictorAfter(context).probabilities());
  }

  /** Draws text as `generate` of its models does. Throws as that does. */
  generate(options: GenerateOptions): Generation {
    return new Generation((prompt) => this.predictorAfter(prompt), options);
  }

  /** Such as `Mixture(0.62 Ngram(...), 0.38 Transformer(...))`. */
  toString(): string {
    return `Mixture(${this.models.map((model, k) => `${this.weights[k].toFixed(2)} ${model}`).join(', ')})`;
  }

  toJSON(): { type: 'mixture'; weights: readonly number[]; models: readonly CharacterModel[] } {
    return { type: 'mixture', weights: this.weights, models: this.models };
  }

  /** log p of each token of a text. @internal */
  logProbs(text: string): Float64Array {
    const { kernels } = machine();
    const lists = this.parts.map((part) => part.probabilities(text, this.vocabulary.encode(text)));
    return blended(lists, this.weights).map((p) => kernels.log(p));
  }

  /** Reads a text on from a prompt. @internal */
  predictorAfter(prompt: string): Predictor {
    const { parts, weights, tokens, vocabulary } = this;
    const { size } = vocabulary;
    const predictors = parts.map(({ model }) => model.predictorAfter(prompt));
    const logits = new Float32Array(size);
    const probabilities = (): Float64Array => {
      const lists = parts.map((part, k) => {
        const p = predictors[k].probabilities();
        return Float64Array.from(part.ids, (id, token) => p[id] / (part.isUnknown(token) ? part.unknown : 1));
      });
      return blended(lists, weights);
    };
    return {
      drawn: size,
      prompt: [...vocabulary.encode(prompt)].filter((id) => id < size),
      probabilities,
      logits: () => logsOf(probabilities(), logits),
      read: (token) => {
        for (const [k, part] of parts.entries()) predictors[k].read(part.ids[token]);
        return tokens[token];
      },
      end: () => '',
    };
  }
}

/** Sums of weight_k p_k, element by element. */
function blended(lists: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const sum = new Float64Array(lists[0].length);
  for (const [k, list] of lists.entries())
    for (let i = 0; i < sum.length; i++) sum[i] += weights[k] * list[i];
  return sum;
}

/**
 * The weights of largest likelihood. The log-likelihood is concave, with derivatives n gain_k, and no weights have more
 * than n (largest gain - 1) more of it: that says when to stop.
 */
function chosenWeights(lists: readonly Float64Array[]): number[] {
  let weights = lists.map(() => 1 / lists.length);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const whole = blended(lists, weights);
    const gains = lists.map((list) => list.reduce((sum, p, i) => sum + p / whole[i], 0) / whole.length);
    if (Math.max(...gains) <= 1 + TOLERANCE) break;
    weights = weights.map((weight, k) => weight * gains[k]);
  }
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / sum);
}

/**
 * A mixture of models of characters: `ngram` and `transformer`, fitted to the same text or not. A character that some
 * model does not know gets an equal share of its probability of an unknown one.
 *
 * Throws a TypeError where a model is none, a RangeError where it is not over characters.
 *
 * ```ts
 * import { mixture, ngram } from '@stokast/models';
 * const text = 'the cat sleeps. the dog jumps. ';
 * const [short, long] = [await ngram({ order: 2 }).fit(text), await ngram({ order: 6 }).fit(text)];
 * const both = await mixture([short, long]).fit('the cat jumps. the dog sleeps. ');
 * both.weights; // such as [0.2, 0.8]
 * ```
 */
export function mixture(models: readonly CharacterModel[]): MixtureSpec {
  if (!Array.isArray(models) || models.length === 0)
    throw typeFault(WHAT, 'models', models, 'an array of at least one model');
  for (const [i, model] of models.entries()) {
    if (typeof model?.predictorAfter !== 'function' || typeof model.logProbs !== 'function')
      throw typeFault(WHAT, `models[${i}]`, model, 'a fitted model of text');
    const isOver = model.tokens.every((token: string) => [...token].length === 1);
    if (!isOver || model.tokens[model.tokens.length - 1] !== UNKNOWN)
      throw rangeFault(WHAT, `models[${i}]`, String(model), 'a model over characters');
  }
  const all = new Set((models as readonly CharacterModel[]).flatMap(({ tokens }) => tokens));
  all.delete(UNKNOWN);
  const vocabulary = new Vocabulary('character', [...all].sort(compareTokens));
  const parts = models.map((model) => new Part(model, vocabulary.tokens));
  return Object.freeze({
    models: Object.freeze([...models]),
    weighted: (weights: readonly number[]) => new Mixture(parts, vocabulary, shares(weights, parts.length)),
    fit: async (heldOut: string) => {
      checkText('Cannot fit a mixture', 'heldOut', heldOut);
      if (heldOut === '')
        throw rangeFault('Cannot fit a mixture', 'heldOut', heldOut, 'a text of at least one token');
      const ids = vocabulary.encode(heldOut);
      return new Mixture(
        parts,
        vocabulary,
        chosenWeights(parts.map((part) => part.probabilities(heldOut, ids))),
      );
    },
  });
}

/** Weights of one's own, divided by their sum. */
function shares(weights: readonly number[], count: number): number[] {
  if (!Array.isArray(weights)) throw typeFault(WHAT, 'weights', weights, 'an array of numbers');
  if (weights.length !== count)
    throw rangeFault(
      WHAT,
      'weights.length',
      weights.length,
      `${count}, one for each model`,
      'STOKAST_E_LENGTH',
    );
  for (const [i, weight] of weights.entries()) {
    if (typeof weight !== 'number') throw typeFault(WHAT, `weights[${i}]`, weight, 'a number');
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
      throw rangeFault(WHAT, `weights[${i}]`, weight, '>= 0 and finite');
  }
  const sum = weights.reduce((a, b) => a + b);
  if (!(sum > 0 && sum < Number.POSITIVE_INFINITY))
    throw rangeFault(WHAT, 'weights', weights, 'such that their sum is > 0 and finite');
  return weights.map((weight) => weight / sum);
}

function checkText(what: string, parameter: string, value: unknown): asserts value is string {
  if (typeof value !== 'string') throw typeFault(what, parameter, value, 'a string');
}
