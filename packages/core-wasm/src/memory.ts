// Who owns which bytes behind the kernels' static memory: a fixed scratch, then blocks kept between calls.
import { rangeFault } from './errors';

/** Size of the scratch through which callers' arrays pass, in bytes. */
export const SCRATCH_BYTES: number = 1 << 18;

const ALIGNMENT = 64;
const align = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** A part of memory. */
interface Block {
  readonly address: number;
  readonly bytes: number;
}

/**
 * First-fit allocator of 64-byte aligned blocks in [start, limit); grows memory through `ensure`. Time is that of the
 * number of holes, not of blocks.
 */
export class Blocks {
  private readonly used: Map<number, number> = new Map(); // address -> bytes
  private readonly holes: Block[] = []; // ordered by address; no two touch, and none touches the end
  private end: number;
  private readonly ensure: (end: number) => boolean;

  constructor(start: number, ensure: (end: number) => boolean) {
    this.end = align(start);
    this.ensure = ensure;
  }

  /** Address of a new block. Throws a RangeError (STOKAST_E_MEMORY) when the machine cannot grow enough. */
  reserve(bytes: number): number {
    const size = Math.max(align(bytes), ALIGNMENT);
    const address = this.fill(size) ?? this.append(size);
    if (address === undefined) {
      throw rangeFault(
        'Cannot keep data in the machine',
        'bytes',
        bytes,
        'at most what is free of 1 GiB',
        'STOKAST_E_MEMORY',
      );
    }
    this.used.set(address, size);
    return address;
  }

  release(address: number): void {
    const bytes = this.used.get(address);
    if (bytes === undefined) return;
    this.used.delete(address);
    const { holes } = this;
    const at = this.holeBehind(address);
    const before = holes[at - 1];
    const behind = holes[at];
    const joinsBefore = before !== undefined && before.address + before.bytes === address;
    const joinsBehind = behind !== undefined && address + bytes === behind.address;
    const start = joinsBefore ? before.address : address;
    const stop = joinsBehind ? behind.address + behind.bytes : address + bytes;
    const made = stop === this.end ? [] : [{ address: start, bytes: stop - start }];
    holes.splice(at - (joinsBefore ? 1 : 0), (joinsBefore ? 1 : 0) + (joinsBehind ? 1 : 0), ...made);
    if (stop === this.end) this.end = start;
  }

  /** The front of the first hole that is large enough. */
  private fill(size: number): number | undefined {
    const at = this.holes.findIndex(({ bytes }) => bytes >= size);
    if (at < 0) return undefined;
    const { address, bytes } = this.holes[at];
    if (bytes === size) this.holes.splice(at, 1);
    else this.holes[at] = { address: address + size, bytes: bytes - size };
    return address;
  }

  private append(size: number): number | undefined {
    const address = this.end;
    if (!this.ensure(address + size)) return undefined;
    this.end = address + size;
    return address;
  }

  /** Place in the list of the first hole behind an address. */
  private holeBehind(address: number): number {
    let low = 0;
    let high = this.holes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.holes[middle].address < address) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
