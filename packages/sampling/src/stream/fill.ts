// Fills of any length through the machine's small scratch.
import { type Kernels, machine, SCRATCH_BYTES } from '@stokast/core-wasm';
import type { Stream } from './stream.ts';

/** A caller's array that a fill can write to. */
export type Fillable = Float64Array | Float32Array | Int32Array | Uint32Array | Uint8Array;

/** A draw kernel with its parameters bound: writes n elements to address `out`. */
export type Draw = (kernels: Kernels, source: number, position: number, n: number, out: number) => void;

/**
 * Fills `out` with elements that take `words` words each and moves the cursor by words * out.length. The kernel
 * writes elements of the type `written` (by default that of `out`); they are converted as `out.set` does.
 */
export function fillThrough<T extends Fillable>(
  stream: Stream,
  out: T,
  words: number,
  draw: Draw,
  written: 'f64' | 'f32' | 'i32' | 'u32' | 'u8' = elementOf(out),
): T {
  const length = out.length;
  let position = stream.take(words * length);
  const m = machine();
  const source = stream.sourceIn(m);
  const shift = SHIFTS[written];
  const chunk = SCRATCH_BYTES >> shift;
  const start = m.scratch >> shift;
  for (let done = 0; done < length; done += chunk) {
    const n = Math.min(chunk, length - done);
    draw(m.kernels, source, position, n, m.scratch);
    out.set(m[written].subarray(start, start + n), done);
    position += words * n;
  }
  return out;
}

const SHIFTS = { f64: 3, f32: 2, i32: 2, u32: 2, u8: 0 } as const;

function elementOf(out: Fillable): keyof typeof SHIFTS {
  if (out instanceof Float64Array) return 'f64';
  if (out instanceof Float32Array) return 'f32';
  if (out instanceof Int32Array) return 'i32';
  return out instanceof Uint32Array ? 'u32' : 'u8';
}
