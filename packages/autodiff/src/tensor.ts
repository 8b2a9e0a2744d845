// A tensor is a node of the graph that a traced function leaves behind: an operation, its inputs, its shape and type.
import { typeFault } from '@stokast/core-wasm/errors';

import * as f from './functions/index.ts';
import type { Product } from './functions/linear.ts';
import { Printed } from './printed.ts';
import type { Broadcast, DType, Shape } from './shape.ts';
import { type Vocabulary, vocabulary } from './vocabulary.ts';

/** What an operation needs beside its inputs: plain data, typed arrays and the bodies of scans. */
export type Attributes = Readonly<Record<string, unknown>>;

/** Numbers that can stand for a tensor: of one axis, or, row by row in arrays, of more. */
export type Numbers =
  | readonly number[]
  | readonly Numbers[]
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;

/** What can stand wherever a tensor is asked for; plain numbers take the other side's type. */
export type Operand<S extends Shape = Shape, D extends DType = DType> = Tensor<S, D> | number | Numbers;

/** The shape of the tensor that an operand stands for, and its type. */
export type ShapeOf<O> = O extends Tensor<infer S, DType> ? S : O extends number ? readonly [] : Shape;
/** Type of the elements that an operand has; numbers and arrays of them count as doubles. */
export type DTypeOf<O> = O extends Tensor<Shape, infer D> ? D : 'f64';

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

  add<O extends Operand>(other: O): Tensor<Broadcast<S, ShapeOf<O>>, D> {
    return f.add(this, other) as never;
  }
  sub<O extends Operand>(other: O): Tensor<Broadcast<S, ShapeOf<O>>, D> {
    return f.sub(this, other) as never;
  }
  mul<O extends Operand>(other: O): Tensor<Broadcast<S, ShapeOf<O>>, D> {
    return f.mul(this, other) as never;
  }
  div<O extends Operand>(other: O): Tensor<Broadcast<S, ShapeOf<O>>, D> {
    return f.div(this, other) as never;
  }
  pow<O extends Operand>(other: O): Tensor<Broadcast<S, ShapeOf<O>>, D> {
    return f.pow(this, other) as never;
  }
  clip(low: Operand, high: Operand): Tensor<Shape, D> {
    return f.clip(this, low, high) as never;
  }
  maximum<O extends Operand>(other: O): Tensor<Broadcast<S, ShapeOf<O>>, D> {
    return f.maximum(this, other) as never;
  }
  minimum<O extends Operand>(other: O): Tensor<Broadcast<S, ShapeOf<O>>, D> {
    return f.minimum(this, other) as never;
  }
  equal<O extends Operand>(other: O): Tensor<Broadcast<S, ShapeOf<O>>, D> {
    return f.equal(this, other) as never;
  }
  less<O extends Operand>(other: O): Tensor<Broadcast<S, ShapeOf<O>>, D> {
    return f.less(this, other) as never;
  }
  lessEqual<O extends Operand>(other: O): Tensor<Broadcast<S, ShapeOf<O>>, D> {
    return f.lessEqual(this, other) as never;
  }
  greater<O extends Operand>(other: O): Tensor<Broadcast<S, ShapeOf<O>>, D> {
    return f.greater(this, other) as never;
  }
  greaterEqual<O extends Operand>(other: O): Tensor<Broadcast<S, ShapeOf<O>>, D> {
    return f.greaterEqual(this, other) as never;
  }
  neg(): Tensor<S, D> {
    return f.neg(this) as never;
  }
  square(): Tensor<S, D> {
    return f.square(this) as never;
  }
  sqrt(): Tensor<S, D> {
    return f.sqrt(this) as never;
  }
  abs(): Tensor<S, D> {
    return f.abs(this) as never;
  }
  exp(): Tensor<S, D> {
    return f.exp(this) as never;
  }
  log(): Tensor<S, D> {
    return f.log(this) as never;
  }
  norm(): Tensor<readonly [], D>;
  norm(axes: f.Axes, options?: f.ReductionOptions): Tensor<Shape, D>;
  norm(axes?: f.Axes, options?: f.ReductionOptions): Tensor<never, D> {
    return f.norm(this, axes, options) as never;
  }
  logSumExp(): Tensor<readonly [], D>;
  logSumExp(axes: f.Axes, options?: f.ReductionOptions): Tensor<Shape, D>;
  logSumExp(axes?: f.Axes, options?: f.ReductionOptions): Tensor<never, D> {
    return f.logSumExp(this, axes, options) as never;
  }
  argmax(): Tensor<readonly [], D>;
  argmax(axis: number): Tensor<Shape, D>;
  argmax(axis?: number): Tensor<never, D> {
    return f.argmax(this, axis as number) as never;
  }
  softmax(axis?: number): Tensor<S, D> {
    return f.softmax(this, axis) as never;
  }
  logSoftmax(axis?: number): Tensor<S, D> {
    return f.logSoftmax(this, axis) as never;
  }
  cumulativeSum(axis?: number, reverse?: boolean): Tensor<S, D> {
    return f.cumulativeSum(this, axis, reverse) as never;
  }
  /** The product of matrices and vectors: see `matmul`. */
  matmul<O extends Operand>(other: O): Tensor<Product<S, ShapeOf<O>>, D> {
    return f.matmul(this, other) as never;
  }
  log1p(): Tensor<S, D> {
    return f.log1p(this) as never;
  }
  sigmoid(): Tensor<S, D> {
    return f.sigmoid(this) as never;
  }
  tanh(): Tensor<S, D> {
    return f.tanh(this) as never;
  }
  sin(): Tensor<S, D> {
    return f.sin(this) as never;
  }
  cos(): Tensor<S, D> {
    return f.cos(this) as never;
  }
  softplus(): Tensor<S, D> {
    return f.softplus(this) as never;
  }
  logSigmoid(): Tensor<S, D> {
    return f.logSigmoid(this) as never;
  }
  relu(): Tensor<S, D> {
    return f.relu(this) as never;
  }
  lgamma(): Tensor<S, D> {
    return f.lgamma(this) as never;
  }
  sum(): Tensor<readonly [], D>;
  sum(axes: f.Axes, options?: f.ReductionOptions): Tensor<Shape, D>;
  sum(axes?: f.Axes, options?: f.ReductionOptions): Tensor<never, D> {
    return f.sum(this, axes, options) as never;
  }
  mean(): Tensor<readonly [], D>;
  mean(axes: f.Axes, options?: f.ReductionOptions): Tensor<Shape, D>;
  mean(axes?: f.Axes, options?: f.ReductionOptions): Tensor<never, D> {
    return f.mean(this, axes, options) as never;
  }
  prod(): Tensor<readonly [], D>;
  prod(axes: f.Axes, options?: f.ReductionOptions): Tensor<Shape, D>;
  prod(axes?: f.Axes, options?: f.ReductionOptions): Tensor<never, D> {
    return f.prod(this, axes, options) as never;
  }
  max(): Tensor<readonly [], D>;
  max(axes: f.Axes, options?: f.ReductionOptions): Tensor<Shape, D>;
  max(axes?: f.Axes, options?: f.ReductionOptions): Tensor<never, D> {
    return f.max(this, axes, options) as never;
  }
  min(): Tensor<readonly [], D>;
  min(axes: f.Axes, options?: f.ReductionOptions): Tensor<Shape, D>;
  min(axes?: f.Axes, options?: f.ReductionOptions): Tensor<never, D> {
    return f.min(this, axes, options) as never;
  }
  reshape<const R extends Shape>(shape: R): Tensor<f.Filled<R>, D> {
    return f.reshape(this, shape) as never;
  }
  expand<const R extends Shape>(shape: R): Tensor<R, D> {
    return f.expand(this, shape) as never;
  }
  transpose(axes?: readonly number[]): Tensor<Shape, D> {
    return f.transpose(this, axes) as never;
  }
  /** A part: one range for each axis, see the function `slice`. */
  slice(...ranges: readonly f.Range[]): Tensor<Shape, D> {
    return f.slice(this, ...ranges) as never;
  }
  gather(index: Operand): Tensor<Shape, D> {
    return f.gather(this, index) as never;
  }
  cast<T extends DType>(dtype: T): Tensor<S, T> {
    return f.cast(this, dtype) as never;
  }

  /** The functions over tensors that distributions are written in. @internal */
  get vocabulary(): Vocabulary {
    return vocabulary();
  }

  /** A tensor has no value while it is traced: comparing, adding or branching on it as a number is an error. */
  [Symbol.toPrimitive](): never {
    throw typeFault(
      'Cannot use a tensor as a number',
      'tensor',
      this,
      'used through methods such as x.add(y), x.less(y) or where(condition, a, b): it has no value while it is traced',
    );
  }

  override toString(): string {
    return `Tensor(${this.operation}, [${this.shape.join(', ')}], ${this.dtype})`;
  }
}
