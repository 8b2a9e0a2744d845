// The instructions of a plan one by one, each with what is around it.
import * as code from '@stokast/core-wasm/opcodes';
import { decode } from '../lower/decode.ts';
import type { Decoded } from '../lower/decoder.ts';
import type { Plan } from '../lower/plan.ts';

/** An instruction as it stands in its program. */
export interface Line extends Decoded {
  readonly opcode: number;
  /** How many loops and scans are around it. */
  readonly depth: number;
  /** How often it is done in a run. */
  readonly times: number;
}

/** The instructions from `from` up to, not including, `to`; ends of loops are no lines. */
export function* linesOf({ instructions }: Plan, from: number, to: number): Generator<Line> {
  const scans: { steps: number; times: number }[] = [{ steps: 1, times: 1 }];
  let loop: { total: number; tile: number } | undefined;
  for (const instruction of instructions.slice(from, to)) {
    const [opcode, first, second] = instruction as readonly number[];
    const { steps, times } = scans[scans.length - 1];
    if (opcode === code.NEXT) {
      loop = undefined;
      continue;
    }
    if (opcode === code.END) {
      scans.pop();
      continue;
    }
    const around = { total: loop?.total ?? 1, tile: loop?.tile ?? 1, steps };
    const decoded = decode(instruction, around);
    yield { ...decoded, opcode, depth: scans.length - 1 + (loop ? 1 : 0), times };
    if (opcode === code.LOOP) loop = { total: first, tile: second };
    if (opcode === code.SCAN) scans.push({ steps: first, times: times * first });
  }
}
