// A fitted flow: samples, how they come to be, and densities.
import { expandAxes, f32, jvp, type Stateful, stateful, type Tensor } from '@stokast/autodiff';
import { machine } from '@stokast/core-wasm';
import { checkInteger, checkOneOf, checkOptions } from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import type { Stream } from '@stokast/sampling';
import { bestWeights, type Checkpoint } from '../train/checkpoint.ts';
import { checkExamples, countImages, type ImageData } from '../train/images.ts';
import { countWeights } from '../train/parameters.ts';
import { writeCheckpoint } from '../train/save.ts';
import { type DenoiserConfig, numbersIn } from './config.ts';
import { scaleOf } from './data.ts';
import { queueOf, type RowProgram } from './evaluation.ts';
import {
  numbersOfStage,
  type OdeSolver,
  type OdeState,
  odeStages,
  odeStep,
  SOLVERS,
  STAGE_NUMBERS,
} from './ode.ts';
import { flowWeights, LONGEST_TIME } from './parts.ts';
import { guided, networkWith, rowProgram, rowsFor } from './programs.ts';
import {
  type ClassOptions,
  checkSampling,
  type Denoising,
  evenSteps,
  framesOf,
  labelsOf,
  latentsOf,
  type Walker,
} from './sampling.ts';

/** Options of `sample`. */
export interface FlowSampleOptions extends ClassOptions {
  /** Steps from noise to samples: 25 unless given. */
  readonly steps?: number;
  /** `heun` unless given. */
  readonly solver?: OdeSolver;
}

/** Options of `denoise`. */
export interface FlowDenoiseOptions extends FlowSampleOptions {
  /** Looks at the samples, the first before the first step, the last after the last: 2 or more, 11 unless given. */
  readonly frames?: number;
}

/** Densities of examples. Made by `logProb` of a flow. */
export interface FlowLikelihood {
  /** log p(x) of each example, nats, per unit of the data. */
  readonly values: Float64Array;
  /** The noise that each comes from: [n, d] */
  readonly latents: Float32Array;
}

/** The most numbers of an example for densities: the divergence takes a pass for each. */
const MOST = 16;

type Point = { x: Float32Array; start: Float32Array; sum: Float32Array };
type Stepper = Stateful<
  Point,
  Point,
  [time: number[], numbers: Float32Array, label: Float32Array, scale: number],
  undefined
>;
type Volume = Point & { volume: Float32Array };
type Measurer = Stateful<
  Volume,
  Volume,
  [time: number[], numbers: Float32Array, label: Float32Array],
  undefined
>;

/** A fitted flow. Made by `flow(...).fit(data)` or `loadModel(bytes)`; it does not change. */
export class Flow {
  readonly config: DenoiserConfig;
  private readonly checkpoint: Checkpoint;
  private readonly steppers: Map<boolean, Stepper> = new Map();
  private measurer: Measurer | undefined;
  private losses: RowProgram | undefined;

  /** @internal */
  constructor(config: DenoiserConfig, checkpoint: Checkpoint) {
    this.config = config;
    this.checkpoint = checkpoint;
  }

  /**
   * n samples: [n, ...shape]. Sample i is the same whether it is asked for alone or among many, by one call or by
   * several. The stream moves by a word for each number of a sample, and one more where its class is drawn.
   *
   * Throws a TypeError or RangeError for other arguments.
   */
  sample(stream: Stream, n: number, options: FlowSampleOptions = {}): Float32Array {
    const what = 'Cannot sample';
    checkOptions(what, options, ['steps', 'solver', 'class', 'guidanceScale']);
    return this.frames(what, stream, n, options, (steps) => [steps])[0];
  }

  /** The same samples on their way from noise: see `FlowDenoiseOptions`. Throws as `sample` does. */
  denoise(stream: Stream, n: number, options: FlowDenoiseOptions = {}): Denoising {
    const what = 'Cannot denoise';
    checkOptions(what, options, ['steps', 'solver', 'class', 'guidanceScale', 'frames']);
    const { frames = 11, ...rest } = options;
    let at: number[] = [];
    const all = this.frames(what, stream, n, rest, (steps) => (at = evenSteps(what, steps, frames)));
    return { steps: at, frames: all };
  }

