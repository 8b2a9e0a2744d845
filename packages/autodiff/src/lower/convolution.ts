// Products with the patches of many images: a few images at a time, so that their patches never leave the cache and
// take no memory to speak of. The numbers are those of one product.
import * as code from '@stokast/core-wasm/opcodes';
import type { Windows } from '../functions/windows.ts';
import { WIDTH } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { isContiguous, resolve, type View, viewOf } from './access.ts';
import type { Ref } from './buffers.ts';
import type { Emitter, Word } from './emitter.ts';
import {
  emitMatmul,
  isVectorProduct,
  type Matrix,
  MOST,
  matrixOf,
  refOf,
  type Sizes,
  scratchOf,
  singleOf,
} from './product.ts';
import type { Whole } from './whole.ts';

/** Bytes of patches that are there at one time: half a second-level cache. */
const BYTES = 1 << 19;

/** Images, and the matrix of their patches: rows follow each other image after image. */
class Patches {
  readonly windows: Windows;
  readonly batch: number;
  /** Rows of one image, and columns. */
  readonly rows: number;
  readonly columns: number;
  private readonly width: number;

  constructor({ attributes, dtype }: Tensor, [batch, down, right, columns]: readonly number[]) {
    this.windows = attributes as unknown as Windows;
    this.batch = batch;
    this.rows = down * right;
    this.columns = columns;
    this.width = WIDTH[dtype];
  }

  /** Images at a time; undefined where all go at once. */
  get images(): number | undefined {
    const fit = Math.floor(BYTES / (this.rows * this.columns * this.width));
    const images = Math.max(fit, Math.ceil(this.batch / MOST));
    return images < this.batch ? images : undefined;
  }

  /** Parts of the images: which is the first, and how many there are. */
  *parts(): Generator<readonly [first: number, count: number]> {
    const images = this.images ?? this.batch;
    for (let first = 0; first < this.batch; first += images) {
      yield [first, Math.min(images, this.batch - first)];
    }
  }

  /** Room for the patches of the largest part. */
  room(out: Emitter): Ref {
    const bytes = (this.images ?? this.batch) * this.rows * this.columns * this.width;
    return { buffer: out.buffer(bytes, 'patches'), bytes: 0, flags: 0 };
  }

  /** Patches of a part, or images from them; `image` is where the first image lies. */
  emit(out: Emitter, opcode: number, seen: Ref, image: Ref, [first, count]: readonly [number, number]): void {
    const { kernel, stride, pad, image: size, out: places } = this.windows;
    const channels = this.columns / (kernel[0] * kernel[1]);
    const at = { ...image, bytes: image.bytes + first * size[0] * size[1] * channels * this.width };
    const ends: Word[] = opcode === code.PATCHES ? [seen, at] : [at, seen];
    const sizes = [count, ...size, channels, ...kernel, ...stride, ...pad, ...places];
    out.emit(opcode + (this.width === 4 ? 1 : 0), ...ends, ...sizes);
  }
}

/** The patches whose rows a matrix has, where they are made a few images at a time. */
function patchesIn(matrix: Tensor): { readonly image: Tensor; readonly patches: Patches } | undefined {
  const own = resolve(matrix);
  if (own.operation !== 'patches' || matrix.rank !== 2 || matrix.shape[1] !== own.shape[3]) return undefined;
  const patches = new Patches(own, own.shape);
  return patches.images === undefined ? undefined : { image: own.inputs[0], patches };
}

const turnedIn = (x: Tensor): Tensor | undefined =>
  x.operation === 'transpose' && x.rank === 2 ? x.inputs[0] : undefined;

/** A product for each part, which all work in one room. */
class Products {
  private readonly out: Emitter;
  private readonly node: Tensor;
  private readonly opcode: number;
  /** By the number of rows. */
  private readonly rooms: Map<number, Ref> = new Map();

  constructor(out: Emitter, node: Tensor, opcode: number) {
    this.out = out;
    this.node = node;
    this.opcode = opcode + singleOf(node.dtype);
  }

  emit(to: Ref, operands: readonly [Matrix, Matrix], sizes: Sizes, rows: number): void {
    const { out, node, opcode, rooms } = this;
    const room = rooms.get(rows) ?? scratchOf(out, node.dtype, sizes);
    rooms.set(rows, room);
    emitMatmul(out, opcode, to, operands, sizes, room);
  }
}

