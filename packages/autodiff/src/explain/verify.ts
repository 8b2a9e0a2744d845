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

/** What is wrong with a plan, as text; nothing where all is well. */
export function faultsOf(plan: Plan): string[] {
  const faults: string[] = [];
  const buffers = accesses(plan, faults);
  for (const { buffer, data } of plan.constants) {
    if (data.byteLength > buffer.bytes)
      faults.push(`constant of ${data.byteLength} bytes in ${buffer.bytes}`);
  }
  const placed = [...buffers].sort((a, b) => a.offset - b.offset);
  for (const [i, a] of placed.entries()) {
    if (a.offset < 0 || a.offset % 64 !== 0 || a.offset + a.bytes > plan.bytes)
      faults.push(`${a.label} lies at ${a.offset} of ${plan.bytes}`);
    for (let j = i + 1; j < placed.length && placed[j].offset < a.offset + a.bytes; j++) {
      const b = placed[j];
      if (a.first <= b.last && b.first <= a.last) faults.push(`${a.label} over ${b.label} at ${b.offset}`);
    }
  }
  return faults;
}
