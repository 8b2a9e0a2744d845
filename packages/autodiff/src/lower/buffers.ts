// Memory of a program before it has addresses: buffers, when each is in use, and where each comes to lie.
import type { Shape } from '../shape.ts';

/** Space for one value. Times are places in the list of instructions. */
export class Buffer {
  readonly bytes: number;
  readonly label: string;
  /** Of the node that it holds. */
  readonly shape: Shape | undefined;
  /** In use from the first to the last, both included. */
  first: number = Number.POSITIVE_INFINITY;
  last = -1;
  /** From the start of the program's memory; set by `layOut`. */
  offset = -1;

  constructor(bytes: number, label: string, shape?: Shape) {
    this.bytes = Math.max(64, Math.ceil(bytes / 64) * 64);
    this.label = label;
    this.shape = shape;
  }

  /** It is in no use at all, and gets no place. */
  drop(): void {
    this.first = Number.POSITIVE_INFINITY;
    this.last = -1;
  }

  use(from: number, to: number = from): void {
    if (from < this.first) this.first = from;
    if (to > this.last) this.last = to;
  }
}

/** A place in a buffer, and the flags of an operand that is a vector: 1 moves with the loop, 2 one number for all. */
export interface Ref {
  readonly buffer: Buffer;
  readonly bytes: number;
  readonly flags: number;
}

/** Bytes that are free, in order of their offsets; no two touch. */
class Holes {
  private readonly holes: { offset: number; bytes: number }[] = [];
  end = 0;

  /** The lowest hole that is large enough, or the end. */
  take(bytes: number): number {
    const at = this.holes.findIndex((hole) => hole.bytes >= bytes);
    if (at < 0) {
      const last = this.holes.at(-1);
      const offset = last && last.offset + last.bytes === this.end ? last.offset : this.end;
      if (offset < this.end) this.holes.pop();
      this.end = offset + bytes;
      return offset;
    }
    const { offset } = this.holes[at];
    if (this.holes[at].bytes === bytes) this.holes.splice(at, 1);
    else this.holes[at] = { offset: offset + bytes, bytes: this.holes[at].bytes - bytes };
    return offset;
  }

  give(offset: number, bytes: number): void {
    let at = this.holes.findIndex((hole) => hole.offset > offset);
    if (at < 0) at = this.holes.length;
    const before = this.holes[at - 1];
    const after = this.holes[at];
    const joinsBefore = before && before.offset + before.bytes === offset;
    const joinsAfter = after && offset + bytes === after.offset;
    const start = joinsBefore ? before.offset : offset;
    const stop = joinsAfter ? after.offset + after.bytes : offset + bytes;
    this.holes.splice(joinsBefore ? at - 1 : at, (joinsBefore ? 1 : 0) + (joinsAfter ? 1 : 0), {
      offset: start,
      bytes: stop - start,
    });
  }
}

/** Gives every buffer an offset such that those in use at one time do not overlap; returns the bytes needed. */
export function layOut(buffers: readonly Buffer[]): number {
  const holes = new Holes();
  const used = buffers.filter((buffer) => buffer.last >= buffer.first);
  const arrivals = [...used].sort((a, b) => a.first - b.first || b.bytes - a.bytes);
  const departures = [...used].sort((a, b) => a.last - b.last);
  let gone = 0;
  for (const buffer of arrivals) {
    for (; departures[gone].last < buffer.first; gone++)
      holes.give(departures[gone].offset, departures[gone].bytes);
    buffer.offset = holes.take(buffer.bytes);
  }
  return holes.end;
}
