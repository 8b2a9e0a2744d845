// What a caller hands to a program: checked here, before the machine sees it.
import { checkAttached, type NumberArray, typedName } from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import type { Executable } from './executable.ts';
import { type Shape, showShape, sizeOf } from './shape.ts';
import { checkStream, type WordStream, writeStream } from './source.ts';
import { Tensor } from './tensor.ts';
import { type Nesting, reach } from './tree.ts';

/** Arrays of numbers that a program takes: their values are converted to its type. */
export type Elements = readonly number[] | NumberArray;

const isTyped = (value: unknown): boolean => {
  const name = typedName(value);
  return name !== undefined && !name.startsWith('Big');
};

const allowedFor = (shape: Shape): string =>
  shape.length === 0 ? 'a number' : `an array of ${sizeOf(shape)} numbers, for shape ${showShape(shape)}`;

/** Throws what is wrong with `value` as the elements of a tensor of that shape. */
function fault(what: string, path: string, value: unknown, shape: Shape, length = sizeOf(shape)): never {
  if (value instanceof Tensor) {
    throw typeFault(what, path, value, `${allowedFor(shape)}: call the function that it was compiled from`);
  }
  if (shape.length === 0 || !(Array.isArray(value) || isTyped(value))) {
    throw typeFault(what, path, value, allowedFor(shape));
  }
  if (!Array.isArray(value)) checkAttached(what, path, value as NumberArray);
  const allowed = `${length}, for shape ${showShape(shape)}`;
  throw rangeFault(what, `${path}.length`, (value as NumberArray).length, allowed, 'STOKAST_E_LENGTH');
}

/** Longer arrays are copied by the engine, shorter ones by a loop, which is faster for them. */
export const SHORT = 48;

/** Checks an argument and writes it into the machine: `view` is its place. */
export function write(
  what: string,
  path: string,
  value: unknown,
  shape: Shape,
  view: Float64Array | Float32Array,
): void {
  if (shape.length === 0 && typeof value === 'number') {
    view[0] = value;
    return;
  }
  const { length } = view;
  const list = Array.isArray(value);
  if (list && shape.length > 1 && typeof value[0] === 'object') {
    // Row by row: each is written as an argument of its own.
    if (value.length !== shape[0]) fault(what, path, value, shape, shape[0]);
    const [, ...inner] = shape;
    const size = length / shape[0];
    for (const [i, row] of value.entries())
      write(what, `${path}[${i}]`, row, inner, view.subarray(i * size, (i + 1) * size));
    return;
  }
  const fits = (list || ArrayBuffer.isView(value)) && (value as NumberArray).length === length;
  if (!fits || shape.length === 0) fault(what, path, value, shape);
  if (length > SHORT && !list) {
    if (!isTyped(value)) fault(what, path, value, shape);
    view.set(value as NumberArray);
    return;
  }
  for (let i = 0; i < length; i++) {
    const each: unknown = (value as NumberArray)[i];
    if (typeof each !== 'number') {
      if (!list && !isTyped(value)) fault(what, path, value, shape);
      throw typeFault(what, `${path}[${i}]`, each, 'a number');
    }
    view[i] = each;
  }
}

/**
 * Writes arguments to the places from `first` on: `values` has the nesting's form. Streams come last, when all else
 * has been checked: they give words for `times` runs.
 */
export function writeAll(
  what: string,
  nesting: Nesting,
  values: unknown,
  { machine, plan, inputs }: Executable,
  first = 0,
  times = 1,
): void {
  const count = nesting.keys.length;
  let streams = 0;
  for (let i = 0; i < count; i++) {
    const value = reach(what, nesting, i, values);
    const { shape, words } = plan.inputs[first + i];
    if (words === undefined) {
      write(what, nesting.paths[i], value, shape, inputs[first + i]);
    } else {
      checkStream(what, nesting.paths[i], value);
      streams++;
    }
  }
  for (let i = 0; streams > 0 && i < count; i++) {
    const { words } = plan.inputs[first + i];
    if (words === undefined) continue;
    const stream = reach(what, nesting, i, values) as WordStream;
    writeStream(stream, words * times, machine, inputs[first + i] as Float64Array);
    streams--;
  }
}
