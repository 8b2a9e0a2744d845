// Instructions of one loop: its tasks fused into passes over tiles that stay in the cache.
import * as code from '@stokast/core-wasm/opcodes';
import { sizeOf, WIDTH } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { isView, joinAxes, resolve, singleOf, viewOf } from './access.ts';
import { type Block, blockOf } from './blocks.ts';
import type { Buffer, Ref } from './buffers.ts';
import { ARITHMETIC, FUNCTIONS, ONE } from './elementwise.ts';
import type { Emitter } from './emitter.ts';
import { densityKey, isElementGather, isElementScatter, isFullSum, type Task, TILE } from './task.ts';

/** How nodes are used: what the planner knows of the whole program. */
export interface Uses {
  /** Must the node be there as a whole after its loop? */
  kept(node: Tensor, inLoop: ReadonlySet<Tensor>): boolean;
  /** How many tasks read the node in step with a loop or as a whole. */
  count(node: Tensor): number;
}

const isSingle = (node: Tensor): boolean => node.dtype === 'f32';

/** Emits one loop, or one element's instructions. */
export class LoopEmitter {
  private readonly out: Emitter;
  private readonly uses: Uses;
  private readonly tasks: readonly Task[];
  private readonly size: number;
  private readonly tile: number;
  private readonly inLoop: Set<Tensor>;
  private readonly temporaries: Map<Tensor, Buffer> = new Map();
  private readonly made: Set<Buffer> = new Set();
  /** Nodes that are computed by the instruction of their only reader. */
  private readonly absorbed: Set<Tensor> = new Set();
  private readonly densities: Map<string, Tensor[]> = new Map();
  /** Blocks that views repeat, and where they are. */
  private readonly blocks: Map<Tensor, { readonly block: Block; readonly ref: Ref }> = new Map();

  constructor(out: Emitter, uses: Uses, tasks: readonly Task[], size: number) {
    this.out = out;
    this.uses = uses;
    this.tasks = tasks;
    this.size = size;
    this.tile = Math.min(size, TILE);
    this.inLoop = new Set(tasks.map(({ node }) => node));
  }

  emit(): void {
    const { out, tasks, size } = this;
    for (const { node } of tasks) {
      if (size > 1) this.absorb(node);
      if (node.operation === 'density') {
        const key = densityKey(node);
        this.densities.set(key, [...(this.densities.get(key) ?? []), node]);
      }
    }
    if (size === 1 && tasks.every(({ streams, kind }) => streams || kind === 'one')) {
      for (const { node } of tasks) this.instruction(node);
      return;
    }
    const finishes: (() => void)[] = [];
    for (const { node } of tasks) {
      if (isElementScatter(node)) {
        const held = out.hold(node);
        out.emit(code.ZERO, out.at(node), held.bytes);
      }
    }
    if (size > TILE) for (const { node } of tasks) if (isView(node) && !singleOf(node)) this.block(node);
    const start = out.now;
    const [{ node }] = tasks;
    const element = isFullSum(node) || isElementScatter(node) ? node.inputs[0] : node;
    out.emit(code.LOOP, size, this.tile, WIDTH[element.dtype] === 8 ? 3 : 2);
    for (const task of tasks) {
      if (isFullSum(task.node)) finishes.push(this.sum(task.node));
      else this.instruction(task.node);
    }
    out.emit(code.NEXT);
    out.again(start, this.made);
    for (const finish of finishes) finish();
  }

  /** A product that only one addition or sum in this loop reads becomes part of it. */
  private absorb(node: Tensor): void {
    if (node.operation !== 'add' && !isFullSum(node)) return;
    for (const input of node.inputs) {
      const own = resolve(input);
      if (own.operation !== 'mul' || !this.inLoop.has(own) || this.absorbed.has(own)) continue;
      if (this.uses.count(own) !== 1 || this.uses.kept(own, this.inLoop)) continue;
      this.absorbed.add(own);
      return;
    }
  }

  private temporary(bytes: number, label: string): Buffer {
    const made = this.out.buffer(bytes, label);
    this.made.add(made);
    return made;
  }

