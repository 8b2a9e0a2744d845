// What diffusion and flow models can be told, and what they take for granted.
import { checkFinite, checkInteger, checkOneOf, checkOptions, checkPositive } from '@stokast/core-wasm/check';
import { rangeFault } from '@stokast/core-wasm/errors';
import { checkClasses, checkEach, checkShare, checkSizes, frozen, over } from '../train/config.ts';
import { sizeOf } from '../train/parameters.ts';
import { PREDICTIONS, type PredictionType, VARIANCES, type VarianceType } from './samplers.ts';
import { type NoiseScheduleConfig, noiseSchedule, SCHEDULE_DEFAULTS } from './schedule.ts';

/** What models that go from noise to data have in common. */
export interface DenoiserOptions {
  /** Of one example: [height, width], [height, width, channels] or [numbers]; [8, 8] unless given. */
  readonly shape?: readonly number[];
  /** Classes that a label names and the network is told; 0, the default, is a model without. */
  readonly classes?: number;
  /** `dense` (the default): residual layers; `convolutional`: a U-Net. */
  readonly architecture?: 'dense' | 'convolutional';
  /** Width of dense layers. */
  readonly width?: number;
  /** Residual blocks; of a U-Net, on each side at each resolution. */
  readonly blocks?: number;
  /** Channels of a U-Net at each resolution: each halves height and width. */
  readonly channels?: readonly number[];
  /** Side of the squares of pixels that a U-Net takes as one place: 1 unless given. */
  readonly patch?: number;
  /** Share of the elements within blocks that training leaves out. */
  readonly dropout?: number;
  /** Share of the examples whose class training keeps from the network, so that it can do without: for guidance. */
  readonly classDropout?: number;
  /** The network sees (x - mean) / deviation: 0.5 both for images in [0, 1]; for [numbers], of each what the data have. */
  readonly mean?: number | readonly number[] | null;
  readonly deviation?: number | readonly number[] | null;
  /** Share of the moving average of the weights, which samples come from, that a step keeps; 0.999 unless given. */
  readonly averageDecay?: number;
  /** Of Adam, after a warm-up; it falls to 0 with the last step by half a cosine. */
  readonly learningRate?: number;
}

/** The same with everything filled in, as plain data. A type and no interface, so that it counts as such. */
export type DenoiserConfig = {
  readonly [K in keyof DenoiserOptions]-?: Exclude<DenoiserOptions[K], undefined>;
};

/** Options of `diffusion`. */
export interface DiffusionOptions extends DenoiserOptions, Partial<NoiseScheduleConfig> {
  readonly predictionType?: PredictionType;
  readonly varianceType?: VarianceType;
  /** Levels of a pixel, from 0 to 1 at equal distances, in the bound: 17 unless given; null for numbers that have none. */
  readonly levels?: number | null;
}

/** The same with everything filled in, as plain data. */
export type DiffusionConfig = DenoiserConfig & {
  readonly [K in Exclude<keyof DiffusionOptions, keyof DenoiserOptions>]-?: Exclude<
    DiffusionOptions[K],
    undefined
  >;
};

const IMAGES: DenoiserConfig = {
  shape: [8, 8],
  classes: 0,
  architecture: 'dense',
  width: 128,
  blocks: 3,
  channels: [32, 64],
  patch: 1,
  dropout: 0.1,
  classDropout: 0.1,
  mean: 0.5,
  deviation: 0.5,
  averageDecay: 0.999,
  learningRate: 0.002,
};

/** What takes the place of some of them for points. */
const POINTS = { width: 64, blocks: 2, dropout: 0, mean: null, deviation: null } as const;

/** Numbers in an example. */
export const numbersIn = ({ shape }: DenoiserConfig): number => sizeOf(shape);

/** From one to three sizes. */
function checkFew(what: string, parameter: string, list: unknown): asserts list is readonly number[] {
  checkSizes(what, parameter, list);
  if (list.length < 1 || list.length > 3)
    throw rangeFault(what, `${parameter}.length`, list.length, '1, 2 or 3');
}

