// Reads an instruction's words: which arrays it touches, and how much it does.
import type { Ref } from './buffers.ts';
import { type Instruction, isRef } from './emitter.ts';

/** One operand: the bytes from its address on that are read or written, in a whole run of the loops around it. */
export interface Access {
  readonly ref: Ref;
  readonly writes: boolean;
  /** Bytes from the operand's address; `from` is below 0 for views that go backwards. */
  readonly from: number;
  readonly to: number;
  /** Bytes moved: one number for all elements is read once a tile. */
  readonly moved: number;
}

/** An instruction in words. */
export interface Decoded {
  readonly name: string;
  /** Is it one of the machine's? */
  readonly known: boolean;
  /** Elements that it works on: of the longest operand. */
  readonly elements: number;
  readonly accesses: readonly Access[];
  /** Sizes and the like, as text. */
  readonly facts: string;
  /** Floating-point operations; those of a function count as FUNCTION. */
  readonly work: number;
}

/** What is around an instruction: a loop over elements, and the steps of the innermost scan. */
export interface Around {
  readonly total: number;
  readonly tile: number;
  readonly steps: number;
}

/** What a function of one number costs, in operations. */
export const FUNCTION = 20;

export const shown = (...sizes: readonly number[]): string => `[${sizes.join(', ')}]`;

/** One instruction on its way to being decoded: operands by the places of their words. */
export class Decoder {
  readonly around: Around;
  /** Bytes of an element. */
  readonly width: number;
  private readonly words: Instruction;
  private readonly accesses: Access[] = [];
  private elements = 0;
  private work = 0;
  private facts = '';

  constructor(words: Instruction, around: Around, width: number) {
    this.words = words;
    this.around = around;
    this.width = width;
  }

  /** The numbers at these places. */
  numbers(...at: readonly number[]): number[] {
    return at.map((each) => this.words[each] as number);
  }

  /** How many words the instruction has. */
  get length(): number {
    return this.words.length;
  }

  /** Elements of the loop, or one. */
  get total(): number {
    return this.around.total;
  }

  private note(at: number, writes: boolean, from: number, to: number, moved: number, count: number): this {
    const ref = this.words[at];
    if (isRef(ref)) this.accesses.push({ ref, writes, from, to, moved });
    this.elements = Math.max(this.elements, count);
    return this;
  }

  private vector(at: number, writes: boolean, width: number): this {
    const ref = this.words[at];
    if (!isRef(ref)) return this;
    const { total, tile } = this.around;
    const all = (ref.flags & 2) !== 0;
    const there = all ? 1 : (ref.flags & 1) !== 0 ? total : tile;
    const moved = all ? Math.ceil(total / tile) : total;
    return this.note(at, writes, 0, there * width, moved * width, moved);
  }

  /** Vectors that are written. */
  makes(at: number, width: number = this.width): this {
    return this.vector(at, true, width);
  }

  /** Vectors that are read. */
  takes(at: readonly number[], width: number = this.width): this {
    for (const each of at) this.vector(each, false, width);
    return this;
  }

  /** So many elements at an address, written. */
  writes(at: number, count: number, width: number = this.width): this {
    return this.note(at, true, 0, count * width, count * width, count);
  }

  /** So many elements at an address, read. */
  reads(at: number, count: number, width: number = this.width): this {
    return this.note(at, false, 0, count * width, count * width, count);
  }

  /** The elements of a view: `rank` sizes and strides from word `axes` on. */
  view(at: number, rank: number, axes: number, writes: boolean): this {
    const { width } = this;
    let [low, high, count] = [0, 0, 1];
    for (let i = 0; i < rank; i++) {
      const [size, stride] = this.numbers(axes + 2 * i, axes + 2 * i + 1);
      const reach = (size - 1) * stride;
      if (reach < 0) low += reach;
      else high += reach;
      count *= size;
    }
    return this.note(at, writes, low * width, (high + 1) * width, count * width, count);
  }

  /** A part of an array for each step of a scan, of which one step moves one. */
  strided(at: number, stride: number, bytes: number, writes: boolean): this {
    return this.note(at, writes, 0, (this.around.steps - 1) * stride + bytes, bytes, bytes / 8);
  }

  does(work: number): this {
    this.work = work;
    return this;
  }

  says(facts: string): this {
    this.facts = facts;
    return this;
  }

  result(name: string, known = true): Decoded {
    const { elements, accesses, work, facts } = this;
    return { name, known, elements, accesses, work, facts };
  }
}
