// Parameters by name as the caller has them: numbers, vectors, matrices as rows; and as one list of numbers.
import type { Shape, Tensor } from '@stokast/autodiff';
import { checkObject } from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { asFloats, checkElements, type Numbers } from '../data.ts';

/** A number, a vector, or a matrix as a list of its rows. */
export type Value = number | Numbers | readonly Numbers[];
/** Values by name. */
export type Values = Readonly<Record<string, Value>>;

/** The tensor that stands for a value while the density is traced. */
export type TensorOfValue<V> = V extends number
  ? Tensor<readonly [], 'f64'>
  : V extends Numbers
    ? Tensor<readonly [number], 'f64'>
    : Tensor<readonly [number, number], 'f64'>;
/** Tensors by the values' names. */
export type TensorsOfValues<P> = { readonly [K in keyof P]: TensorOfValue<P[K]> };

/** A value of the same form in ordinary arrays. */
export type Estimate<V> = V extends number
  ? number
  : V extends Numbers
    ? readonly number[]
    : readonly (readonly number[])[];
/** Values of the same form in ordinary arrays, by name. */
export type Estimates<P> = { readonly [K in keyof P]: Estimate<P[K]> };

/** A value's numbers row by row, and its shape. */
export interface Flat {
  readonly shape: Shape;
  readonly numbers: Float64Array;
}

function vectorOf(what: string, path: string, value: unknown, finite: boolean, also: string): Float64Array {
  const numbers = Float64Array.from(asFloats(what, path, value, also));
  if (numbers.length === 0) throw rangeFault(what, `${path}.length`, 0, 'at least 1', 'STOKAST_E_LENGTH');
  checkElements(what, path, numbers, finite);
  return numbers;
}

function matrixOf(what: string, path: string, value: readonly unknown[], finite: boolean): Flat {
  const rows = value.map((row, i) => vectorOf(what, `${path}[${i}]`, row, finite, ', as the first is'));
  const [{ length }] = rows;
  const numbers = new Float64Array(rows.length * length);
  for (const [i, row] of rows.entries()) {
    if (row.length !== length) {
      const allowed = `${length}, as the first row's`;
      throw rangeFault(what, `${path}[${i}].length`, row.length, allowed, 'STOKAST_E_LENGTH');
    }
    numbers.set(row, i * length);
  }
  return { shape: [rows.length, length], numbers };
}

/** A value as shape and numbers. Throws where it is neither a number, nor a vector, nor rows of the same length. */
export function flatOf(what: string, path: string, value: unknown, finite: boolean): Flat {
  if (typeof value === 'number') {
    if (value !== value || (finite && value - value !== 0))
      throw rangeFault(what, path, value, finite ? 'finite' : 'a number that is not NaN');
    return { shape: [], numbers: Float64Array.of(value) };
  }
  if (Array.isArray(value) && typeof value[0] === 'object' && value[0] !== null)
    return matrixOf(what, path, value, finite);
  const numbers = vectorOf(what, path, value, finite, ', a number, or an array of rows');
  return { shape: [numbers.length], numbers };
}

/** Values by name, checked: each finite. */
export function flatValues(what: string, path: string, values: unknown): Record<string, Flat> {
  checkObject(what, path, values);
  const entries = Object.entries(values);
  if (entries.length === 0) throw typeFault(what, path, values, 'an object with a value for each parameter');
  return Object.fromEntries(
    entries.map(([name, value]) => [name, flatOf(what, `${path}.${name}`, value, true)]),
  );
}

/** Numbers of a shape as the caller has them. */
export function nested(shape: Shape, numbers: ArrayLike<number>): Estimate<Value> {
  const all = Array.from(numbers);
  if (shape.length === 0) return all[0];
  if (shape.length === 1) return all;
  return Array.from({ length: shape[0] }, (_, i) => all.slice(i * shape[1], (i + 1) * shape[1]));
}

/** `mu`, `beta[0]`, `rho[1][0]`: the names of a value's numbers. */
export function namesOf(name: string, shape: Shape): string[] {
  if (shape.length === 0) return [name];
  return Array.from({ length: shape[0] }, (_, i) => namesOf(`${name}[${i}]`, shape.slice(1))).flat();
}
