// The door: a transformer before it is fitted, and how it is fitted.
import {
  adamW,
  categoricalLogitLogProb,
  chain,
  clipByNorm,
  cosineDecay,
  dropout,
  linearWarmup,
  mean,
  type Optimizer,
  type RandomSource,
  type Rate,
  type Tensor,
} from '@stokast/autodiff';
import { checkObject } from '@stokast/core-wasm/check';
import { DataError, typeFault } from '@stokast/core-wasm/errors';
import { BytePairs } from '../tokenizer/bpe.ts';
import { Characters } from '../tokenizer/characters.ts';
import { type Tokenizer, tokenizerFrom } from '../tokenizer/tokenizer.ts';
import type { Checkpoint } from '../train/checkpoint.ts';
import type { FitOptions } from '../train/options.ts';
import { namedWeights, sizeOf } from '../train/parameters.ts';
import type { Plain, Recipe } from '../train/recipe.ts';
import { fitModel, startTraining } from '../train/trainer.ts';
import type { Training } from '../train/training.ts';
import { windows } from '../train/windows.ts';
import { configOf, type NetworkConfig, type TransformerConfig, type TransformerOptions } from './config.ts';
import { Transformer } from './model.ts';
import { logits, type Network, networkWeights } from './network.ts';

/** A transformer before it is fitted. */
export interface TransformerSpec {
  /** With all defaults filled in. */
  readonly config: TransformerConfig;
  /**
   * Learns a text: first its tokens, then weights, with AdamW on windows from random places. Rejects with a TypeError or
   * RangeError for other options, a DataError for a text of fewer tokens than a window.
   */
  fit(text: string, options: FitOptions<string>): Promise<Transformer>;
  /** The same step by step. */
  start(text: string, options: FitOptions<string>): Training<Transformer>;
}

const WHAT = 'Cannot fit a transformer';
/** As nanoGPT has them on a CPU. */
const DEFAULTS = { batchSize: 12, steps: 2000 };
/** Held-out windows that are looked at during a fit. */
const HELD_OUT = 200;

/** Rises to the largest rate, then half a cosine down to the least (Loshchilov and Hutter 2017). */
function rateOf({ learningRate, minLr, warmupIters }: TransformerConfig, steps: number): Rate {
  const warm = Math.min(warmupIters, steps - 1);
  const falling = cosineDecay({ from: learningRate, to: minLr, steps: Math.max(1, steps - warm) });
  return warm > 0 ? linearWarmup({ steps: warm, rate: falling }) : falling;
}

/** AdamW on a gradient that is not too long; matrices decay, scales and offsets do not. */
function optimizerOf(config: TransformerConfig, steps: number): Optimizer {
  const { beta1, beta2, weightDecay, gradClip } = config;
  const decays = (parameter: Tensor): boolean => parameter.rank >= 2;
  const learningRate = rateOf(config, steps);
  return chain(clipByNorm(gradClip), adamW({ learningRate, beta1, beta2, weightDecay, decays }));
}

/** Mean of -log p(next token) over all places of the windows, [windows, positions] each. */
function lossOf(
  { dropout: rate }: TransformerConfig,
  config: NetworkConfig,
  network: Network,
  { input, target }: Readonly<Record<string, Tensor>>,
  source: RandomSource,
): Tensor {
  const drop = (x: Tensor): Tensor => dropout(x, rate, source) as Tensor;
  return mean(categoricalLogitLogProb(target, logits(config, network, input, drop))).neg() as Tensor;
}

