// What a VAE can be told, and what it takes for granted.
import {
  checkBetween,
  checkFinite,
  checkInteger,
  checkObject,
  checkOneOf,
  checkOptions,
  checkPositive,
} from '@stokast/core-wasm/check';
import { rangeFault } from '@stokast/core-wasm/errors';
import { checkClasses, checkSizes, over } from '../train/config.ts';
import { sizeOf } from '../train/parameters.ts';

/** Noise on images: see `corrupt`. */
export type Corruption = {
  /**
   * `flips`: a pixel x becomes 1 - x, each with probability `amount`; `gaussian`: normal noise of deviation `amount`
   * is added, and the sum clipped to [0, 1]; `masking`: a pixel becomes 0, each with probability `amount`.
   */
  readonly kind: 'flips' | 'gaussian' | 'masking';
  readonly amount: number;
};

/** Options of `vae`. */
export interface VaeOptions {
  /** Of one image: [height, width], [height, width, channels] or [numbers]; [8, 8] unless given. */
  readonly shape?: readonly number[];
  /** Numbers in a latent z; 16 unless given. */
  readonly latent?: number;
  /** Widths of the layers from image to latent, the decoder's in reverse; [256, 128] unless given. */
  readonly hidden?: readonly number[];
  /** `convolutional`: each of `hidden` is a convolution that halves height and width, of so many channels. */
  readonly architecture?: 'dense' | 'convolutional';
  /**
   * p(x | z), pixels independent: `bernoulli` (the default), of pixels that are 0 or 1, or means of such; `gaussian`,
   * with one learned scale; `categorical`, over `levels` without order; `discretizedLogistic`, over ordered ones.
   */
  readonly likelihood?: 'bernoulli' | 'gaussian' | 'categorical' | 'discretizedLogistic';
  /** Levels of a pixel, from 0 to 1 at equal distances, where the likelihood has such: 17 unless given. */
  readonly levels?: number;
  /** What the divergence is multiplied by in training (Higgins et al. 2017); 1 unless given. */
  readonly beta?: number;
  /** Nats of each latent's mean divergence that cost nothing less (Kingma et al. 2016); 0 unless given. */
  readonly freeBits?: number;
  /** Classes that a label names, and encoder and decoder are told; 0, the default, is a model without. */
  readonly classes?: number;
  /** Noise on what the encoder sees in training, while the clean image is to be told (Im et al. 2017). */
  readonly corruption?: Corruption | null;
  /** `dynamic`: each step draws pixels anew, 1 with the probability that the image has for it. */
  readonly binarize?: 'none' | 'dynamic';
  /** Of Adam; 0.001 unless given. */
  readonly learningRate?: number;
}

/** The same with everything filled in, as plain data. A type and no interface, so that it counts as such. */
export type VaeConfig = {
  readonly [K in keyof VaeOptions]-?: Exclude<VaeOptions[K], undefined>;
};

const DEFAULTS: VaeConfig = {
  shape: [8, 8],
  latent: 16,
  hidden: [256, 128],
  architecture: 'dense',
  likelihood: 'bernoulli',
  levels: 17,
  beta: 1,
  freeBits: 0,
  classes: 0,
  corruption: null,
  binarize: 'none',
  learningRate: 0.001,
};

/** Numbers in an image. */
export const pixelsOf = ({ shape }: VaeConfig): number => sizeOf(shape);

export function checkCorruption(
  what: string,
  parameter: string,
  value: unknown,
): asserts value is Corruption {
  checkObject(what, parameter, value);
  const { kind, amount } = value as Corruption;
  checkOneOf(what, `${parameter}.kind`, kind, ['flips', 'gaussian', 'masking']);
  checkBetween(what, `${parameter}.amount`, amount, 0, 1);
}

/** Options with the defaults filled in. Throws a TypeError or RangeError that names the one at fault. */
export function vaeConfig(what: string, options: VaeOptions): VaeConfig {
  checkOptions(what, options, Object.keys(DEFAULTS));
  const config = over(DEFAULTS, options);
  const { shape, hidden, corruption } = config;
  checkSizes(what, 'shape', shape);
  checkSizes(what, 'hidden', hidden);
  if (shape.length < 1 || shape.length > 3)
    throw rangeFault(what, 'shape.length', shape.length, '1, 2 or 3: [height, width, channels]');
  checkInteger(what, 'latent', config.latent, 1, 65536);
  checkOneOf(what, 'architecture', config.architecture, ['dense', 'convolutional']);
  checkOneOf(what, 'likelihood', config.likelihood, [
    'bernoulli',
    'gaussian',
    'categorical',
    'discretizedLogistic',
  ]);
  checkInteger(what, 'levels', config.levels, 2, 65536);
  checkPositive(what, 'learningRate', config.learningRate);
  for (const name of ['beta', 'freeBits'] as const) {
    checkFinite(what, name, config[name]);
    if (config[name] < 0) throw rangeFault(what, name, config[name], '>= 0 and finite');
  }
  checkClasses(what, config.classes);
  checkOneOf(what, 'binarize', config.binarize, ['none', 'dynamic']);
  if (corruption !== null) checkCorruption(what, 'corruption', corruption);
  if (config.architecture === 'convolutional' && shape.length === 1)
    throw rangeFault(what, 'shape.length', 1, '2 or 3 for convolutions: [height, width, channels]');
  if (config.architecture === 'convolutional' && hidden.length === 0)
    throw rangeFault(what, 'hidden.length', 0, 'at least 1 for convolutions');
  if (config.binarize === 'dynamic' && config.likelihood !== 'bernoulli')
    throw rangeFault(what, 'binarize', config.binarize, "'none' unless the likelihood is 'bernoulli'");
  return Object.freeze({
    ...config,
    shape: Object.freeze([...shape]),
    hidden: Object.freeze([...hidden]),
    corruption: corruption && Object.freeze({ kind: corruption.kind, amount: corruption.amount }),
  });
}
