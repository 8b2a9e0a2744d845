// A machine: kernels, their memory and who owns which part of it.
import { rangeFault } from './errors';
import type * as portable from './kernels/index';
import { Blocks, SCRATCH_BYTES } from './memory';

/** What runs the kernels. */
export type Backend = 'wasm' | 'typescript' | 'wasm-relaxed';

/** The ABI: both backends have exactly the functions and addresses of kernels/index.ts. */
export type Kernels = typeof portable;

/** The engines of random bits, by name, and the number that the kernels know them by (rounds, or 0). */
export const engines = { chacha8: 8, chacha12: 12, chacha20: 20, 'philox4x32-10': 0 } as const;
/** An engine's name. */
export type Engine = keyof typeof engines;

const PAGE = 65536;
/** 1 GiB: the most that a machine grows to. Addresses stay far below 2^31. */
export const MAXIMUM_PAGES: number = 16384;

/** A memory that can be asked to grow: WebAssembly's, or the fallback's buffer. */
export interface Growable {
  readonly buffer: ArrayBuffer;
  /** Grows by `pages` of 64 kB; throws when that cannot be had. */
  grow(pages: number): void;
}

/**
 * Kernels and their memory. Kernels trust their arguments: only wrappers that have checked theirs call them.
 * The views cover all of memory and are replaced when it grows: read them anew after `reserve`, and never hand
 * them, or a part of them, to a caller.
 */
export class Machine {
  readonly backend: Backend;
  readonly kernels: Kernels;
  /** Address of the scratch, SCRATCH_BYTES long, through which callers' arrays pass. Contents last for one call. */
  readonly scratch: number;
  u8!: Uint8Array;
  i32!: Int32Array;
  u32!: Uint32Array;
  f32!: Float32Array;
  f64!: Float64Array;
  private readonly memory: Growable;
  private readonly blocks: Blocks;
  private key: Uint32Array | undefined;
  private engine: Engine | undefined;

  constructor(backend: Backend, kernels: Kernels, memory: Growable) {
    this.backend = backend;
    this.kernels = kernels;
    this.memory = memory;
    this.scratch = Math.ceil(kernels.staticEnd() / 64) * 64;
    this.blocks = new Blocks(this.scratch + SCRATCH_BYTES, (end) => this.ensure(end));
    if (!this.ensure(this.scratch + SCRATCH_BYTES)) {
      throw rangeFault(
        'Cannot start the machine',
        'memory',
        memory.buffer.byteLength,
        `at least ${this.scratch + SCRATCH_BYTES} bytes`,
        'STOKAST_E_MEMORY',
      );
    }
    this.refresh();
  }

  /** Writes engine and 256-bit key (8 words; Philox uses the first two) where kernels read them; returns the address. */
  source(engine: Engine, key: Uint32Array): number {
    const address = this.kernels.SOURCE;
    if (key !== this.key || engine !== this.engine) {
      this.i32[address >> 2] = engines[engine];
      this.u32.set(key, (address >> 2) + 4);
      this.key = key;
      this.engine = engine;
    }
    return address;
  }

  /** Reserves a block that stays until `release`; may grow memory and so replace the views. */
  reserve(bytes: number): number {
    return this.blocks.reserve(bytes);
  }

  release(address: number): void {
    this.blocks.release(address);
  }

  private ensure(end: number): boolean {
    const have = this.memory.buffer.byteLength / PAGE;
    const need = Math.ceil(end / PAGE);
    if (need <= have) return true;
    if (need > MAXIMUM_PAGES) return false;
    // Half as much again, so that many small blocks do not grow (and, in the fallback, copy) many times; where that
    // is not to be had, as much as is needed.
    const ample = Math.min(Math.max(need, Math.ceil(have * 1.5)), MAXIMUM_PAGES);
    if (!this.grow(ample - have) && (ample === need || !this.grow(need - have))) return false;
    this.refresh();
    return true;
  }

  private grow(pages: number): boolean {
    try {
      this.memory.grow(pages);
      return true;
    } catch {
      return false;
    }
  }

  private refresh(): void {
    const { buffer } = this.memory;
    this.u8 = new Uint8Array(buffer);
    this.i32 = new Int32Array(buffer);
    this.u32 = new Uint32Array(buffer);
    this.f32 = new Float32Array(buffer);
    this.f64 = new Float64Array(buffer);
  }
}
