// The options of `minimize`, checked.
import {
  checkFinite,
  checkFunction,
  checkInteger,
  checkObject,
  checkOptions,
} from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { type Checkpoint, signature } from './minimum.ts';
import type { Optimizer } from './optimizer.ts';
import type { Progress } from './search.ts';
import type { Parameters } from './start.ts';

/** Options of `minimize`. */
export interface MinimizeOptions {
  /** `'lbfgs'` unless given; or one made by `sgd`, `adam`, `adamW` or `chain`. */
  readonly optimizer?: 'lbfgs' | Optimizer;
  /** The most steps, those before a checkpoint included: 10 000 unless given, with an optimizer 1000. */
  readonly steps?: number;
  /** Ends where no component of the gradient is larger: 1e-8 unless given; with an optimizer there is none unless given. */
  readonly tolerance?: number;
  /** L-BFGS: ends where a step lowers the value by no more than this share of it: 1e-14 unless given. */
  readonly changeTolerance?: number;
  /** L-BFGS: how many of the last steps say what the curvature is, 10 unless given. */
  readonly memory?: number;
  /** Ends the search early, with an AbortError that holds a checkpoint. */
  readonly signal?: AbortSignal;
  /** Called after each step of L-BFGS; with an optimizer after some tens of milliseconds, and at the end. */
  readonly onProgress?: (progress: Progress) => void;
  /** Goes on where a search stopped, bit for bit: its `checkpoint`. The start then says the nesting alone. */
  readonly resume?: Checkpoint;
}

const NAMES = [
  'optimizer',
  'steps',
  'tolerance',
  'changeTolerance',
  'memory',
  'signal',
  'onProgress',
  'resume',
];

/** Options with their defaults. */
export interface Settings {
  readonly optimizer: Optimizer | undefined;
  readonly steps: number;
  readonly tolerance: number;
  readonly changeTolerance: number;
  readonly memory: number;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: Progress) => void) | undefined;
  /** The state of a checkpoint. */
  readonly saved: unknown;
}

function checkTolerance(what: string, parameter: string, value: unknown): void {
  checkFinite(what, parameter, value);
  if (value < 0) throw rangeFault(what, parameter, value, '>= 0 and finite');
}

function savedIn(
  what: string,
  resume: unknown,
  kind: Checkpoint['optimizer'],
  parameters: Parameters,
): unknown {
  if (resume === undefined) return undefined;
  checkObject(what, 'options.resume', resume);
  const wanted: Omit<Checkpoint, 'state'> = {
    type: 'stokast-minimization',
    version: 1,
    optimizer: kind,
    parameters: signature(parameters),
  };
  const given = resume as Partial<Checkpoint>;
  for (const [name, value] of Object.entries(wanted)) {
    const found = given[name as keyof Checkpoint];
    if (JSON.stringify(found) !== JSON.stringify(value))
      throw rangeFault(what, `options.resume.${name}`, found, JSON.stringify(value));
  }
  if (given.state === undefined) throw typeFault(what, 'options.resume.state', undefined, 'a state');
  return given.state;
}

/** Checks the options of `minimize`; says what a search is set to. */
export function settingsOf(what: string, options: MinimizeOptions, parameters: Parameters): Settings {
  checkOptions(what, options, NAMES);
  const { optimizer = 'lbfgs', memory = 10, signal, onProgress, resume } = options;
  const quasiNewton = optimizer === 'lbfgs';
  if (!quasiNewton) {
    const { init, update } = (optimizer ?? {}) as Partial<Optimizer>;
    if (typeof init !== 'function' || typeof update !== 'function') {
      const allowed = `'lbfgs', or an optimizer such as adam({ learningRate: 0.01 })`;
      throw typeFault(what, 'options.optimizer', optimizer, allowed);
    }
    for (const name of ['changeTolerance', 'memory'] as const) {
      if (options[name] !== undefined)
        throw typeFault(what, `options.${name}`, options[name], 'left out: it is for L-BFGS');
    }
  }
  const single = parameters.leaves.findIndex(({ dtype }) => dtype === 'f32');
  if (quasiNewton && single >= 0) {
    const allowed = 'doubles, for L-BFGS: choose an optimizer for singles';
    throw typeFault(what, parameters.paths[single], parameters.leaves[single].numbers, allowed);
  }
  const {
    steps = quasiNewton ? 10000 : 1000,
    tolerance = quasiNewton ? 1e-8 : 0,
    changeTolerance = 1e-14,
  } = options;
  checkInteger(what, 'options.steps', steps, 1, 2147483647);
  checkTolerance(what, 'options.tolerance', tolerance);
  checkTolerance(what, 'options.changeTolerance', changeTolerance);
  checkInteger(what, 'options.memory', memory, 1, 1000);
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw typeFault(what, 'options.signal', signal, 'an AbortSignal');
  if (onProgress !== undefined) checkFunction(what, 'options.onProgress', onProgress);
  return {
    optimizer: quasiNewton ? undefined : (optimizer as Optimizer),
    steps,
    tolerance,
    changeTolerance,
    memory,
    signal,
    onProgress,
    saved: savedIn(what, resume, quasiNewton ? 'lbfgs' : 'optimizer', parameters),
  };
}
