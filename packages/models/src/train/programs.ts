// The programs of a training: for each phase one that gives a shard's gradient, and for each thread one that moves the
// weights it has charge of. They are plain data, so that a thread needs nothing else.
import {
  add,
  applyUpdates,
  compile,
  f32,
  mul,
  type Optimizer,
  type ProgramData,
  randomStream,
  type Specs,
  Tensor,
  type Tree,
  valueAndGrad,
} from '@stokast/autodiff';
import {
  inputsOf,
  type Numbers,
  partOf,
  Resident,
  type Traced,
  tracedData,
  tracedIn,
} from '@stokast/autodiff/inside';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import type { Losses, Objective, Phase } from './objective.ts';
import { mapWeights, namedWeights, sizeOf, type WeightTree } from './parameters.ts';

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

/** What an optimiser keeps of weights before the first step. */
export type Start = (trained: readonly Float32Array[]) => Numbers[];

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
  return range(thread * each, each);
}

/** The derivatives in a phase, by place in `trained`, that other threads than this one need. */
export const wantedOf = ({ phases }: Programs, phase: number, thread: number): readonly number[] =>
  phases[phase].gradient.trained.flatMap((_, j) =>
    phases[phase].updates.some(({ derivatives }, i) => i !== thread && derivatives.includes(j)) ? [j] : [],
  );

const WHAT = 'Cannot train';

const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i);

/** Added in pairs: the first half's sum and the second's. */
const tree = (parts: readonly Tensor[]): Tensor =>
  parts.length === 1
    ? parts[0]
    : (add(tree(parts.slice(0, parts.length / 2)), tree(parts.slice(parts.length / 2))) as Tensor);

type Groups = { readonly [name: string]: WeightTree };

/** The weights that a phase moves, nested. */
function trainedTree(weights: Groups, { name, trains }: Phase): Groups {
  const unknown = trains.find((group) => !Object.hasOwn(weights, group));
  if (unknown !== undefined || trains.length === 0)
    throw rangeFault(WHAT, `phases.${name}.trains`, unknown, `some of ${Object.keys(weights).join(', ')}`);
  return Object.fromEntries(trains.map((group) => [group, weights[group]]));
}

const specsOf = (weights: WeightTree): Specs => mapWeights(weights, (_, { shape }) => f32(...shape)) as Specs;

/** A phase's gradient for so many examples. */
function gradientOf(
  objective: Objective,
  phase: Phase,
  names: readonly string[],
  examples: number,
): GradientProgram {
  const groups = objective.weights as Groups;
  const own = trainedTree(groups, phase);
  const trained = namedWeights(own).map(([name]) => names.indexOf(name));
  const fields = Object.entries(objective.example);
  let numbers: string[] = [];
  let assigned: number[] = [];
  type All = { readonly [name: string]: Tree };
  const step = (weights: All, batch: Record<string, Tensor>, at: Tensor, source: never) => {
    let losses: Losses | undefined;
    const moved = Object.fromEntries(phase.trains.map((name) => [name, weights[name]]));
    const { gradient } = valueAndGrad((part: Tree) => {
      losses = phase.loss({ ...weights, ...(part as All) } as never, { batch, source, step: at });
      return losses.loss;
    })(moved as Tree);
    const { loss, metrics = {}, assign = {} } = losses as Losses;
    numbers = ['loss', ...Object.keys(metrics)];
    assigned = Object.keys(assign).map((name) => names.indexOf(name));
    const wrong = Object.keys(assign).find((_, i) => assigned[i] < 0 || trained.includes(assigned[i]));
    if (wrong !== undefined)
      throw rangeFault(WHAT, `phases.${phase.name}.assign`, wrong, 'a weight that the phase does not train');
    return [gradient, [loss, ...Object.values(metrics)], Object.values(assign)];
  };
  const batch = Object.fromEntries(fields.map(([name, shape]) => [name, f32(examples, ...shape)]));
  const program = compile(step as never, [specsOf(groups), batch, f32(), randomStream] as never);
  const traced = tracedIn(program as never);
  const outputs = traced.graph.outputs.map((_, i) => i);
  for (const [i, each] of numbers.entries()) {
    const { shape, dtype } = traced.graph.outputs[trained.length + i];
    if (shape.length > 0 || dtype !== 'f32')
      throw typeFault(WHAT, `phases.${phase.name}.${each}`, `${dtype} [${shape.join(', ')}]`, 'f32 []');
  }
  const used = inputsOf(traced, outputs);
  const takeOf = (i: number): Take => {
    if (i < names.length) return { kind: 'weight', weight: i };
    if (i < names.length + fields.length) return { kind: 'field', field: i - names.length };
    if (i === names.length + fields.length) return { kind: 'step' };
    return { kind: 'noise', words: program.inputs[i].words as number };
  };
  const takes = used.map(takeOf);
  const data = tracedData(partOf(traced, used, outputs));
  return { program: data, takes, trained, numbers, assigned };
}

