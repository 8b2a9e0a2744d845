// Shapes as types: what operations make of them, as far as types can tell. A size that is not known is `number`, a
// number of axes that is not known makes the shape `Shape`. Recursion runs over axes, of which there are few, and has
// no accumulators: with them the compiler would never come to an end for shapes that are type parameters.
import type { Shape } from './shape.ts';

/** Is the number of axes known? */
type Known<S extends Shape> = number extends S['length'] ? false : true;

/** n - 1. */
type Before = readonly [never, 0, 1, 2, 3, 4, 5, 6, 7];

/** As many axes, of any sizes. */
export type Sizes<S extends Shape> = { readonly [K in keyof S]: number };

/** Without the first axis. */
export type Tail<S extends Shape> = S extends readonly [number, ...infer R extends Shape]
  ? readonly [...R]
  : Shape;
/** Without the last axis. */
export type Init<S extends Shape> = S extends readonly [...infer R extends Shape, number]
  ? readonly [...R]
  : Shape;
/** Size of the last axis. */
export type Last<S extends Shape> = S extends readonly [...Shape, infer N extends number] ? N : number;

/** Behind the axes of the one those of the other. */
export type Joint<A extends Shape, B extends Shape> = number extends A['length'] | B['length']
  ? Shape
  : readonly [...A, ...B];

/** The shape of what an elementwise operation makes of two shapes. */
export type Broadcast<A extends Shape, B extends Shape> = A extends readonly []
  ? B
  : B extends readonly []
    ? A
    : number extends A['length'] | B['length']
      ? Shape
      : Aligned<A, B>;
type Aligned<A extends Shape, B extends Shape> = A extends readonly [
  ...infer C extends Shape,
  infer X extends number,
]
  ? B extends readonly [...infer D extends Shape, infer Y extends number]
    ? readonly [...Aligned<C, D>, Wider<X, Y>]
    : A
  : B;
/** A size that is not 1 prevails; where two differ types keep silent: the operation will not. */
type Wider<X extends number, Y extends number> = Y extends 1
  ? X
  : X extends 1
    ? Y
    : number extends X
      ? Y
      : number extends Y
        ? X
        : X extends Y
          ? X
          : number;

/** The shape of a product of matrices and vectors. */
export type Product<A extends Shape, B extends Shape> = number extends A['length'] | B['length']
  ? Shape
  : B extends readonly [number]
    ? Init<A>
    : A extends readonly [number]
      ? readonly [...Init<Init<B>>, Last<B>]
      : readonly [...Broadcast<Init<Init<A>>, Init<Init<B>>>, Last<Init<A>>, Last<B>];

/** The shape of the solution of a system, or of several. */
export type Solved<L extends Shape, B extends Shape> = number extends L['length'] | B['length']
  ? Shape
  : B extends readonly [number]
    ? Init<L>
    : readonly [...Broadcast<Init<Init<L>>, Init<Init<B>>>, Last<Init<B>>, Last<B>];

/** Axis `I`, counted from the front or, where negative, from the back, is replaced by those of `By`. */
export type Replaced<S extends Shape, I extends number, By extends Shape> =
  Known<S> extends false
    ? Shape
    : number extends I | By['length']
      ? By extends readonly []
        ? Sizes<Tail<S>>
        : By extends readonly [number]
          ? Sizes<S>
          : Shape
      : `${I}` extends `-${infer N extends number}`
        ? FromBack<S, N, By>
        : FromFront<S, I, By>;
type FromFront<S extends Shape, I extends number, By extends Shape> = S extends readonly [
  infer H extends number,
  ...infer T extends Shape,
]
  ? I extends 0
    ? readonly [...By, ...T]
    : readonly [H, ...FromFront<T, Before[I], By>]
  : Shape;
type FromBack<S extends Shape, N extends number, By extends Shape> = S extends readonly [
  ...infer T extends Shape,
  infer H extends number,
]
  ? N extends 1
    ? readonly [...T, ...By]
    : readonly [...FromBack<T, Before[N], By>, H]
  : Shape;

/** As many axes fewer as a list has places. */
type Fewer<S extends Shape, L extends readonly unknown[]> = L extends readonly [unknown, ...infer R]
  ? S extends readonly [number, ...infer T extends Shape]
    ? Fewer<T, R>
    : Shape
  : Sizes<S>;
/** As many axes more. */
type More<S extends Shape, L extends readonly unknown[]> = L extends readonly [unknown, ...infer R]
  ? readonly [number, ...More<S, R>]
  : Sizes<S>;

/** What a reduction leaves over: nothing without axes. */
export type Reduced<S extends Shape, A, Keep> = [boolean] extends [Keep]
  ? Shape
  : A extends undefined
    ? Keep extends false
      ? readonly []
      : Known<S> extends true
        ? { readonly [K in keyof S]: 1 }
        : Shape
    : Keep extends true
      ? A extends number
        ? Replaced<S, A, readonly [1]>
        : Known<S> extends true
          ? Sizes<S>
          : Shape
      : A extends number
        ? Replaced<S, A, readonly []>
        : A extends readonly unknown[]
          ? number extends S['length'] | A['length']
            ? Shape
            : Fewer<S, A>
          : Shape;

/** With a new axis of size `N` at place `A`, or several of size 1. */
export type Widened<S extends Shape, A, N extends number = 1> =
  Known<S> extends false
    ? Shape
    : A extends number
      ? number extends A
        ? Sizes<readonly [number, ...S]>
        : `${A}` extends '-1'
          ? readonly [...S, N]
          : `${A}` extends `-${number}`
            ? Sizes<readonly [number, ...S]>
            : Ahead<S, A, N>
      : A extends readonly unknown[]
        ? number extends A['length']
          ? Shape
          : More<S, A>
        : Shape;
type Ahead<S extends Shape, A extends number, N extends number> = A extends 0
  ? readonly [N, ...S]
  : S extends readonly [infer H extends number, ...infer T extends Shape]
    ? readonly [H, ...Ahead<T, Before[A], N>]
    : Shape;

/** What ranges leave of each axis: see `slice`. */
export type Sliced<S extends Shape, R extends readonly unknown[]> = number extends S['length'] | R['length']
  ? Shape
  : Cut<S, R>;
type Cut<S extends Shape, R extends readonly unknown[]> = R extends readonly [infer Range, ...infer Others]
  ? S extends readonly [infer N extends number, ...infer T extends Shape]
    ? Range extends number
      ? Cut<T, Others>
      : readonly [Range extends readonly [] ? N : number, ...Cut<T, Others>]
    : Shape
  : readonly [...S];

/** Axes in another order; the other way round without one. */
export type Transposed<S extends Shape, A> =
  Known<S> extends false
    ? Shape
    : A extends undefined
      ? Turned<S>
      : A extends Shape
        ? number extends A['length']
          ? Sizes<S>
          : { readonly [K in keyof A]: Axis<S, A[K]> }
        : Shape;
/** Size of an axis that is counted from the front. */
type Axis<S extends Shape, I> = I extends number
  ? `${I}` extends infer K extends keyof S
    ? S[K] & number
    : number
  : number;
type Turned<S extends Shape> = S extends readonly [infer H extends number, ...infer T extends Shape]
  ? readonly [...Turned<T>, H]
  : readonly [];

/** A shape, known to the types when none of its sizes is -1, to be found. */
export type Filled<R extends Shape> = -1 extends R[number] ? (Known<R> extends true ? Sizes<R> : Shape) : R;
