// From a graph to a plan: instructions with offsets into one block of memory, and what lies where.
import * as code from '@stokast/core-wasm/opcodes';
import type { Graph } from '../graph.ts';
import { nodesOf } from '../graph.ts';
import { type DType, type Shape, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { layOut } from './buffers.ts';
import { Emitter, FOREVER, type Instruction, isRef } from './emitter.ts';
import { LoopEmitter, type Uses } from './loops.ts';
import { type Step, schedule, tasksFor } from './schedule.ts';
import { holderOf, type Task } from './task.ts';
import { whole } from './whole.ts';

/** One argument or result: where its elements are. */
export interface Slot {
  readonly offset: number;
  readonly shape: Shape;
  readonly dtype: DType;
}

/** A program for any machine: addresses count from the start of its memory. */
export interface Plan {
  readonly instructions: readonly Instruction[];
  /** Of these the first `setup` run once, when the program is opened: all that depends on constants alone. */
  readonly setup: number;
  readonly bytes: number;
  readonly inputs: readonly Slot[];
  readonly outputs: readonly Slot[];
  readonly constants: readonly { readonly offset: number; readonly data: Float64Array | Float32Array }[];
}

const isLeaf = (node: Tensor): boolean => node.operation === 'input' || node.operation === 'constant';

/** Who reads what, among the tasks of a program. */
function usesOf(tasks: ReadonlyMap<Tensor, Task>, outputs: readonly Tensor[]): Uses {
  const aligned = new Map<Tensor, Task[]>();
  const needed = new Set<Tensor>(outputs.map(holderOf));
  for (const task of tasks.values()) {
    for (const node of task.aligned) aligned.set(node, [...(aligned.get(node) ?? []), task]);
    for (const node of task.needed) needed.add(node);
  }
  return {
    kept: (node, inLoop) =>
      needed.has(node) || (aligned.get(node) ?? []).some((task) => !inLoop.has(task.node) && task.streams),
    count: (node) => (aligned.get(node)?.length ?? 0) + (needed.has(node) ? 1 : 0),
  };
}

/** Emits the steps of a graph, or of a scan's body. */
export function emitSteps(out: Emitter, steps: readonly Step[], uses: Uses): void {
  for (const { kind, tasks } of steps) {
    if (kind === 'whole') {
      whole[tasks[0].node.operation].emit(tasks[0].node, out);
    } else {
      const [{ node }] = tasks;
      const size = kind === 'one' ? 1 : sizeOf(tasks[0].streams ? node.shape : node.inputs[0].shape);
      new LoopEmitter(out, uses, tasks, size).emit();
    }
  }
}

/** Nodes that depend on constants alone. */
function constantNodes(outputs: readonly Tensor[]): Set<Tensor> {
  const fixed = new Set<Tensor>();
  for (const node of nodesOf(outputs)) {
    if (node.operation === 'input' || (node.inputs.length === 0 && node.operation !== 'constant')) continue;
    if (node.inputs.every((input) => fixed.has(input))) fixed.add(node);
  }
  return fixed;
}

/** Plans the program of a graph. */
export function planOf({ inputs, outputs }: Graph): Plan {
  const out = new Emitter();
  const constants: { buffer: ReturnType<Emitter['hold']>; data: Float64Array | Float32Array }[] = [];
  const all = tasksFor(outputs.map(holderOf), isLeaf);
  for (const node of nodesOf(outputs)) {
    if (node.operation !== 'constant') continue;
    const buffer = out.hold(node);
    buffer.use(-1);
    constants.push({ buffer, data: node.attributes.data as Float64Array });
  }
  for (const node of inputs) out.hold(node).use(-1, FOREVER);
  const uses = usesOf(all, outputs);
  const fixed = constantNodes(outputs);
  const part = (constant: boolean): Map<Tensor, Task> =>
    new Map([...all].filter(([node]) => fixed.has(node) === constant));
  emitSteps(out, schedule(part(true)), uses);
  const setup = out.now;
  emitSteps(out, schedule(part(false)), uses);
  for (const output of outputs) out.at(output).buffer.use(out.now, FOREVER);
  // What is there before a run must be there after it.
  for (const buffer of out.buffers) {
    if (buffer.first < setup && buffer.last >= setup) buffer.use(buffer.first, FOREVER);
  }
  const bytes = layOut(out.buffers);
  const slot = (node: Tensor): Slot => {
    const { buffer, bytes: offset } = out.at(node);
    return { offset: buffer.offset + offset, shape: node.shape, dtype: node.dtype };
  };
  return {
    instructions: out.instructions,
    setup,
    bytes,
    inputs: inputs.map(slot),
    outputs: outputs.map(slot),
    constants: constants
      .filter(({ buffer }) => buffer.offset >= 0)
      .map(({ buffer, data }) => ({ offset: buffer.offset, data })),
  };
}

/** The words of instructions whose memory begins at `base`, with END behind them. */
export function wordsOf(instructions: readonly Instruction[], base: number): Int32Array {
  const words: number[] = [];
  for (const instruction of instructions) {
    for (const word of instruction) {
      words.push(isRef(word) ? (base + word.buffer.offset + word.bytes) | word.flags : word);
    }
  }
  words.push(code.END);
  return Int32Array.from(words);
}
