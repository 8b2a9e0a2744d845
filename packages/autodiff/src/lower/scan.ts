// A scan's instructions: fixed places for carries and for a step's part of each sequence, and the body between.
import * as code from '@stokast/core-wasm/opcodes';
import { bodyOf, dependents } from '../scan/body.ts';

import type { Tensor } from '../tensor.ts';
import type { Ref } from './buffers.ts';
import { bytesOf } from './emitter.ts';
import { emitBody } from './graph.ts';
import { holderOf } from './task.ts';
import type { Whole } from './whole.ts';

export const scan: Whole = {
  reads: (node) => node.inputs,
  emit(node, out) {
    const { loop, body } = bodyOf(node);
    const { carries, sequences, length, reverse } = loop;
    const results = body.outputs.slice(carries);
    const slots = body.inputs.map((input) => out.hold(input));
    for (let i = 0; i < carries; i++) {
      out.emit(code.COPY, out.at(body.inputs[i]), out.at(node.inputs[i]), bytesOf(body.inputs[i]));
    }
    const counter: Ref = { buffer: out.buffer(8, 'step'), bytes: 0, flags: 0 };
    const at = out.now;
    out.emit(code.SCAN, length, reverse ? 1 : 0, counter, 0);

    // What is read from step to step, or collected, comes from or goes to a place that moves with the steps.
    const moved = (opcode: number, whole: Ref, one: Ref, each: Tensor): void => {
      const bytes = bytesOf(each);
      if (opcode === code.FETCH) out.emit(opcode, one, whole, bytes, bytes, counter);
      else out.emit(opcode, whole, one, bytes, bytes, counter);
    };
    for (let i = carries; i < carries + sequences; i++) {
      moved(code.FETCH, out.at(node.inputs[i]), out.at(body.inputs[i]), body.inputs[i]);
    }
    const picks = out.picks(node);
    const collect = (index: number, each: Tensor): void => {
      const pick = picks.get(index);
      if (!pick) return;
      out.hold(pick).use(at);
      moved(code.STASH, out.at(pick), out.at(each), each);
    };
    for (let i = 0; i < carries; i++) collect(body.outputs.length + i, body.inputs[i]);
    emitBody(out, body.outputs, dependents(body.outputs, body.inputs), body.inputs);
    for (const [i, each] of results.entries()) collect(carries + i, each);

    // All new carries are made before the first is put in place: one may be another's old value.
    const next = body.outputs.slice(0, carries).map((output, i) => {
      const held = holderOf(output);
      const from = out.at(output);
      const fromSlot = slots.indexOf(from.buffer);
      if (fromSlot < 0 || fromSlot >= carries || fromSlot === i || held === body.inputs[i]) return from;
      const kept: Ref = { buffer: out.buffer(bytesOf(output), 'carry'), bytes: 0, flags: 0 };
      out.emit(code.COPY, kept, from, bytesOf(output));
      return kept;
    });
    for (const [i, from] of next.entries()) {
      if (from.buffer !== slots[i] || from.bytes !== 0)
        out.emit(code.COPY, out.at(body.inputs[i]), from, bytesOf(body.outputs[i]));
    }
    out.emit(code.END);
    out.closeScan(at);
    for (let i = 0; i < carries; i++) {
      const pick = picks.get(i);
      if (pick) out.place(pick, slots[i]);
    }
  },
};

/** Its scan has put its elements in place. */
export const pick: Whole = { reads: (node) => [node.inputs[0]], emit: () => undefined };
