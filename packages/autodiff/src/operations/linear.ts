// Products of matrices. Operands have at least two axes and the same batch axes in front: functions/linear.ts sees
// to that.
import { expand, mul, reshape, sum } from '../functions/index.ts';
import { copy, product, turned } from '../functions/linear.ts';
import { isContiguous, isView, resolve, viewOf } from '../lower/access.ts';
import { type Shape, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { Operation } from './operation.ts';

const known = new WeakMap<Tensor, boolean>();

/** Is it made from constants alone? Then it is computed once, when a program is opened. */
function isFixed(node: Tensor): boolean {
  const stack = [node];
  while (stack.length > 0) {
    const top = stack[stack.length - 1];
    const { operation, inputs } = top;
    const isOpen = inputs.some((input) => known.get(input) === false);
    const next = isOpen ? undefined : inputs.find((input) => !known.has(input));
    if (next) stack.push(next);
    else known.set(stack.pop() as Tensor, !isOpen && (operation === 'constant' || inputs.length > 0));
  }
  return known.get(node) as boolean;
}

const isFlipped = (x: Tensor): boolean => {
  const { rank } = x;
  const axes = x.operation === 'transpose' ? (x.attributes.axes as readonly number[]) : undefined;
  return axes?.every((axis, i) => axis === (i < rank - 2 ? i : 2 * rank - 3 - i)) ?? false;
};

/** Columns below which rows of a tall matrix are too short to be summed one by one, and up to which a copy pays. */
const SHORT = 128;
const SHORTEST = 4;

/**
 * A matrix of short rows is better read by columns: as sums of a few long ones, or along them. So one that stays the
 * same, or of very short rows, is laid out that way, once for all products with it.
 */
function byColumns(a: Tensor): Tensor | undefined {
  const [rows, columns] = a.shape;
  const tall = rows >= 4 * columns && columns < SHORT;
  const wide = columns >= 4 * rows && rows < SHORT;
  if (!(tall || wide) || !(Math.min(rows, columns) <= SHORTEST || isFixed(a))) return undefined;
  const long = tall ? turned(a) : a;
  if (!isView(resolve(long)) || isContiguous(viewOf(long))) return undefined;
  return tall ? turned(copy(long)) : copy(long);
}

function simplifyProduct([a, b]: readonly Tensor[], shape: Shape): Tensor | undefined {
  const batch = shape.slice(0, -2);
  const [m, n] = shape.slice(-2);
  const k = a.shape[a.rank - 1];
  if (k === 1) return mul(expand(a, shape), expand(b, shape));
  if (m === 1 && n === 1)
    return reshape(sum(mul(reshape(a, [...batch, k]), reshape(b, [...batch, k])), -1), shape);
  if (sizeOf(batch) !== 1) return undefined;
  if (batch.length > 0) return reshape(product(reshape(a, [m, k]), reshape(b, [k, n])), shape);
  if (m === 1) return reshape(product(turned(b), reshape(a, [k, 1])), shape);
  const columns = n === 1 ? byColumns(a) : undefined;
  return columns && product(columns, b);
}

export const linear: Readonly<Record<string, Operation>> = {
  matmul: {
    infer: ([a, b]) => ({ shape: [...a.shape.slice(0, -1), b.shape[b.rank - 1]], dtype: a.dtype }),
    simplify: (inputs, _, shape) => simplifyProduct(inputs, shape),
    pullback({ inputs: [a, b], cotangent, needs }) {
      // Where an operand is a transpose, its derivative is made transposed, so that no copy has to turn it.
      const left = () =>
        isFlipped(a) ? turned(product(b, turned(cotangent))) : product(cotangent, turned(b));
      const right = () =>
        isFlipped(b) ? turned(product(turned(cotangent), a)) : product(turned(a), cotangent);
      return [needs[0] ? left() : undefined, needs[1] ? right() : undefined];
    },
  },
  copy: {
    infer: ([x]) => x,
    pullback: ({ cotangent }) => [cotangent],
  },
};
