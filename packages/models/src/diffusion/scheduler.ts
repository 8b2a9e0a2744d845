// The door to samplers: a frozen plan, and steps that are functions of it.
import { machine } from '@stokast/core-wasm';
import {
  checkBetween,
  checkInteger,
  checkOneOf,
  checkOptions,
  checkPositive,
} from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import {
  PREDICTIONS,
  type PredictionType,
  SAMPLERS,
  type SamplerName,
  type Stage,
  stagesOf,
  VARIANCES,
  type VarianceType,
} from './samplers.ts';
import {
  CLEAN,
  levelAt,
  type NoiseSchedule,
  type NoiseScheduleConfig,
  noiseSchedule,
  SCHEDULE_DEFAULTS,
} from './schedule.ts';
import { karrasPlaces, type Place, SPACINGS, type TimestepSpacing, timestepsOf } from './timesteps.ts';

/** What a scheduler is made from, under the names that diffusers has. */
export interface SchedulerConfig extends NoiseScheduleConfig {
  readonly sampler: SamplerName;
  /** Share of the small variance that `ddim` adds as noise: 0 to 1. */
  readonly eta: number;
  readonly predictionType: PredictionType;
  readonly varianceType: VarianceType;
  readonly timestepSpacing: TimestepSpacing;
  /** Places by their sigma / alpha as Karras et al. (2022) space them, in place of `timestepSpacing`. */
  readonly useKarrasSigmas: boolean;
  /** Keeps the x_0 that each step predicts within -clipSampleRange and clipSampleRange. It changes results. */
  readonly clipSample: boolean;
  readonly clipSampleRange: number;
}

export const SAMPLING_DEFAULTS: Omit<SchedulerConfig, keyof NoiseScheduleConfig> = Object.freeze({
  sampler: 'ddpm',
  eta: 0,
  predictionType: 'epsilon',
  varianceType: 'fixedSmall',
  timestepSpacing: 'leading',
  useKarrasSigmas: false,
  clipSample: true,
  clipSampleRange: 1,
});

/** The way through the levels of noise: everything about a run of a sampler that does not depend on what is sampled. */
export interface SamplingPlan {
  /** Steps, each from one level of noise to the next. */
  readonly steps: number;
  /** Evaluations of the network, in order. */
  readonly stages: readonly Stage[];
  /** x_0 is kept within -clip and clip; Infinity leaves it as it is. */
  readonly clip: number;
}

/** Where a sample is: x, and what a sampler remembers of its last stage. */
export interface SamplingState {
  readonly x: Float64Array;
  readonly memory: Float64Array;
}

/** A sampler of diffusion models. Made by `scheduler`; it does not change. */
export interface Scheduler {
  readonly config: SchedulerConfig;
  readonly schedule: NoiseSchedule;
  /** The plan of a run of n steps. Throws a RangeError for n outside [1, T]. */
  plan(n: number): SamplingPlan;
  /** Where a run starts: x is standard normal. */
  start(x: ArrayLike<number>): SamplingState;
  /**
   * What stage i of a plan makes of a prediction at x. With `learnedRange` the prediction is twice as long: the second
   * half says where between its ends, -1 and 1, the logarithm of each variance is. `noise` is standard normal; stages
   * without `next.noise` do without. `data` is the x_0 that the step went by.
   */
  step(
    plan: SamplingPlan,
    i: number,
    prediction: ArrayLike<number>,
    state: SamplingState,
    noise?: ArrayLike<number>,
  ): SamplingState & { readonly data: Float64Array };
  /** x_t = alpha_t x_0 + sigma_t noise. */
  addNoise(data: ArrayLike<number>, noise: ArrayLike<number>, timestep: number): Float64Array;
}

const WHAT = 'Cannot make a scheduler';

/** Fills in the defaults, and checks. */
export function schedulerConfig(what: string, options: Partial<SchedulerConfig>): SchedulerConfig {
  const defaults = { ...SCHEDULE_DEFAULTS, ...SAMPLING_DEFAULTS };
  checkOptions(what, options, Object.keys(defaults));
  const config: SchedulerConfig = Object.freeze({ ...defaults, ...options });
  checkOneOf(what, 'sampler', config.sampler, SAMPLERS);
  checkBetween(what, 'eta', config.eta, 0, 1);
  if (config.eta > 0 && config.sampler !== 'ddim')
    throw rangeFault(what, 'eta', config.eta, "0, unless the sampler is 'ddim'");
  checkOneOf(what, 'predictionType', config.predictionType, PREDICTIONS);
  checkOneOf(what, 'varianceType', config.varianceType, VARIANCES);
  checkOneOf(what, 'timestepSpacing', config.timestepSpacing, SPACINGS);
  for (const name of ['useKarrasSigmas', 'clipSample'] as const)
    if (typeof config[name] !== 'boolean') throw typeFault(what, name, config[name], 'true or false');
  checkPositive(what, 'clipSampleRange', config.clipSampleRange);
  if (config.rescaleBetasZeroSnr && config.predictionType === 'epsilon')
    throw rangeFault(
      what,
      'predictionType',
      'epsilon',
      "'sample' or 'vPrediction' where rescaleBetasZeroSnr is on: noise alone does not tell the data",
    );
  if (config.rescaleBetasZeroSnr && config.useKarrasSigmas)
    throw rangeFault(
      what,
      'useKarrasSigmas',
      true,
      'false where rescaleBetasZeroSnr is on: sigma / alpha is infinite',
    );
  return config;
}

