// Parts of a tensor by ranges of its axes, and a tensor within zeros.
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { place } from '../operations/movement.ts';
import { scalar } from '../record.ts';
import { type Shape, shapeFault, showShape } from '../shape.ts';
import type { Sizes, Sliced } from '../shape-types.ts';
import type { DTypeOf, Operand, ShapeOf, Tensor } from '../tensor.ts';
import { where } from './comparisons.ts';
import { expand, one, reshape, section } from './movement.ts';

/**
 * A part of an axis: a number takes that element and the axis away; `[from, to]` elements from .. to - 1;
 * `[from, to, step]` each step-th of them; `[]` all. Negative places count from the end; null or nothing is the end
 * that the step comes from or goes to.
 */
export type Range =
  | number
  | readonly []
  | readonly [from: number | null]
  | readonly [from: number | null, to: number | null]
  | readonly [from: number | null, to: number | null, step: number];

interface Part {
  readonly start: number;
  readonly size: number;
  readonly step: number;
}

/** One axis' part, checked: `what` and `name` say where a fault is. */
function partOf(range: Range, size: number, what: string, name: string): Part {
  const placeOf = (value: unknown, least: number, most: number, path: string): number => {
    if (typeof value !== 'number') throw typeFault(what, path, value, 'a number or null');
    const from = value < 0 ? value + size : value;
    if (!Number.isInteger(value) || from < least || from > most)
      throw rangeFault(
        what,
        path,
        value,
        `an integer from ${least - size} to ${most}, for an axis of ${size}`,
      );
    return from;
  };
  if (typeof range === 'number') return { start: placeOf(range, 0, size - 1, name), size: 1, step: 1 };
  if (!Array.isArray(range) || range.length > 3)
    throw typeFault(what, name, range, 'a number or [from, to, step]');
  const [from, to, step = 1] = range as readonly (number | null | undefined)[];
  if (typeof step !== 'number' || !Number.isInteger(step) || step === 0)
    throw rangeFault(what, `${name}[2]`, step, 'an integer that is not 0');
  const start = from == null ? (step > 0 ? 0 : size - 1) : placeOf(from, 0, size - 1, `${name}[0]`);
  const end = to == null ? (step > 0 ? size : -1) : placeOf(to, 0, size, `${name}[1]`);
  const count = Math.ceil((end - start) / step);
  if (count < 1) throw rangeFault(what, name, showShape(range as Shape), 'a range with an element in it');
  return { start, size: count, step };
}

/**
 * A part of x: one range for each axis from the first; axes without a range are taken whole.
 * Throws a RangeError for a place outside an axis and for an empty range.
 *
 * ```ts
 * import { compile, slice } from '@stokast/autodiff';
 * compile((x) => slice(x, [1, 3]), [[4]])([1, 2, 3, 4]) //=> Float64Array(2) [ 2, 3 ]
 * compile((x) => slice(x, [], -1), [[2, 2]])([1, 2, 3, 4]) //=> Float64Array(2) [ 2, 4 ]
 * compile((x) => slice(x, [null, null, -2]), [[4]])([1, 2, 3, 4]) //=> Float64Array(2) [ 4, 2 ]
 * ```
 */
export function slice<X extends Operand, const R extends readonly Range[]>(
  x: X,
  ...ranges: R
): Tensor<Sliced<ShapeOf<X>, R>, DTypeOf<X>> {
  const tensor = one('slice', x);
  const { shape } = tensor;
  const what = `Cannot apply slice to ${showShape(shape)}`;
  if (ranges.length > shape.length) {
    throw rangeFault(
      what,
      'ranges.length',
      ranges.length,
      `at most ${shape.length}, one for each axis, such as [from, to]`,
    );
  }
  const parts = shape.map((size, i) => partOf(ranges[i] ?? [], size, what, `ranges[${i}]`));
  const taken = section(
    tensor,
    parts.map(({ start }) => start),
    parts.map(({ size }) => size),
    parts.map(({ step }) => step),
  );
  return reshape(
    taken,
    taken.shape.filter((_, i) => typeof ranges[i] !== 'number'),
  ) as never;
}

/**
 * x with `widths[i] = [before, after]` elements of `value` more on either side of axis i.
 *
 * ```ts
 * import { compile, pad } from '@stokast/autodiff';
 * compile((x) => pad(x, [[1, 2]]), [[2]])([5, 6]) //=> Float64Array(5) [ 0, 5, 6, 0, 0 ]
 * ```
 */
export function pad<X extends Operand>(
  x: X,
  widths: readonly (readonly [before: number, after: number])[],
  value = 0,
): Tensor<Sizes<ShapeOf<X>>, DTypeOf<X>> {
  const tensor = one('pad', x);
  if (widths.length !== tensor.rank) {
    throw shapeFault('pad', [tensor.shape], `a shape of ${widths.length} axes, one for each of \`widths\``);
  }
  for (const [i, pair] of widths.entries()) {
    for (const [k, width] of pair.entries()) {
      if (!Number.isInteger(width) || width < 0)
        throw rangeFault('Cannot pad', `widths[${i}][${k}]`, width, 'an integer >= 0');
    }
  }
  const shape = tensor.shape.map((size, i) => size + widths[i][0] + widths[i][1]);
  const at = [{ start: widths.map(([before]) => before), step: widths.map(() => 1) }];
  const placed = place([tensor], at, shape);
  if (value === 0) return placed as never;
  const inside = place([expand(scalar(1, tensor.dtype), tensor.shape)], at, shape);
  return where(inside, placed, value) as never;
}
