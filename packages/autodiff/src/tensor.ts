// A tensor is a node of the graph that a traced function leaves behind: an operation, its inputs, its shape and type.
import { typeFault } from '@stokast/core-wasm/errors';

import * as f from './functions/index.ts';
import { Printed } from './printed.ts';
import type { DType, Shape } from './shape.ts';
import type { Filled, Product, Reduced, Replaced, Sliced, Transposed } from './shape-types.ts';
import { type Vocabulary, vocabulary } from './vocabulary.ts';

/** What an operation needs beside its inputs: plain data, typed arrays and the bodies of scans. */
export type Attributes = Readonly<Record<string, unknown>>;

export type TypedArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;

/** Numbers that can stand for a tensor: of one axis, or, row by row in arrays, of more. */
export type Numbers = readonly number[] | readonly Numbers[] | TypedArray;

/** What can stand wherever a tensor is asked for; plain numbers take the other side's type. */
export type Operand<S extends Shape = Shape, D extends DType = DType> = Tensor<S, D> | number | Numbers;

/**
 * What every tensor has. Types take tensors apart by it, and so know them also where shape and type are parameters.
 */
export interface Like<S = unknown, D = unknown> {
  readonly shape: S;
  readonly dtype: D;
  readonly rank: number;
}

/** The shape of the tensor that an operand stands for. */
export type ShapeOf<O> =
  O extends Like<infer S extends Shape>
    ? S
    : O extends number
      ? readonly []
      : O extends readonly number[] | TypedArray
        ? readonly [number]
        : O extends readonly (readonly number[])[]
          ? readonly [number, number]
          : Shape;
/** Type of the elements that an operand has; numbers and arrays of them count as doubles. */
export type DTypeOf<O> = O extends Like<unknown, infer D extends DType> ? D : 'f64';

let count = 0;

/**
 * A symbolic array: static shape, doubles or singles. Made while a function is traced, by `compile` and the like;
 * nothing is computed before the program runs, and nothing is ever disposed of.
 */
export class Tensor<out S extends Shape = Shape, out D extends DType = DType> extends Printed {
  readonly shape: S;
  readonly dtype: D;
  /** @internal */ readonly operation: string;
  /** @internal */ readonly inputs: readonly Tensor[];
  /** @internal */ readonly attributes: Attributes;
  /** @internal Grows: inputs have smaller numbers than what is made of them. */ readonly id: number;

  /** @internal */
  constructor(operation: string, inputs: readonly Tensor[], attributes: Attributes, shape: S, dtype: D) {
    super();
    this.operation = operation;
    this.inputs = inputs;
    this.attributes = attributes;
    this.shape = shape;
    this.dtype = dtype;
    this.id = count++;
  }

  get rank(): number {
    return this.shape.length;
  }

