// The operation `linearScan`: y[t] = a[t] y[t - 1] + b[t]. Its derivative is the same recurrence backwards.
import { expand, mul, reshape } from '../functions/index.ts';
import { linearScan } from '../functions/linear-scan.ts';
import { section } from '../functions/movement.ts';
import { scalar } from '../record.ts';
import { type Shape, sameShape, shapeFault, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { place, sumTo } from './movement.ts';
import type { Operation, Pullback } from './operation.ts';

const first = (shape: Shape, at: number): number[] => shape.map((_, i) => (i === 0 ? at : 0));
const steps = (shape: Shape, count: number): Shape => [count, ...shape.slice(1)];
const ones = (shape: Shape): number[] => shape.map(() => 1);

/**
 * Each step's predecessor: x[t - 1], or x[t + 1] in reverse; before the first step stands `edge`, or zeros.
 */
export function shifted(x: Tensor, edge: Tensor | undefined, reverse: boolean): Tensor {
  const { shape } = x;
  const [length] = shape;
  const pieces: Tensor[] = [];
  const where: { start: number[]; step: number[] }[] = [];
  const lay = (piece: Tensor, at: number): void => {
    pieces.push(piece);
    where.push({ start: first(shape, at), step: ones(shape) });
  };
  if (edge) lay(reshape(edge, steps(shape, 1)), reverse ? length - 1 : 0);
  if (length > 1) lay(section(x, first(shape, reverse ? 1 : 0), steps(shape, length - 1)), reverse ? 0 : 1);
  // One step without an edge: zeros.
  return pieces.length > 0 ? place(pieces, where, shape) : expand(scalar(0, x.dtype), shape);
}

/** `a` with an axis for each of b's, so that it broadcasts. */
const aligned = (a: Tensor, b: Tensor): Tensor =>
  a.shape.length === 1 && b.shape.length > 1 ? reshape(a, [a.shape[0], ...ones(b.shape.slice(1))]) : a;

function pullbackLinear({ node, inputs, attributes, cotangent, needs }: Pullback): (Tensor | undefined)[] {
  const [a, b, initial] = inputs;
  const reverse = attributes.reverse as boolean;
  const next = a.shape.length === 0 ? a : shifted(a, undefined, !reverse);
  const lambda = linearScan(next, cotangent, undefined, !reverse);
  const edge = (x: Tensor): Tensor =>
    x.shape.length === 0
      ? x
      : reshape(
          section(x, first(x.shape, reverse ? x.shape[0] - 1 : 0), steps(x.shape, 1)),
          x.shape.slice(1),
        );
  const ofA = (): Tensor =>
    reshape(sumTo(mul(lambda, shifted(node, initial, reverse)), aligned(a, b).shape), a.shape);
  return [needs[0] ? ofA() : undefined, lambda, initial && needs[2] ? mul(edge(a), edge(lambda)) : undefined];
}

export const linearScans: Readonly<Record<string, Operation>> = {
  linearScan: {
    infer([a, b, initial]) {
      const known = a.shape.length === 0 || sameShape(a.shape, b.shape) || sameShape(a.shape, [b.shape[0]]);
      if (b.shape.length === 0 || !known) {
        throw shapeFault(
          'linearScan',
          [a.shape, b.shape],
          'factors of shape [], [steps] or that of the terms',
        );
      }
      if (initial && !sameShape(initial.shape, b.shape.slice(1))) {
        throw shapeFault('linearScan', [initial.shape, b.shape], 'an initial value of the shape of one step');
      }
      return b;
    },
    simplify([a, b, initial], { reverse }) {
      if (a.shape.length === 0 || a.operation !== 'expand' || sizeOf(a.inputs[0].shape) !== 1)
        return undefined;
      return linearScan(reshape(a.inputs[0], []), b, initial, reverse as boolean);
    },
    pullback: pullbackLinear,
  },
};
