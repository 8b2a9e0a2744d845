// The instruction of a matrix product.
import { machine } from '@stokast/core-wasm';
import { type DType, WIDTH } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { View } from './access.ts';
import type { Ref } from './buffers.ts';
import type { Emitter } from './emitter.ts';

/** The most instructions that one product becomes. */
export const MOST = 64;

export type Sizes = readonly [m: number, k: number, n: number];

/** A matrix where it lies: its first element, and the ways from row to row and from column to column. */
export interface Matrix {
  readonly ref: Ref;
  readonly strides: readonly [row: number, column: number];
}

/** An axis of batches: its size, and the elements from one batch to the next in a and in b. */
export interface Batch {
  readonly size: number;
  readonly a: number;
  readonly b: number;
}

export const isVectorProduct = (node: Tensor): boolean => node.rank === 2 && node.shape[1] === 1;

/** 1 for singles: what their opcodes are more than those of doubles. */
export const singleOf = (dtype: DType): 0 | 1 => (dtype === 'f32' ? 1 : 0);

/** The place of a view's element `offset`. */
export function refOf(out: Emitter, view: View, offset: number): Ref {
  const at = out.at(view.base);
  return { ...at, bytes: at.bytes + (view.offset + offset) * WIDTH[view.base.dtype] };
}

/** The last two axes of a view, from its element `offset` on. */
export function matrixOf(out: Emitter, view: View, offset = 0): Matrix {
  const [row, column] = view.axes.slice(-2);
  return { ref: refOf(out, view, offset), strides: [row.stride, column.stride] };
}

/** Room that a product works in. */
export function scratchOf(out: Emitter, dtype: DType, [m, k, n]: Sizes): Ref {
  const bytes = machine().kernels.matmulScratch(m, k, n, singleOf(dtype));
  return { buffer: out.buffer(bytes, 'matmul scratch'), bytes: 0, flags: 0 };
}

/** MATMUL or MATMUL_ADD, of doubles or of singles. */
export function emitMatmul(
  out: Emitter,
  opcode: number,
  to: Ref,
  [a, b]: readonly [a: Matrix, b: Matrix],
  sizes: Sizes,
  scratch: Ref,
  batch: Batch = { size: 1, a: 0, b: 0 },
): void {
  const strides = [...a.strides, ...b.strides, batch.a, batch.b];
  out.emit(opcode, to, a.ref, b.ref, scratch, batch.size, ...sizes, ...strides);
}
