// A fitted diffusion model: samples, how they come to be, and the bound.
import { checkInteger, checkOptions } from '@stokast/core-wasm/check';
import { typeFault } from '@stokast/core-wasm/errors';
import { Stream } from '@stokast/sampling';
import { bestWeights, type Checkpoint } from '../train/checkpoint.ts';
import { checkExamples, type ImageData } from '../train/images.ts';
import { countWeights } from '../train/parameters.ts';
import { writeCheckpoint } from '../train/save.ts';
import type { DiffusionBound } from './bound.ts';
import type { DiffusionConfig } from './config.ts';
import { Evaluator } from './evaluation.ts';
import { learnsVariance, scheduleOf, timeOfStep, weightsOf } from './parts.ts';
import { numbersOf, type Stepper, stepperOf } from './programs.ts';
import {
  type ClassOptions,
  checkSampling,
  type Denoising,
  evenSteps,
  framesOf,
  latentsOf,
  type Walker,
} from './sampling.ts';
import type { NoiseSchedule } from './schedule.ts';
import { type Scheduler, type SchedulerConfig, scheduler } from './scheduler.ts';

/** Options of `sample`. */
export interface DiffusionSampleOptions
  extends ClassOptions,
    Partial<
      Pick<
        SchedulerConfig,
        'sampler' | 'eta' | 'timestepSpacing' | 'useKarrasSigmas' | 'clipSample' | 'clipSampleRange'
      >
    > {
  /** Steps from noise to samples: 50 unless given. */
  readonly steps?: number;
}

/** Options of `denoise`. */
export interface DenoiseOptions extends DiffusionSampleOptions {
  /** Looks at the samples, the first before the first step, the last after the last: 2 or more, 11 unless given. */
  readonly frames?: number;
}

/** Options of `bound`. */
export interface DiffusionBoundOptions {
  /** Steps, beside the last, that each example is looked at in: 100 unless given; all of them where there are no more. */
  readonly timesteps?: number;
}

const SAMPLE_OPTIONS = [
  'steps',
  'sampler',
  'eta',
  'timestepSpacing',
  'useKarrasSigmas',
  'clipSample',
  'clipSampleRange',
  'guidanceScale',
  'class',
];
const STEPS = 50;

/** A fitted diffusion model. Made by `diffusion(...).fit(data)` or `loadModel(bytes)`; it does not change. */
export class Diffusion {
  readonly config: DiffusionConfig;
  /** The noise of its steps. */
  readonly schedule: NoiseSchedule;
  private readonly checkpoint: Checkpoint;
  private readonly steppers: Map<string, Stepper> = new Map();
  private evaluating: Evaluator | undefined;

  /** @internal */
  constructor(config: DiffusionConfig, checkpoint: Checkpoint) {
    this.config = config;
    this.schedule = scheduleOf(config);
    this.checkpoint = checkpoint;
  }

  /**
   * n samples: [n, ...shape]. Sample i is the same whether it is asked for alone or among many, by one call or by
   * several. The stream moves by a word for each number of a sample, and one more where its class is drawn; noise of
   * later steps comes from children of the stream, one for each step.
   *
   * Throws a TypeError or RangeError for other arguments.
   */
  sample(stream: Stream, n: number, options: DiffusionSampleOptions = {}): Float32Array {
    const what = 'Cannot sample';
    checkOptions(what, options, SAMPLE_OPTIONS);
    const { steps = STEPS } = options;
    return this.frames(what, stream, n, options, [steps])[0];
  }

  /** The same samples on their way from noise: see `DenoiseOptions`. Throws as `sample` does. */
  denoise(stream: Stream, n: number, options: DenoiseOptions = {}): Denoising {
    const what = 'Cannot denoise';
    checkOptions(what, options, [...SAMPLE_OPTIONS, 'frames']);
    const { frames = 11, ...rest } = options;
    const { steps = STEPS } = rest;
    checkInteger(what, 'options.steps', steps, 1, this.config.numTrainTimesteps);
    const at = evenSteps(what, steps, frames);
    return { steps: at, frames: this.frames(what, stream, n, rest, at) };
  }

