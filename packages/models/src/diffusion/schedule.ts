// How much noise there is at each step of diffusion, in doubles: the definitions of diffusers, under its names.
import { machine } from '@stokast/core-wasm';
import { checkBetween, checkInteger, checkOneOf, checkOptions } from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';

/**
 * How beta goes from step to step.
 *
 * | | beta, from the first step i = 0 to the last i = T - 1 |
 * |---|---|
 * | `linear` | evenly from `betaStart` to `betaEnd` (Ho, Jain and Abbeel 2020) |
 * | `scaledLinear` | the square of what goes evenly from its root to its root |
 * | `squaredcosCapV2` | 1 - f((i + 1) / T) / f(i / T), at most 0.999, f(u) = cos^2(pi/2 (u + 0.008) / 1.008) (Nichol and Dhariwal 2021) |
 * | `sigmoid` | betaStart + (betaEnd - betaStart) / (1 + exp(-x)), x evenly from -6 to 6 |
 */
export type BetaSchedule = 'linear' | 'scaledLinear' | 'squaredcosCapV2' | 'sigmoid';

/** What a noise schedule is made from, under the names that diffusers has. */
export interface NoiseScheduleConfig {
  /** T, the steps from data to noise. */
  readonly numTrainTimesteps: number;
  readonly betaSchedule: BetaSchedule;
  /** The first beta, and the last; `squaredcosCapV2` has its own. */
  readonly betaStart: number;
  readonly betaEnd: number;
  /** Moves and stretches the roots of alphasCumprod so that nothing of the data is left at the end (Lin et al. 2024). */
  readonly rescaleBetasZeroSnr: boolean;
}

export const BETA_SCHEDULES = ['linear', 'scaledLinear', 'squaredcosCapV2', 'sigmoid'] as const;

/** The defaults of diffusers. */
export const SCHEDULE_DEFAULTS: NoiseScheduleConfig = Object.freeze({
  numTrainTimesteps: 1000,
  betaSchedule: 'linear',
  betaStart: 0.0001,
  betaEnd: 0.02,
  rescaleBetasZeroSnr: false,
});

/** Noise at a step: x_t = alpha x_0 + sigma noise, alpha^2 + sigma^2 = 1. */
export interface Level {
  readonly alpha: number;
  readonly sigma: number;
}

/** The data themselves: no noise yet. */
export const CLEAN: Level = Object.freeze({ alpha: 1, sigma: 0 });

/** The noise of a diffusion, fixed before anything is learned. Made by `noiseSchedule`. */
export interface NoiseSchedule {
  readonly config: NoiseScheduleConfig;
  /** beta_t: the variance of the noise that step t adds, t from 0 to T - 1. */
  readonly betas: Float64Array;
  /** The product of 1 - beta up to step t: alpha_t^2. */
  readonly alphasCumprod: Float64Array;
}

const WHAT = 'Cannot make a noise schedule';

/** `points` numbers, evenly from `from` to `to`. */
const evenly = (from: number, to: number, points: number): Float64Array =>
  Float64Array.from({ length: points }, (_, i) =>
    points === 1
      ? from
      : i < points / 2
        ? from + ((to - from) * i) / (points - 1)
        : to - ((to - from) * (points - 1 - i)) / (points - 1),
  );

function betasOf({
  betaSchedule,
  betaStart,
  betaEnd,
  numTrainTimesteps: T,
}: NoiseScheduleConfig): Float64Array {
  const { cos, sigmoid } = machine().kernels;
  if (betaSchedule === 'linear') return evenly(betaStart, betaEnd, T);
  if (betaSchedule === 'scaledLinear')
    return evenly(Math.sqrt(betaStart), Math.sqrt(betaEnd), T).map((root) => root * root);
  if (betaSchedule === 'sigmoid')
    return evenly(-6, 6, T).map((x) => betaStart + (betaEnd - betaStart) * sigmoid(x));
  const f = (u: number): number => {
    const c = cos((((u + 0.008) / 1.008) * Math.PI) / 2);
    return c * c;
  };
  return Float64Array.from({ length: T }, (_, i) => Math.min(1 - f((i + 1) / T) / f(i / T), 0.999));
}

const productsOf = (betas: Float64Array): Float64Array => {
  let product = 1;
  return betas.map((beta) => (product *= 1 - beta));
};

/** Lin et al. (2024), algorithm 1: roots of alphasCumprod keep their first value, and their last becomes 0. */
function withoutSignalAtTheEnd(betas: Float64Array): Float64Array {
  const roots = productsOf(betas).map(Math.sqrt);
  const first = roots[0];
  const last = roots[roots.length - 1];
  const products = roots.map((root) => {
    const moved = ((root - last) * first) / (first - last);
    return moved * moved;
  });
  return products.map((product, i) => 1 - (i === 0 ? product : product / products[i - 1]));
}

/**
 * The noise schedule of a diffusion. Whatever is left out is as in diffusers: `linear` from 0.0001 to 0.02 in 1000
 * steps.
 *
 * Throws a TypeError or RangeError for other options, for betas outside (0, 1) or that fall, and for more than 100000 steps.
 *
 * ```ts
 * import { noiseSchedule } from '@stokast/models';
 * noiseSchedule({ betaSchedule: 'linear' }).alphasCumprod[999].toFixed(8) //=> '0.00004036'
 * ```
 */
export function noiseSchedule(options: Partial<NoiseScheduleConfig> = {}): NoiseSchedule {
  checkOptions(WHAT, options, Object.keys(SCHEDULE_DEFAULTS));
  const config: NoiseScheduleConfig = Object.freeze({ ...SCHEDULE_DEFAULTS, ...options });
  checkInteger(WHAT, 'numTrainTimesteps', config.numTrainTimesteps, 2, 100_000);
  checkOneOf(WHAT, 'betaSchedule', config.betaSchedule, BETA_SCHEDULES);
  for (const name of ['betaStart', 'betaEnd'] as const) {
    checkBetween(WHAT, name, config[name], name === 'betaStart' ? 0 : config.betaStart, 1);
    if (config[name] === 0 || config[name] === 1) throw rangeFault(WHAT, name, config[name], 'in (0, 1)');
  }
  if (typeof config.rescaleBetasZeroSnr !== 'boolean')
    throw typeFault(WHAT, 'rescaleBetasZeroSnr', config.rescaleBetasZeroSnr, 'true or false');
  const plain = betasOf(config);
  const betas = config.rescaleBetasZeroSnr ? withoutSignalAtTheEnd(plain) : plain;
  return Object.freeze({ config, betas, alphasCumprod: productsOf(betas) });
}

/** The level of step t; -1 is the data. */
export function levelAt({ alphasCumprod }: NoiseSchedule, t: number): Level {
  if (t < 0) return CLEAN;
  const product = alphasCumprod[t];
  return { alpha: Math.sqrt(product), sigma: Math.sqrt(1 - product) };
}
