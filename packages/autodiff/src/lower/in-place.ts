// States that are made where they were: where a loop writes each element of the next state after the last look at that
// of the old one, the two can have one place, and nothing has to be copied at the end.
import * as code from '@stokast/core-wasm/opcodes';
import type { Tensor } from '../tensor.ts';
import type { Buffer } from './buffers.ts';
import { decode } from './decode.ts';
import type { Access } from './decoder.ts';
import type { Emitter } from './emitter.ts';

/** An instruction that touches a buffer. */
interface Touch {
  readonly at: number;
  readonly opcode: number;
  readonly access: Access;
  /** Where the loop around it begins; the instruction itself where there is none. */
  readonly start: number;
  readonly inLoop: boolean;
  readonly inScan: boolean;
}

/** Who touches which buffer, in the instructions from `from` on. */
function touches({ instructions }: Emitter, from: number): ReadonlyMap<Buffer, readonly Touch[]> {
  const found = new Map<Buffer, Touch[]>();
  let loop: { start: number; total: number; tile: number } | undefined;
  let scans = 0;
  for (let at = from; at < instructions.length; at++) {
    const instruction = instructions[at];
    const [opcode, total, tile] = instruction as readonly number[];
    const around = { total: loop?.total ?? 1, tile: loop?.tile ?? 1, steps: 1 };
    for (const access of decode(instruction, around).accesses) {
      const touch: Touch = {
        at,
        opcode,
        access,
        start: loop?.start ?? at,
        inLoop: loop !== undefined,
        inScan: scans > 0,
      };
      const list = found.get(access.ref.buffer);
      if (list) list.push(touch);
      else found.set(access.ref.buffer, [touch]);
    }
    if (opcode === code.LOOP) loop = { start: at, total, tile };
    else if (opcode === code.NEXT) loop = undefined;
    else if (opcode === code.SCAN) scans++;
    else if (opcode === code.END) scans--;
  }
  return found;
}

/** May the result of such an instruction be one of its sources? */
const isElementwise = (opcode: number): boolean =>
  (opcode >= code.ADD_ONE && opcode <= code.SQUARE + code.SINGLE) ||
  (opcode >= code.EXP && opcode <= code.POLYGAMMA);

const inStep = ({ inLoop, access: { ref } }: Touch): boolean =>
  ref.bytes === 0 && ref.flags === (inLoop ? 1 : 0);

/** Can what makes `next` write to where `old` lies, which is what the program starts from? */
function fits(next: readonly Touch[], old: readonly Touch[]): boolean {
  const writes = next.filter(({ access }) => access.writes);
  if (writes.length !== 1) return false;
  const [write] = writes;
  if (write.inScan || !inStep(write)) return false;
  if (!write.inLoop && !isElementwise(write.opcode)) return false;
  return old.every((touch) => {
    if (touch.access.writes) return false;
    if (touch.at < write.start) return true;
    if (touch.at > write.at || touch.start !== write.start || !inStep(touch)) return false;
    return touch.at < write.at || isElementwise(write.opcode);
  });
}

/** Puts those of the first `carried` results that can be there in the places of as many inputs. */
export function makeInPlace(
  out: Emitter,
  from: number,
  inputs: readonly Tensor[],
  outputs: readonly Tensor[],
  carried: number,
): void {
  const found = touches(out, from);
  const places = outputs.map((node) => out.at(node));
  const moved = new Map<Buffer, Buffer>();
  for (let i = 0; i < carried; i++) {
    const { buffer, bytes } = places[i];
    const { buffer: target } = out.at(inputs[i]);
    const whole = bytes === 0 && buffer.bytes === target.bytes && buffer !== target;
    if (!whole || moved.has(buffer)) continue;
    if (places.some((place) => place.buffer === target)) continue;
    if (fits(found.get(buffer) ?? [], found.get(target) ?? [])) moved.set(buffer, target);
  }
  if (moved.size > 0) out.move(moved, from);
}
