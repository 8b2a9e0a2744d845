// Where a search starts: numbers and arrays in any nesting, which say what the parameters are.
import { checkFinite, type NumberArray, typedName } from '@stokast/core-wasm/check';
import { rangeFault } from '@stokast/core-wasm/errors';
import type { DType, Shape } from '../shape.ts';
import type { Tree } from '../spec.ts';
import type { Tensor } from '../tensor.ts';
import { flatten, type Nesting } from '../tree.ts';

/** Parameters to start from: numbers, and arrays of numbers as vectors, in any nesting of objects and arrays. */
export type Start = number | NumberArray | readonly Start[] | { readonly [name: string]: Start };

/** The tensor of parameters, in the nesting of the start. Singles stay singles, all else becomes doubles. */
export type TensorsOfStart<P> = P extends number
  ? Tensor<readonly [], 'f64'>
  : P extends Float32Array
    ? Tensor<readonly [number], 'f32'>
    : P extends readonly number[] | NumberArray
      ? Tensor<readonly [number], 'f64'>
      : { readonly [K in keyof P]: TensorsOfStart<P[K]> };

/** Values of parameters, in the nesting of the start. */
export type ValuesOfStart<P> = P extends number
  ? number
  : P extends Float32Array
    ? Float32Array
    : P extends readonly number[] | NumberArray
      ? Float64Array
      : { -readonly [K in keyof P]: ValuesOfStart<P[K]> };

/** One parameter: its numbers at the start, and what it is. */
export interface Leaf {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly numbers: ArrayLike<number>;
}

export type Parameters = Nesting & { readonly leaves: readonly Leaf[] };

const isVector = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'number');

/** The parameters that a start stands for. Throws where it is no start, or not finite. */
export function parametersOf(what: string, start: unknown): Parameters {
  const leaf = (value: unknown, path: string): Leaf | undefined => {
    if (typeof value === 'number') {
      checkFinite(what, path, value);
      return { shape: [], dtype: 'f64', numbers: [value] };
    }
    const typed = typedName(value);
    if ((typed === undefined || typed.startsWith('Big')) && !isVector(value)) return undefined;
    const numbers = value as ArrayLike<number>;
    if (numbers.length === 0) throw rangeFault(what, `${path}.length`, 0, 'at least 1', 'STOKAST_E_LENGTH');
    for (let i = 0; i < numbers.length; i++) checkFinite(what, `${path}[${i}]`, numbers[i]);
    return { shape: [numbers.length], dtype: typed === 'Float32Array' ? 'f32' : 'f64', numbers };
  };
  const parameters = flatten(
    what,
    'start',
    start,
    leaf,
    'a number, or arrays of numbers, in objects and arrays',
  );
  if (parameters.leaves.length === 0) throw rangeFault(what, 'start', start, 'at least one number');
  return parameters;
}

/** A function of one number, of parameters in their nesting. */
export type Loss = (parameters: Tree) => Tensor;