/** The places that a run of n steps goes through, the data last. */
export function placesOf(config: SchedulerConfig, schedule: NoiseSchedule, n: number): Place[] {
  const T = config.numTrainTimesteps;
  const noisy = config.useKarrasSigmas
    ? karrasPlaces(schedule, n)
    : timestepsOf(config.timestepSpacing, T, n).map((timestep) => ({
        timestep,
        ...levelAt(schedule, timestep),
      }));
  return [...noisy, { timestep: 0, ...CLEAN }];
}

const scheduleConfig = (config: NoiseScheduleConfig): NoiseScheduleConfig => {
  const { numTrainTimesteps, betaSchedule, betaStart, betaEnd, rescaleBetasZeroSnr } = config;
  return { numTrainTimesteps, betaSchedule, betaStart, betaEnd, rescaleBetasZeroSnr };
};

/** One stage, element by element; the readable form of what a model runs in the machine. */
export function takeStep(
  { stages, clip }: SamplingPlan,
  i: number,
  prediction: ArrayLike<number>,
  { x, memory }: SamplingState,
  noise?: ArrayLike<number>,
): SamplingState & { readonly data: Float64Array } {
  const { exp } = machine().kernels;
  const { from, next, memory: kept, logVariance } = stages[i];
  const size = x.length;
  const data = new Float64Array(size);
  const after = new Float64Array(size);
  const remembered = new Float64Array(size);
  for (let j = 0; j < size; j++) {
    data[j] = Math.max(-clip, Math.min(clip, from.x * x[j] + from.prediction * prediction[j]));
    let spread = next.noise;
    if (logVariance) {
      const share = (prediction[size + j] + 1) / 2;
      spread *= exp(0.5 * (share * logVariance.large + (1 - share) * logVariance.small));
    }
    after[j] = next.x * x[j] + next.data * data[j] + next.memory * memory[j];
    if (spread !== 0) after[j] += spread * (noise as ArrayLike<number>)[j];
    remembered[j] = kept.x * x[j] + kept.data * data[j];
  }
  return { x: after, memory: remembered, data };
}

/**
 * A sampler of diffusion models. Whatever is left out is as in the DDPM scheduler of diffusers: `ddpm`, `epsilon`,
 * `fixedSmall`, `leading`, x_0 clipped to [-1, 1].
 *
 * Throws a TypeError or RangeError for other options, and for epsilon where no signal is left at the last step.
 *
 * ```ts
 * import { scheduler } from '@stokast/models';
 * const ddim = scheduler({ sampler: 'ddim', timestepSpacing: 'trailing' });
 * ddim.plan(4).stages.map((stage) => stage.timestep) //=> [ 999, 749, 499, 249 ]
 * ```
 */
export function scheduler(options: Partial<SchedulerConfig> = {}): Scheduler {
  const config = schedulerConfig(WHAT, options);
  const schedule = noiseSchedule(scheduleConfig(config));
  const clip = config.clipSample ? config.clipSampleRange : Number.POSITIVE_INFINITY;
  return Object.freeze({
    config,
    schedule,
    plan: (n) => {
      checkInteger('Cannot plan a run', 'n', n, 1, config.numTrainTimesteps);
      const stages = Object.freeze(stagesOf(placesOf(config, schedule, n), config));
      return Object.freeze({ steps: n, stages, clip });
    },
    start: (x) => ({ x: Float64Array.from(x), memory: new Float64Array(x.length) }),
    step: (plan, i, prediction, state, noise) => {
      const what = 'Cannot take a step';
      checkInteger(what, 'i', i, 0, plan.stages.length - 1);
      const { next, logVariance } = plan.stages[i];
      checkLength(
        what,
        'prediction',
        prediction,
        state.x.length * (logVariance ? 2 : 1),
        config.varianceType === 'learnedRange' ? 2 * state.x.length : undefined,
      );
      if (next.noise !== 0) checkLength(what, 'noise', noise, state.x.length);
      return takeStep(plan, i, prediction, state, noise);
    },
    addNoise: (data, noise, timestep) => {
      const what = 'Cannot add noise';
      checkInteger(what, 'timestep', timestep, 0, config.numTrainTimesteps - 1);
      checkLength(what, 'noise', noise, data.length);
      const { alpha, sigma } = levelAt(schedule, timestep);
      return Float64Array.from(data, (x, i) => alpha * x + sigma * noise[i]);
    },
  } satisfies Scheduler);
}

function checkLength(
  what: string,
  parameter: string,
  value: ArrayLike<number> | undefined,
  length: number,
  or = length,
): void {
  if (value === undefined || (value.length !== length && value.length !== or))
    throw rangeFault(what, `${parameter}.length`, value?.length, `${length}`, 'STOKAST_E_LENGTH');
}
