// Patches as instructions.
import * as code from '@stokast/core-wasm/opcodes';
import type { Windows } from '../functions/windows.ts';
import { foldInParts } from './convolution.ts';
import type { Whole } from './whole.ts';

function lowering(opcode: number): Whole {
  return {
    reads: (node) => node.inputs,
    emit(node, out) {
      const [x] = node.inputs;
      const { kernel, stride, pad, image, out: places } = node.attributes as unknown as Windows;
      const channels = opcode === code.PATCHES ? x.shape[3] : node.shape[3];
      out.hold(node);
      out.emit(
        opcode + (node.dtype === 'f32' ? 1 : 0),
        out.at(node),
        out.at(x),
        x.shape[0],
        ...image,
        channels,
        ...kernel,
        ...stride,
        ...pad,
        ...places,
      );
    },
  };
}

const fold = lowering(code.FOLD);

/** Operation -> how it is lowered. */
export const image: Readonly<Record<string, Whole>> = {
  patches: lowering(code.PATCHES),
  fold: {
    reads: (node) => (foldInParts(node) ?? fold).reads(node),
    emit: (node, out) => (foldInParts(node) ?? fold).emit(node, out),
  },
};
