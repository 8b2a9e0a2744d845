// A tensor is a node of the graph that a traced function leaves behind: an operation, its inputs, its shape and type.
import { typeFault } from '@stokast/core-wasm/errors';
import * as f from './functions/index.ts';
import type { Product } from './functions/linear.ts';
import type { Broadcast, DType, Shape } from './shape.ts';

/** What an operation needs beside its inputs: plain data, typed arrays and the bodies of scans. */
export type Attributes = Readonly<Record<string, unknown>>;

/** Numbers that can stand for a tensor. */
export type Numbers = readonly number[] | Float64Array | Float32Array;

/** What can stand wherever a tensor is asked for; plain numbers take the other side's type. */
export type Operand<S extends Shape = Shape, D extends DType = DType> = Tensor<S, D> | number | Numbers;

type ShapeOf<O> = O extends Tensor<infer S, DType> ? S : O extends number ? readonly [] : Shape;

let count = 0;

/**
 * A symbolic array: static shape, doubles or singles. Made while a function is traced, by `compile` and the like;
 * nothing is computed before the program runs, and nothing is ever disposed of.
 */
export class Tensor<out S extends Shape = Shape, out D extends DType = DType> {
  readonly shape: S;
  readonly dtype: D;
  /** @internal */ readonly operation: string;
  /** @internal */ readonly inputs: readonly Tensor[];
  /** @internal */ readonly attributes: Attributes;
  /** @internal Grows: inputs have smaller numbers than what is made of them. */ readonly id: number;

  /** @internal */
  constructor(operation: string, inputs: readonly Tensor[], attributes: Attributes, shape: S, dtype: D) {
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
  neg(): Tensor<S, D> {
    return f.neg(this) as never;
  }
  exp(): Tensor<S, D> {
    return f.exp(this) as never;
  }
  sum(): Tensor<readonly [], D>;
  sum(axes: number | readonly number[], keepAxes?: boolean): Tensor<Shape, D>;
  sum(axes?: number | readonly number[], keepAxes?: boolean): Tensor<never, D> {
    return f.sum(this, axes, keepAxes) as never;
  }
  /** The product of matrices and vectors: see `matmul`. */
  matmul<O extends Operand>(other: O): Tensor<Product<S, ShapeOf<O>>, D> {
    return f.matmul(this, other) as never;
  }
  reshape<R extends Shape>(shape: R): Tensor<R, D> {
    return f.reshape(this, shape) as never;
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

  toString(): string {
    return `Tensor(${this.operation}, [${this.shape.join(', ')}], ${this.dtype})`;
  }
}