  /**
   * log p(x) of examples [n, d], by the change of variables along the way back to noise, in `steps` steps of
   * `rungeKutta4` (25 unless given); with classes given the class, or, for null, of none in particular.
   *
   * Throws a TypeError or RangeError for other arguments, and for examples of more than 16 numbers.
   */
  logProb(
    x: ArrayLike<number>,
    options: { readonly steps?: number; readonly class?: number | ArrayLike<number> | null } = {},
  ): FlowLikelihood {
    const what = 'Cannot evaluate';
    const { config } = this;
    const d = numbersIn(config);
    if (d > MOST) throw rangeFault(what, 'shape', config.shape, `of at most ${MOST} numbers`);
    if (typeof x !== 'object' || x === null) throw typeFault(what, 'x', x, 'an array of numbers');
    if (x.length % d !== 0)
      throw rangeFault(what, 'x.length', x.length, `a multiple of ${d}`, 'STOKAST_E_LENGTH');
    checkOptions(what, options, ['steps', 'class']);
    const { steps = 25 } = options;
    checkInteger(what, 'options.steps', steps, 1, 100_000);
    const n = x.length / d;
    const labels = labelsOf(what, config, options, n);
    const { slope, shift, deviation } = scaleOf(config);
    const rows = rowsFor(config);
    const { log } = machine().kernels;
    const units = deviation.reduce((sum, each) => sum + log(each), 0);
    const measurer = (this.measurer ??= this.measuring());
    const stages = odeStages('rungeKutta4', steps, 1, 0);
    const values = new Float64Array(n);
    const latents = new Float32Array(n * d);
    for (let from = 0; from < n; from += rows) {
      const count = Math.min(rows, n - from);
      const chunk = new Float32Array(rows * d);
      for (let i = 0; i < count * d; i++) chunk[i] = x[from * d + i] * slope[i % d] + shift[i % d];
      const label = new Float32Array(rows);
      label.set(labels.subarray(from, from + count));
      const none = new Float32Array(rows * d);
      measurer.load({ x: chunk, start: none, sum: none, volume: new Float32Array(rows) });
      for (const stage of stages) measurer.step([stage.time * LONGEST_TIME], numbersOfStage(stage), label);
      const { x: noise, volume } = measurer.read();
      latents.set(noise.subarray(0, count * d), from * d);
      for (let i = 0; i < count; i++) {
        let squares = 0;
        for (let j = 0; j < d; j++) squares += noise[i * d + j] * noise[i * d + j];
        // From 1 to 0 the integral of the divergence has its sign turned already.
        values[from + i] = -0.5 * (squares + d * LOG_2PI) + volume[i] - units;
      }
    }
    return { values, latents };
  }

  /** The loss of held-out data, each example at one time of a spread. @internal */
  loss(data: ImageData, stream: Stream): number {
    const { config } = this;
    checkExamples('Cannot evaluate', data, config.shape, config.classes);
    const d = numbersIn(config);
    this.losses ??= rowProgram(
      config,
      1,
      bestWeights(this.checkpoint),
      (ask, x1, noise, t, label) => {
        const way = x1.sub(noise); // [n, d]
        const x = noise.add(way.mul(expandAxes(t, 1))) as Tensor;
        const told = config.classes > 0 ? label : undefined;
        return ask({ x, time: t.mul(LONGEST_TIME) as Tensor, label: told })
          .sub(way)
          .square()
          .sum(1) as Tensor;
      },
      [[d], [d], [], []],
    );
    const n = countImages(data);
    let sum = 0;
    const queue = queueOf(config, this.losses, data, stream, (_, __, loss) => {
      sum += loss / n;
    });
    for (let i = 0; i < n; i++) queue.add(i, (i + 0.5) / n);
    queue.run();
    return sum / d;
  }

  /** The model as a safetensors file, for `loadModel` and for the option `resume` of a fit. */
  save(): Uint8Array {
    return writeCheckpoint(this.checkpoint, flowWeights(this.config));
  }

  /** How many numbers were learned. */
  get parameters(): number {
    return countWeights(flowWeights(this.config));
  }

