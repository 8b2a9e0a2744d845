// What random graphs are made of: a pool of values with bounds, which keep all sums and products exact, in whatever
// order they are done.
import type { DType, Shape } from '../../src/index.ts';
import type { Choices } from './choices.ts';
import { joined, sizeOf, type World } from './world.ts';

/** A value and the largest magnitude that it may have. */
export interface Node<T> {
  readonly x: T;
  readonly bound: number;
}

/** Values are kept below: products of two of them, and sums of 3000 such, are exact. */
export const LIMIT: Readonly<Record<DType, number>> = { f64: 2 ** 18, f32: 2 ** 5 };
const MOST = 3000;

/** A pool of values, and how others are made of them. */
export class Builder<T> {
  protected readonly w: World<T>;
  protected readonly c: Choices;
  protected readonly depth: number;
  readonly pool: Node<T>[];

  constructor(world: World<T>, choices: Choices, pool: readonly Node<T>[], depth = 0) {
    this.w = world;
    this.c = choices;
    this.pool = [...pool];
    this.depth = depth;
  }

  shape(node: Node<T>): Shape {
    return this.w.shape(node.x);
  }

  protected get most(): number {
    return this.depth === 0 ? MOST : 300;
  }

  /** A value of the pool: often a late one. */
  pick(): Node<T> {
    const { pool, c } = this;
    return c.below(2) === 0 ? c.of(pool) : c.of(pool.slice(-4));
  }

  /** One of a type, made so if need be. */
  protected pickOf(dtype: DType): Node<T> {
    return this.cast(this.pick(), dtype);
  }

  protected cast(node: Node<T>, dtype: DType): Node<T> {
    if (this.w.dtype(node.x) === dtype) return node;
    const { x, bound } = dtype === 'f32' ? this.within(node, LIMIT.f32) : node;
    return { x: this.w.cast(x, dtype), bound };
  }

  /** Values whose magnitude is larger than `most`, and NaN, become 1. */
  within(node: Node<T>, most: number): Node<T> {
    if (node.bound <= most) return node;
    const { w } = this;
    const dtype = w.dtype(node.x);
    const number = (value: number): T => w.constant([value], [], dtype);
    const small = w.two('less', w.one('abs', node.x), number(most + 0.5));
    return { x: w.where(small, node.x, number(1)), bound: most };
  }

  protected made(x: T, bound: number): Node<T> {
    return this.within({ x, bound }, LIMIT[this.w.dtype(x)]);
  }

  protected small(shape: Shape): boolean {
    return sizeOf(shape) <= this.most && shape.length <= 6;
  }

  constant(shape: Shape, dtype: DType, bound = 3): Node<T> {
    const data = Array.from({ length: sizeOf(shape) }, () => this.c.below(2 * bound + 1) - bound);
    return { x: this.w.constant(data, shape, dtype), bound };
  }

  /** A value of that shape and type, of what is there or of new numbers. */
  protected shaped(shape: Shape, dtype: DType): Node<T> {
    const { c, w, pool } = this;
    const alike = pool.filter(
      ({ x }) => w.dtype(x) === dtype && joined(w.shape(x), shape)?.join() === shape.join(),
    );
    if (alike.length > 0 && c.below(3) > 0) {
      const { x, bound } = c.of(alike);
      return { x: w.expand(x, shape), bound };
    }
    const size = sizeOf(shape);
    const large = pool.filter(({ x }) => w.dtype(x) === dtype && sizeOf(w.shape(x)) >= size);
    if (large.length > 0 && c.below(3) > 0) {
      const { x, bound } = c.of(large);
      const all = sizeOf(w.shape(x));
      const flat = w.section(w.reshape(x, [all]), [c.below(all - size + 1)], [size], [1]);
      return { x: w.reshape(flat, shape), bound };
    }
    return this.constant(shape, dtype);
  }

  /** An index into an axis of that size, in which some may name nothing. */
  protected index(size: number, dtype: DType): { index: Node<T>; isSafe: boolean } {
    const { c, w } = this;
    if (c.below(2) === 0) {
      const shape = c.of<Shape>([[], [1], [4], [2, 3], [130]]);
      const data = Array.from({ length: sizeOf(shape) }, () => c.below(size));
      return { index: { x: w.constant(data, shape, dtype), bound: size }, isSafe: true };
    }
    const any = this.pickOf(dtype);
    // An index that is known must name something: so what is not known takes part.
    const [first] = this.pool;
    const all = this.shape(first).map((_, i) => i);
    const open = this.cast({ x: w.reduce('max', first.x, all, false), bound: first.bound }, dtype);
    const index = w.two('maximum', w.one('abs', any.x), open.x);
    const bound = Math.max(any.bound, open.bound);
    return { index: { x: index, bound }, isSafe: bound < size };
  }
}
