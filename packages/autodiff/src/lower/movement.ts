// Placements, rows by their number, and conversions as instructions.
import * as code from '@stokast/core-wasm/opcodes';
import type { Piece } from '../operations/movement.ts';
import { sizeOf, stridesOf, WIDTH } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { Ref } from './buffers.ts';
import type { Whole } from './whole.ts';

const inputsOf = (node: Tensor): readonly Tensor[] => node.inputs;
const isSingle = (node: Tensor): boolean => node.dtype === 'f32';

/** Pieces laid into zeros; where they cover all, as those of concat do, into nothing. */
const place: Whole = {
  reads: inputsOf,
  emit(node, out) {
    const where = node.attributes.where as readonly Piece[];
    const width = WIDTH[node.dtype];
    const strides = stridesOf(node.shape);
    out.hold(node);
    const covered = node.inputs.reduce((all, piece) => all + sizeOf(piece.shape), 0);
    if (covered < sizeOf(node.shape)) out.emit(code.ZERO, out.at(node), sizeOf(node.shape) * width);
    node.inputs.forEach((piece, i) => {
      const { start, step } = where[i];
      const offset = start.reduce((all, each, axis) => all + each * strides[axis], 0);
      const to: Ref = { ...out.at(node), bytes: offset * width };
      const own = stridesOf(piece.shape);
      const together = strides.every(
        (stride, axis) => piece.shape[axis] === 1 || stride * step[axis] === own[axis],
      );
      if (together) {
        out.emit(code.COPY, to, out.at(piece), sizeOf(piece.shape) * width);
        return;
      }
      const axes = piece.shape.flatMap((size, axis) => [size, strides[axis] * step[axis]]);
      out.emit(isSingle(node) ? code.PLACE32 : code.PLACE, to, out.at(piece), piece.shape.length, ...axes);
    });
  },
};

/** Of single elements a loop takes care: task.ts. */
const gather: Whole = {
  reads: inputsOf,
  emit(node, out) {
    const [table, index] = node.inputs;
    const width = (sizeOf(table.shape) / table.shape[0]) * WIDTH[node.dtype];
    out.hold(node);
    out.emit(
      code.GATHER_ROWS,
      out.at(node),
      out.at(table),
      out.at(index),
      sizeOf(index.shape),
      width,
      table.shape[0],
      isSingle(index) ? 1 : 0,
    );
  },
};

const scatterAdd: Whole = {
  reads: inputsOf,
  emit(node, out) {
    const [index, values] = node.inputs;
    const bytes = sizeOf(node.shape) * WIDTH[node.dtype];
    out.hold(node);
    out.emit(code.ZERO, out.at(node), bytes);
    out.emit(
      isSingle(node) ? code.SCATTER_ROWS32 : code.SCATTER_ROWS,
      out.at(node),
      out.at(values),
      out.at(index),
      sizeOf(index.shape),
      sizeOf(node.shape) / node.shape[0],
      node.shape[0],
      isSingle(index) ? 1 : 0,
    );
  },
};

const cast: Whole = {
  reads: inputsOf,
  emit(node, out) {
    const [x] = node.inputs;
    out.hold(node);
    out.emit(code.CAST, out.at(node), out.at(x), sizeOf(node.shape), isSingle(node) ? 1 : 0);
  },
};

export const movement: Readonly<Record<string, Whole>> = { place, gather, scatterAdd, cast };
