// Operations that make each element of the result from the elements at its place: all inputs have the result's shape.
import { expand } from '../functions/movement.ts';
import { numberIn, record, scalar } from '../record.ts';
import { broadcast, type Shape, sizeOf } from '../shape.ts';
import type { Attributes, Tensor } from '../tensor.ts';
import type { Operation, Pullback } from './operation.ts';

/** What a broadcast was made from, or the tensor itself. */
const source = (x: Tensor): Tensor => (x.operation === 'expand' ? x.inputs[0] : x);

/** op(expand a, expand b) is expand(op(a, b)): computed once for all the places it is read at. */
export function hoist(
  name: string,
  inputs: readonly Tensor[],
  attributes: Attributes,
  shape: Shape,
): Tensor | undefined {
  const sources = inputs.map(source);
  const common = sources.reduce<Shape>((all, { shape: each }) => broadcast(name, all, each), []);
  if (sizeOf(common) >= sizeOf(shape)) return undefined;
  return expand(
    record(
      name,
      sources.map((each) => expand(each, common)),
      attributes,
    ),
    shape,
  );
}

/** The inputs' derivatives: `ct` is the result's, `result` the node itself. */
export type Rule = (call: {
  x: Tensor;
  y: Tensor;
  z: Tensor;
  result: Tensor;
  ct: Tensor;
  needs: readonly boolean[];
  attributes: Attributes;
}) => readonly (Tensor | undefined)[];

/** A simpler node of the same value, if there is one. */
export type Simplify = (inputs: readonly Tensor[], shape: Shape) => Tensor | undefined;

/** An elementwise operation: its derivative, and its own simplifications. */
export function elementwiseOperation(name: string, rule?: Rule, ...simplify: readonly Simplify[]): Operation {
  const operation: Operation = {
    elementwise: true,
    infer: ([x]) => x,
    simplify(inputs, attributes, shape) {
      for (const each of simplify) {
        const simple = each(inputs, shape);
        if (simple) return simple;
      }
      return hoist(name, inputs, attributes, shape);
    },
  };
  if (rule) {
    operation.pullback = ({ inputs: [x, y, z], node, cotangent, needs, attributes }: Pullback) =>
      rule({ x, y, z, result: node, ct: cotangent, needs, attributes });
  }
  return operation;
}

/** Folds numbers where the operation on them is exact to the last bit in every engine. */
export function folded(compute: (x: number, y: number) => number): Simplify {
  return (inputs, shape) => {
    const values = inputs.map(numberIn);
    if (values.some((each) => each === undefined)) return undefined;
    const value = compute(values[0] as number, values[1] as number);
    const { dtype } = inputs[0];
    return expand(scalar(dtype === 'f32' ? Math.fround(value) : value, dtype), shape);
  };
}
