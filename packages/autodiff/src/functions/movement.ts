// Functions that place elements elsewhere and leave them as they are.
import { record, tensorsOf } from '../record.ts';
import type { Shape } from '../shape.ts';
import type { Operand, Tensor } from '../tensor.ts';

const one = (name: string, x: Operand): Tensor => tensorsOf(name, [x])[0];

export const expand = (x: Operand, shape: Shape): Tensor => record('expand', [one('expand', x)], { shape });
export const reshape = (x: Operand, shape: Shape): Tensor =>
  record('reshape', [one('reshape', x)], { shape });
export function transpose(x: Operand, axes?: readonly number[]): Tensor {
  const tensor = one('transpose', x);
  return record('transpose', [tensor], { axes: axes ?? tensor.shape.map((_, i) => tensor.rank - 1 - i) });
}
/** Elements start, start + step ... of each axis, `size` of them. */
export function slice(x: Operand, start: Shape, size: Shape, step?: Shape): Tensor {
  return record('slice', [one('slice', x)], { start, size, step: step ?? start.map(() => 1) });
}