/** A U-Net halves height and width for each of `channels` after the first. */
function checkImage(what: string, { shape, channels, patch }: DenoiserConfig): void {
  if (shape.length === 1)
    throw rangeFault(what, 'shape.length', 1, '2 or 3 for convolutions: [height, width, channels]');
  const factor = patch * (1 << (channels.length - 1));
  for (const i of [0, 1]) {
    if (shape[i] % factor !== 0) throw rangeFault(what, `shape[${i}]`, shape[i], `a multiple of ${factor}`);
  }
}

function checkNetwork(what: string, config: DenoiserConfig): void {
  checkClasses(what, config.classes);
  checkOneOf(what, 'architecture', config.architecture, ['dense', 'convolutional']);
  checkInteger(what, 'width', config.width, 2, 65536);
  checkInteger(what, 'blocks', config.blocks, 1, 1000);
  checkFew(what, 'channels', config.channels);
  for (const [i, n] of config.channels.entries())
    if (n % 8 !== 0) throw rangeFault(what, `channels[${i}]`, n, 'a multiple of 8');
  checkInteger(what, 'patch', config.patch, 1, 1024);
  checkShare(what, 'dropout', config.dropout);
  checkShare(what, 'classDropout', config.classDropout);
  checkShare(what, 'averageDecay', config.averageDecay);
  checkPositive(what, 'learningRate', config.learningRate);
  checkEach(what, 'mean', config.mean, numbersIn(config), checkFinite);
  checkEach(what, 'deviation', config.deviation, numbersIn(config), checkPositive);
  if (config.architecture === 'convolutional') checkImage(what, config);
}

/** Options with the defaults for their shape, those of `more` among them; checked as far as networks go. */
function filledIn<C extends DenoiserConfig>(
  what: string,
  options: DenoiserOptions,
  more: Omit<C, keyof DenoiserConfig>,
): C {
  checkOptions(what, options, [...Object.keys(IMAGES), ...Object.keys(more)]);
  const { shape = IMAGES.shape } = options;
  checkFew(what, 'shape', shape);
  const config = over({ ...IMAGES, ...(shape.length === 1 ? POINTS : {}), ...more }, options) as C;
  checkNetwork(what, config);
  const { channels, mean, deviation } = config;
  const lists = {
    shape: frozen(shape),
    channels: frozen(channels),
    mean: frozen(mean),
    deviation: frozen(deviation),
  };
  return { ...config, ...lists };
}

/** Options with the defaults filled in. Throws a TypeError or RangeError that names the one at fault. */
export function diffusionConfig(what: string, options: DiffusionOptions): DiffusionConfig {
  const points = options?.shape?.length === 1;
  const config: DiffusionConfig = filledIn(what, options, {
    ...SCHEDULE_DEFAULTS,
    betaSchedule: 'squaredcosCapV2',
    predictionType: 'vPrediction',
    varianceType: 'fixedSmall',
    levels: points ? null : 17,
  });
  const { numTrainTimesteps, betaSchedule, betaStart, betaEnd, rescaleBetasZeroSnr } = config;
  noiseSchedule({ numTrainTimesteps, betaSchedule, betaStart, betaEnd, rescaleBetasZeroSnr });
  checkOneOf(what, 'predictionType', config.predictionType, PREDICTIONS);
  checkOneOf(what, 'varianceType', config.varianceType, VARIANCES);
  if (config.levels !== null) checkInteger(what, 'levels', config.levels, 2, 65536);
  if (rescaleBetasZeroSnr && config.predictionType === 'epsilon')
    throw rangeFault(
      what,
      'predictionType',
      'epsilon',
      "'sample' or 'vPrediction' where rescaleBetasZeroSnr is on",
    );
  return Object.freeze(config);
}

/** The same for flows, which have no more to be told. */
export const flowConfig = (what: string, options: DenoiserOptions): DenoiserConfig =>
  Object.freeze(filledIn<DenoiserConfig>(what, options, {}));
