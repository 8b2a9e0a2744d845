// The programs of a training: for each phase one that gives a shard's gradient, and for each thread one that moves the
// weights it has charge of. They are plain data, so that a thread needs nothing else.
import type { ProgramData } from '@stokast/autodiff';
import { rangeFault } from '@stokast/core-wasm/errors';
import { averagesOf } from './average.ts';
import { gradientOf } from './gradient.ts';
import type { Objective, Phase } from './objective.ts';
import { namedWeights, sizeOf, type WeightTree } from './parameters.ts';
import { type Start, updatesOf } from './update.ts';

/** An argument of a gradient's program. */
export type Take =
  | { readonly kind: 'weight'; readonly weight: number }
  | { readonly kind: 'field'; readonly field: number }
  | { readonly kind: 'step' }
  | { readonly kind: 'noise'; readonly words: number };

/** The gradient of a phase for one shard. */
export interface GradientProgram {
  readonly program: ProgramData;
  readonly takes: readonly Take[];
  /** Results: the derivatives in these weights, */
  readonly trained: readonly number[];
  /** then the loss and what is shown beside it, one number each, */
  readonly numbers: readonly string[];
  /** then new values of these weights. */
  readonly assigned: readonly number[];
}

/** One tensor that an optimiser keeps. */
export interface Kept {
  /** `vae.first.encoder.0.weight` */
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'f32' | 'f64';
}

/** What one thread does when the gradients are there. */
export interface UpdateProgram {
  readonly program: ProgramData;
  /** Arguments, and results in their places: these weights, */
  readonly weights: readonly number[];
  /** then these of what the phase's optimiser keeps; */
  readonly kept: readonly number[];
  /** further arguments: of each of these in `trained` the derivative of each shard. */
  readonly derivatives: readonly number[];
}

/** A moving average of some weights: arguments are the averages, carried, then the weights, then the step. */
export interface AverageProgram {
  readonly program: ProgramData;
  readonly weights: readonly number[];
}

export interface PhasePrograms {
  readonly name: string;
  readonly repeat: number;
  readonly gradient: GradientProgram;
  readonly kept: readonly Kept[];
  /** By thread. */
  readonly updates: readonly UpdateProgram[];
}

export interface Programs {
  readonly weights: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly size: number;
  }[];
  /** The fields of an example: their names, and how many numbers each has. */
  readonly fields: readonly { readonly name: string; readonly size: number }[];
  readonly batchSize: number;
  readonly shards: number;
  readonly threads: number;
  readonly phases: readonly PhasePrograms[];
  /** By thread, where it keeps any. */
  readonly averages: readonly (AverageProgram | undefined)[];
}

/** The shards of a thread. */
export function shardsOf({ shards, threads }: Programs, thread: number): readonly number[] {
  const each = shards / threads;
  return Array.from({ length: each }, (_, i) => thread * each + i);
}

/** The derivatives in a phase, by place in `trained`, that other threads than this one need. */
export const wantedOf = ({ phases }: Programs, phase: number, thread: number): readonly number[] =>
  phases[phase].gradient.trained.flatMap((_, j) =>
    phases[phase].updates.some(({ derivatives }, i) => i !== thread && derivatives.includes(j)) ? [j] : [],
  );

/** Weights by top-level name. */
export type Groups = { readonly [name: string]: WeightTree };

/** The weights that a phase moves, nested. */
function trainedIn(weights: Groups, { name, trains }: Phase): Groups {
  const unknown = trains.find((group) => !Object.hasOwn(weights, group));
  if (unknown !== undefined || trains.length === 0) {
    const allowed = `some of ${Object.keys(weights).join(', ')}`;
    throw rangeFault('Cannot train', `phases.${name}.trains`, unknown, allowed);
  }
  return Object.fromEntries(trains.map((group) => [group, weights[group]]));
}

/** All programs of an objective, and how the optimiser of each phase starts. */
export function programsOf(
  objective: Objective,
  batchSize: number,
  shards: number,
  threads: number,
): { programs: Programs; starts: readonly Start[] } {
  const weights = namedWeights(objective.weights).map(([name, { shape }]) => ({
    name,
    shape,
    size: sizeOf(shape),
  }));
  const starts: Start[] = [];
  const phases = objective.phases.map((phase): PhasePrograms => {
    const own = trainedIn(objective.weights as Groups, phase);
    const gradient = gradientOf(objective, phase, own, batchSize / shards);
    const { start, ...rest } = updatesOf(own, phase.optimizer, gradient.trained, shards, threads);
    starts.push(start);
    return { name: phase.name, repeat: phase.repeat ?? 1, gradient, ...rest };
  });
  const programs: Programs = {
    weights,
    fields: Object.entries(objective.example).map(([name, shape]) => ({ name, size: sizeOf(shape) })),
    batchSize,
    shards,
    threads,
    phases,
    averages: averagesOf(objective, weights, phases, threads),
  };
  return { programs, starts };
}
