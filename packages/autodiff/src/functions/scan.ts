// Loops over steps, whose state is carried from one to the next.
import { checkFunction, checkInteger, checkOptions, MAX_LENGTH } from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { tensorOf } from '../record.ts';
import { scanNodes } from '../scan/body.ts';
import { type DType, type Shape, sameShape, shapeFault } from '../shape.ts';
import type { Joint, Tail } from '../shape-types.ts';
import { type Tree, tensorLeaf } from '../spec.ts';
import type { Like, Tensor, TypedArray } from '../tensor.ts';
import { flatten, leavesLike, rebuild, renamed } from '../tree.ts';

/**
 * Types of a loop's parts: each a nesting of tensors, of which nothing is known where it is `Tree` itself. They are
 * taken apart behind `infer`, so that they say what is given and what comes, and are never inferred from it.
 */
/** A carry as the step sees it: tensors for numbers. */
export type Carried<C> = C extends infer U ? InCarry<U> : never;
type InCarry<C> = [Tree] extends [C]
  ? // biome-ignore lint/suspicious/noExplicitAny: of any tree at all, nothing is known
    any
  : C extends Like
    ? C
    : C extends number
      ? Tensor<readonly [], 'f64'>
      : C extends TypedArray
        ? Tensor<readonly [number], 'f64'>
        : { readonly [K in keyof C]: InCarry<C[K]> };

/** The same nesting of any tensors: shapes are compared when the step is traced. */
export type Loose<C> = [Tree] extends [C]
  ? // biome-ignore lint/suspicious/noExplicitAny: of any tree at all, nothing is known
    any
  : C extends Like | number | TypedArray
    ? Tensor
    : { readonly [K in keyof C]: Loose<C[K]> };

/** One step's part of sequences: without the first axis. */
export type StepOf<X> = X extends infer U ? InStep<U> : never;
type InStep<X> = [Tree] extends [X]
  ? // biome-ignore lint/suspicious/noExplicitAny: of any tree at all, nothing is known
    any
  : X extends Like<infer S extends Shape, infer D extends DType>
    ? Tensor<Tail<S>, D>
    : X extends readonly number[] | TypedArray
      ? Tensor<readonly [], 'f64'>
      : { readonly [K in keyof X]: InStep<X[K]> };

/** The outputs of all steps: with a first axis more. */
export type StackOf<Y> = Y extends infer U ? InStack<U> : never;
type InStack<Y> = [Tree] extends [Y]
  ? // biome-ignore lint/suspicious/noExplicitAny: of any tree at all, nothing is known
    any
  : Y extends Like<infer S extends Shape, infer D extends DType>
    ? Tensor<Joint<readonly [number], S>, D>
    : { readonly [K in keyof Y]: InStack<Y[K]> };

/** Options of `scan`. */
export interface ScanOptions {
  /** From the last step to the first; outputs keep the order of the sequences. */
  readonly reverse?: boolean;
  /** How many steps, where there are no sequences. */
  readonly length?: number;
}

const WHAT = 'Cannot scan';
const leafOf = (value: unknown): Tensor | undefined =>
  typeof value === 'number' || ArrayBuffer.isView(value) ? tensorOf('scan', value, 'f64') : tensorLeaf(value);
/** Arrays of numbers stand for tensors; those of tensors are nestings. */
const sequenceOf = (value: unknown): Tensor | undefined =>
  Array.isArray(value) && typeof value[0] === 'number' ? tensorOf('scan', value, 'f64') : leafOf(value);

