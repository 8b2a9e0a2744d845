// What a transformer is before it is fitted: names as in nanoGPT, in camelCase.
import {
  checkBetween,
  checkInteger,
  checkOneOf,
  checkOptions,
  checkPositive,
} from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';

/** Options of `transformer`. */
export interface TransformerOptions {
  /** Blocks of attention and perceptron, 1 to 64: 4 unless given. */
  readonly nLayer?: number;
  /** Heads of each attention: a divisor of nEmbd, 4 unless given. */
  readonly nHead?: number;
  /** Channels: 128 unless given. */
  readonly nEmbd?: number;
  /** Tokens that a prediction can look back on, 2 to 4096: 64 unless given. */
  readonly blockSize?: number;
  /** Share of numbers that training sets to 0, of embeddings, weights of attention and what blocks add: 0 unless given. */
  readonly dropout?: number;
  /** Do layers and normalisations have offsets? Not unless given. */
  readonly bias?: boolean;
  /** How a position is told: 'rotary' (the default) turns queries and keys, 'learned' adds a vector of its own. */
  readonly positions?: 'learned' | 'rotary';
  /** x Phi(x), or its approximation by tanh (the default, as in GPT-2). */
  readonly gelu?: 'exact' | 'tanh';
  /** What a token is: a code point ('character', the default), or a run of bytes ('bpe') learnt from the training text. */
  readonly tokenizer?: 'character' | 'bpe';
  /** Tokens that 'bpe' learns, 257 to 65536: 512 unless given. The vocabulary of 'character' is that of the text. */
  readonly vocabSize?: number;
  /** Largest learning rate: 0.003 unless given; networks that are much larger want less. */
  readonly learningRate?: number;
  /** Learning rate at the end: a tenth of the largest unless given. */
  readonly minLr?: number;
  /** Steps in which the learning rate rises: 100 unless given, at most all but one. */
  readonly warmupIters?: number;
  /** Share of the mean gradient that AdamW keeps: 0.9 unless given. */
  readonly beta1?: number;
  /** Share of the mean squared gradient that AdamW keeps: 0.99 unless given. */
  readonly beta2?: number;
  /** Decay of matrices, embeddings included; offsets and scales have none: 0.1 unless given. */
  readonly weightDecay?: number;
  /** Longest gradient, all weights together: 1 unless given. */
  readonly gradClip?: number;
}

/** Options with all defaults filled in. */
export type TransformerConfig = Required<Omit<TransformerOptions, 'vocabSize'>> & {
  /** Tokens that 'bpe' learns; nothing for 'character'. */
  readonly vocabSize: number | null;
};

/** What decides the network: all of the configuration but how it is trained, with the size of the vocabulary. */
export type NetworkConfig = Pick<
  TransformerConfig,
  'nLayer' | 'nHead' | 'nEmbd' | 'blockSize' | 'bias' | 'positions' | 'gelu'
> & { readonly vocabSize: number };

const WHAT = 'Cannot create a transformer';
const DEFAULTS = {
  nLayer: 4,
  nHead: 4,
  nEmbd: 128,
  blockSize: 64,
  dropout: 0,
  bias: false,
  positions: 'rotary',
  gelu: 'tanh',
  tokenizer: 'character',
  learningRate: 0.003,
  warmupIters: 100,
  beta1: 0.9,
  beta2: 0.99,
  weightDecay: 0.1,
  gradClip: 1,
} as const;
const BPE_SIZE = 512;

/** Checks options and fills in the rest. */
export function configOf(options: TransformerOptions, what: string = WHAT): TransformerConfig {
  checkOptions(what, options, [...Object.keys(DEFAULTS), 'vocabSize', 'minLr']);
  // What is given as undefined is not given.
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const config = { ...DEFAULTS, ...given } as TransformerConfig;
  checkInteger(what, 'nLayer', config.nLayer, 1, 64);
  checkInteger(what, 'nEmbd', config.nEmbd, 1, 8192);
  checkInteger(what, 'nHead', config.nHead, 1, config.nEmbd);
  if (config.nEmbd % config.nHead !== 0)
    throw rangeFault(what, 'nHead', config.nHead, `a divisor of nEmbd, ${config.nEmbd}`);
  checkInteger(what, 'blockSize', config.blockSize, 2, 4096);
  checkShare(what, 'dropout', config.dropout);
  if (typeof config.bias !== 'boolean') throw typeFault(what, 'bias', config.bias, 'true or false');
  checkOneOf(what, 'positions', config.positions, ['learned', 'rotary']);
  if (config.positions === 'rotary' && (config.nEmbd / config.nHead) % 2 !== 0)
    throw rangeFault(what, 'nHead', config.nHead, 'such that a head has an even number of channels');
  checkOneOf(what, 'gelu', config.gelu, ['exact', 'tanh']);
  checkOneOf(what, 'tokenizer', config.tokenizer, ['character', 'bpe']);
  if (config.tokenizer === 'character' && typeof config.vocabSize === 'number')
    throw typeFault(what, 'vocabSize', config.vocabSize, 'left out for characters: the text has them');
  const vocabSize = config.tokenizer === 'character' ? null : (config.vocabSize ?? BPE_SIZE);
  if (vocabSize !== null) checkInteger(what, 'vocabSize', vocabSize, 257, 65536);
  checkPositive(what, 'learningRate', config.learningRate);
  const minLr = config.minLr ?? config.learningRate / 10;
  checkBetween(what, 'minLr', minLr, 0, config.learningRate);
  checkInteger(what, 'warmupIters', config.warmupIters, 0, 2147483647);
  checkShare(what, 'beta1', config.beta1);
  checkShare(what, 'beta2', config.beta2);
  checkBetween(what, 'weightDecay', config.weightDecay, 0, 1e6);
  checkPositive(what, 'gradClip', config.gradClip);
  // Always in this order: files are compared by it.
  const { vocabSize: _, minLr: __, ...others } = config;
  return Object.freeze({ ...others, vocabSize, minLr });
}

function checkShare(what: string, parameter: string, value: unknown): void {
  checkBetween(what, parameter, value, 0, 1);
  if (value === 1) throw rangeFault(what, parameter, value, 'in [0, 1)');
}