  add<T extends Tensor, O extends Operand>(this: T, other: O): f.Joined<T, O> {
    return f.add(this, other) as never;
  }
  sub<T extends Tensor, O extends Operand>(this: T, other: O): f.Joined<T, O> {
    return f.sub(this, other) as never;
  }
  mul<T extends Tensor, O extends Operand>(this: T, other: O): f.Joined<T, O> {
    return f.mul(this, other) as never;
  }
  div<T extends Tensor, O extends Operand>(this: T, other: O): f.Joined<T, O> {
    return f.div(this, other) as never;
  }
  pow<T extends Tensor, O extends Operand>(this: T, other: O): f.Joined<T, O> {
    return f.pow(this, other) as never;
  }
  clip<T extends Tensor, L extends Operand, H extends Operand>(
    this: T,
    low: L,
    high: H,
  ): f.Joined<f.Joined<T, L>, H> {
    return f.clip(this, low, high) as never;
  }
  maximum<T extends Tensor, O extends Operand>(this: T, other: O): f.Joined<T, O> {
    return f.maximum(this, other) as never;
  }
  minimum<T extends Tensor, O extends Operand>(this: T, other: O): f.Joined<T, O> {
    return f.minimum(this, other) as never;
  }
  equal<T extends Tensor, O extends Operand>(this: T, other: O): f.Joined<T, O> {
    return f.equal(this, other) as never;
  }
  less<T extends Tensor, O extends Operand>(this: T, other: O): f.Joined<T, O> {
    return f.less(this, other) as never;
  }
  lessEqual<T extends Tensor, O extends Operand>(this: T, other: O): f.Joined<T, O> {
    return f.lessEqual(this, other) as never;
  }
  greater<T extends Tensor, O extends Operand>(this: T, other: O): f.Joined<T, O> {
    return f.greater(this, other) as never;
  }
  greaterEqual<T extends Tensor, O extends Operand>(this: T, other: O): f.Joined<T, O> {
    return f.greaterEqual(this, other) as never;
  }
  neg<T extends Tensor>(this: T): f.Same<T> {
    return f.neg(this) as never;
  }
  square<T extends Tensor>(this: T): f.Same<T> {
    return f.square(this) as never;
  }
  sqrt<T extends Tensor>(this: T): f.Same<T> {
    return f.sqrt(this) as never;
  }
  abs<T extends Tensor>(this: T): f.Same<T> {
    return f.abs(this) as never;
  }
  exp<T extends Tensor>(this: T): f.Same<T> {
    return f.exp(this) as never;
  }
  log<T extends Tensor>(this: T): f.Same<T> {
    return f.log(this) as never;
  }
  norm<T extends Tensor, const A extends f.Axes = undefined, const K extends boolean = false>(
    this: T,
    axes?: A,
    options?: f.ReductionOptions<K>,
  ): Tensor<Reduced<ShapeOf<T>, A, K>, DTypeOf<T>> {
    return f.norm(this, axes, options) as never;
  }
  logSumExp<T extends Tensor, const A extends f.Axes = undefined, const K extends boolean = false>(
    this: T,
    axes?: A,
    options?: f.ReductionOptions<K>,
  ): Tensor<Reduced<ShapeOf<T>, A, K>, DTypeOf<T>> {
    return f.logSumExp(this, axes, options) as never;
  }
  argmax<T extends Tensor, A extends number | undefined = undefined>(
    this: T,
    axis?: A,
  ): Tensor<Reduced<ShapeOf<T>, A, false>, DTypeOf<T>> {
    return f.argmax(this, axis) as never;
  }
  softmax<T extends Tensor>(this: T, axis?: number): f.Same<T> {
    return f.softmax(this, axis) as never;
  }
  logSoftmax<T extends Tensor>(this: T, axis?: number): f.Same<T> {
    return f.logSoftmax(this, axis) as never;
  }
  cumulativeSum<T extends Tensor>(this: T, axis?: number, reverse?: boolean): f.Same<T> {
    return f.cumulativeSum(this, axis, reverse) as never;
  }
  /** The product of matrices and vectors: see `matmul`. */
  matmul<T extends Tensor, O extends Operand>(
    this: T,
    other: O,
  ): Tensor<Product<ShapeOf<T>, ShapeOf<O>>, DTypeOf<T>> {
    return f.matmul(this, other) as never;
  }
  log1p<T extends Tensor>(this: T): f.Same<T> {
    return f.log1p(this) as never;
  }
  sigmoid<T extends Tensor>(this: T): f.Same<T> {
    return f.sigmoid(this) as never;
  }
  tanh<T extends Tensor>(this: T): f.Same<T> {
    return f.tanh(this) as never;
  }
  sin<T extends Tensor>(this: T): f.Same<T> {
    return f.sin(this) as never;
  }
  cos<T extends Tensor>(this: T): f.Same<T> {
    return f.cos(this) as never;
  }
  softplus<T extends Tensor>(this: T): f.Same<T> {
    return f.softplus(this) as never;
  }
  logSigmoid<T extends Tensor>(this: T): f.Same<T> {
    return f.logSigmoid(this) as never;
  }
  relu<T extends Tensor>(this: T): f.Same<T> {
    return f.relu(this) as never;
  }
  lgamma<T extends Tensor>(this: T): f.Same<T> {
    return f.lgamma(this) as never;
  }
  sum<T extends Tensor, const A extends f.Axes = undefined, const K extends boolean = false>(
    this: T,
    axes?: A,
    options?: f.ReductionOptions<K>,
  ): Tensor<Reduced<ShapeOf<T>, A, K>, DTypeOf<T>> {
    return f.sum(this, axes, options) as never;
  }
  mean<T extends Tensor, const A extends f.Axes = undefined, const K extends boolean = false>(
    this: T,
    axes?: A,
    options?: f.ReductionOptions<K>,
  ): Tensor<Reduced<ShapeOf<T>, A, K>, DTypeOf<T>> {
    return f.mean(this, axes, options) as never;
  }
  prod<T extends Tensor, const A extends f.Axes = undefined, const K extends boolean = false>(
    this: T,
    axes?: A,
    options?: f.ReductionOptions<K>,
  ): Tensor<Reduced<ShapeOf<T>, A, K>, DTypeOf<T>> {
    return f.prod(this, axes, options) as never;
  }
  max<T extends Tensor, const A extends f.Axes = undefined, const K extends boolean = false>(
    this: T,
    axes?: A,
    options?: f.ReductionOptions<K>,
  ): Tensor<Reduced<ShapeOf<T>, A, K>, DTypeOf<T>> {
    return f.max(this, axes, options) as never;
  }
  min<T extends Tensor, const A extends f.Axes = undefined, const K extends boolean = false>(
    this: T,
    axes?: A,
    options?: f.ReductionOptions<K>,
  ): Tensor<Reduced<ShapeOf<T>, A, K>, DTypeOf<T>> {
    return f.min(this, axes, options) as never;
  }
  reshape<T extends Tensor, const R extends Shape>(this: T, shape: R): Tensor<Filled<R>, DTypeOf<T>> {
    return f.reshape(this, shape) as never;
  }
  expand<T extends Tensor, const R extends Shape>(this: T, shape: R): Tensor<R, DTypeOf<T>> {
    return f.expand(this, shape) as never;
  }
  transpose<T extends Tensor, const A extends readonly number[] | undefined = undefined>(
    this: T,
    axes?: A,
  ): Tensor<Transposed<ShapeOf<T>, A>, DTypeOf<T>> {
    return f.transpose(this, axes) as never;
  }
  /** A part: one range for each axis, see the function `slice`. */
  slice<T extends Tensor, const R extends readonly f.Range[]>(
    this: T,
    ...ranges: R
  ): Tensor<Sliced<ShapeOf<T>, R>, DTypeOf<T>> {
    return f.slice(this, ...ranges) as never;
  }
  gather<T extends Tensor, I extends Operand>(
    this: T,
    index: I,
  ): Tensor<Replaced<ShapeOf<T>, 0, ShapeOf<I>>, DTypeOf<T>> {
    return f.gather(this, index) as never;
  }
  cast<T extends Tensor, D extends DType>(this: T, dtype: D): Tensor<ShapeOf<T>, D> {
    return f.cast(this, dtype) as never;
  }

  /** The functions over tensors that distributions are written in. @internal */
  get vocabulary(): Vocabulary {
    return vocabulary();
  }

  /** A tensor has no value while it is traced: comparing, adding or branching on it as a number is an error. */
  [Symbol.toPrimitive](): never {
    throw typeFault(
      'Cannot use a tensor as a number: it has no value while it is traced',
      'tensor',
      this.toString(),
      'used through methods such as x.add(y), x.less(y) or where(condition, a, b)',
    );
  }

  override toString(): string {
    return `Tensor(${this.operation}, [${this.shape.join(', ')}], ${this.dtype})`;
  }
}
