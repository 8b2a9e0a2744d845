// Functions that take axes away.
import { record, tensorsOf } from '../record.ts';
import { axisOf } from '../shape.ts';
import type { Operand, Tensor } from '../tensor.ts';
import { reshape } from './movement.ts';

/** Axes counted from the front, in ascending order, each once; all of them when none are given. */
function axesOf(name: string, x: Tensor, axes: number | readonly number[] | undefined): number[] {
  if (axes === undefined) return x.shape.map((_, i) => i);
  const list = typeof axes === 'number' ? [axes] : axes;
  return [...new Set(list.map((axis) => axisOf(name, x.shape, axis)))].sort((a, b) => a - b);
}

/** Records a reduction over axes; with `keepAxes` they stay, with size 1. */
export function reduction(
  name: string,
  x: Operand,
  axes: number | readonly number[] | undefined,
  keepAxes: boolean | undefined,
): Tensor {
  const [tensor] = tensorsOf(name, [x]);
  const list = axesOf(name, tensor, axes);
  const result = record(name, [tensor], { axes: list });
  return keepAxes
    ? reshape(
        result,
        tensor.shape.map((size, i) => (list.includes(i) ? 1 : size)),
      )
    : result;
}

export const sum = (x: Operand, axes?: number | readonly number[], keepAxes?: boolean): Tensor =>
  reduction('sum', x, axes, keepAxes);
