// Cholesky factors and triangular systems as instructions.
import * as code from '@stokast/core-wasm/opcodes';
import { sizeOf } from '../shape.ts';
import type { Whole } from './whole.ts';

const factor: Whole = {
  reads: (node) => node.inputs,
  emit(node, out) {
    const [n] = node.shape.slice(-1);
    out.hold(node);
    out.emit(code.CHOLESKY, out.at(node), out.at(node.inputs[0]), sizeOf(node.shape) / (n * n), n);
  },
};

const triangularSolve: Whole = {
  reads: (node) => node.inputs,
  emit(node, out) {
    const [l, b] = node.inputs;
    const [n, columns] = node.shape.slice(-2);
    const batch = sizeOf(node.shape) / (n * columns);
    const transpose = node.attributes.transpose ? 1 : 0;
    out.hold(node);
    out.emit(code.TRIANGULAR_SOLVE, out.at(node), out.at(l), out.at(b), batch, n, columns, transpose);
  },
};

/** Operation -> how it is lowered. */
export const cholesky: Readonly<Record<string, Whole>> = { cholesky: factor, triangularSolve };
