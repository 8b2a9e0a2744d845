// What a classifier can be told, and what it takes for granted.
import { checkInteger, checkOptions, checkPositive, checkProbability } from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';

/** Options of `classifier`. */
export interface ClassifierOptions {
  /** Of one example: [height, width], [height, width, channels] or [numbers]; [8, 8] unless given. */
  readonly shape?: readonly number[];
  /** 10 unless given. */
  readonly classes?: number;
  /** Channels of convolutions, each of which halves height and width: [16, 32] for images unless given, else []. */
  readonly channels?: readonly number[];
  /** Height and width of their kernels: 3 unless given. */
  readonly kernel?: number;
  /** Widths of dense layers behind them; the last is that of the features: [64] unless given. */
  readonly hidden?: readonly number[];
  /** Share of the features that each example does without, in training: 0.5 unless given. */
  readonly dropout?: number;
  /** Of Adam in the first step, from where it goes to 0 by half a cosine: 0.002 unless given. */
  readonly learningRate?: number;
}

/** The same with everything filled in, as plain data. A type and no interface, so that it counts as such. */
export type ClassifierConfig = {
  readonly [K in keyof ClassifierOptions]-?: Exclude<ClassifierOptions[K], undefined>;
};

const NAMES = ['shape', 'classes', 'channels', 'kernel', 'hidden', 'dropout', 'learningRate'];

function sizes(
  what: string,
  parameter: string,
  list: unknown,
  least: number,
  most: number,
): readonly number[] {
  if (!Array.isArray(list)) throw typeFault(what, parameter, list, 'an array of integers');
  if (list.length < least || list.length > most)
    throw rangeFault(what, `${parameter}.length`, list.length, `an integer in [${least}, ${most}]`);
  for (const [i, size] of list.entries()) checkInteger(what, `${parameter}[${i}]`, size, 1, 65536);
  return Object.freeze([...list]);
}

/** Checks options and fills in what is not given. */
export function classifierConfig(what: string, options: ClassifierOptions): ClassifierConfig {
  checkOptions(what, options, NAMES);
  const {
    shape = [8, 8],
    classes = 10,
    kernel = 3,
    hidden = [64],
    dropout = 0.5,
    learningRate = 0.002,
  } = options;
  const shapes = sizes(what, 'shape', shape, 1, 3);
  const { channels = shapes.length > 1 ? [16, 32] : [] } = options;
  const convolutions = sizes(what, 'channels', channels, 0, 10);
  if (convolutions.length > 0) {
    if (shapes.length === 1)
      throw rangeFault(what, 'channels', channels, '[] for examples of shape [numbers]');
    const least = 1 << convolutions.length;
    if (shapes[0] < least || shapes[1] < least)
      throw rangeFault(
        what,
        'shape',
        `[${shapes}]`,
        `${least} by ${least} or larger for ${convolutions.length} convolutions`,
      );
  }
  checkInteger(what, 'classes', classes, 2, 65536);
  checkInteger(what, 'kernel', kernel, 1, 31);
  checkProbability(what, 'dropout', dropout);
  if (dropout === 1) throw rangeFault(what, 'dropout', dropout, 'in [0, 1)');
  checkPositive(what, 'learningRate', learningRate);
  return Object.freeze({
    shape: shapes,
    classes,
    channels: convolutions,
    kernel,
    hidden: sizes(what, 'hidden', hidden, 1, 20),
    dropout,
    learningRate,
  });
}