/** The optimiser's part of a phase, for all of its weights: state, derivatives of each shard -> state. */
function updateOf(
  own: Groups,
  optimizer: Optimizer,
  shards: number,
): { traced: Traced; kept: Kept[]; start: Start } {
  const specs = specsOf(own);
  const init = tracedIn(compile(((p: Tree) => optimizer.init(p)) as never, [specs] as never) as never);
  const kept = init.graph.outputs.map(({ shape, dtype }, i) => ({
    name: init.returned.keys[i].join('.'),
    shape,
    dtype,
  }));
  const keptSpecs = rebuilt(init.returned, kept);
  const update = (weights: Tree, state: never, ...derivatives: readonly Tree[]) => {
    const lists = derivatives.map((each) => leaves(each));
    let next = -1;
    const gradient = mapWeights(own, () => {
      next++;
      const sum = tree(lists.map((list) => list[next]));
      return shards === 1 ? sum : mul(sum, 1 / shards);
    }) as Tree;
    const [updates, after] = optimizer.update(gradient, state, weights);
    return [applyUpdates(weights as object, updates as object), after];
  };
  const inputs = [specs, keptSpecs, ...range(0, shards).map(() => specs)];
  const start = (weights: readonly Float32Array[]): Numbers[] => {
    const resident = new Resident(init);
    for (const [i, input] of resident.inputs.entries()) input.set(weights[i]);
    resident.run();
    const values = resident.outputs.map((output) => output.slice());
    resident.close();
    return values;
  };
  return { traced: tracedIn(compile(update as never, inputs as never) as never), kept, start };
}

const leaves = (value: Tree): Tensor[] =>
  value instanceof Tensor ? [value] : Object.values(value).flatMap((each) => leaves(each as Tree));

type Nested = { readonly keys: readonly (readonly (string | number)[])[]; readonly structure: unknown };

/** Specs in the form of what a function returned. */
function rebuilt({ structure }: Nested, kept: readonly Kept[]): unknown {
  if (typeof structure === 'number') return { shape: kept[structure].shape, dtype: kept[structure].dtype };
  if (Array.isArray(structure)) return structure.map((each) => rebuilt({ keys: [], structure: each }, kept));
  return Object.fromEntries(
    Object.entries(structure as object).map(([name, each]) => [
      name,
      rebuilt({ keys: [], structure: each }, kept),
    ]),
  );
}

/** Weights in as many groups as there are threads, of about the same size. */
function charges(sizes: readonly number[], threads: number): readonly (readonly number[])[] {
  const groups = range(0, threads).map(() => ({ size: 0, members: [] as number[] }));
  const order = sizes.map((size, i) => ({ size, i })).sort((a, b) => b.size - a.size || a.i - b.i);
  for (const { size, i } of order) {
    const least = groups.reduce((best, group) => (group.size < best.size ? group : best));
    least.size += size;
    least.members.push(i);
  }
  return groups.map(({ members }) => members.sort((a, b) => a - b));
}

/**
 * A thread's part of an update: its weights, what they depend on of the optimiser's state, and, where an optimiser
 * mixes weights, the others' too.
 */
