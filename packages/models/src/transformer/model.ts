// A fitted transformer: what it says about text, and the text that it draws.
import { checkInteger, checkOptions } from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { countCharacters, Evaluation } from '../text/evaluation.ts';
import { type GenerateOptions, Generation } from '../text/generate.ts';
import { NextToken } from '../text/next.ts';
import type { Predictor } from '../text/predictor.ts';
import type { Tokenizer } from '../tokenizer/tokenizer.ts';
import { bestWeights, type Checkpoint } from '../train/checkpoint.ts';
import { countWeights } from '../train/parameters.ts';
import { writeCheckpoint } from '../train/save.ts';
import type { NetworkConfig, TransformerConfig } from './config.ts';
import { Decoder, strideOf } from './decoder.ts';
import { networkWeights } from './network.ts';
import { Scores } from './scores.ts';

/** How a text is cut into windows. */
export interface EvaluateOptions {
  /**
   * Tokens between the starts of two windows, 1 to blockSize: half of it unless given. Each token is predicted once, from
   * at least blockSize - stride + 1 tokens before it where there are as many.
   */
  readonly stride?: number;
}

/**
 * An autoregressive model p(token | the tokens before it in its window), computed by a transformer. Made by
 * `transformer(...).fit(text, options)` or `loadModel(bytes)`; it does not change.
 *
 * A text is taken to follow a line break. Of the tokens before it, a token is predicted from all where they are at most
 * blockSize, else from those after a multiple of half the blockSize: between a half and the whole of it.
 */
export class Transformer {
  /** With all defaults filled in. */
  readonly config: TransformerConfig;
  /** Every token that the model knows. */
  readonly tokens: readonly string[];
  /** How text falls into them: `encode`, `decode`. */
  readonly tokenizer: Tokenizer;
  /** @internal */
  readonly scores: Scores;
  private readonly network: NetworkConfig;
  private readonly checkpoint: Checkpoint;
  private readonly decoder: Decoder;

  /** @internal */
  constructor(config: TransformerConfig, tokenizer: Tokenizer, checkpoint: Checkpoint) {
    this.config = config;
    this.tokenizer = tokenizer;
    this.tokens = tokenizer.tokens;
    this.checkpoint = checkpoint;
    this.network = { ...config, vocabSize: tokenizer.tokens.length };
    const weights = bestWeights(checkpoint);
    this.scores = new Scores(this.network, weights);
    this.decoder = new Decoder(this.network, weights);
  }

  /** How many numbers it has learnt. */
  get parameters(): number {
    return countWeights(networkWeights(this.network));
  }

  /**
   * log p(sequence) in nats: the sum over its tokens of log p(token | the tokens before it in the sequence). The empty
   * sequence has 0. Throws a TypeError when `sequence` is not a string.
   */
  logProb(sequence: string): number {
    checkText('Cannot evaluate a text', 'sequence', sequence);
    return sum(this.logProbs(sequence, strideOf(this.config.blockSize)));
  }

  /**
   * How well the model predicts a text that it was not fitted to: every token once. Throws a TypeError when `heldOut` is
   * not a string or for other options, a RangeError when it is empty or for another stride.
   */
  evaluate(heldOut: string, options: EvaluateOptions = {}): Evaluation {
    const what = 'Cannot evaluate a text';
    checkText(what, 'heldOut', heldOut);
    if (heldOut === '') throw rangeFault(what, 'heldOut', heldOut, 'a text of at least one token');
    checkOptions(what, options, ['stride']);
    const { blockSize } = this.config;
    const { stride = strideOf(blockSize) } = options;
    checkInteger(what, 'options.stride', stride, 1, blockSize);
    const logProbs = this.logProbs(heldOut, stride);
    const unknown = this.tokenizer.encode(heldOut).filter((id: number) => id >= this.tokenizer.drawn).length;
    return new Evaluation(sum(logProbs), logProbs.length, countCharacters(heldOut), unknown);
  }

  /** The distribution over the token that comes after `context`. Throws a TypeError when that is not a string. */
  next(context: string): NextToken {
    checkText('Cannot predict the next token', 'context', context);
    const { probabilities } = this.decoder.after(this.sequence(context));
    return new NextToken(this.tokens, probabilities.slice());
  }

  /**
   * Ancestral sampling: draws one token after the other from p(token | the tokens before it), an unknown one left out,
   * starting after `prompt`. The new text comes as it is drawn; `.text()` gives all of it.
   *
   * Draws: inversion of the probabilities in the order of `tokens` by one uniform of 53 bits, 2 words a token; with a
   * `tokenSampler`, its draw (2 words too). The window moves on as in `evaluate`.
   *
   * Throws a TypeError or RangeError, before anything is drawn, for unknown options or values.
   */
  generate(options: GenerateOptions): Generation {
    return new Generation((prompt) => this.predictorAfter(prompt), options);
  }

  /** The model as bytes, for `loadModel`: safetensors with the weights as Hugging Face names those of GPT-2. */
  save(): Uint8Array {
    return writeCheckpoint(this.checkpoint, networkWeights(this.network));
  }

  /** Such as `Transformer(4 layers, 4 heads, 128 channels, context 64, 66 tokens, 803072 parameters)`. */
  toString(): string {
    const { nLayer, nHead, nEmbd, blockSize } = this.config;
    const size = `${nLayer} layers, ${nHead} heads, ${nEmbd} channels, context ${blockSize}`;
    return `Transformer(${size}, ${this.tokens.length} tokens, ${this.parameters} parameters)`;
  }

  /** What the model is, without its weights: those are in `save()`. */
  toJSON(): { type: 'transformer'; tokens: number; parameters: number; config: TransformerConfig } {
    const { config, parameters, tokens } = this;
    return { type: 'transformer', tokens: tokens.length, parameters, config };
  }

  /** Nats per token of the first windows of a text, side by side: what is looked at during a fit. @internal */
  evaluateSome(text: string, most: number): number {
    const { blockSize } = this.config;
    const logProbs = this.scores.of(this.sequence(text).slice(0, most * blockSize + 1), blockSize);
    return -sum(logProbs) / logProbs.length;
  }

  /** log p of each token of a text. @internal */
  logProbs(text: string, stride: number = strideOf(this.config.blockSize)): Float64Array {
    return this.scores.of(this.sequence(text), stride);
  }

  /** Reads a text on from a prompt. @internal */
  predictorAfter(prompt: string): Predictor {
    const { tokenizer, decoder } = this;
    const sequence = this.sequence(prompt);
    const pieces = tokenizer.decoder();
    return {
      drawn: tokenizer.drawn,
      prompt: sequence.slice(1).filter((id) => id < tokenizer.drawn),
      probabilities: () => decoder.after(sequence).probabilities,
      logits: () => decoder.after(sequence).logits.subarray(0, tokenizer.drawn),
      read: (token) => {
        sequence.push(token);
        return pieces.add(token);
      },
      end: () => pieces.end(),
    };
  }

  /** The tokens of a text, behind the one that is taken to stand before it. */
  private sequence(text: string): number[] {
    return [this.tokenizer.start, ...this.tokenizer.encode(text)];
  }
}

const sum = (numbers: Float64Array): number => numbers.reduce((all, each) => all + each, 0);

function checkText(what: string, parameter: string, value: unknown): asserts value is string {
  if (typeof value !== 'string') throw typeFault(what, parameter, value, 'a string');
}
