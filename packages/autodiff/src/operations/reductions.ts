// Operations that take axes away, and those of rows. Axes of a reduction are neighbours: functions/reductions.ts.
import { div, equal, exp, expand, mul, neg, reshape, sub, sum, where } from '../functions/index.ts';
import { alongSteps, products } from '../functions/linear-scan.ts';
import { scalar } from '../record.ts';
import { type Shape, sizeOf } from '../shape.ts';
import type { Attributes, Tensor } from '../tensor.ts';
import { shifted } from './linear-scan.ts';
import type { Operation, Pullback, Signature } from './operation.ts';

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
const countOf = (shape: Shape, axes: readonly number[]): number =>
  axes.reduce((size, axis) => size * shape[axis], 1);

/** Sums of equal elements are products: an axis that a broadcast made or repeated is not passed over. */
function sumOfRepeated(x: Tensor, axes: readonly number[], shape: Shape): Tensor | undefined {
  const from = reshape(x.inputs[0], [
    ...Array<number>(x.rank - x.inputs[0].rank).fill(1),
    ...x.inputs[0].shape,
  ]) as Tensor;
  const repeated = axes.filter((axis) => from.shape[axis] === 1 && x.shape[axis] > 1);
  if (repeated.length === 0) return undefined;
  const rest = x.shape.map((size, i) => (repeated.includes(i) ? 1 : size));
  const once = sum(expand(from, rest), axes);
  return mul(expand(once, shape), countOf(x.shape, repeated));
}

function simplifySum([x]: readonly Tensor[], attributes: Attributes, shape: Shape): Tensor | undefined {
  const axes = axesIn(attributes);
  if (countOf(x.shape, axes) === 1) return reshape(x, shape);
  if (x.operation === 'expand') return sumOfRepeated(x, axes, shape);
  // Factors that are one number, and signs, come out in front.
  if (x.operation === 'neg') return neg(sum(x.inputs[0], axes));
  if (x.operation === 'mul') {
    const [a, b] = x.inputs;
    if (isSingle(a)) return mul(reshape(a.inputs[0], []), sum(b, axes));
    if (isSingle(b)) return mul(reshape(b.inputs[0], []), sum(a, axes));
  }
  return undefined;
}

/** Nothing is taken away where the axes have one element in all. */
const trivial = ([x]: readonly Tensor[], attributes: Attributes, shape: Shape): Tensor | undefined =>
  countOf(x.shape, axesIn(attributes)) === 1 ? reshape(x, shape) : undefined;

/** Elements that are the largest, or the least, share the derivative. */
function toExtremes({ node, inputs: [x], attributes, cotangent }: Pullback): readonly Tensor[] {
  const axes = axesIn(attributes);
  const extreme = equal(x, spread(node, x.shape, axes));
  const share = div(cotangent, sum(extreme, axes));
  return [where(extreme, spread(share, x.shape, axes), 0)];
}

/** Along `axis`, the product of all elements before each one; in reverse of all behind it. */
const exclusiveProduct = (x: Tensor, axis: number, reverse: boolean): Tensor =>
  alongSteps(x, axis, (steps) => {
    const ones = expand(scalar(1, x.dtype), steps.shape.slice(1));
    return products(shifted(steps, ones, reverse), reverse);
  });

/** The product of all others, without a division: of those before and those behind, zeros or not. */
function toFactors({ inputs: [x], attributes, cotangent }: Pullback): readonly Tensor[] {
  const axes = axesIn(attributes);
  const [at] = axes;
  const count = countOf(x.shape, axes);
  // The axes, which are neighbours, as one.
  const joined = reshape(x, [...x.shape.slice(0, at), count, ...x.shape.slice(at + axes.length)]) as Tensor;
  const others = mul(exclusiveProduct(joined, at, false), exclusiveProduct(joined, at, true));
  return [mul(spread(cotangent, x.shape, axes), reshape(others, x.shape))];
}

const last = (x: Tensor): readonly number[] => [x.rank - 1];

export const reductions: Readonly<Record<string, Operation>> = {
  sum: {
    infer: reduced,
    simplify: simplifySum,
    pullback: ({ inputs: [x], attributes, cotangent }) => [spread(cotangent, x.shape, axesIn(attributes))],
  },
  prod: { infer: reduced, simplify: trivial, pullback: toFactors },
  max: { infer: reduced, simplify: trivial, pullback: toExtremes },
  min: { infer: reduced, simplify: trivial, pullback: toExtremes },
  argmax: { infer: reduced },
  /** Of each row: the last axis. */
  softmax: {
    infer: ([x]) => x,
    pullback({ node, cotangent }) {
      const mean = sum(mul(cotangent, node), last(node));
      return [mul(node, sub(cotangent, spread(mean, node.shape, last(node))))];
    },
  },
  logSumExp: {
    infer: ([x]) => ({ shape: x.shape.slice(0, -1), dtype: x.dtype }),
    pullback({ node, inputs: [x], cotangent }) {
      // Where all of a row is -Infinity, so is the result: e^(-Infinity - 0) is 0.
      const base = where(equal(node, -Infinity), 0, node);
      return [mul(spread(cotangent, x.shape, last(x)), exp(sub(x, spread(base, x.shape, last(x)))))];
    },
  },
};
