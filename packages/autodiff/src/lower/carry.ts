// The end of a program with a state: what the next run starts from goes to where that run reads it.
import * as code from '@stokast/core-wasm/opcodes';
import type { Tensor } from '../tensor.ts';
import type { Ref } from './buffers.ts';
import { bytesOf, type Emitter } from './emitter.ts';

/** Copies the first `carried` results to the places of as many inputs; returns where each result is after that. */
export function carryOver(
  out: Emitter,
  inputs: readonly Tensor[],
  outputs: readonly Tensor[],
  carried: number,
): readonly Ref[] {
  const places = outputs.map((node) => out.at(node));
  const targets = inputs.slice(0, carried).map((node) => out.at(node));
  const inPlace = (i: number): boolean =>
    i < carried && places[i].buffer === targets[i].buffer && places[i].bytes === 0;
  const overwritten = new Set(targets.filter((_, i) => !inPlace(i)).map(({ buffer }) => buffer));
  // Results that lie in what is about to be overwritten are saved first: states that change places, for one.
  for (const [i, node] of outputs.entries()) {
    if (inPlace(i) || !overwritten.has(places[i].buffer)) continue;
    const saved: Ref = { buffer: out.buffer(bytesOf(node), 'carried'), bytes: 0, flags: 0 };
    out.emit(code.COPY, saved, places[i], bytesOf(node));
    places[i] = saved;
  }
  for (const [i, target] of targets.entries()) {
    if (!inPlace(i)) out.emit(code.COPY, target, places[i], bytesOf(outputs[i]));
    places[i] = target;
  }
  return places;
}
