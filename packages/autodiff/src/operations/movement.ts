// Operations that place elements elsewhere.
import { expand, reshape, section, transpose } from '../functions/movement.ts';
import { sum } from '../functions/reductions.ts';
import { record } from '../record.ts';
import { broadcast, type Shape, sameShape, shapeFault, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { Operation } from './operation.ts';

const shapeIn = (attributes: { readonly shape?: unknown }): Shape => attributes.shape as Shape;

/** The sum of a broadcast tensor's derivative over the axes that were made for it: back to `shape`. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const made = x.shape.length - shape.length;
  const axes = x.shape
    .map((_, i) => i)
    .filter((i) => i < made || (shape[i - made] === 1 && x.shape[i] !== 1));
  return reshape(sum(x, axes), shape);
}

/** Where one piece of a `place` goes: start and step of each axis. */
export interface Piece {
  readonly start: readonly number[];
  readonly step: readonly number[];
}

/** The first and the last place along an axis. */
function rangeOf({ start, step }: Piece, shape: Shape, axis: number): readonly [low: number, high: number] {
  const end = start[axis] + (shape[axis] - 1) * step[axis];
  return step[axis] < 0 ? [end, start[axis]] : [start[axis], end];
}

/** Do two pieces of these shapes share no element? Sure where they lie apart along some axis. */
function apart(a: Piece, aShape: Shape, b: Piece, bShape: Shape): boolean {
  return a.start.some((_, i) => {
    const [aLow, aHigh] = rangeOf(a, aShape, i);
    const [bLow, bHigh] = rangeOf(b, bShape, i);
    return aHigh < bLow || bHigh < aLow;
  });
}

/** Zeros of `shape` with pieces laid into them, which share no element. */
export const place = (pieces: readonly Tensor[], where: readonly Piece[], shape: Shape): Tensor =>
  record('place', pieces, { where, shape });

/** Pieces that share no element, and the box around them: the first and the last place along each axis. */
class Group {
  readonly pieces: Tensor[] = [];
  readonly where: Piece[] = [];
  private readonly low: number[] = [];
  private readonly high: number[] = [];

  /** Sure where the piece lies outside of the box, or apart from each piece in it. */
  isApart(a: Piece, shape: Shape): boolean {
    const outside = a.start.some((_, i) => {
      const [low, high] = rangeOf(a, shape, i);
      return high < this.low[i] || low > this.high[i];
    });
    return outside || this.where.every((b, j) => apart(a, shape, b, this.pieces[j].shape));
  }

  add(piece: Tensor, where: Piece): void {
    for (const i of where.start.keys()) {
      const [low, high] = rangeOf(where, piece.shape, i);
      this.low[i] = Math.min(this.low[i] ?? low, low);
      this.high[i] = Math.max(this.high[i] ?? high, high);
    }
    this.pieces.push(piece);
    this.where.push(where);
  }
}

/** A sum of placements into one shape as fewer of them: those that lie apart are one. */
export function joinPlaces(places: readonly Tensor[]): Tensor[] {
  const groups: Group[] = [];
  for (const { inputs, attributes } of places) {
    const where = attributes.where as readonly Piece[];
    let group = groups.find((each) => where.every((a, i) => each.isApart(a, inputs[i].shape)));
    if (!group) groups.push((group = new Group()));
    for (const [i, piece] of inputs.entries()) group.add(piece, where[i]);
  }
  return groups.map(({ pieces, where }) => place(pieces, where, places[0].shape));
}

/** A section of a section, of a broadcast, or of one piece of several. */
function simplifySection(x: Tensor, { start, step }: Piece, shape: Shape): Tensor | undefined {
  const [from] = x.inputs;
  if (x.operation === 'slice') {
    const inner = x.attributes as unknown as Piece;
    return section(
      from,
      start.map((each, i) => inner.start[i] + each * inner.step[i]),
      shape,
      step.map((each, i) => each * inner.step[i]),
    );
  }
  if (x.operation === 'expand') {
    // Only axes that were there before, and have more than one element, are cut.
    const made = x.shape.length - from.shape.length;
    const own = from.shape.map((size, i) => (size === 1 ? 1 : shape[made + i]));
    const only = (values: readonly number[], one: number) =>
      own.map((_, i) => (from.shape[i] === 1 ? one : values[made + i]));
    return expand(section(from, only(start, 0), own, only(step, 1)), shape);
  }
  if (x.operation === 'place') {
    const where = x.attributes.where as readonly Piece[];
    const piece = where.findIndex(
      (each, k) =>
        sameShape(x.inputs[k].shape, shape) &&
        each.start.every((at, i) => at === start[i] && (each.step[i] === step[i] || shape[i] === 1)),
    );
    return x.inputs[piece];
  }
  return undefined;
}

export const movement: Readonly<Record<string, Operation>> = {
  expand: {
    infer([x], attributes) {
      const shape = shapeIn(attributes);
      if (!sameShape(broadcast('expand', x.shape, shape), shape)) {
        throw shapeFault('expand', [x.shape, shape], 'a shape that the first broadcasts to');
      }
      return { shape, dtype: x.dtype };
    },
    simplify([x], _, shape) {
      if (sameShape(x.shape, shape)) return x;
      if (x.operation === 'expand') return expand(x.inputs[0], shape);
      // Axes of size 1 in front are no axes.
      if (x.operation === 'reshape' && sizeOf(x.shape) === 1 && x.inputs[0].shape.length === 0)
        return expand(x.inputs[0], shape);
      return undefined;
    },
    pullback: ({ inputs: [x], cotangent }) => [sumTo(cotangent, x.shape)],
  },
  reshape: {
    infer([x], attributes) {
      const shape = shapeIn(attributes);
      if (sizeOf(shape) !== sizeOf(x.shape)) {
        throw shapeFault('reshape', [x.shape, shape], `a shape of ${sizeOf(x.shape)} elements`);
      }
      return { shape, dtype: x.dtype };
    },
    simplify([x], _, shape) {
      if (sameShape(x.shape, shape)) return x;
      if (x.operation === 'reshape') return reshape(x.inputs[0], shape);
      if (x.operation === 'expand' && sizeOf(x.inputs[0].shape) === 1) {
        return expand(reshape(x.inputs[0], []), shape);
      }
      return undefined;
    },
    pullback: ({ inputs: [x], cotangent }) => [reshape(cotangent, x.shape)],
  },
  transpose: {
    infer([x], attributes) {
      const axes = attributes.axes as readonly number[];
      return { shape: axes.map((axis) => x.shape[axis]), dtype: x.dtype };
    },
    simplify([x], attributes, shape) {
      const axes = attributes.axes as readonly number[];
      if (axes.every((axis, i) => axis === i)) return x;
      if (x.operation === 'transpose') {
        const inner = x.attributes.axes as readonly number[];
        return transpose(
          x.inputs[0],
          axes.map((axis) => inner[axis]),
        );
      }
      if (x.operation === 'expand' && sizeOf(x.inputs[0].shape) === 1) return expand(x.inputs[0], shape);
      return undefined;
    },
    pullback({ attributes, cotangent }) {
      const axes = attributes.axes as readonly number[];
      return [
        transpose(
          cotangent,
          axes.map((_, i) => axes.indexOf(i)),
        ),
      ];
    },
  },
  slice: {
    infer: ([x], attributes) => ({ shape: attributes.size as Shape, dtype: x.dtype }),
    simplify([x], attributes, shape) {
      if (sameShape(x.shape, shape) && (attributes.step as Shape).every((each) => each === 1)) return x;
      if (x.operation === 'expand' && sizeOf(x.inputs[0].shape) === 1)
        return expand(reshape(x.inputs[0], []), shape);
      return simplifySection(x, attributes as unknown as Piece, shape);
    },
    pullback({ inputs: [x], attributes, cotangent }) {
      return [
        place([cotangent], [{ start: attributes.start as Shape, step: attributes.step as Shape }], x.shape),
      ];
    },
  },
  place: {
    infer: ([x], attributes) => ({ shape: shapeIn(attributes), dtype: x.dtype }),
    pullback({ inputs, attributes, cotangent }) {
      const where = attributes.where as readonly Piece[];
      return inputs.map((x, i) => section(cotangent, where[i].start, x.shape, where[i].step));
    },
  },
};
