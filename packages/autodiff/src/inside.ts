// The engine room, for the packages above: programs that stay in the machine, and parts of programs. No public interface.
import { type Machine, machine } from '@stokast/core-wasm';
import { Executable, type Numbers } from './executable.ts';
import { type Blame, blameIn } from './explain/blame.ts';
import { nodesOf } from './graph.ts';
import { planOf } from './lower/plan.ts';
import { insideOf, type Program, type Traced } from './program.ts';
import { closeRoom, type Room, roomFor } from './room.ts';
import type { ProgramData } from './serialise/format.ts';
import { readProgram } from './serialise/read.ts';
import { writeProgram } from './serialise/write.ts';
import { type WordStream, writeStream } from './source.ts';
import type { Nesting } from './tree.ts';

export type { Numbers } from './executable.ts';
export type { Blame } from './explain/blame.ts';
export type { Traced } from './program.ts';

/** What `compile` traced: graph and names. */
export const tracedIn = (program: Program<never, unknown>): Traced => insideOf(program).traced;

/** A traced function as plain data. How many results it carries is not among them. */
export const tracedData = (traced: Traced): ProgramData => writeProgram(traced);
/** What such data stand for; throws on all that `tracedData` did not give. */
export const tracedFrom = (data: ProgramData): Traced => readProgram(data);

const listOf = (name: string, names: readonly string[]): Nesting => ({
  name,
  structure: names.map((_, i) => i),
  paths: names,
  keys: names.map((_, i) => [i]),
});

/** Which inputs, by number, some of the results are made from. */
export function inputsOf({ graph }: Traced, outputs: readonly number[]): readonly number[] {
  const nodes = new Set(nodesOf(outputs.map((i) => graph.outputs[i])));
  return graph.inputs.flatMap((input, i) => (nodes.has(input) ? [i] : []));
}

/** The same function with these inputs and results alone, each in a list; what no result needs is not computed. */
export const partOf = (
  { graph, given, returned }: Traced,
  inputs: readonly number[],
  outputs: readonly number[],
): Traced => ({
  graph: { inputs: inputs.map((i) => graph.inputs[i]), outputs: outputs.map((i) => graph.outputs[i]) },
  given: listOf(
    'arguments',
    inputs.map((i) => given.paths[i]),
  ),
  returned: listOf(
    'result',
    outputs.map((i) => returned.paths[i]),
  ),
});

/** See `blameIn`; `names` are those of the arguments. */
export const blame = (
  { graph }: Traced,
  names: readonly string[],
  values: readonly Numbers[],
): Blame | undefined => blameIn(graph, names, values);

/** Addresses that buffers of programs may have. */
const ALIGNED = 64;

/** Arrays of singles in a machine's memory, which programs can have as arguments without a copy: see `Resident`. */
export class Block {
  private readonly machine: Machine;
  private readonly room: Room;
  private readonly lengths: readonly number[];
  private readonly starts: readonly number[];
  private seen: Float32Array | undefined;
  private made: readonly Float32Array[] = [];

  /** Throws STOKAST_E_MEMORY. */
  constructor(lengths: readonly number[]) {
    this.machine = machine();
    this.lengths = lengths;
    let at = 0;
    this.starts = lengths.map((length) => {
      at += Math.ceil((4 * length) / ALIGNED) * ALIGNED;
      return at - Math.ceil((4 * length) / ALIGNED) * ALIGNED;
    });
    this.room = roomFor(this, this.machine, Math.max(ALIGNED, at), true);
  }

  /** Views of the arrays: good until memory grows, so ask anew. */
  get arrays(): readonly Float32Array[] {
    const { f32 } = this.machine;
    if (this.seen !== f32)
      this.made = this.lengths.map((length, i) => {
        const at = this.addressOf(i) / 4;
        return f32.subarray(at, at + length);
      });
    this.seen = f32;
    return this.made;
  }

  addressOf(index: number): number {
    return this.room.address + this.starts[index];
  }

  close(): void {
    closeRoom(this.room);
  }
}

/** A program in the machine that ran when it was made, which keeps what is written into its arguments' places. */
export class Resident {
  readonly machine: Machine;
  private readonly executable: Executable;
  private readonly linked: ReadonlySet<number>;

  /**
   * The first `carried` results are written over as many arguments. Arguments in `links`, by number, are at those
   * addresses, where that can be: see `isLinked`. Throws STOKAST_E_MEMORY.
   */
  constructor({ graph }: Traced, carried = 0, links: ReadonlyMap<number, number> = new Map()) {
    this.machine = machine();
    const plan = planOf(graph, carried);
    const good = [...links].filter(([, address]) => address % ALIGNED === 0);
    this.linked = new Set(good.map(([i]) => i));
    const places = new Map(good.map(([i, address]) => [plan.inputs[i].buffer, address]));
    this.executable = new Executable(this.machine, plan, true, places);
  }

  /** Does an argument lie where it was to lie? */
  isLinked(index: number): boolean {
    return this.linked.has(index);
  }

  /** Address of a result. */
  addressOf(output: number): number {
    return this.executable.addressOf(this.executable.plan.outputs[output]);
  }

  /** The places of arguments and results: good until memory grows, so ask anew. */
  get inputs(): readonly Numbers[] {
    return this.executable.inputs;
  }
  get outputs(): readonly Numbers[] {
    return this.executable.outputs;
  }

  /** Lets the argument with that number, which is a stream, go on where this one is. */
  writeStream(index: number, stream: WordStream): void {
    const { executable } = this;
    const words = executable.plan.inputs[index].words as number;
    writeStream(stream, words, this.machine, executable.inputs[index] as Float64Array);
  }

  run(): void {
    this.executable.run();
  }

  close(): void {
    this.executable.close();
  }
}