  /** Such as `Flow([2], dense, 58818 parameters)`. */
  toString(): string {
    const { shape, architecture } = this.config;
    return `Flow([${shape.join(', ')}], ${architecture}, ${this.parameters} parameters)`;
  }

  /** What the model is, without its weights: those are in `save()`. */
  toJSON(): { type: 'flow'; config: DenoiserConfig; parameters: number } {
    return { type: 'flow', config: this.config, parameters: this.parameters };
  }

  private frames(
    what: string,
    stream: Stream,
    n: number,
    options: FlowSampleOptions,
    looks: (steps: number) => readonly number[],
  ): Float32Array[] {
    const { config } = this;
    checkSampling(what, config, stream, n, options);
    const { steps = 25, solver = 'heun', guidanceScale = 1 } = options;
    checkInteger(what, 'options.steps', steps, 1, 100_000);
    checkOneOf(what, 'options.solver', solver, SOLVERS);
    const at = looks(steps);
    const latents = latentsOf(what, config, stream, n, options);
    return framesOf(config, latents, this.walker(solver, steps, guidanceScale), at);
  }

  private walker(solver: OdeSolver, steps: number, scale: number): Walker {
    const stages = odeStages(solver, steps, 0, 1);
    const isGuided = scale !== 1;
    const stepper = this.steppers.get(isGuided) ?? this.stepping(isGuided);
    this.steppers.set(isGuided, stepper);
    return {
      complete: stages.map((stage) => stage.complete),
      load: (x) => {
        const none = new Float32Array(x.length);
        stepper.load({ x, start: none, sum: none });
      },
      step: (i, label) =>
        stepper.step([stages[i].time * LONGEST_TIME], numbersOfStage(stages[i]), label, scale),
      read: () => stepper.read().x,
    };
  }

  /** One stage of a solver, network and all. */
  private stepping(isGuided: boolean): Stepper {
    const { config } = this;
    const rows = rowsFor(config);
    const image = f32(rows, numbersIn(config));
    const step = (state: OdeState, time: Tensor, numbers: Tensor, label: Tensor, scale: Tensor) => {
      const ask = networkWith(config, 1, bestWeights(this.checkpoint));
      const v = guided(config, ask, isGuided, scale)({ x: state.x, time, label }); // [n, d]
      return [odeStep(state, v, numbers)];
    };
    const state = { x: image, start: image, sum: image };
    return stateful(
      step as never,
      [state, f32(1), f32(STAGE_NUMBERS), f32(rows), f32()] as never,
    ) as unknown as Stepper;
  }

  /** The same with the integral of the divergence: the sum over j of the derivative of v_j in x_j. */
  private measuring(): Measurer {
    const { config } = this;
    const rows = rowsFor(config);
    const d = numbersIn(config);
    const step = (
      { volume, ...state }: OdeState & { volume: Tensor },
      time: Tensor,
      numbers: Tensor,
      label: Tensor,
    ) => {
      const ask = networkWith(config, 1, bestWeights(this.checkpoint));
      const velocity = (x: Tensor): Tensor => guided(config, ask, false, numbers)({ x, time, label });
      let v: Tensor = state.x;
      let divergence: Tensor = volume.mul(0) as Tensor; // [n]
      for (let j = 0; j < d; j++) {
        const unit = Float32Array.from({ length: d }, (_, i) => (i === j ? 1 : 0));
        const { value, tangent } = jvp(velocity as never)(
          state.x as never,
          state.x.mul(0).add(unit) as never,
        ) as unknown as { value: Tensor; tangent: Tensor };
        v = value;
        divergence = divergence.add(tangent.slice([], j)) as Tensor;
      }
      const weight = numbers.slice(2) as Tensor;
      return [{ ...odeStep(state, v, numbers), volume: volume.add(divergence.mul(weight)) }];
    };
    const image = f32(rows, d);
    const state = { x: image, start: image, sum: image, volume: f32(rows) };
    return stateful(
      step as never,
      [state, f32(1), f32(STAGE_NUMBERS), f32(rows)] as never,
    ) as unknown as Measurer;
  }
}

const LOG_2PI = 1.8378770664093453;