  /** An operand of a vector instruction. */
  private vector(input: Tensor): Ref {
    const { out } = this;
    if (this.size === 1) return out.at(input);
    const single = singleOf(input);
    if (single) return out.at(single, 2);
    const own = resolve(input);
    const temporary = this.temporaries.get(own);
    if (temporary) return { buffer: temporary, bytes: 0, flags: 0 };
    return out.at(own, 1);
  }

  /** An operand that has a number for each element. */
  private elements(input: Tensor): Ref {
    const operand = this.vector(input);
    if (operand.flags !== 2) return operand;
    const spread: Ref = {
      buffer: this.temporary(this.tile * WIDTH[input.dtype], 'spread'),
      bytes: 0,
      flags: 0,
    };
    this.out.emit(code.ASSIGN + (isSingle(input) ? code.SINGLE : 0), spread, operand);
    return spread;
  }

  /** Where a node's elements go: memory of its own when it is read later, else a tile's. */
  private destination(node: Tensor): Ref {
    const { out } = this;
    if (this.size === 1 || this.uses.kept(node, this.inLoop)) {
      out.hold(node);
      return out.at(node, this.size === 1 ? 0 : 1);
    }
    const temporary = this.temporary(this.tile * WIDTH[node.dtype], node.operation);
    this.temporaries.set(node, temporary);
    return { buffer: temporary, bytes: 0, flags: 0 };
  }

  private instruction(node: Tensor): void {
    const { operation, inputs } = node;
    if (this.absorbed.has(node)) return;
    if (isView(node)) this.view(node);
    else if (isElementGather(node)) this.gather(node);
    else if (isElementScatter(node)) this.scatter(node);
    else if (operation === 'density') this.density(node);
    else if (this.size === 1 && operation in ONE && !isSingle(node)) {
      const words = inputs.map((input) => this.vector(input));
      this.out.emit(ONE[operation], this.destination(node), ...words);
    } else if (operation in FUNCTIONS) this.apply(node);
    else {
      const product =
        operation === 'add' ? inputs.map(resolve).find((each) => this.absorbed.has(each)) : undefined;
      const extra = isSingle(node) ? code.SINGLE : 0;
      if (product) {
        const other = resolve(inputs[0]) === product ? inputs[1] : inputs[0];
        const words = [...product.inputs, other].map((input) => this.vector(input));
        this.out.emit(code.MUL_ADD + extra, this.destination(node), ...words);
        return;
      }
      const words = inputs.map((input) => this.vector(input));
      this.out.emit(ARITHMETIC[operation] + extra, this.destination(node), ...words);
    }
  }

  /** A function; of singles, by way of doubles. */
  private apply(node: Tensor): void {
    const { out } = this;
    const opcode = FUNCTIONS[node.operation];
    if (!isSingle(node)) {
      const words = node.inputs.map((input) => this.elements(input));
      out.emit(opcode, this.destination(node), ...words);
      return;
    }
    const doubles = this.promoted(node.inputs);
    out.emit(opcode, doubles[0], ...doubles);
    out.emit(code.DEMOTE, this.destination(node), doubles[0]);
  }

  /** Singles as doubles, in tiles of their own. */
  private promoted(inputs: readonly Tensor[]): Ref[] {
    return inputs.map((input) => {
      const operand = this.elements(input);
      const doubles: Ref = { buffer: this.temporary(this.tile * 8, 'promoted'), bytes: 0, flags: 0 };
      this.out.emit(code.PROMOTE, doubles, operand);
      return doubles;
    });
  }

