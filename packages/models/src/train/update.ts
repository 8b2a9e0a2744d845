// The update of a phase: its optimiser, traced for all of its weights and dealt out to threads.
import { add, applyUpdates, compile, mul, type Optimizer, Tensor, type Tree } from '@stokast/autodiff';
import {
  inputsOf,
  type Numbers,
  partOf,
  Resident,
  type Traced,
  tracedData,
  tracedIn,
} from '@stokast/autodiff/inside';
import { typeFault } from '@stokast/core-wasm/errors';
import { specsOf } from './gradient.ts';
import { mapWeights, namedWeights, sizeOf } from './parameters.ts';
import type { Groups, Kept, UpdateProgram } from './programs.ts';

/** What an optimiser keeps of weights before the first step. */
export type Start = (trained: readonly Float32Array[]) => Numbers[];

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Added in pairs: the first half's sum and the second's. */
const tree = (parts: readonly Tensor[]): Tensor =>
  parts.length === 1
    ? parts[0]
    : (add(tree(parts.slice(0, parts.length / 2)), tree(parts.slice(parts.length / 2))) as Tensor);

const leaves = (value: Tree): Tensor[] =>
  value instanceof Tensor ? [value] : Object.values(value).flatMap((each) => leaves(each as Tree));

/** Specs in the form of what a function returned. */
function specsLike(structure: unknown, kept: readonly Kept[]): unknown {
  if (typeof structure === 'number') return { shape: kept[structure].shape, dtype: kept[structure].dtype };
  if (Array.isArray(structure)) return structure.map((each) => specsLike(each, kept));
  return Object.fromEntries(
    Object.entries(structure as object).map(([name, each]) => [name, specsLike(each, kept)]),
  );
}

/** The optimiser for all weights of a phase: weights and state, then the derivatives of each shard -> weights and state. */
function traced(
  own: Groups,
  optimizer: Optimizer,
  shards: number,
): { whole: Traced; outputs: readonly number[]; kept: Kept[]; start: Start } {
  const specs = specsOf(own);
  const init = tracedIn(compile(((p: Tree) => optimizer.init(p)) as never, [specs] as never) as never);
  const kept = init.graph.outputs.map(({ shape, dtype }, i) => ({
    name: init.returned.keys[i].join('.'),
    shape,
    dtype,
  }));
  const update = (weights: Tree, state: never, ...derivatives: readonly Tree[]) => {
    const lists = derivatives.map(leaves);
    let next = -1;
    const gradient = mapWeights(own, () => {
      next++;
      const sum = tree(lists.map((list) => list[next]));
      return shards === 1 ? sum : mul(sum, 1 / shards);
    }) as Tree;
    const [updates, after] = optimizer.update(gradient, state, weights);
    return [applyUpdates(weights as object, updates as object), after];
  };
  const inputs = [specs, specsLike(init.returned.structure, kept), ...range(shards).map(() => specs)];
  const whole = tracedIn(compile(update as never, inputs as never) as never);
  // The state's parts by name: an optimiser may give them in another order than it takes them.
  const places = new Map(whole.returned.keys.map((way, i) => [way.join('.'), i]));
  const names = [
    ...namedWeights(own).map(([name]) => `0.${name}`),
    ...kept.map(({ name }) => (name === '' ? '1' : `1.${name}`)),
  ];
  const outputs = names.map((name) => {
    const place = places.get(name);
    if (place === undefined)
      throw typeFault('Cannot train', 'optimizer.update', name, 'a state of the form that init gives');
    return place;
  });
  const start = (weights: readonly Float32Array[]): Numbers[] => {
    const resident = new Resident(init);
    for (const [i, input] of resident.inputs.entries()) input.set(weights[i]);
    resident.run();
    const values = resident.outputs.map((output) => output.slice());
    resident.close();
    return values;
  };
  return { whole, outputs, kept, start };
}

/** Numbers 0, 1 ... in as many groups as there are threads, of about the same sum of sizes. */
function dealt(sizes: readonly number[], threads: number): readonly (readonly number[])[] {
  const groups = range(threads).map(() => ({ size: 0, members: [] as number[] }));
  const order = sizes.map((size, i) => ({ size, i })).sort((a, b) => b.size - a.size || a.i - b.i);
  for (const { size, i } of order) {
    const least = groups.reduce((best, group) => (group.size < best.size ? group : best));
    least.size += size;
    least.members.push(i);
  }
  return groups.map(({ members }) => members);
}

/** The updates of a phase by thread, what its optimiser keeps, and how that starts. */
export function updatesOf(
  own: Groups,
  optimizer: Optimizer,
  trained: readonly number[],
  shards: number,
  threads: number,
): { updates: readonly UpdateProgram[]; kept: readonly Kept[]; start: Start } {
  const { whole, outputs, kept, start } = traced(own, optimizer, shards);
  const count = trained.length;
  const carried = count + kept.length;
  /** Weights and parts of the state, by place, that some of them depend on. */
  const closed = (charge: readonly number[]): readonly number[] => {
    const state = new Set(charge);
    for (let before = -1; before !== state.size; ) {
      before = state.size;
      const needed = inputsOf(
        whole,
        [...state].map((i) => outputs[i]),
      );
      for (const i of needed) if (i < carried) state.add(i);
    }
    return [...state].sort((a, b) => a - b);
  };
  const sizes = namedWeights(own).map(([, { shape }]) => sizeOf(shape));
  const parts = dealt(sizes, threads).map(closed);
  // What no weight depends on is the first thread's.
  const taken = new Set(parts.flat());
  parts[0] = closed([...parts[0], ...range(carried).filter((i) => !taken.has(i))]);
  const updates = parts.map((state) => {
    const results = state.map((i) => outputs[i]);
    const used = inputsOf(whole, results).filter((i) => i >= carried);
    const derivatives = [...new Set(used.map((i) => (i - carried) % count))].sort((a, b) => a - b);
    const inputs = derivatives.flatMap((j) => range(shards).map((shard) => carried + shard * count + j));
    return {
      program: tracedData(partOf(whole, [...state, ...inputs], results)),
      weights: state.filter((i) => i < count).map((i) => trained[i]),
      kept: state.filter((i) => i >= count).map((i) => i - count),
      derivatives,
    };
  });
  return { updates, kept, start };
}
