// Fills of any length through the machine's small scratch.
import { type Machine, machine, SCRATCH_BYTES } from '@stokast/core-wasm';
import type { NumberArray } from '@stokast/core-wasm/check';
import type { Stream } from './stream.ts';

/** A draw kernel with its parameters bound: writes n elements to address `out` of machine `m`. */
export type Draw = (m: Machine, source: number, position: number, n: number, out: number) => void;

const SHIFTS = { f64: 3, f32: 2, i32: 2, u32: 2 } as const;

/**
 * Fills `out` with elements that take `words` words each and moves the cursor by words * out.length. The kernel
 * writes elements of the type `written`; they are converted as `out.set` does. The draws use the first `room` bytes
 * of the scratch.
 */
export function fillThrough<T extends NumberArray>(
  stream: Stream,
  out: T,
  words: number,
  written: keyof typeof SHIFTS,
  draw: Draw,
  room: number = SCRATCH_BYTES,
): T {
  const length = out.length;
  let position = stream.take(words * length);
  const m = machine();
  const source = stream.sourceIn(m);
  const shift = SHIFTS[written];
  const chunk = room >> shift;
  const start = m.scratch >> shift;
  for (let done = 0; done < length; done += chunk) {
    const n = Math.min(chunk, length - done);
    draw(m, source, position, n, m.scratch);
    out.set(m[written].subarray(start, start + n), done);
    position += words * n;
  }
  return out;
}
