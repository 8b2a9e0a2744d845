// How elementwise functions are recorded, and the types of what they give.
import { record, tensorsOf } from '../record.ts';
import { broadcast, type Shape } from '../shape.ts';
import type { Broadcast } from '../shape-types.ts';
import type { DTypeOf, Like, Operand, ShapeOf, Tensor } from '../tensor.ts';
import { expand } from './movement.ts';

/** A tensor of an operand's shape and type. */
export type Same<X> = Tensor<ShapeOf<X>, DTypeOf<X>>;

/** The type of two operands: that of the first tensor. */
export type TypeOf<A, B> = A extends Like ? DTypeOf<A> : DTypeOf<B>;

/** A tensor of the shape that two operands broadcast to, and of their type. */
export type Joined<A, B> = Tensor<Broadcast<ShapeOf<A>, ShapeOf<B>>, TypeOf<A, B>>;

/** Records an elementwise operation on operands that broadcast. */
export function elementwise(name: string, ...operands: readonly Operand[]): Tensor {
  const tensors = tensorsOf(name, operands);
  const shape = tensors.reduce<Shape>((all, each) => broadcast(name, all, each.shape), []);
  return record(
    name,
    tensors.map((each) => expand(each, shape)),
  );
}
