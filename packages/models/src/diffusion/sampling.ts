// Samples, chunk by chunk: what samplers of diffusions and flows have in common.
import { checkCount, checkInteger, checkPositive } from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { Normal, Stream } from '@stokast/sampling';
import { type Classes, classesOf } from '../fitted/classes.ts';
import { type DenoiserConfig, numbersIn } from './config.ts';
import { scaleOf } from './data.ts';
import { rowsFor } from './programs.ts';

/** Options of all sampling. */
export interface ClassOptions {
  /** A class for all samples, or one for each; null for samples of no class in particular. Unless given all are equally likely. */
  readonly class?: Classes | null;
  /** How far samples are moved towards what tells their class from others; 1, the default, is not at all. */
  readonly guidanceScale?: number;
}

/** Where samples start. */
export interface Latents {
  /** [n, d], standard normal */
  readonly x: Float32Array;
  /** [n]; the number of classes stands for none. */
  readonly label: Float32Array;
  /** Where in the stream they were drawn, and words of each. */
  readonly position: number;
  readonly words: number;
}

/** The class of each of n rows, where options say it. */
export function labelsOf(
  what: string,
  { classes }: DenoiserConfig,
  { class: given }: ClassOptions,
  n: number,
): Float32Array {
  if (given === null || given === undefined) return new Float32Array(n).fill(classes);
  return classesOf(what, classes, given, n);
}

/** Checks what all sampling takes. */
export function checkSampling(
  what: string,
  config: DenoiserConfig,
  stream: unknown,
  n: unknown,
  options: ClassOptions,
): void {
  if (!(stream instanceof Stream))
    throw typeFault(what, 'stream', stream, 'a Stream, as made by stream(seed)');
  checkCount(what, 'n', n);
  const { guidanceScale = 1 } = options;
  if (guidanceScale === 0) return;
  checkPositive(what, 'options.guidanceScale', guidanceScale);
  if (guidanceScale !== 1 && (config.classes === 0 || config.classDropout === 0))
    throw rangeFault(
      what,
      'options.guidanceScale',
      guidanceScale,
      '1, unless the model has classes and classDropout',
    );
}

/** Draws where n samples start, and the class of each where that is free: sample by sample, one word a number. */
export function latentsOf(
  what: string,
  config: DenoiserConfig,
  stream: Stream,
  n: number,
  options: ClassOptions,
): Latents {
  const d = numbersIn(config);
  const isFree = config.classes > 0 && options.class === undefined;
  const label = labelsOf(what, config, options, n);
  const { position } = stream;
  const x = new Float32Array(n * d);
  const normal = Normal(0, 1);
  if (!isFree) normal.fill(stream, x);
  else {
    for (let i = 0; i < n; i++) {
      normal.fill(stream, x.subarray(i * d, (i + 1) * d));
      label[i] = stream.integers(0, config.classes);
    }
  }
  return { x, label, position, words: isFree ? d + 1 : d };
}

/** Moves rows from one stage to the next, in the machine. */
export interface Walker {
  /** Stages, and after which of them a step is done. */
  readonly complete: readonly boolean[];
  load(x: Float32Array): void;
  /** Row 0's noise starts at word `position` of any stream that is the stage's own. */
  step(i: number, label: Float32Array, position: number): void;
  read(): Float32Array;
}

/** Samples after some of their steps, in the numbers of the data. */
export interface Denoising {
  /** Steps done before each of `frames`. */
  readonly steps: readonly number[];
  /** All samples then: [n, ...shape] each. */
  readonly frames: readonly Float32Array[];
}

/** All samples as they are after each step that is asked for, in the numbers of a network. */
function walked(
  config: DenoiserConfig,
  { x, label, position, words }: Latents,
  walker: Walker,
  steps: readonly number[],
): Float32Array[] {
  const d = numbersIn(config);
  const rows = rowsFor(config);
  const n = label.length;
  const frames = steps.map(() => new Float32Array(n * d));
  for (let from = 0; from < n; from += rows) {
    const count = Math.min(rows, n - from);
    const chunk = new Float32Array(rows * d);
    const labels = new Float32Array(rows);
    chunk.set(x.subarray(from * d, (from + count) * d));
    labels.set(label.subarray(from, from + count));
    let done = 0;
    const look = (): void => {
      const frame = steps.indexOf(done);
      if (frame >= 0)
        frames[frame].set((done === 0 ? chunk : walker.read()).subarray(0, count * d), from * d);
    };
    look();
    walker.load(chunk);
    for (const [i, isComplete] of walker.complete.entries()) {
      walker.step(i, labels, position + from * words);
      if (!isComplete) continue;
      done += 1;
      look();
    }
  }
  return frames;
}

/** Frames in the numbers of the data; images are kept within [0, 1]. */
export function framesOf(
  config: DenoiserConfig,
  latents: Latents,
  walker: Walker,
  steps: readonly number[],
): Float32Array[] {
  const { mean, deviation } = scaleOf(config);
  const d = mean.length;
  const isImage = config.shape.length > 1;
  return walked(config, latents, walker, steps).map((frame) =>
    frame.map((value, i) => {
      const number = value * deviation[i % d] + mean[i % d];
      return isImage ? Math.max(0, Math.min(1, number)) : number;
    }),
  );
}

/** `frames` numbers of steps from 0 to all, evenly. */
export function evenSteps(what: string, steps: number, frames: unknown): number[] {
  checkInteger(what, 'options.frames', frames, 2, steps + 1);
  return Array.from({ length: frames }, (_, i) => Math.floor((i * steps) / (frames - 1) + 0.5));
}
