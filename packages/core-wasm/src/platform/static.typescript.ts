// Static memory of the fallback: where asc places `memory.data` segments, this lays out the same things.

const start = 1024;
let end = start;
const segments: { address: number; values: Float64Array | Int32Array }[] = [];

/** Reserves zeroed bytes, aligned to 64. */
export function reserve(bytes: number): usize {
  const address = end;
  end = (end + bytes + 63) & ~63;
  return address;
}

/** A table of doubles in static memory. */
export function f64Table(values: readonly number[]): usize {
  const address = reserve(values.length * 8);
  segments.push({ address, values: Float64Array.from(values) });
  return address;
}

/** A table of words in static memory. */
export function i32Table(values: readonly number[]): usize {
  const address = reserve(values.length * 4);
  segments.push({ address, values: Int32Array.from(values) });
  return address;
}

/** Where static memory ends and the loader's begins. */
export const staticEnd = (): number => end;

/** Writes the tables into a new memory. */
export function layTables(buffer: ArrayBuffer): void {
  for (const { address, values } of segments) {
    new Uint8Array(buffer).set(new Uint8Array(values.buffer), address);
  }
}
