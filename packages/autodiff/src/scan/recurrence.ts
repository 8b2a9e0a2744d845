// Loops that need no loop: where each new carry is linear in the old one, with coefficients that can be had for all
// steps at once, the loop is a linear recurrence and elementwise work over all steps.
//     carry[t + 1] = a[t] carry[t] + b[t]
import { linearScan } from '../functions/linear-scan.ts';
import { expand, reshape, section } from '../functions/movement.ts';
import { isElementwise } from '../lower/elementwise.ts';
import { shifted } from '../operations/linear-scan.ts';
import { record, scalar } from '../record.ts';
import { type Shape, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { type Body, dependents } from './body.ts';

/** What a node of the body is over all steps: with a first axis of steps, or the same at each of them. */
interface Lifted {
  readonly tensor: Tensor;
  readonly fixed: boolean;
}

/** A node as a * carry + b; what is left out is 0. */
interface Linear {
  readonly a?: Lifted;
  readonly b?: Lifted;
}

/** Thrown inside this file where the body is not of that kind. */
class NotLinear extends Error {}

class Recurrence {
  private readonly length: number;
  private readonly inside: ReadonlySet<Tensor>;
  private readonly lifted: Map<Tensor, Lifted> = new Map();
  /** Of the carry under way. */
  readonly lines: Map<Tensor, Linear> = new Map();

  constructor(body: Body, length: number) {
    this.length = length;
    this.inside = dependents(body.outputs, body.inputs);
  }

  know(node: Tensor, tensor: Tensor): void {
    this.lifted.set(node, { tensor, fixed: false });
  }

  private steps(shape: Shape): Shape {
    return [this.length, ...shape];
  }

  /** With an axis of steps, whether it needs one or not; `shape` is that of one step. */
  full({ tensor, fixed }: Lifted, shape: Shape): Tensor {
    return fixed ? expand(tensor, this.steps(shape)) : tensor;
  }

  private apply(operation: string, inputs: readonly Lifted[], shape: Shape, node?: Tensor): Lifted {
    const fixed = inputs.every((each) => each.fixed);
    const tensors = inputs.map((each) => (fixed ? expand(each.tensor, shape) : this.full(each, shape)));
    return { tensor: record(operation, tensors, node?.attributes ?? {}), fixed };
  }

  /** A node over all steps, of nodes that are known over all steps. */
  lift(node: Tensor): Lifted {
    const known = this.lifted.get(node);
    if (known) return known;
    if (!this.inside.has(node)) return { tensor: node, fixed: true };
    if (node.inputs.length === 0) throw new NotLinear();
    const made = this.make(node);
    this.lifted.set(node, made);
    return made;
  }

  private make(node: Tensor): Lifted {
    const { operation, shape } = node;
    const inputs = node.inputs.map((input) => this.lift(input));
    if (isElementwise(operation)) return this.apply(operation, inputs, shape, node);
    const [{ tensor }] = inputs;
    if (operation === 'identity' || operation === 'stopGradient') {
      return { tensor: record(operation, [tensor]), fixed: false };
    }
    if (operation === 'reshape') return { tensor: reshape(tensor, this.steps(shape)), fixed: false };
    if (operation !== 'expand') throw new NotLinear();
    const before = node.inputs[0].shape;
    const padded = [...Array<number>(shape.length - before.length).fill(1), ...before];
    return { tensor: expand(reshape(tensor, this.steps(padded)), this.steps(shape)), fixed: false };
  }

  private join(
    operation: 'add' | 'sub',
    x: Lifted | undefined,
    y: Lifted | undefined,
    shape: Shape,
  ): Lifted | undefined {
    if (x && y) return this.apply(operation, [x, y], shape);
    return y && operation === 'sub' ? this.apply('neg', [y], shape) : (x ?? y);
  }

  /** A node as a linear function of one carry, which the nodes in `on` depend on. */
  linear(node: Tensor, carry: Tensor, on: ReadonlySet<Tensor>): Linear {
    const known = this.lines.get(node);
    if (known) return known;
    const line = this.lineOf(node, carry, on);
    this.lines.set(node, line);
    return line;
  }

  private lineOf(node: Tensor, carry: Tensor, on: ReadonlySet<Tensor>): Linear {
    if (node === carry) return { a: { tensor: scalar(1, carry.dtype), fixed: true } };
    if (!on.has(node)) return { b: this.lift(node) };
    const { operation, shape } = node;
    if (operation === 'identity') return this.linear(node.inputs[0], carry, on);
    if (operation === 'neg') {
      const { a, b } = this.linear(node.inputs[0], carry, on);
      return this.both(a && this.apply('neg', [a], shape), b && this.apply('neg', [b], shape));
    }
    const [x, y] = node.inputs;
    if (operation === 'add' || operation === 'sub') {
      const left = this.linear(x, carry, on);
      const right = this.linear(y, carry, on);
      return this.both(
        this.join(operation, left.a, right.a, shape),
        this.join(operation, left.b, right.b, shape),
      );
    }
    if (operation === 'mul' && on.has(x) && on.has(y)) throw new NotLinear();
    if ((operation === 'mul' || operation === 'div') && !(operation === 'div' && on.has(y))) {
      const [line, factor] = on.has(x) ? [x, y] : [y, x];
      const { a, b } = this.linear(line, carry, on);
      const by = this.lift(factor);
      return this.both(
        a && this.apply(operation, [a, by], shape),
        b && this.apply(operation, [b, by], shape),
      );
    }
    throw new NotLinear();
  }

  private both(a: Lifted | undefined, b: Lifted | undefined): Linear {
    return { ...(a && { a }), ...(b && { b }) };
  }
}

/**
 * The carries at the end and the outputs of a loop of that kind; undefined for all other loops.
 */
export function asRecurrence(
  body: Body,
  length: number,
  reverse: boolean,
  initial: readonly Tensor[],
  sequences: readonly Tensor[],
): { carry: Tensor[]; outputs: Tensor[] } | undefined {
  const carries = initial.length;
  const recurrence = new Recurrence(body, length);
  for (const [i, sequence] of sequences.entries()) recurrence.know(body.inputs[carries + i], sequence);
  const last: Tensor[] = [];
  const solve = (i: number): void => {
    const placeholder = body.inputs[i];
    const { shape, dtype } = placeholder;
    recurrence.lines.clear();
    const on = dependents([body.outputs[i]], [placeholder]);
    const { a, b } = recurrence.linear(body.outputs[i], placeholder, on);
    const terms = recurrence.full(b ?? { tensor: scalar(0, dtype), fixed: true }, shape);
    const factor =
      a && (a.fixed && sizeOf(a.tensor.shape) === 1 ? reshape(a.tensor, []) : recurrence.full(a, shape));
    const values = factor ? linearScan(factor, terms, initial[i], reverse) : terms;
    recurrence.know(body.outputs[i], values);
    recurrence.know(placeholder, shifted(values, initial[i], reverse));
    const end = values.shape.map((_, axis) => (axis === 0 && !reverse ? length - 1 : 0));
    last[i] = reshape(section(values, end, [1, ...shape]), shape);
  };
  let open = initial.map((_, i) => i);
  while (open.length > 0) {
    const left = open.filter((i) => !attempt(() => solve(i)));
    if (left.length === open.length) return undefined;
    open = left;
  }
  const outputs: Tensor[] = [];
  const whole = attempt(() => {
    for (const output of body.outputs.slice(carries))
      outputs.push(recurrence.full(recurrence.lift(output), output.shape));
  });
  return whole ? { carry: last, outputs } : undefined;
}

/** Did it go through? */
function attempt(action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if (error instanceof NotLinear) return false;
    throw error;
  }
}