  /**
   * The bound on -log p(x) of examples (Ho, Jain and Abbeel 2020, equation 5), of p(x_t-1 | x_t) as `ddpm` draws from
   * it, without clipping: a fair estimate of each, from `timesteps` steps spread over all. For numbers with `levels`
   * probabilities, else densities. The stream moves by (timesteps + 1) d + 1 words an example.
   *
   * Throws a TypeError or RangeError for data that are not of the model's shape, and other arguments.
   */
  bound(data: ImageData, stream: Stream, options: DiffusionBoundOptions = {}): DiffusionBound {
    const what = 'Cannot evaluate';
    checkExamples(what, data, this.config.shape, this.config.classes);
    checkStream(what, stream);
    checkOptions(what, options, ['timesteps']);
    const { timesteps = 100 } = options;
    checkInteger(what, 'options.timesteps', timesteps, 1, 1_000_000);
    return this.evaluator.bound(data, stream, Math.min(timesteps, this.config.numTrainTimesteps - 1));
  }

  /** The mean loss of held-out data. @internal */
  loss(data: ImageData, stream: Stream): number {
    checkExamples('Cannot evaluate', data, this.config.shape, this.config.classes);
    return this.evaluator.loss(data, stream);
  }

  private get evaluator(): Evaluator {
    return (this.evaluating ??= new Evaluator(this.config, this.schedule, bestWeights(this.checkpoint)));
  }

  /** The model as a safetensors file, for `loadModel` and for the option `resume` of a fit. */
  save(): Uint8Array {
    return writeCheckpoint(this.checkpoint, weightsOf(this.config));
  }

  /** How many numbers were learned. */
  get parameters(): number {
    return countWeights(weightsOf(this.config));
  }

  /** Such as `Diffusion([8, 8], dense, squaredcosCapV2, vPrediction, 1000 steps, 339904 parameters)`. */
  toString(): string {
    const { shape, architecture, betaSchedule, predictionType, numTrainTimesteps } = this.config;
    const how = `${architecture}, ${betaSchedule}, ${predictionType}, ${numTrainTimesteps} steps`;
    return `Diffusion([${shape.join(', ')}], ${how}, ${this.parameters} parameters)`;
  }

  /** What the model is, without its weights: those are in `save()`. */
  toJSON(): { type: 'diffusion'; config: DiffusionConfig; parameters: number } {
    return { type: 'diffusion', config: this.config, parameters: this.parameters };
  }

  private frames(
    what: string,
    stream: Stream,
    n: number,
    options: DiffusionSampleOptions,
    at: readonly number[],
  ): Float32Array[] {
    const { config } = this;
    checkSampling(what, config, stream, n, options);
    const { steps = STEPS, guidanceScale = 1 } = options;
    checkInteger(what, 'options.steps', steps, 1, config.numTrainTimesteps);
    const sampler = this.scheduler(options);
    const latents = latentsOf(what, config, stream, n, options);
    return framesOf(config, latents, this.walker(sampler, steps, guidanceScale, latents.words, stream), at);
  }

  private scheduler(options: DiffusionSampleOptions): Scheduler {
    const { predictionType, varianceType, shape, rescaleBetasZeroSnr } = this.config;
    const { steps: _, class: __, guidanceScale: ___, ...given } = options;
    // In equal steps of t the first step of Heun's would be across most of sigma / alpha, and magnify errors of networks.
    const useKarrasSigmas =
      given.sampler === 'heun' && given.timestepSpacing === undefined && !rescaleBetasZeroSnr;
    const defaults = {
      useKarrasSigmas,
      sampler: 'dpmSolver++',
      timestepSpacing: 'trailing',
      clipSample: shape.length > 1,
    } as const;
    return scheduler({ ...this.schedule.config, predictionType, varianceType, ...defaults, ...given });
  }

  private walker(sampler: Scheduler, steps: number, scale: number, words: number, stream: Stream): Walker {
    const { config } = this;
    const { stages, clip } = sampler.plan(steps);
    const isGuided = scale !== 1;
    const key = `${isGuided} ${words}`;
    let stepper = this.steppers.get(key);
    if (!stepper) {
      stepper = stepperOf(config, learnsVariance(config), bestWeights(this.checkpoint), isGuided, words);
      this.steppers.set(key, stepper);
    }
    const made = stepper;
    return {
      complete: stages.map((stage) => stage.complete),
      load: (x) => made.load({ x, memory: new Float32Array(x.length) }),
      step: (i, label, position) =>
        made.step(
          [stages[i].timestep * timeOfStep(config)],
          numbersOf(stages[i], clip, scale),
          label,
          stream.split(['noise', i]).at(position),
        ),
      read: () => made.read().x,
    };
  }
}

function checkStream(what: string, stream: unknown): asserts stream is Stream {
  if (!(stream instanceof Stream))
    throw typeFault(what, 'stream', stream, 'a Stream, as made by stream(seed)');
}
