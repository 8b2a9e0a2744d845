// Reductions and rows as instructions.
import * as code from '@stokast/core-wasm/opcodes';
import { sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { Whole } from './whole.ts';

const inputsOf = (node: Tensor): readonly Tensor[] => node.inputs;

/** Over neighbouring axes: [outer, axis, inner] -> [outer, inner]. A sum over all is part of a loop: loops.ts. */
const reduce = (kind: number): Whole => ({
  reads: inputsOf,
  emit(node, out) {
    const [x] = node.inputs;
    const axes = node.attributes.axes as readonly number[];
    const from = axes[0];
    const to = from + axes.length;
    const sizes = [x.shape.slice(0, from), x.shape.slice(from, to), x.shape.slice(to)].map(sizeOf);
    out.hold(node);
    const opcode = node.dtype === 'f32' ? code.REDUCE32 : code.REDUCE;
    out.emit(opcode, kind, out.at(node), out.at(x), ...sizes);
  },
});

const rows = (opcode: number, single: number): Whole => ({
  reads: inputsOf,
  emit(node, out) {
    const [x] = node.inputs;
    const columns = x.shape[x.rank - 1];
    out.hold(node);
    const chosen = node.dtype === 'f32' ? single : opcode;
    out.emit(chosen, out.at(node), out.at(x), sizeOf(x.shape) / columns, columns);
  },
});

export const reductions: Readonly<Record<string, Whole>> = {
  sum: reduce(code.SUM_OF),
  prod: reduce(code.PRODUCT_OF),
  max: reduce(code.LARGEST_OF),
  min: reduce(code.LEAST_OF),
  argmax: reduce(code.LARGEST_INDEX_OF),
  softmax: rows(code.SOFTMAX, code.SOFTMAX32),
  logSumExp: rows(code.LOG_SUM_EXP, code.LOG_SUM_EXP32),
};
