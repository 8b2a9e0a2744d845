// Operations that are an instruction of their own, over whole arrays at fixed addresses.
import * as code from '@stokast/core-wasm/opcodes';
import type { Piece } from '../operations/movement.ts';
import { sizeOf, stridesOf, WIDTH } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { Ref } from './buffers.ts';
import type { Emitter } from './emitter.ts';
import { image } from './image.ts';
import { linear } from './linear.ts';
import { linearScan } from './linear-scan.ts';
import { pick, scan } from './scan.ts';

/** How an operation becomes instructions. */
export interface Whole {
  /** The nodes whose elements must be in memory. */
  reads(node: Tensor): readonly Tensor[];
  emit(node: Tensor, out: Emitter): void;
}

const inputsOf = (node: Tensor): readonly Tensor[] => node.inputs;
const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);

/** Sum over neighbouring axes, not over all. */
const sum: Whole = {
  reads: inputsOf,
  emit(node, out) {
    const [x] = node.inputs;
    const axes = node.attributes.axes as readonly number[];
    const from = axes[0];
    const to = from + axes.length;
    out.hold(node);
    out.emit(
      node.dtype === 'f32' ? code.REDUCE32 : code.REDUCE,
      code.SUM_OF,
      out.at(node),
      out.at(x),
      product(x.shape.slice(0, from)),
      product(x.shape.slice(from, to)),
      product(x.shape.slice(to)),
    );
  },
};

/** Pieces laid into zeros. */
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
      out.emit(
        node.dtype === 'f32' ? code.PLACE32 : code.PLACE,
        to,
        out.at(piece),
        piece.shape.length,
        ...axes,
      );
    });
  },
};

/** Operation -> how it is lowered. */
export const whole: Readonly<Record<string, Whole>> = {
  sum,
  place,
  scan,
  pick,
  linearScan,
  ...linear,
  ...image,
};
