// Who owns which bytes behind the kernels' static memory: a fixed scratch, then blocks kept between calls.
import { rangeFault } from './errors';

/** Size of the scratch through which callers' arrays pass, in bytes. */
export const SCRATCH_BYTES: number = 1 << 18;

const ALIGNMENT = 64;
const align = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** First-fit allocator of 64-byte aligned blocks in [start, limit); grows memory through `ensure`. */
export class Blocks {
  private readonly used: { address: number; bytes: number }[] = []; // ordered by address
  private readonly start: number;
  private readonly ensure: (end: number) => boolean;

  constructor(start: number, ensure: (end: number) => boolean) {
    this.start = align(start);
    this.ensure = ensure;
  }

  /** Address of a new block. Throws a RangeError (STOKAST_E_MEMORY) when the machine cannot grow enough. */
  reserve(bytes: number): number {
    const size = Math.max(align(bytes), ALIGNMENT);
    let address = this.start;
    let index = 0;
    for (; index < this.used.length; index++) {
      if (this.used[index].address - address >= size) break;
      address = this.used[index].address + this.used[index].bytes;
    }
    if (!this.ensure(address + size)) {
      throw rangeFault(
        'Cannot keep data in the machine',
        'bytes',
        bytes,
        'at most what is free of 1 GiB',
        'STOKAST_E_MEMORY',
      );
    }
    this.used.splice(index, 0, { address, bytes: size });
    return address;
  }

  release(address: number): void {
    const index = this.used.findIndex((block) => block.address === address);
    if (index >= 0) this.used.splice(index, 1);
  }
}
