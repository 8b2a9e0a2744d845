// Holds a plan against its own memory: no instruction reaches outside of its buffers, and no two that are in use at one
// time lie over each other.
import { linesOf } from '../src/explain/walk.ts';
import type { Buffer } from '../src/lower/buffers.ts';
import type { Plan } from '../src/lower/plan.ts';

/** What is wrong with a plan, as text. */
export function faultsOf(plan: Plan): string[] {
  const faults: string[] = [];
  const buffers = new Set<Buffer>(
    [...plan.inputs, ...plan.outputs, ...plan.constants].map(({ buffer }) => buffer),
  );
  for (const line of linesOf(plan, 0, plan.instructions.length)) {
    if (line.name.startsWith('instruction')) faults.push(`unknown: ${line.name}`);
    for (const { ref, from, to } of line.accesses) {
      buffers.add(ref.buffer);
      if (ref.bytes + from < 0 || ref.bytes + to > ref.buffer.bytes)
        faults.push(
          `${line.name}: [${from}, ${to}) from ${ref.bytes} of ${ref.buffer.bytes} in ${ref.buffer.label}`,
        );
    }
  }
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
