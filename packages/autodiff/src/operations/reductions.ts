// Operations that take axes away.
import { expand, mul, neg, reshape, sum } from '../functions/index.ts';
import { type Shape, sizeOf } from '../shape.ts';
import type { Attributes, Tensor } from '../tensor.ts';
import type { Operation, Signature } from './operation.ts';

export const axesIn = (attributes: Attributes): readonly number[] => attributes.axes as readonly number[];

/** The shape without its reduced axes. */
export function reduced([x]: readonly Tensor[], attributes: Attributes): Signature {
  const axes = axesIn(attributes);
  return { shape: x.shape.filter((_, i) => !axes.includes(i)), dtype: x.dtype };
}

/** The shape with its reduced axes of size 1: what broadcasts back. */
export const kept = (shape: Shape, axes: readonly number[]): Shape =>
  shape.map((size, i) => (axes.includes(i) ? 1 : size));

/** A reduction's result, or its derivative, at every element that went into it. */
export const spread = (result: Tensor, shape: Shape, axes: readonly number[]): Tensor =>
  expand(reshape(result, kept(shape, axes)), shape);

const isSingle = (x: Tensor): boolean => x.operation === 'expand' && sizeOf(x.inputs[0].shape) === 1;

function simplifySum([x]: readonly Tensor[], attributes: Attributes, shape: Shape): Tensor | undefined {
  const axes = axesIn(attributes);
  const count = axes.reduce((size, axis) => size * x.shape[axis], 1);
  if (count === 1) return reshape(x, shape);
  // Equal elements: a product. Factors that are one number, and signs, come out in front.
  if (isSingle(x)) return expand(mul(reshape(x.inputs[0], []), count), shape);
  if (x.operation === 'neg') return neg(sum(x.inputs[0], axes));
  if (x.operation === 'mul') {
    const [a, b] = x.inputs;
    if (isSingle(a)) return mul(reshape(a.inputs[0], []), sum(b, axes));
    if (isSingle(b)) return mul(reshape(b.inputs[0], []), sum(a, axes));
  }
  return undefined;
}

export const reductions: Readonly<Record<string, Operation>> = {
  sum: {
    infer: reduced,
    simplify: simplifySum,
    pullback: ({ inputs: [x], attributes, cotangent }) => [spread(cotangent, x.shape, axesIn(attributes))],
  },
};