/** What the trainer is told: the text is data, its tokens are part of the configuration. */
function recipeOf(config: TransformerConfig, tokenizer: Tokenizer): Recipe<string, Transformer> {
  const network: NetworkConfig = { ...config, vocabSize: tokenizer.tokens.length };
  const weights = networkWeights(network);
  const { blockSize } = config;
  return {
    kind: 'transformer',
    config: { ...config, tokens: tokenizer.toPlain() } as { readonly [name: string]: Plain },
    defaults: DEFAULTS,
    batches(what, text, batchSize, stream) {
      const ids = tokenizer.encode(text);
      if (ids.length <= blockSize)
        throw new DataError(
          `${what}: the text has ${ids.length} tokens, and a window and one more is ${blockSize + 1}`,
        );
      return windows(what, ids, blockSize, batchSize, stream);
    },
    objective: (steps) => ({
      weights,
      example: { input: [blockSize], target: [blockSize] },
      phases: [
        {
          name: 'transformer',
          trains: Object.keys(weights),
          loss: (network_: Network, { batch, source }) => ({
            loss: lossOf(config, network, network_, batch, source),
          }),
          optimizer: optimizerOf(config, steps),
        },
      ],
    }),
    model: transformerFrom,
    evaluate: (model, validation) => ({ loss: model.evaluateSome(validation, HELD_OUT) }),
  };
}

/** The model in a checkpoint. Throws a DataError where it has none. */
export function transformerFrom(checkpoint: Checkpoint): Transformer {
  const what = 'Cannot read a transformer';
  const { tokens, ...rest } = checkpoint.config;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
  let config: TransformerConfig;
  try {
    config = configOf(given as TransformerOptions, what);
  } catch (cause) {
    throw new DataError(`${what}: ${(cause as Error).message}`, { cause });
  }
  const tokenizer = tokenizerFrom(tokens);
  const wanted = namedWeights(networkWeights({ ...config, vocabSize: tokenizer.tokens.length }));
  for (const [name, { shape }] of wanted) {
    if (checkpoint.weights.get(name)?.length !== sizeOf(shape))
      throw new DataError(`${what}: it has no weights ${name} of shape [${shape.join(', ')}]`);
  }
  return new Transformer(config, tokenizer, checkpoint);
}

/** What the trainer is told to learn a text. */
export function recipeFor(config: TransformerConfig, text: unknown): Recipe<string, Transformer> {
  if (typeof text !== 'string') throw typeFault(WHAT, 'text', text, 'a string');
  if (text === '') throw new DataError(`${WHAT}: the text is empty`);
  const tokenizer = config.vocabSize === null ? Characters.of(text) : BytePairs.of(text, config.vocabSize);
  return recipeOf(config, tokenizer);
}

function checkHeldOut(options: FitOptions<string>): void {
  checkObject(WHAT, 'options', options);
  const { validation } = options;
  if (validation !== undefined && (typeof validation !== 'string' || validation === ''))
    throw typeFault(WHAT, 'options.validation', validation, 'a string that is not empty');
}

/**
 * A language model: a decoder-only transformer as GPT-2 is one, over characters or byte pairs, small enough to be trained
 * on a CPU. Names of options are those of nanoGPT, in camelCase; its CPU configuration is the default, but for rotary
 * positions, three times its learning rate and the GELU of GPT-2.
 *
 * Throws a TypeError or RangeError for unknown options and values.
 *
 * ```ts
 * import { transformer } from '@stokast/models';
 * import { stream } from '@stokast/sampling';
 * const spec = transformer({ nLayer: 1, nHead: 2, nEmbd: 16, blockSize: 8 });
 * const model = await spec.fit('abcabcabcabcabcabc', { stream: stream('fit'), steps: 20, batchSize: 4 });
 * model.next('ab').top(1); // [{ token: 'c', probability: ... }]
 * model.generate({ prompt: 'ab', stream: stream(1), maxNewTokens: 20 }).text();
 * ```
 */
export function transformer(options: TransformerOptions = {}): TransformerSpec {
  const config = configOf(options);
  return Object.freeze({
    config,
    fit: async (text: string, fitOptions: FitOptions<string>) => {
      checkHeldOut(fitOptions);
      return fitModel(recipeFor(config, text), text, fitOptions);
    },
    start: (text: string, fitOptions: FitOptions<string>) => {
      checkHeldOut(fitOptions);
      return startTraining(recipeFor(config, text), text, fitOptions);
    },
  });
}
