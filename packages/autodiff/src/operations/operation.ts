// What an operation is to the tracer: its rule of shapes, its simplifications, its derivative.
import type { DType, Shape } from '../shape.ts';
import type { Attributes, Tensor } from '../tensor.ts';

/** Shape and type of a result. */
export interface Signature {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** What the derivative of an operation is made from. */
export interface Pullback {
  /** The node itself: its value may be used again. */
  readonly node: Tensor;
  readonly inputs: readonly Tensor[];
  readonly attributes: Attributes;
  /** Derivative of the result that is asked for in this node: the node's shape. */
  readonly cotangent: Tensor;
  /** Which inputs' derivatives are wanted. */
  readonly needs: readonly boolean[];
}

/** One row of the table of operations. */
export interface Operation {
  /** Is each element of the result made from those at its place, and so each derivative? */
  readonly elementwise?: boolean;
  /** Throws where the inputs do not fit. */
  infer(inputs: readonly Tensor[], attributes: Attributes): Signature;
  /** A simpler node of the same value, where there is one. */
  simplify?(inputs: readonly Tensor[], attributes: Attributes, shape: Shape): Tensor | undefined;
  /** The inputs' derivatives, in their order; undefined where there is none. Without it the operation has none. */
  pullback?(call: Pullback): readonly (Tensor | undefined)[];
}
