// Operations that make each element of the result from the elements at its place: all inputs have the result's shape.
import { add, cos, div, mul, neg, sign, sin, square, sub, where } from '../functions/index.ts';
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

type Rule = (call: {
  x: Tensor;
  y: Tensor;
  z: Tensor;
  result: Tensor;
  ct: Tensor;
  call: Pullback;
}) => readonly (Tensor | undefined)[];
type Simplify = (inputs: readonly Tensor[], shape: Shape) => Tensor | undefined;

/** An elementwise operation: its derivative, and its own simplifications. */
export function elementwiseOperation(name: string, rule: Rule | undefined, simplify?: Simplify): Operation {
  const operation: Operation = {
    infer: ([x]) => x,
    simplify: (inputs, attributes, shape) =>
      simplify?.(inputs, shape) ?? hoist(name, inputs, attributes, shape),
  };
  if (rule) {
    operation.pullback = (call) =>
      rule({
        x: call.inputs[0],
        y: call.inputs[1],
        z: call.inputs[2],
        result: call.node,
        ct: call.cotangent,
        call,
      });
  }
  return operation;
}

/** Folds numbers where the operation on them is exact to the last bit in every engine. */
function folded(compute: (x: number, y: number) => number): Simplify {
  return (inputs, shape) => {
    const values = inputs.map(numberIn);
    if (values.some((each) => each === undefined)) return undefined;
    const value = compute(values[0] as number, values[1] as number);
    const { dtype } = inputs[0];
    return expand(scalar(dtype === 'f32' ? Math.fround(value) : value, dtype), shape);
  };
}

const first =
  (...rules: Simplify[]): Simplify =>
  (inputs, shape) => {
    for (const rule of rules) {
      const simple = rule(inputs, shape);
      if (simple) return simple;
    }
    return undefined;
  };

const op = elementwiseOperation;

export const elementwise: Readonly<Record<string, Operation>> = {
  add: op(
    'add',
    ({ ct }) => [ct, ct],
    first(
      folded((x, y) => x + y),
      ([x, y]) => (numberIn(y) === 0 ? x : numberIn(x) === 0 ? y : undefined),
      ([x, y]) => (y.operation === 'neg' ? sub(x, y.inputs[0]) : undefined),
    ),
  ),
  sub: op(
    'sub',
    ({ ct, call }) => [ct, call.needs[1] ? neg(ct) : undefined],
    first(
      folded((x, y) => x - y),
      ([x, y]) => (numberIn(y) === 0 ? x : numberIn(x) === 0 ? neg(y) : undefined),
      ([x, y]) => (y.operation === 'neg' ? add(x, y.inputs[0]) : undefined),
    ),
  ),
  mul: op(
    'mul',
    ({ x, y, ct, call }) => [call.needs[0] ? mul(ct, y) : undefined, call.needs[1] ? mul(ct, x) : undefined],
    first(
      folded((x, y) => x * y),
      ([x, y]) => (numberIn(y) === 1 ? x : numberIn(x) === 1 ? y : undefined),
      ([x, y]) => (numberIn(y) === -1 ? neg(x) : numberIn(x) === -1 ? neg(y) : undefined),
      ([x, y]) => (x === y ? square(x) : undefined),
    ),
  ),
  div: op(
    'div',
    ({ y, result, ct, call }) => [
      call.needs[0] ? div(ct, y) : undefined,
      call.needs[1] ? neg(div(mul(ct, result), y)) : undefined,
    ],
    first(
      folded((x, y) => x / y),
      ([x, y]) => (numberIn(y) === 1 ? x : undefined),
    ),
  ),
  neg: op(
    'neg',
    ({ ct }) => [neg(ct)],
    first(
      folded((x) => -x),
      ([x]) => (x.operation === 'neg' ? x.inputs[0] : undefined),
    ),
  ),
  square: op(
    'square',
    ({ x, ct }) => [mul(ct, mul(2, x))],
    folded((x) => x * x),
  ),
  abs: op('abs', ({ x, ct }) => [mul(ct, sign(x))], folded(Math.abs)),
  sign: op('sign', undefined),
  exp: op('exp', ({ result, ct }) => [mul(ct, result)]),
  sin: op('sin', ({ x, ct }) => [mul(ct, cos(x))]),
  cos: op('cos', ({ x, ct }) => [neg(mul(ct, sin(x)))]),
  equal: op('equal', undefined),
  less: op('less', undefined),
  where: op('where', ({ x, ct, call }) => [
    undefined,
    call.needs[1] ? where(x, ct, 0) : undefined,
    call.needs[2] ? where(x, 0, ct) : undefined,
  ]),
};