function share(
  traced: Traced,
  trained: readonly number[],
  charge: readonly number[],
  others: readonly number[],
  shards: number,
): UpdateProgram {
  const carried = trained.length + others.length;
  const state = new Set(charge);
  for (let before = -1; before !== state.size; ) {
    before = state.size;
    for (const i of inputsOf(traced, [...state])) if (i < carried) state.add(i);
  }
  const own = [...state].sort((a, b) => a - b);
  const used = inputsOf(traced, own).filter((i) => i >= carried);
  const derivatives = [...new Set(used.map((i) => (i - carried) % trained.length))].sort((a, b) => a - b);
  const inputs = [
    ...own,
    ...derivatives.flatMap((j) => range(0, shards).map((s) => carried + s * trained.length + j)),
  ];
  return {
    program: tracedData(partOf(traced, inputs, own)),
    weights: own.filter((i) => i < trained.length).map((i) => trained[i]),
    kept: own.filter((i) => i >= trained.length).map((i) => i - trained.length),
    derivatives,
  };
}

/** average + (weight - average) (1 - decay) after so many steps, decay = min(decay, (1 + step) / (10 + step)) */
function averageOf(
  shapes: readonly (readonly number[])[],
  weights: readonly number[],
  decay: number,
): AverageProgram {
  const average = (averages: readonly Tensor[], now: readonly Tensor[], step: Tensor) => {
    const gain = step.add(1).div(step.add(10)).minimum(decay).neg().add(1).cast('f32');
    return averages.map((a, i) => a.add(now[i].sub(a).mul(gain)));
  };
  const specs = shapes.map((shape) => f32(...shape));
  const traced = tracedIn(compile(average as never, [specs, specs, []] as never) as never);
  const all = traced.graph.inputs.map((_, i) => i);
  const program = tracedData(
    partOf(
      traced,
      all,
      traced.graph.outputs.map((_, i) => i),
    ),
  );
  return { program, weights };
}

/** Averages by thread: each has those of the weights that it is the first to move in the last phase that does. */
function averagesOf(
  { average }: Objective,
  weights: Programs['weights'],
  phases: readonly PhasePrograms[],
  threads: number,
): (AverageProgram | undefined)[] {
  if (!average) return [];
  const ownerOf = (i: number): number => {
    const last = phases.findLast(({ gradient }) => gradient.trained.includes(i));
    return last ? last.updates.findIndex((update) => update.weights.includes(i)) : 0;
  };
  const averaged = weights.flatMap(({ name }, i) => (average.of.includes(name.split('.')[0]) ? [i] : []));
  return range(0, threads).map((thread) => {
    const own = averaged.filter((i) => ownerOf(i) === thread);
    if (own.length === 0) return undefined;
    return averageOf(
      own.map((i) => weights[i].shape),
      own,
      average.decay,
    );
  });
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
  const names = weights.map(({ name }) => name);
  const shapes = weights.map(({ shape }) => shape);
  const groups = objective.weights as Groups;
  const starts: Start[] = [];
  const phases = objective.phases.map((phase): PhasePrograms => {
    const gradient = gradientOf(objective, phase, names, batchSize / shards);
    const { trained } = gradient;
    const { traced, kept, start } = updateOf(trainedTree(groups, phase), phase.optimizer, shards);
    starts.push(start);
    const places = charges(
      trained.map((i) => sizeOf(shapes[i])),
      threads,
    );
    // What no weight depends on is the first thread's.
    const seen = new Set<number>();
    const parts = places.map((charge) => {
      const part = share(traced, trained, charge, range(0, kept.length), shards);
      for (const i of part.kept) seen.add(i);
      return part;
    });
    const left = range(0, kept.length).filter((i) => !seen.has(i));
    const first = [...places[0], ...left.map((i) => trained.length + i)];
    const updates =
      left.length === 0
        ? parts
        : [share(traced, trained, first, range(0, kept.length), shards), ...parts.slice(1)];
    return { name: phase.name, repeat: phase.repeat ?? 1, gradient, kept, updates };
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
