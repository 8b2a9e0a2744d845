// Placements, rows by their number, and conversions as instructions.
import * as code from '@stokast/core-wasm/opcodes';
import type { Piece } from '../operations/movement.ts';
import { sizeOf, stridesOf, WIDTH } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { resolve } from './access.ts';
import type { Ref } from './buffers.ts';
import { ONE } from './elementwise.ts';
import type { Emitter } from './emitter.ts';
import type { Task } from './task.ts';
import type { Whole } from './whole.ts';

const inputsOf = (node: Tensor): readonly Tensor[] => node.inputs;
const isSingle = (node: Tensor): boolean => node.dtype === 'f32';

/** Do the pieces of a placement cover all of it, as those of concat do? */
const isCovered = (node: Tensor): boolean =>
  node.inputs.reduce((all, piece) => all + sizeOf(piece.shape), 0) === sizeOf(node.shape);

/** Where the first element of a piece comes to lie. */
function pieceAt(node: Tensor, i: number, out: Emitter): Ref {
  const { start } = (node.attributes.where as readonly Piece[])[i];
  const strides = stridesOf(node.shape);
  const offset = start.reduce((all, each, axis) => all + each * strides[axis], 0);
  return { ...out.at(node), bytes: offset * WIDTH[node.dtype] };
}

/** Single doubles that a placement collects are made where they belong: nothing has to be copied. */
export function sendPieces(out: Emitter, tasks: ReadonlyMap<Tensor, Task>): void {
  for (const node of tasks.keys()) {
    if (node.operation !== 'place' || isSingle(node) || !isCovered(node)) continue;
    const pieces = node.inputs.map(resolve);
    const isOne = (piece: Tensor): boolean => tasks.get(piece)?.kind === 'one' && piece.operation in ONE;
    if (!pieces.some(isOne)) continue;
    out.hold(node);
    for (const [i, piece] of pieces.entries()) if (isOne(piece)) out.send(piece, pieceAt(node, i, out));
    out.send(node, out.at(node));
  }
}

/** Pieces laid into zeros; where they cover all, into nothing. */
const place: Whole = {
  reads: inputsOf,
  emit(node, out) {
    const where = node.attributes.where as readonly Piece[];
    const width = WIDTH[node.dtype];
    const strides = stridesOf(node.shape);
    out.hold(node);
    if (!isCovered(node)) out.emit(code.ZERO, out.at(node), sizeOf(node.shape) * width);
    node.inputs.forEach((piece, i) => {
      const { step } = where[i];
      const from = out.at(piece);
      const to = pieceAt(node, i, out);
      if (from.buffer === to.buffer && from.bytes === to.bytes) return;
      const own = stridesOf(piece.shape);
      const together = strides.every(
        (stride, axis) => piece.shape[axis] === 1 || stride * step[axis] === own[axis],
      );
      if (together) {
        out.emit(code.COPY, to, from, sizeOf(piece.shape) * width);
        return;
      }
      const axes = piece.shape.flatMap((size, axis) => [size, strides[axis] * step[axis]]);
      out.emit(isSingle(node) ? code.PLACE32 : code.PLACE, to, from, piece.shape.length, ...axes);
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
