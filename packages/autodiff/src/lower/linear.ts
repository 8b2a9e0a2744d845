// Products as instructions: operands are read through strides where they lie, as far as those go.
import * as code from '@stokast/core-wasm/opcodes';
import { sizeOf, stridesOf, WIDTH } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { isContiguous, joinAxes, type View, viewOf } from './access.ts';
import { productInParts } from './convolution.ts';
import type { Emitter } from './emitter.ts';
import {
  type Batch,
  emitMatmul,
  isVectorProduct,
  MOST,
  matrixOf,
  refOf,
  scratchOf,
  singleOf,
} from './product.ts';
import type { Whole } from './whole.ts';

/** A view that lies as if it were copied. */
const packed = (x: Tensor): View => ({
  base: x,
  offset: 0,
  axes: stridesOf(x.shape).map((stride, i) => ({ size: x.shape[i], stride })),
});

/** The batch axes of both operands, with neighbours joined that run on in both. */
function batchesOf(a: View, b: View): Batch[] {
  const joined: Batch[] = [];
  for (let i = 0; i < a.axes.length - 2; i++) {
    const { size } = a.axes[i];
    if (size === 1) continue;
    const axis = { size, a: a.axes[i].stride, b: b.axes[i].stride };
    const outer = joined.at(-1);
    if (outer && outer.a === axis.a * size && outer.b === axis.b * size) {
      joined[joined.length - 1] = { ...axis, size: outer.size * size };
    } else joined.push(axis);
  }
  return joined;
}

/** Do the rows or the columns of a matrix lie whole? */
const hasWholeLines = ({ axes: [row, column] }: View): boolean => row.stride === 1 || column.stride === 1;

/** How the operands of a product are read: where they lie, or from copies. */
function operandsOf(node: Tensor): readonly [a: View, b: View, batches: readonly Batch[]] {
  const [x, y] = node.inputs;
  const [a, b] = [viewOf(x), viewOf(y)];
  if (isVectorProduct(node)) return [hasWholeLines(a) ? a : packed(x), isContiguous(b) ? b : packed(y), []];
  const batches = batchesOf(a, b);
  const outer = batches.slice(0, -1).reduce((all, { size }) => all * size, 1);
  if (outer <= MOST) return [a, b, batches];
  return [packed(x), packed(y), batchesOf(packed(x), packed(y))];
}

/** [m, k] times a vector: sums of columns that lie whole, or along whole rows. */
function emitVectorProduct(node: Tensor, out: Emitter): void {
  const [a, x] = operandsOf(node);
  const [row, column] = a.axes;
  const single = singleOf(node.dtype);
  const words = [out.at(node), refOf(out, a, 0), refOf(out, x, 0)] as const;
  if (column.stride === 1) {
    out.emit(code.DOT_ROWS + single, ...words, row.size, column.size, row.stride);
  } else {
    out.emit(code.COMBINE_ROWS + single, ...words, column.size, row.size, column.stride);
  }
}

/** Offsets, in elements, of the outer batches in a and in b. */
function* offsetsOf(batches: readonly Batch[]): Generator<readonly [number, number]> {
  const [first, ...rest] = batches;
  if (!first) {
    yield [0, 0];
    return;
  }
  for (let i = 0; i < first.size; i++) {
    for (const [a, b] of offsetsOf(rest)) yield [i * first.a + a, i * first.b + b];
  }
}

function emitProduct(node: Tensor, out: Emitter): void {
  const [a, b, batches] = operandsOf(node);
  const [m, n] = node.shape.slice(-2);
  const sizes = [m, a.axes[a.axes.length - 1].size, n] as const;
  const inner = batches.at(-1) ?? { size: 1, a: 0, b: 0 };
  const scratch = scratchOf(out, node.dtype, sizes);
  const opcode = code.MATMUL + singleOf(node.dtype);
  let to = out.at(node);
  for (const [fromA, fromB] of offsetsOf(batches.slice(0, -1))) {
    emitMatmul(out, opcode, to, [matrixOf(out, a, fromA), matrixOf(out, b, fromB)], sizes, scratch, inner);
    to = { ...to, bytes: to.bytes + inner.size * m * n * WIDTH[node.dtype] };
  }
}

const matmul: Whole = {
  reads: (node) =>
    productInParts(node)?.reads(node) ??
    operandsOf(node)
      .slice(0, 2)
      .map((view) => (view as View).base),
  emit(node, out) {
    const parts = productInParts(node);
    if (parts) return parts.emit(node, out);
    out.hold(node);
    if (isVectorProduct(node)) emitVectorProduct(node, out);
    else emitProduct(node, out);
  },
};

/** A view's elements, row by row, in memory of their own. */
const copy: Whole = {
  reads: ({ inputs: [x] }) => [viewOf(x).base],
  emit(node, out) {
    const view = viewOf(node.inputs[0]);
    const axes = joinAxes(view.axes);
    const size = sizeOf(node.shape);
    const shift = node.dtype === 'f32' ? 2 : 3;
    out.hold(node);
    out.emit(code.LOOP, size, size, shift);
    const words = axes.flatMap((axis) => [axis.size, axis.stride]);
    out.emit(code.VIEW + 3 - shift, out.at(node), refOf(out, view, 0), axes.length, ...words);
    out.emit(code.NEXT);
  },
};

/** Operation -> how it is lowered. */
export const linear: Readonly<Record<string, Whole>> = { matmul, copy };
