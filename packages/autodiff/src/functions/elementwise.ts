// Elementwise functions: operands broadcast to one shape.
import { record, tensorsOf } from '../record.ts';
import { broadcast, type Shape } from '../shape.ts';
import type { Operand, Tensor } from '../tensor.ts';
import { expand } from './movement.ts';

/** Records an elementwise operation on operands that broadcast. */
export function elementwise(name: string, ...operands: readonly Operand[]): Tensor {
  const tensors = tensorsOf(name, operands);
  const shape = tensors.reduce<Shape>((all, each) => broadcast(name, all, each.shape), []);
  return record(
    name,
    tensors.map((each) => expand(each, shape)),
  );
}

export const add = (a: Operand, b: Operand): Tensor => elementwise('add', a, b);
export const sub = (a: Operand, b: Operand): Tensor => elementwise('sub', a, b);
export const mul = (a: Operand, b: Operand): Tensor => elementwise('mul', a, b);
export const div = (a: Operand, b: Operand): Tensor => elementwise('div', a, b);
export const equal = (a: Operand, b: Operand): Tensor => elementwise('equal', a, b);
export const less = (a: Operand, b: Operand): Tensor => elementwise('less', a, b);
export const where = (condition: Operand, a: Operand, b: Operand): Tensor =>
  elementwise('where', condition, a, b);
export const neg = (x: Operand): Tensor => elementwise('neg', x);
export const abs = (x: Operand): Tensor => elementwise('abs', x);
export const sign = (x: Operand): Tensor => elementwise('sign', x);
export const square = (x: Operand): Tensor => elementwise('square', x);
export const exp = (x: Operand): Tensor => elementwise('exp', x);
export const sin = (x: Operand): Tensor => elementwise('sin', x);
export const cos = (x: Operand): Tensor => elementwise('cos', x);
