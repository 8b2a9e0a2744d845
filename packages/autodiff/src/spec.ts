// What a compiled function takes and gives, as types and as values.
import { checkInteger, checkOneOf, MAX_LENGTH } from '@stokast/core-wasm/check';
import { typeFault } from '@stokast/core-wasm/errors';
import type { RandomSource } from './functions/random.ts';
import { checkSize, type DType, type Shape } from './shape.ts';
import { SOURCE_SHAPE, type StreamSpec, type WordStream } from './source.ts';
import { type Like, Tensor } from './tensor.ts';

/** One argument: a shape (of doubles), a shape and a type, or a stream of randomness. */
export type Spec = Shape | { readonly shape: Shape; readonly dtype: DType } | StreamSpec;
/** Arguments: specs in any nesting of objects and arrays. */
export type Specs = Spec | readonly Specs[] | { readonly [name: string]: Specs };

/**
 * The spec of an argument of singles: `{ shape, dtype: 'f32' }`. Throws a TypeError or RangeError for sizes that are none.
 *
 * ```ts
 * import { compile, f32 } from '@stokast/autodiff';
 * compile((x) => x.sum(0), [f32(2, 3)])([1, 2, 3, 4, 5, 6]) //=> Float32Array(3) [ 5, 7, 9 ]
 * ```
 */
export function f32<const S extends Shape>(...shape: S): { readonly shape: S; readonly dtype: 'f32' } {
  checkShape('Cannot make a spec', 'shape', shape);
  return { shape, dtype: 'f32' };
}

/** A shape as it was meant: an empty array is `never[]` to the compiler, and one that may be empty `number[]`. */
type ShapeIn<S extends Shape> = S extends readonly never[]
  ? readonly []
  : number extends S['length']
    ? Shape
    : S;

/** The tensors that a traced function gets for its specs. */
export type TensorsOf<T> = [Specs] extends [T]
  ? // biome-ignore lint/suspicious/noExplicitAny: of any specs at all, nothing is known
    any
  : T extends StreamSpec
    ? RandomSource
    : T extends { readonly shape: infer S extends Shape; readonly dtype: infer D extends DType }
      ? Tensor<ShapeIn<S>, D>
      : T extends Shape
        ? Tensor<ShapeIn<T>, 'f64'>
        : { readonly [K in keyof T]: TensorsOf<T[K]> };

/** The arrays that elements of a type are kept in. */
export type ArrayOf<D extends DType> = D extends 'f32' ? Float32Array : Float64Array;
type ValueOf<S extends Shape, D extends DType> = S extends readonly []
  ? number
  : readonly [] extends S
    ? number | ArrayOf<D>
    : ArrayOf<D>;

/** What a program gives for the tensors that its function returned: numbers for shape [], else arrays, row-major. */
export type ValuesOf<T> = [Tree] extends [T]
  ? // biome-ignore lint/suspicious/noExplicitAny: of any tree at all, nothing is known
    any
  : T extends Like<infer S extends Shape, infer D extends DType>
    ? ValueOf<S, D>
    : { -readonly [K in keyof T]: ValuesOf<T[K]> };

/** What a program takes for a spec: a number for shape [], a stream, else an array of its elements: row-major, or row by row. */
export type ArgumentsOf<T> = [Specs] extends [T]
  ? // biome-ignore lint/suspicious/noExplicitAny: of any specs at all, nothing is known
    any
  : T extends StreamSpec
    ? WordStream
    : T extends { readonly shape: infer S extends Shape; readonly dtype: DType }
      ? Argument<ShapeIn<S>>
      : T extends Shape
        ? Argument<ShapeIn<T>>
        : { readonly [K in keyof T]: ArgumentsOf<T[K]> };
type Argument<S extends Shape> = S extends readonly []
  ? number
  : readonly [] extends S
    ? number | Elements
    : S extends readonly [number]
      ? ArrayLike<number>
      : Elements;
/** Row-major in one array, or row by row in arrays. */
type Elements = ArrayLike<number> | readonly Elements[];

/** The same for a list of arguments, which may be empty: that is no shape. */
export type TensorsIn<S extends readonly unknown[]> = S extends readonly []
  ? []
  : TensorsOf<S> extends infer L extends readonly unknown[]
    ? L
    : never;
export type ArgumentsIn<S extends readonly unknown[]> = S extends readonly []
  ? []
  : ArgumentsOf<S> extends infer L extends readonly unknown[]
    ? L
    : never;

/** Anything that a traced function may return. */
export type Tree = Tensor | readonly Tree[] | { readonly [name: string]: Tree };

const isShape = (value: unknown): value is Shape =>
  Array.isArray(value) && value.every((each) => typeof each === 'number');

export function checkShape(what: string, path: string, shape: unknown): asserts shape is Shape {
  if (!Array.isArray(shape)) throw typeFault(what, path, shape, 'a shape: an array of sizes');
  for (const [i, size] of shape.entries()) checkInteger(what, `${path}[${i}]`, size, 1, MAX_LENGTH);
}

/** One argument, as the graph has it. */
export interface Leaf {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly isStream?: boolean;
}

/** The spec at a leaf, or undefined where the nesting goes on. */
export function specOf(what: string) {
  return (value: unknown, path: string): Leaf | undefined => {
    if (isShape(value)) {
      checkShape(what, path, value);
      checkSize(what, path, value);
      return { shape: [...value], dtype: 'f64' };
    }
    if (typeof value !== 'object' || value === null) return undefined;
    if ((value as Partial<StreamSpec>).argument === 'stream')
      return { shape: SOURCE_SHAPE, dtype: 'f64', isStream: true };
    // Without a type it is a nesting: a distribution may have a parameter of that name.
    if (!('shape' in value && 'dtype' in value) || !isShape(value.shape)) return undefined;
    const { dtype } = value;
    checkOneOf(what, `${path}.dtype`, dtype, ['f64', 'f32']);
    checkShape(what, `${path}.shape`, value.shape);
    checkSize(what, `${path}.shape`, value.shape);
    return { shape: [...value.shape], dtype };
  };
}

export const tensorLeaf = (value: unknown): Tensor | undefined =>
  value instanceof Tensor ? value : undefined;
