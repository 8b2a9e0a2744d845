// Shapes: lists of sizes, row-major, and how two of them go together.
import { MAX_LENGTH } from '@stokast/core-wasm/check';
import { type Fault, rangeFault } from '@stokast/core-wasm/errors';

/** Sizes of the axes, outermost first; `[]` is a single number. */
export type Shape = readonly number[];
/** Type of the elements: doubles or singles. */
export type DType = 'f64' | 'f32';

/** Bytes of an element. */
export const WIDTH: Readonly<Record<DType, 4 | 8>> = { f64: 8, f32: 4 };

/** How many elements. */
export const sizeOf = (shape: Shape): number => shape.reduce((size, axis) => size * axis, 1);

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((size, i) => size === b[i]);

export const showShape = (shape: Shape): string => `[${shape.join(', ')}]`;

/** Throws a RangeError (STOKAST_E_MEMORY) for more axes or elements than the machine can count. */
export function checkSize(what: string, parameter: string, shape: Shape): void {
  if (shape.length <= 16 && sizeOf(shape) <= MAX_LENGTH) return;
  const allowed = 'of at most 16 axes and 2^27 elements';
  throw rangeFault(what, parameter, showShape(shape), allowed, 'STOKAST_E_MEMORY');
}

/** Elements to step over for one step along each axis of a row-major array. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = stride;
    stride *= shape[i];
  }
  return strides;
}

/** A fault of shapes: names the operation and every shape. `allowed` says what it takes. */
export function shapeFault(operation: string, shapes: readonly Shape[], allowed: string): RangeError & Fault {
  const value = shapes.map(showShape).join(' and ');
  const error = new RangeError(`Cannot apply ${operation} to ${value}: it takes ${allowed}`);
  return Object.assign(error, { code: 'STOKAST_E_SHAPE', parameter: 'shape', value, allowed } as const);
}

/** The shape both broadcast to by NumPy's rule: aligned at the last axis, sizes are equal or one of them is 1. */
export function broadcast(operation: string, a: Shape, b: Shape): Shape {
  if (a.length === 0) return b;
  if (b.length === 0 || sameShape(a, b)) return a;
  const rank = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let i = 0; i < rank; i++) {
    const x = a[i - rank + a.length] ?? 1;
    const y = b[i - rank + b.length] ?? 1;
    if (x !== y && x !== 1 && y !== 1) {
      throw shapeFault(operation, [a, b], 'shapes whose axes, aligned at the last, are equal or 1');
    }
    shape.push(x === 1 ? y : x);
  }
  return shape;
}

/** An axis counted from the front, from one that may be negative (from the back). */
export function axisOf(operation: string, shape: Shape, axis: number): number {
  const from = axis < 0 ? axis + shape.length : axis;
  if (!Number.isInteger(axis) || from < 0 || from >= shape.length) {
    throw rangeFault(
      `Cannot apply ${operation} to ${showShape(shape)}`,
      'axis',
      axis,
      shape.length === 0
        ? 'left out: a single number has no axes'
        : `an integer from ${-shape.length} to ${shape.length - 1}`,
    );
  }
  return from;
}