function stepsOf(sequences: readonly Tensor[], paths: readonly string[], length: number | undefined): number {
  for (const [i, { shape }] of sequences.entries()) {
    if (shape.length === 0)
      throw shapeFault(`scan (${paths[i]})`, [shape], 'sequences with an axis of steps');
    if (shape[0] !== sequences[0].shape[0]) {
      throw shapeFault('scan', [sequences[0].shape, shape], 'sequences of the same number of steps');
    }
  }
  const steps = sequences[0]?.shape[0] ?? length;
  if (steps === undefined)
    throw typeFault(WHAT, 'options.length', length, 'given, where there are no sequences');
  checkInteger(WHAT, 'options.length', steps, 1, MAX_LENGTH);
  if (length !== undefined && length !== steps) {
    throw rangeFault(WHAT, 'options.length', length, `left out or ${steps}, the length of the sequences`);
  }
  return steps;
}

/**
 * A loop over the first axis of `sequences`: `step(carry, x)` gives the next carry and an output; the result is the
 * last carry, and the outputs along a new first axis. Traced once, so the program is as long for 10 steps as for 10^6.
 *
 *     carry[t + 1], outputs[t] = step(carry[t], sequences[t])
 *
 * Derivatives run the loop backwards (Linnainmaa 1970) and keep one carry a step. A recurrence that is linear in its
 * carry, as of ARMA and GARCH models, becomes a single instruction. Each of carry and outputs may be any nesting of
 * tensors, sequences arrays of numbers too; `sequences` may be `undefined` when `options.length` is given.
 *
 * Throws a TypeError or RangeError where a carry changes its form, shape or type, or sequences differ in length.
 *
 * ```ts
 * import { compile, scan } from '@stokast/autodiff';
 * const balance = compile(
 *   (deposits) => scan((total, x) => [total.mul(1.5).add(x), total], 0, deposits),
 *   [[3]],
 * );
 * balance([1, 2, 3])[0] //=> 8.25
 * ```
 */
export function scan<const C, X extends object | undefined, const Y extends object>(
  step: (carry: Carried<C>, x: StepOf<X>) => readonly [carry: Loose<C>, output: Y],
  initial: C,
  sequences: X,
  options: ScanOptions = {},
): readonly [carry: Carried<C>, outputs: StackOf<Y>] {
  checkFunction(WHAT, 'step', step);
  checkOptions(WHAT, options, ['reverse', 'length']);
  const given = flatten(WHAT, 'initial', initial, leafOf, 'a tensor or a number');
  const along = flatten(WHAT, 'sequences', sequences ?? [], sequenceOf, 'a tensor or an array of numbers');
  const length = stepsOf(along.leaves, along.paths, options.length);
  let made: ReturnType<typeof flatten<Tensor>> | undefined;
  const { carry, outputs } = scanNodes(
    length,
    options.reverse ?? false,
    given.leaves,
    along.leaves,
    (state, x) => {
      const parts = sequences === undefined ? undefined : rebuild(along.structure, (i) => x[i]);
      const carried = rebuild(given.structure, (i) => state[i]);
      const result: unknown = step(carried as never, parts as never);
      if (!Array.isArray(result) || result.length !== 2) {
        throw typeFault(WHAT, 'step', result, 'a function that gives [carry, output]');
      }
      const next = flatten(WHAT, 'carry', result[0], leafOf, 'a tensor');
      const leaves = leavesLike(given, next);
      if (!leaves) throw typeFault(WHAT, 'carry', result[0], 'of the same form as the initial carry');
      const { paths } = renamed(given, 'carry');
      for (const [i, { shape, dtype }] of leaves.entries()) {
        const { shape: before, dtype: type } = given.leaves[i];
        if (!sameShape(shape, before))
          throw shapeFault(`scan (${paths[i]})`, [before, shape], 'a carry that keeps its shape');
        if (dtype !== type) throw typeFault(WHAT, `${paths[i]}.dtype`, dtype, `${type}, as before the step`);
      }
      made = flatten(WHAT, 'output', result[1], leafOf, 'a tensor, or objects and arrays of tensors');
      return { carry: leaves, outputs: made.leaves };
    },
  );
  return [
    rebuild(given.structure, (i) => carry[i]) as Carried<C>,
    rebuild((made as NonNullable<typeof made>).structure, (i) => outputs[i]) as StackOf<Y>,
  ];
}
