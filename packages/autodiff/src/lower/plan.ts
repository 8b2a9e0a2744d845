// From a graph to a plan: instructions with offsets into one block of memory, and what lies where.
import * as code from '@stokast/core-wasm/opcodes';
import type { Graph } from '../graph.ts';
import { nodesOf } from '../graph.ts';
import { bodyOf } from '../scan/body.ts';
import type { DType, Shape } from '../shape.ts';
import { POSITION, wordsTaken } from '../source.ts';
import type { Tensor } from '../tensor.ts';
import { type Buffer, layOut, type Ref } from './buffers.ts';
import { carryOver } from './carry.ts';
import { Emitter, FOREVER, type Instruction, isRef } from './emitter.ts';
import { emitTasks, usesOf } from './graph.ts';
import { makeInPlace } from './in-place.ts';
import { tasksFor } from './schedule.ts';
import { holderOf, isLeaf, type Task } from './task.ts';

/** One argument or result: where its elements are. */
export interface Slot {
  readonly buffer: Buffer;
  readonly offset: number;
  readonly shape: Shape;
  readonly dtype: DType;
  /** Words of a stream that a run takes, where the argument is one. */
  readonly words?: number;
}

/** A program for any machine: addresses count from the start of its memory. */
export interface Plan {
  readonly instructions: readonly Instruction[];
  /** Of these the first `setup` run once, when the program is opened: all that depends on constants alone. */
  readonly setup: number;
  readonly bytes: number;
  readonly inputs: readonly Slot[];
  readonly outputs: readonly Slot[];
  readonly constants: readonly Constant[];
}

/** Numbers that are laid into a program's memory when it is opened. */
export interface Constant {
  readonly buffer: Buffer;
  readonly offset: number;
  readonly data: Float64Array | Float32Array;
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

/** Constants that the nodes read, those in the bodies of scans too. */
function constantsIn(outputs: readonly Tensor[]): Set<Tensor> {
  const found = new Set<Tensor>();
  for (const node of nodesOf(outputs)) {
    if (node.operation === 'constant') found.add(node);
    if (node.operation === 'scan') for (const each of constantsIn(bodyOf(node).body.outputs)) found.add(each);
  }
  return found;
}

/**
 * Plans the program of a graph. The first `carried` results go to the places of as many arguments when all is done:
 * the next run finds them there.
 */
export function planOf({ inputs, outputs }: Graph, carried = 0): Plan {
  const out = new Emitter();
  const constants: Pick<Constant, 'buffer' | 'data'>[] = [];
  for (const node of constantsIn(outputs)) {
    const buffer = out.hold(node);
    buffer.use(-1);
    constants.push({ buffer, data: node.attributes.data as Float64Array });
  }
  for (const node of inputs) out.hold(node).use(-1, FOREVER);
  const tasks = tasksFor(outputs.map(holderOf), isLeaf);
  const uses = usesOf(tasks, outputs);
  const fixed = constantNodes(outputs);
  const part = (constant: boolean): Map<Tensor, Task> =>
    new Map([...tasks].filter(([node]) => fixed.has(node) === constant));
  emitTasks(out, part(true), uses);
  const setup = out.now;
  emitTasks(out, part(false), uses);
  if (carried > 0) makeInPlace(out, setup, inputs, outputs, carried);
  const places = carryOver(out, inputs, outputs, carried);
  for (const { buffer } of places) buffer.use(out.now, FOREVER);
  // The next run goes on in a stream where this one stops.
  for (const node of inputs) {
    const words = wordsTaken(node);
    if (!words) continue;
    const buffer = out.buffer(8, 'words');
    buffer.use(-1);
    constants.push({ buffer, data: Float64Array.of(words) });
    const position = { ...out.at(node), bytes: out.at(node).bytes + POSITION };
    out.emit(code.ADD_ONE, position, position, { buffer, bytes: 0, flags: 0 });
  }
  // What is there before a run must be there after it.
  for (const buffer of out.buffers) {
    if (buffer.first < setup && buffer.last >= setup) buffer.use(buffer.first, FOREVER);
  }
  const bytes = layOut(out.buffers);
  const slot = ({ shape, dtype }: Tensor, { buffer, bytes: offset }: Ref): Slot => ({
    buffer,
    offset: buffer.offset + offset,
    shape,
    dtype,
  });
  return {
    instructions: out.instructions,
    setup,
    bytes,
    inputs: inputs.map((node) => {
      const words = wordsTaken(node);
      return { ...slot(node, out.at(node)), ...(words === undefined ? {} : { words }) };
    }),
    outputs: outputs.map((node, i) => slot(node, places[i])),
    constants: constants
      .filter(({ buffer }) => buffer.offset >= 0)
      .map(({ buffer, data }) => ({ buffer, offset: buffer.offset, data })),
  };
}

/** Where buffers lie that are not in a program's own memory. */
export type Links = ReadonlyMap<Buffer, number>;

/** The words of instructions whose memory begins at `base`, with END behind them. */
export function wordsOf(instructions: readonly Instruction[], base: number, links?: Links): Int32Array {
  const words: number[] = [];
  for (const instruction of instructions) {
    for (const word of instruction) {
      if (!isRef(word)) words.push(word);
      else {
        const at = links?.get(word.buffer) ?? base + word.buffer.offset;
        words.push((at + word.bytes) | word.flags);
      }
    }
  }
  words.push(code.END);
  return Int32Array.from(words);
}
