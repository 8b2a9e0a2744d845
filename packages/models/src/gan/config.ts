// What a GAN can be told, and what it takes for granted.
import {
  checkBetween,
  checkFinite,
  checkInteger,
  checkObject,
  checkOneOf,
  checkOptions,
  checkPositive,
} from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { checkClasses, checkEach, checkShare, checkSizes, frozen, over } from '../train/config.ts';
import { sizeOf } from '../train/parameters.ts';

/** One of the two networks and its Adam. */
export type NetworkOptions = {
  /**
   * Widths of its layers between input and output; [128, 128, 128] unless given, and for [numbers] [64, 64, 64]. Those of a
   * discriminator begin at the image, those of a generator end there.
   */
  readonly hidden?: readonly number[];
  /** Of Adam: 0.002 unless given. */
  readonly learningRate?: number;
  /** 0.5 and 0.99 unless given: a game's gradients turn, and long means of them are out of date. */
  readonly beta1?: number;
  readonly beta2?: number;
};

/** Options of `gan`. */
export interface GanOptions {
  /** Of one example: [height, width], [height, width, channels] or [numbers]; [8, 8] unless given. */
  readonly shape?: readonly number[];
  /** Classes that a label names, and both networks are told; 0, the default, is a model without. */
  readonly classes?: number;
  /** Numbers in a latent z; 32 unless given, and for [numbers] at most as many as an example has. */
  readonly latent?: number;
  /** What latents are: normal numbers, or uniform ones on [-1, 1]. */
  readonly noise?: 'gaussian' | 'uniform';
  /** `convolutional`: each of `hidden` halves or doubles height and width, and is a number of channels. */
  readonly architecture?: 'dense' | 'convolutional';
  readonly generator?: NetworkOptions;
  readonly discriminator?: NetworkOptions;
  /** What the two play for: see `losses.ts`. */
  readonly loss?: 'nonSaturating' | 'hinge' | 'wassersteinGradientPenalty';
  /** Weight of the R1 penalty, gamma / 2 times the mean squared norm of D's slope at real examples; 0 is none. */
  readonly r1?: number;
  /** Weight of the gradient penalty of `wassersteinGradientPenalty`; 10 unless given. */
  readonly gradientPenalty?: number;
  /** Divides the discriminator's matrices by their largest singular value (Miyato et al. 2018). */
  readonly spectralNorm?: boolean;
  /** Real examples count as real with probability 1 - labelSmoothing; of `nonSaturating` alone. */
  readonly labelSmoothing?: number;
  /** Steps of the discriminator for each of the generator; 1 unless given. */
  readonly discriminatorSteps?: number;
  /** Share of the generator's moving average, which samples come from, that a step keeps; 0.999 unless given. */
  readonly averageDecay?: number;
  /** What the learning rates do: `cosine` goes to 0 with the last step. */
  readonly schedule?: 'constant' | 'cosine';
  /** `tanh` keeps images within mean +- deviation. Unless given that, and for [numbers] `linear`. */
  readonly output?: 'tanh' | 'linear';
  /**
   * The networks see (x - mean) / deviation, one for all numbers of an example or one for each. Unless given 0.5 and
   * 0.5, and for [numbers] what the training data have.
   */
  readonly mean?: number | readonly number[] | null;
  readonly deviation?: number | readonly number[] | null;
}

/** The same with everything filled in. */
export type NetworkConfig = { readonly [K in keyof NetworkOptions]-?: Exclude<NetworkOptions[K], undefined> };

/** The same with everything filled in, as plain data. A type and no interface, so that it counts as such. */
export type GanConfig = {
  readonly [K in keyof Omit<GanOptions, 'generator' | 'discriminator'>]-?: Exclude<GanOptions[K], undefined>;
} & { readonly generator: NetworkConfig; readonly discriminator: NetworkConfig };

const NETWORK: NetworkConfig = { hidden: [128, 128, 128], learningRate: 0.002, beta1: 0.5, beta2: 0.99 };

const DEFAULTS: GanConfig = {
  shape: [8, 8],
  classes: 0,
  latent: 32,
  noise: 'gaussian',
  architecture: 'dense',
  generator: NETWORK,
  discriminator: NETWORK,
  loss: 'nonSaturating',
  r1: 0.1,
  gradientPenalty: 10,
  spectralNorm: false,
  labelSmoothing: 0,
  discriminatorSteps: 1,
  averageDecay: 0.999,
  schedule: 'cosine',
  output: 'tanh',
  mean: 0.5,
  deviation: 0.5,
};

