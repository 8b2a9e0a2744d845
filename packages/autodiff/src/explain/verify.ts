// Holds a plan against its own memory: no instruction reaches outside of its buffers, and no two that are in use at one
// time lie over each other. A second lock behind serialise/rules.ts, and a test of the planner.
import type { Buffer } from '../lower/buffers.ts';
import type { Plan } from '../lower/plan.ts';
import { linesOf } from './walk.ts';

/** Buffers of a plan, and what reaches outside of them. */
function accesses(plan: Plan, faults: string[]): Set<Buffer> {
  const ends = [...plan.inputs, ...plan.outputs, ...plan.constants];
  const buffers = new Set<Buffer>(ends.map(({ buffer }) => buffer));
  for (const line of linesOf(plan, 0, plan.instructions.length)) {
    if (!line.known) faults.push(line.name);
    for (const { ref, from, to } of line.accesses) {
      buffers.add(ref.buffer);
      if (ref.bytes + from < 0 || ref.bytes + to > ref.buffer.bytes)
        faults.push(
          `${line.name}: bytes [${from}, ${to}) from ${ref.bytes} of ${ref.buffer.bytes} in ${ref.buffer.label}`,
        );
    }
  }
  return buffers;
}

/** Those in use at one time, from time to time: each that comes is held against its neighbours in memory. */
function overlaps(buffers: readonly Buffer[], faults: string[]): void {
  const arrivals = [...buffers].sort((a, b) => a.first - b.first);
  const departures = [...buffers].sort((a, b) => a.last - b.last);
  const there: Buffer[] = []; // by offset
  const placeOf = (offset: number): number => {
    let [low, high] = [0, there.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (there[middle].offset < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  let gone = 0;
  for (const buffer of arrivals) {
    for (; departures[gone].last < buffer.first; gone++) {
      const at = there.indexOf(departures[gone], placeOf(departures[gone].offset));
      if (at >= 0) there.splice(at, 1);
    }
    const at = placeOf(buffer.offset);
    const [before, behind] = [there[at - 1], there[at]];
    if (before && before.offset + before.bytes > buffer.offset)
      faults.push(`${buffer.label} over ${before.label} at ${before.offset}`);
    if (behind && buffer.offset + buffer.bytes > behind.offset)
      faults.push(`${buffer.label} over ${behind.label} at ${behind.offset}`);
    there.splice(at, 0, buffer);
  }
}

/** What is wrong with a plan, as text; nothing where all is well. */
export function faultsOf(plan: Plan): string[] {
  const faults: string[] = [];
  const buffers = accesses(plan, faults);
  for (const { buffer, data } of plan.constants) {
    if (data.byteLength > buffer.bytes)
      faults.push(`constant of ${data.byteLength} bytes in ${buffer.bytes}`);
  }
  for (const { label, offset, bytes } of buffers) {
    if (offset < 0 || offset % 64 !== 0 || offset + bytes > plan.bytes)
      faults.push(`${label} lies at ${offset} of ${plan.bytes}`);
  }
  overlaps(
    [...buffers].filter(({ first, last }) => first <= last),
    faults,
  );
  return faults;
}
