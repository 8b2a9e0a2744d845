// A linear recurrence is one instruction over its whole length.
import * as code from '@stokast/core-wasm/opcodes';
import { sizeOf } from '../shape.ts';
import type { Whole } from './whole.ts';

export const linearScan: Whole = {
  reads: (node) => node.inputs,
  emit(node, out) {
    const [a, b, initial] = node.inputs;
    const [steps] = b.shape;
    const width = sizeOf(b.shape) / steps;
    const kind = a.shape.length === 0 ? 0 : sizeOf(a.shape) === steps ? 1 : 2;
    out.hold(node);
    out.emit(
      node.dtype === 'f32' ? code.LINEAR_SCAN32 : code.LINEAR_SCAN,
      out.at(node),
      out.at(a),
      out.at(b),
      initial ? out.at(initial) : 0,
      steps,
      width,
      kind,
      node.attributes.reverse ? 1 : 0,
    );
  },
};
