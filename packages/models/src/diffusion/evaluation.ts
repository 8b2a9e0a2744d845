// What a fitted diffusion says about data: examples at some of their steps, many rows at a time.
import type { Tensor } from '@stokast/autodiff';
import { machine } from '@stokast/core-wasm';
import { Normal, type Stream } from '@stokast/sampling';
import { countImages, type ImageData } from '../train/images.ts';
import type { Weights } from '../train/parameters.ts';
import { DiffusionBound } from './bound.ts';
import { type DenoiserConfig, type DiffusionConfig, numbersIn } from './config.ts';
import { scaleOf } from './data.ts';
import { boundTerms, levels, simpleTerms, tablesOf } from './losses.ts';
import { outputsOf, timeOfStep } from './parts.ts';
import { rowProgram, rowsFor } from './programs.ts';
import { levelAt, type NoiseSchedule } from './schedule.ts';

/** x_0, noise [rows, d], step or time, label [rows] -> one number a row: [rows] */
export type RowProgram = (
  x0: Float32Array,
  noise: Float32Array,
  t: Float32Array,
  label: Float32Array,
) => Float32Array;

/** Examples at steps, or times, looked at as soon as there are enough of them. */
export interface Queue {
  /** Gives the example as the network sees it. */
  add(i: number, step: number): Float32Array;
  run(): void;
}

/** A queue of examples of data, with noise from the stream; `each` gets what the program says of a row. */
export function queueOf(
  config: DenoiserConfig,
  program: RowProgram,
  { images, labels }: ImageData,
  stream: Stream,
  each: (i: number, step: number, value: number) => void,
): Queue {
  const { slope, shift } = scaleOf(config);
  const d = slope.length;
  const rows = rowsFor(config);
  const scale = images instanceof Uint8Array ? 1 / 255 : 1;
  const [x0, noise] = [new Float32Array(rows * d), new Float32Array(rows * d)];
  const [t, label] = [new Float32Array(rows), new Float32Array(rows)];
  const normal = Normal(0, 1);
  let waiting: number[] = [];
  const run = (): void => {
    if (waiting.length === 0) return;
    const values = program(x0, noise, t, label);
    for (const [row, i] of waiting.entries()) each(i, t[row], values[row]);
    waiting = [];
  };
  return {
    add: (i, step) => {
      const row = waiting.push(i) - 1;
      const x = Float32Array.from(slope, (by, j) => images[i * d + j] * scale * by + shift[j]);
      x0.set(x, row * d);
      normal.fill(stream, noise.subarray(row * d, (row + 1) * d));
      t[row] = step;
      label[row] = labels?.[i] ?? 0;
      if (waiting.length === rows) run();
      return x;
    },
    run,
  };
}

/** Both of a model's ways to look at data. */
export class Evaluator {
  private readonly config: DiffusionConfig;
  private readonly schedule: NoiseSchedule;
  private readonly weights: Weights;
  private readonly programs: Map<string, RowProgram> = new Map();

  constructor(config: DiffusionConfig, schedule: NoiseSchedule, weights: Weights) {
    this.config = config;
    this.schedule = schedule;
    this.weights = weights;
  }

  /** See `bound` of the model: each example at its last step and at `looks` others, spread evenly from a random start. */
  bound(data: ImageData, stream: Stream, looks: number): DiffusionBound {
    const { config, schedule } = this;
    const others = config.numTrainTimesteps - 1;
    const n = countImages(data);
    const { alpha, sigma } = levelAt(schedule, others);
    const { log } = machine().kernels;
    const { deviation } = scaleOf(config);
    // Densities are per unit of the data.
    const units = config.levels === null ? deviation.reduce((sum, each) => sum + log(each), 0) : 0;
    const prior = new Float64Array(n);
    const steps = new Float64Array(n);
    const reconstruction = new Float64Array(n).fill(units);
    const queue = queueOf(config, this.program('bound'), data, stream, (i, t, nats) => {
      if (t === 0) reconstruction[i] += nats;
      else steps[i] += (nats * others) / looks;
    });
    for (let i = 0; i < n; i++) {
      const start = stream.uniform();
      const x0 = queue.add(i, 0);
      for (const x of x0) prior[i] += 0.5 * (sigma * sigma + alpha * alpha * x * x - 1) - log(sigma);
      for (let k = 0; k < looks; k++)
        queue.add(i, 1 + Math.min(others - 1, Math.floor(((k + start) / looks) * others)));
    }
    queue.run();
    return new DiffusionBound({ prior, steps, reconstruction }, numbersIn(config));
  }

  /** L_simple of data, each example at one step of a spread. */
  loss(data: ImageData, stream: Stream): number {
    const n = countImages(data);
    let sum = 0;
    const queue = queueOf(this.config, this.program('loss'), data, stream, (_, __, loss) => {
      sum += loss / n;
    });
    for (let i = 0; i < n; i++) queue.add(i, Math.floor(((i + 0.5) / n) * this.config.numTrainTimesteps));
    queue.run();
    return sum / numbersIn(this.config);
  }

  /** x_0, noise [rows, d], t, label [rows] -> terms of each row, added up: [rows] */
  private program(name: 'bound' | 'loss'): RowProgram {
    const known = this.programs.get(name);
    if (known) return known;
    const { config } = this;
    const d = numbersIn(config);
    const tables = tablesOf(this.schedule);
    const program = rowProgram(
      config,
      outputsOf(config),
      this.weights,
      (ask, x0, noise, t, label) => {
        const { alpha, sigma } = levels(tables, t);
        const x = alpha.mul(x0).add(sigma.mul(noise)) as Tensor;
        const said = ask({
          x,
          time: t.mul(timeOfStep(config)) as Tensor,
          label: config.classes > 0 ? label : undefined,
        });
        const question = { x0, x, t, said, noise };
        const terms =
          name === 'bound' ? boundTerms(config, tables, question) : simpleTerms(config, tables, question);
        return terms.sum(1) as Tensor;
      },
      [[d], [d], [], []],
    );
    this.programs.set(name, program);
    return program;
  }
}