/** Patches times a matrix, such as a kernel: some rows of the result at a time. */
function rowsOf(node: Tensor): Whole | undefined {
  const [x, y] = node.inputs;
  const found = patchesIn(x);
  const view = viewOf(y);
  const isVector = isVectorProduct(node);
  if (!found || (isVector && !isContiguous(view))) return undefined;
  const { image, patches } = found;
  const { rows, columns } = patches;
  return {
    reads: () => [image, view.base],
    emit(_, out) {
      out.hold(node);
      const room = patches.room(out);
      const seen: Matrix = { ref: room, strides: [columns, 1] };
      const products = new Products(out, node, code.MATMUL);
      const [, n] = node.shape;
      const all = out.at(node);
      for (const part of patches.parts()) {
        const m = part[1] * rows;
        const to = { ...all, bytes: all.bytes + part[0] * rows * n * WIDTH[node.dtype] };
        patches.emit(out, code.PATCHES, room, out.at(image), part);
        if (isVector) {
          out.emit(code.DOT_ROWS + singleOf(node.dtype), to, room, refOf(out, view, 0), m, columns, columns);
        } else products.emit(to, [seen, matrixOf(out, view)], [m, columns, n], m);
      }
    },
  };
}

/** A product that adds up over the rows of patches, such as a kernel's derivative: part after part. */
function sumsOf(node: Tensor): Whole | undefined {
  const [x, y] = node.inputs;
  const turned = turnedIn(x);
  const left = turned && patchesIn(turned);
  const found = left ?? patchesIn(y);
  if (!found) return undefined;
  const { image, patches } = found;
  const { rows, columns } = patches;
  const view = viewOf(left ? y : x);
  return {
    reads: () => [image, view.base],
    emit(_, out) {
      const held = out.hold(node);
      const room = patches.room(out);
      const products = new Products(out, node, code.MATMUL_ADD);
      const [m, n] = node.shape;
      out.emit(code.ZERO, out.at(node), held.bytes);
      for (const part of patches.parts()) {
        const k = part[1] * rows;
        const first = part[0] * rows * view.axes[left ? 0 : 1].stride;
        const other = matrixOf(out, view, first);
        const seen: Matrix = { ref: room, strides: left ? [1, columns] : [columns, 1] };
        patches.emit(out, code.PATCHES, room, out.at(image), part);
        products.emit(out.at(node), left ? [seen, other] : [other, seen], [m, k, n], k);
      }
    },
  };
}

/** A matrix product that is made part by part; undefined for all others. */
export const productInParts = (node: Tensor): Whole | undefined =>
  node.rank === 2 ? (rowsOf(node) ?? sumsOf(node)) : undefined;

/** The operands of a product of matrices; one of a column and a row is an elementwise one of broadcasts. */
function factorsOf(node: Tensor): readonly [a: View, k: number, b: View] | undefined {
  if (node.rank !== 2 || isVectorProduct(node)) return undefined;
  const [a, b] = node.inputs.map(viewOf);
  if (node.operation === 'matmul') return [a, a.axes[1].size, b];
  if (node.operation !== 'mul') return undefined;
  if (a.axes[1].stride === 0 && b.axes[0].stride === 0) return [a, 1, b];
  return b.axes[1].stride === 0 && a.axes[0].stride === 0 ? [b, 1, a] : undefined;
}

/** Images from a product, such as a convolution's derivative: some images at a time. */
export function foldInParts(node: Tensor): Whole | undefined {
  const [x] = node.inputs;
  const made = resolve(x);
  const patches = new Patches(node, x.shape);
  const { rows, columns } = patches;
  const factors = factorsOf(made);
  if (!factors || made.shape[1] !== columns || patches.images === undefined) return undefined;
  const [a, inner, b] = factors;
  return {
    reads: () => [a.base, b.base],
    emit(_, out) {
      out.hold(node);
      const room = patches.room(out);
      const products = new Products(out, node, code.MATMUL);
      for (const part of patches.parts()) {
        const m = part[1] * rows;
        const left = matrixOf(out, a, part[0] * rows * a.axes[0].stride);
        products.emit(room, [left, matrixOf(out, b)], [m, inner, columns], m);
        patches.emit(out, code.FOLD, room, out.at(node), part);
      }
    },
  };
}
