// The list of instructions as it grows, with buffers in place of addresses.

import { type Shape, sizeOf, WIDTH } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { aliasOf, resolve } from './access.ts';
import { Buffer, type Ref } from './buffers.ts';

/** An operand: an address to be, or a number. */
export type Word = number | Ref;

/** One instruction, its opcode first. */
export type Instruction = readonly [number, ...Word[]];

export const isRef = (word: Word): word is Ref => typeof word !== 'number';

/** A number that is never reached: in use to the end. */
export const FOREVER: number = 2147483648;

/** Bytes of a node's elements. */
export const bytesOf = (node: Tensor): number => sizeOf(node.shape) * WIDTH[node.dtype];

export class Emitter {
  readonly instructions: Instruction[] = [];
  readonly buffers: Buffer[] = [];
  private readonly places: Map<Tensor, Ref> = new Map();
  private readonly sent: Map<Tensor, Ref> = new Map();
  private readonly wanted: Map<Tensor, Map<number, Tensor>> = new Map();

  /** Where the next instruction will stand. */
  get now(): number {
    return this.instructions.length;
  }

  buffer(bytes: number, label: string, shape?: Shape): Buffer {
    const made = new Buffer(bytes, label, shape);
    this.buffers.push(made);
    return made;
  }

  /** Says where a node is to be put when it is made: in part of another's memory. */
  send(node: Tensor, to: Ref): void {
    this.sent.set(node, to);
  }

  /** Gives a node memory, its own or where it was sent. */
  hold(node: Tensor): Buffer {
    const to = this.sent.get(node);
    if (to) {
      this.sent.delete(node);
      this.places.set(node, to);
      return to.buffer;
    }
    const made = this.buffer(bytesOf(node), node.operation, node.shape);
    this.place(node, made);
    return made;
  }

  /** Says that a node's elements are in a buffer that is there already. */
  place(node: Tensor, buffer: Buffer): void {
    this.places.set(node, { buffer, bytes: 0, flags: 0 });
  }

  has(node: Tensor): boolean {
    return this.places.has(node);
  }

  /** Where the elements of a node begin that has memory, its own or part of another's. */
  at(node: Tensor, flags = 0): Ref {
    const own = resolve(node);
    const held = this.places.get(own);
    if (held) return { ...held, flags };
    const alias = aliasOf(own);
    if (!alias) throw new Error(`${own.toString()} has no memory`);
    const base = this.at(alias.base);
    return { buffer: base.buffer, bytes: base.bytes + alias.bytes, flags };
  }

  emit(opcode: number, ...words: Word[]): void {
    for (const word of words) if (isRef(word)) word.buffer.use(this.now);
    this.instructions.push([opcode, ...words]);
  }

  /** Says that one of a scan's results is read. */
  wantPick(pick: Tensor): void {
    const [scan] = pick.inputs;
    const wanted = this.wanted.get(scan) ?? new Map<number, Tensor>();
    wanted.set(pick.attributes.index as number, pick);
    this.wanted.set(scan, wanted);
  }

  /** The results of a scan that are read, by number. */
  picks(scan: Tensor): ReadonlyMap<number, Tensor> {
    return this.wanted.get(scan) ?? new Map();
  }

  /** Ends the body of the scan at `start`: its length is known, and what it uses stays in place from step to step. */
  closeScan(start: number): void {
    const words = this.instructions.slice(start + 1).reduce((all, { length }) => all + length, 0);
    const [opcode, length, reverse, counter] = this.instructions[start];
    this.instructions[start] = [opcode, length, reverse, counter, 4 * words];
    this.again(start, new Set(this.buffers.filter(({ first }) => first > start)));
  }

  /** Puts buffers in the places of others, in the instructions from `from` on. */
  move(moved: ReadonlyMap<Buffer, Buffer>, from: number): void {
    for (let i = from; i < this.now; i++) {
      const [opcode, ...words] = this.instructions[i];
      if (!words.some((word) => isRef(word) && moved.has(word.buffer))) continue;
      const place = (word: Word): Word =>
        isRef(word) ? { ...word, buffer: moved.get(word.buffer) ?? word.buffer } : word;
      this.instructions[i] = [opcode, ...words.map(place)];
    }
    for (const [node, place] of this.places) {
      const to = moved.get(place.buffer);
      if (to) this.places.set(node, { ...place, buffer: to });
    }
    for (const buffer of moved.keys()) buffer.drop();
  }

  /** Keeps what the instructions from `start` on use in place until now: they may run again. */
  again(start: number, temporaries: ReadonlySet<Buffer>): void {
    for (let i = start; i < this.now; i++) {
      for (const word of this.instructions[i]) {
        if (isRef(word) && !temporaries.has(word.buffer)) word.buffer.use(start, this.now - 1);
      }
    }
  }
}
