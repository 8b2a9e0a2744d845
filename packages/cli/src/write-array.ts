// Long arrays of numbers to standard output, a chunk at a time: memory does not grow with n.
import type { Output } from './io.ts';

export type Numbers = Float64Array | Float32Array | Int32Array | Uint32Array;

/** `csv`: a number a line, in the shortest text that reads back the same double; `json`; `raw`: the bytes, little-endian. */
export type ArrayFormat = 'csv' | 'json' | 'raw';

export interface Writing {
  readonly format: ArrayFormat;
  /** How many, or infinity: until the reader goes away. */
  readonly n: number;
  /** Filled again and again. */
  readonly chunk: Numbers;
  /** Fills an array with what comes next. */
  fill(out: Numbers): void;
  /** What stands before the values in JSON, and their name. */
  readonly json?: { readonly head: object; readonly name: string };
  /** Told how many are written. */
  update(done: number): void;
}

const littleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/** The bytes of an array, little-endian on every machine (a copy where they are not so already). */
export function bytesOf(values: Numbers, swap: boolean = !littleEndian): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  if (!swap) return bytes;
  const swapped = bytes.slice();
  const size = values.BYTES_PER_ELEMENT;
  for (let i = 0; i < swapped.length; i += size) swapped.subarray(i, i + size).reverse();
  return swapped;
}

export async function writeArray(
  out: Output,
  { format, n, chunk, fill, json, update }: Writing,
): Promise<void> {
  if (format === 'json' && json) {
    await out.write(`${JSON.stringify(json.head).slice(0, -1)},${JSON.stringify(json.name)}:[`);
  }
  for (let done = 0; done < n; done += chunk.length) {
    const part = n - done < chunk.length ? (chunk.subarray(0, n - done) as Numbers) : chunk;
    fill(part);
    if (format === 'raw') await out.write(bytesOf(part));
    else if (format === 'csv') await out.write(joined(part, '\n', '\n'));
    else await out.write((done === 0 ? '' : ',') + joined(part, ',', ''));
    update(done + part.length);
  }
  if (format === 'json') await out.write(']}\n');
}

/** Faster than `join`, and lighter on memory. */
function joined(values: Numbers, between: string, end: string): string {
  let text = '';
  const last = values.length - 1;
  for (let i = 0; i < last; i++) text += values[i] + between;
  return text + values[last] + end;
}