/** What takes the place of some of them for rows of numbers. */
const POINTS = { output: 'linear', mean: null, deviation: null } as const;
const POINTS_NETWORK: NetworkConfig = { ...NETWORK, hidden: [64, 64, 64] };

/** Numbers in an example. */
export const numbersOf = ({ shape }: GanConfig): number => sizeOf(shape);

function checkAtLeast0(what: string, parameter: string, value: unknown): asserts value is number {
  checkFinite(what, parameter, value);
  if (value < 0) throw rangeFault(what, parameter, value, '>= 0 and finite');
}

function networkConfig(what: string, name: string, options: unknown, defaults: NetworkConfig): NetworkConfig {
  checkObject(what, name, options);
  for (const [key, value] of Object.entries(options)) {
    if (!Object.hasOwn(NETWORK, key))
      throw typeFault(
        what,
        `${name}.${key}`,
        value,
        `left out: there are ${Object.keys(NETWORK).join(', ')}`,
      );
  }
  const network = over(defaults, options);
  const { hidden, learningRate, beta1, beta2 } = network;
  checkSizes(what, `${name}.hidden`, hidden);
  checkPositive(what, `${name}.learningRate`, learningRate);
  checkShare(what, `${name}.beta1`, beta1);
  checkShare(what, `${name}.beta2`, beta2);
  return Object.freeze({ ...network, hidden: Object.freeze([...hidden]) });
}

/** Options with the defaults filled in. Throws a TypeError or RangeError that names the one at fault. */
export function ganConfig(what: string, options: GanOptions): GanConfig {
  checkOptions(what, options, Object.keys(DEFAULTS));
  const { shape = DEFAULTS.shape } = options;
  checkSizes(what, 'shape', shape);
  if (shape.length < 1 || shape.length > 3)
    throw rangeFault(what, 'shape.length', shape.length, '1, 2 or 3: [height, width, channels]');
  const isPoint = shape.length === 1;
  const latent = Math.min(sizeOf(shape), DEFAULTS.latent);
  const config = over(isPoint ? { ...DEFAULTS, ...POINTS, latent } : DEFAULTS, options);
  const network = isPoint ? POINTS_NETWORK : NETWORK;
  const generator = networkConfig(what, 'generator', options.generator ?? {}, network);
  const discriminator = networkConfig(what, 'discriminator', options.discriminator ?? {}, network);
  checkClasses(what, config.classes);
  checkInteger(what, 'latent', config.latent, 1, 65536);
  checkOneOf(what, 'noise', config.noise, ['gaussian', 'uniform']);
  checkOneOf(what, 'architecture', config.architecture, ['dense', 'convolutional']);
  checkOneOf(what, 'loss', config.loss, ['nonSaturating', 'hinge', 'wassersteinGradientPenalty']);
  checkAtLeast0(what, 'r1', config.r1);
  checkAtLeast0(what, 'gradientPenalty', config.gradientPenalty);
  if (typeof config.spectralNorm !== 'boolean')
    throw typeFault(what, 'spectralNorm', config.spectralNorm, 'true or false');
  checkBetween(what, 'labelSmoothing', config.labelSmoothing, 0, 0.5);
  if (config.labelSmoothing > 0 && config.loss !== 'nonSaturating')
    throw rangeFault(what, 'labelSmoothing', config.labelSmoothing, "0 unless the loss is 'nonSaturating'");
  checkInteger(what, 'discriminatorSteps', config.discriminatorSteps, 1, 1000);
  checkShare(what, 'averageDecay', config.averageDecay);
  checkOneOf(what, 'schedule', config.schedule, ['constant', 'cosine']);
  checkOneOf(what, 'output', config.output, ['tanh', 'linear']);
  checkEach(what, 'mean', config.mean, sizeOf(shape), checkFinite);
  checkEach(what, 'deviation', config.deviation, sizeOf(shape), checkPositive);
  if (config.architecture === 'convolutional') {
    if (shape.length === 1)
      throw rangeFault(what, 'shape.length', 1, '2 or 3 for convolutions: [height, width, channels]');
    for (const [name, { hidden }] of Object.entries({ generator, discriminator }))
      if (hidden.length === 0)
        throw rangeFault(what, `${name}.hidden.length`, 0, 'at least 1 for convolutions');
  }
  return Object.freeze({
    ...config,
    shape: Object.freeze([...shape]),
    generator,
    discriminator,
    mean: frozen(config.mean),
    deviation: frozen(config.deviation),
  });
}