  /** A density and its partial derivatives that are asked for here: one instruction. */
  private density(node: Tensor): void {
    const group = this.densities.get(densityKey(node)) as Tensor[];
    if (group[0] !== node) return;
    // Of nodes that are equal but for names in between, one is computed and the others copy it.
    const first = new Map(group.toReversed().map((each) => [columnOf(each), each]));
    const columns = [...first.values()].sort((a, b) => columnOf(a) - columnOf(b));
    const mask = columns.reduce((bits, each) => bits | (1 << columnOf(each)), 0);
    const single = isSingle(node);
    const operands = single ? this.promoted(node.inputs) : node.inputs.map((input) => this.vector(input));
    while (operands.length < 3) operands.push(operands[operands.length - 1]);
    const words = columns.map((each) =>
      single
        ? { buffer: this.temporary(this.tile * 8, 'density'), bytes: 0, flags: 0 }
        : this.destination(each),
    );
    this.out.emit(code.DENSITY, node.attributes.family as number, mask, ...words, ...operands);
    if (single) {
      for (const [i, each] of columns.entries()) this.out.emit(code.DEMOTE, this.destination(each), words[i]);
    }
    for (const each of group) {
      const one = first.get(columnOf(each)) as Tensor;
      if (one === each) continue;
      const from = this.vector(one);
      this.out.emit(code.ASSIGN + (single ? code.SINGLE : 0), this.destination(each), from);
    }
  }

  private view(node: Tensor): void {
    const { out } = this;
    const single = singleOf(node);
    if (single) {
      const from = out.at(single, 2);
      out.emit(code.ASSIGN + (isSingle(node) ? code.SINGLE : 0), this.destination(node), from);
      return;
    }
    const { base, offset, axes } = viewOf(node);
    const from = out.at(base);
    const source: Ref = { ...from, bytes: from.bytes + offset * WIDTH[node.dtype] };
    const repeated = this.blocks.get(node);
    if (repeated) this.read(node, this.destination(node), repeated.ref, joinAxes(repeated.block.seen));
    else this.read(node, this.destination(node), source, joinAxes(axes));
  }

  private read(node: Tensor, to: Ref, source: Ref, axes: readonly { size: number; stride: number }[]): void {
    const words = axes.flatMap(({ size, stride }) => [size, stride]);
    this.out.emit(isSingle(node) ? code.VIEW32 : code.VIEW, to, source, axes.length, ...words);
  }

  /** Lays a block that a view repeats out in a row, before the loop: its rows are then as long as the block. */
  private block(node: Tensor): void {
    const { out } = this;
    const view = viewOf(node);
    const block = blockOf(view);
    if (!block) return;
    const width = WIDTH[node.dtype];
    const ref: Ref = { buffer: out.buffer(block.size * width, 'block'), bytes: 0, flags: 0 };
    const from = out.at(view.base);
    out.emit(code.LOOP, block.size, block.size, width === 8 ? 3 : 2);
    this.read(node, ref, { ...from, bytes: from.bytes + view.offset * width }, block.axes);
    out.emit(code.NEXT);
    this.blocks.set(node, { block, ref });
  }

  private gather(node: Tensor): void {
    const [table, index] = node.inputs;
    const word = this.elements(index);
    const opcode = isSingle(node) ? code.GATHER32 : code.GATHER;
    this.out.emit(opcode, this.destination(node), word, this.out.at(table), sizeOf(table.shape));
  }

  private scatter(node: Tensor): void {
    const [index, values] = node.inputs;
    const opcode = isSingle(node) ? code.SCATTER32 : code.SCATTER;
    const words = [this.elements(index), this.elements(values)];
    this.out.emit(opcode, this.out.at(node), sizeOf(node.shape), ...words);
  }

  /** The sum of each block now; what it gives adds them up after the loop. */
  private sum(node: Tensor): () => void {
    const { out, size } = this;
    const [input] = node.inputs;
    const product = this.absorbed.has(resolve(input)) ? resolve(input) : undefined;
    const words = (product ? product.inputs : [input]).map((each) => this.vector(each));
    const blocks = Math.ceil(size / 128);
    const opcode = (product ? code.DOT : code.SUM) + (isSingle(node) ? code.SUM32 - code.SUM : 0);
    out.hold(node);
    if (blocks === 1 && !isSingle(node)) {
      out.emit(opcode, out.at(node), ...words);
      return () => undefined;
    }
    const partials: Ref = { buffer: out.buffer(blocks * 8, 'sums'), bytes: 0, flags: 0 };
    out.emit(opcode, partials, ...words);
    return () => out.emit(isSingle(node) ? code.FINISH32 : code.FINISH, out.at(node), partials, blocks);
  }
}

const columnOf = (node: Tensor): number => node.attributes.column as number;
