// What functions of functions have in common: the argument that is differentiated in, and what comes of it.
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { zerosLike } from './differentiate.ts';
import { sameShape, showShape } from './shape.ts';
import { tensorLeaf } from './spec.ts';
import { Tensor } from './tensor.ts';
import { flatten, leavesLike, type Nesting, rebuild, renamed } from './tree.ts';

export const WHAT = 'Cannot differentiate';

/** A nesting of tensors, its leaves in a list. */
export type Leaves = Nesting & { readonly leaves: readonly Tensor[] };

/** The tensors of a nesting, by name in messages. */
export const leavesOf = (name: string, value: unknown): Leaves =>
  flatten(WHAT, name, value, tensorLeaf, 'a tensor, or objects and arrays of tensors');

/** The first argument of a function, as nodes that only this function sees. */
export interface Own<A> {
  readonly given: Leaves;
  readonly own: readonly Tensor[];
  readonly value: A;
}

/**
 * Nodes of its own for an argument: what the function closes over is not differentiated in, though it be the same
 * tensor. So they are not shared, as all else is that is recorded.
 */
export function ownArgument<A>(first: A): Own<A> {
  const given = leavesOf('argument', first);
  const own = given.leaves.map((leaf) => new Tensor('identity', [leaf], {}, leaf.shape, leaf.dtype));
  return { given, own, value: rebuild(given.structure, (i) => own[i]) as A };
}

/** Derivatives in the form of what they are derivatives of; zeros where nothing depends on it. */
export const inForm = <A>({ structure, leaves }: Leaves, parts: readonly (Tensor | undefined)[]): A =>
  rebuild(structure, (i) => parts[i] ?? zerosLike(leaves[i])) as A;

/** Another nesting of the same form, shapes and types: tangents of an argument, cotangents of a result. */
export function alike(name: string, value: unknown, to: Leaves): readonly Tensor[] {
  const found = leavesOf(name, value);
  const leaves = leavesLike(to, found);
  if (!leaves) throw typeFault(WHAT, name, value, `of the form of the ${to.name}`);
  const { paths } = renamed(to, name);
  for (const [i, { shape, dtype }] of leaves.entries()) {
    const other = to.leaves[i];
    if (!sameShape(shape, other.shape)) {
      const allowed = `of shape ${showShape(other.shape)}, as the ${to.name} is`;
      throw rangeFault(WHAT, paths[i], showShape(shape), allowed, 'STOKAST_E_SHAPE');
    }
    if (dtype !== other.dtype)
      throw typeFault(WHAT, `${paths[i]}.dtype`, dtype, `${other.dtype}, as the ${to.name} has`);
  }
  return leaves;
}
