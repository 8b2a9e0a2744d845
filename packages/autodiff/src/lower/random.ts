// Draws as instructions.
import * as code from '@stokast/core-wasm/opcodes';
import type { Draw } from '../operations/random.ts';
import { sizeOf } from '../shape.ts';
import type { Whole } from './whole.ts';

const KINDS = {
  uniform: code.DRAW_UNIFORM,
  normal: code.DRAW_NORMAL,
  exponential: code.DRAW_EXPONENTIAL,
} as const;

const draw: Whole = {
  reads: (node) => node.inputs,
  emit(node, out) {
    const { kind, offset } = node.attributes as unknown as Draw;
    const single = node.dtype === 'f32' ? 1 : 0;
    out.hold(node);
    out.emit(
      code.DRAW,
      KINDS[kind],
      out.at(node),
      sizeOf(node.shape),
      out.at(node.inputs[0]),
      offset,
      single,
    );
  },
};

/** Operation -> how it is lowered. */
export const random: Readonly<Record<string, Whole>> = { draw };
