// Programs for tests: instructions with buffers by name, run on all three backends, which must agree bit for bit.
//
//   const x = doubles([1, 2, 3]);
//   const y = doubles(3);
//   const read = everywhere([[LOOP, 3, 128, 3], [ADD, y.moving, x.moving, x.all], [NEXT]]);
//   read(y); // Float64Array [2, 3, 4]
import { END, SCAN } from '../src/kernels/program/opcodes';
import type { Machine } from '../src/machine';
import { eachBackend } from './backends';

type Numbers = Float64Array | Float32Array | Int32Array;

/** A place in memory: as an operand, its address, with the flags of a vector where asked. */
export class Place {
  readonly buffer: Buffer;
  readonly offset: number;
  readonly flags: number;

  constructor(buffer: Buffer | undefined, offset = 0, flags = 0) {
    this.buffer = buffer ?? (this as unknown as Buffer);
    this.offset = offset;
    this.flags = flags;
  }

  /** Moves with the loop. */
  get moving(): Place {
    return new Place(this.buffer, this.offset, this.flags | 1);
  }
  /** One number for all elements of the tile. */
  get all(): Place {
    return new Place(this.buffer, this.offset, this.flags | 2);
  }
  /** From element `index` on. */
  at(index: number): Place {
    return new Place(this.buffer, this.offset + index * this.buffer.contents.BYTES_PER_ELEMENT, this.flags);
  }
}

/** A buffer of a program: 64-byte aligned, padded to 64 bytes, between guards. */
export class Buffer extends Place {
  /** What it holds when the program starts. */
  readonly contents: Numbers;
  /** Must its padding, too, stay untouched? */
  isExact = false;
  /** May what it holds in the end differ between backends? */
  isTemporary = false;
  /** May the backends leave different things in it? */
  isScratch = false;

  constructor(contents: Numbers) {
    super(undefined);
    this.contents = contents;
  }

  /** For what COPY, PLACE or STASH write, which write exactly their bytes. */
  get exact(): this {
    this.isExact = true;
    return this;
  }

  /** For what a loop's tiles pass through: behind the last tile's last element a kernel may have written. */
  get temporary(): this {
    this.isTemporary = true;
    return this;
  }

  /** For what an instruction only works in. */
  get scratch(): this {
    this.isScratch = true;
    return this;
  }
}

/** What a fresh buffer and every padding holds: bytes that no result is made of. */
const UNTOUCHED = 0xa5;
const GUARD = 64;
const round64 = (bytes: number): number => Math.ceil(bytes / 64) * 64;

function fresh<T extends Numbers>(array: T): T {
  new Uint8Array(array.buffer).fill(UNTOUCHED);
  return array;
}

/** A buffer of doubles: these values, or this many not yet written ones. */
export const doubles = (from: number | Iterable<number>): Buffer =>
  new Buffer(typeof from === 'number' ? fresh(new Float64Array(from)) : Float64Array.from(from));
/** A buffer of singles. */
export const singles = (from: number | Iterable<number>): Buffer =>
  new Buffer(typeof from === 'number' ? fresh(new Float32Array(from)) : Float32Array.from(from));
/** A buffer of words: counters, or what an instruction reads beside its operands. */
export const words = (from: number | Iterable<number>): Buffer =>
  new Buffer(typeof from === 'number' ? fresh(new Int32Array(from)) : Int32Array.from(from));

/** An opcode and its operands: numbers, or places for addresses. */
export type Instruction = readonly (number | Place)[];

/** The instructions of a scan: SCAN, its body, the body's END. */
export function scan(
  steps: number,
  reverse: 0 | 1,
  counter: Place,
  body: readonly Instruction[],
): Instruction[] {
  return [[SCAN, steps, reverse, counter, 4 * (body.flat().length + 1)], ...body, [END]];
}

/** Reads what a buffer holds after the run. */
export type Read = (buffer: Buffer) => Numbers;

/** Lays the instructions, END and their buffers into a machine, runs them, returns each buffer's contents. */
export function runOn(machine: Machine, code: readonly Instruction[]): Map<Buffer, Numbers> {
  const buffers = new Set(
    code.flat().flatMap((operand) => (typeof operand === 'number' ? [] : [operand.buffer])),
  );
  const programBytes = round64(4 * (code.flat().length + 1));
  let size = programBytes + GUARD;
  for (const buffer of buffers) size += GUARD + round64(buffer.contents.byteLength) + GUARD;
  const start = machine.reserve(size);
  try {
    machine.u8.fill(UNTOUCHED, start, start + size);
    const addresses = new Map<Buffer, number>();
    let end = start + programBytes + GUARD;
    for (const buffer of buffers) {
      addresses.set(buffer, end + GUARD);
      machine.u8.set(new Uint8Array(buffer.contents.buffer), end + GUARD);
      end += GUARD + round64(buffer.contents.byteLength) + GUARD;
    }
    const program = Int32Array.from([...code, [END]].flat(), (operand) =>
      typeof operand === 'number' ? operand : addresses.get(operand.buffer)! + operand.offset + operand.flags,
    );
    machine.i32.set(program, start >> 2);
    machine.kernels.run(start);

    const untouched = (from: number, to: number): boolean =>
      machine.u8.subarray(from, to).every((byte) => byte === UNTOUCHED);
    const results = new Map<Buffer, Numbers>();
    for (const [buffer, address] of addresses) {
      const past = address + buffer.contents.byteLength;
      const guard = buffer.isExact ? past : address + round64(buffer.contents.byteLength);
      const name = `buffer ${results.size} (${buffer.contents.length} elements)`;
      if (!untouched(address - GUARD, address)) throw new Error(`wrote before ${name}`);
      if (!untouched(guard, address + round64(buffer.contents.byteLength) + GUARD))
        throw new Error(`wrote behind ${name}`);
      const read = buffer.contents.slice();
      new Uint8Array(read.buffer).set(machine.u8.subarray(address, past));
      results.set(buffer, read);
    }
    if (program.some((word, i) => machine.i32[(start >> 2) + i] !== word))
      throw new Error('wrote on the program');
    return results;
  } finally {
    machine.release(start);
  }
}

/** First index at which two arrays differ: NaN equals NaN, -0 differs from 0. */
function difference(a: Numbers, b: Numbers): number {
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return i;
  return -1;
}

/**
 * Runs the program on every backend; throws where two differ in a bit of any buffer that is
 * not temporary, or wrote where they must not.
 */
export function everywhere(code: readonly Instruction[]): Read {
  let first: Map<Buffer, Numbers> | undefined;
  for (const [name, machine] of eachBackend) {
    let results: Map<Buffer, Numbers>;
    try {
      results = runOn(machine, code);
    } catch (error) {
      throw new Error(`${name}: ${error instanceof Error ? error.message : error}`, { cause: error });
    }
    first ??= results;
    for (const [i, [buffer, expected]] of [...first].entries()) {
      if (buffer.isScratch) continue;
      if (buffer.isTemporary) continue;
      const got = results.get(buffer)!;
      const at = difference(expected, got);
      if (at >= 0)
        throw new Error(
          `buffer ${i}, element ${at} of ${got.length}: ${name} has ${got[at]}, ${eachBackend[0][0]} ${expected[at]}`,
        );
    }
  }
  return (buffer) => {
    const contents = first!.get(buffer);
    if (contents === undefined) throw new Error('no instruction names that buffer');
    return contents;
  };
}
