// Nested objects and arrays with something at their leaves.
import { typeFault } from '@stokast/core-wasm/errors';

/** A nesting without its leaves, each of which is its number in order. */
export type Structure = number | readonly Structure[] | { readonly [name: string]: Structure };

/** A nesting's form, and the way to each of its leaves. */
export interface Nesting {
  /** What the whole is called in messages. */
  readonly name: string;
  readonly structure: Structure;
  /** Path of each leaf, as messages name it: `arguments[0].mu`. */
  readonly paths: readonly string[];
  /** The same as names and places, one after another. */
  readonly keys: readonly (readonly (string | number)[])[];
}

const isPlain = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

const step = (path: string, key: string | number): string =>
  typeof key === 'number' ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;

/** Nestings that go on and on hold themselves, or come from somebody who means no good. */
const DEEPEST = 100;

/** The leaves of a nesting, in order, and its form. `leaf` says what a leaf is; `allowed`, in messages, what can stand. */
export function flatten<L>(
  what: string,
  name: string,
  value: unknown,
  leaf: (value: unknown, path: string) => L | undefined,
  allowed: string,
): Nesting & { readonly leaves: readonly L[] } {
  const leaves: L[] = [];
  const paths: string[] = [];
  const keys: (string | number)[][] = [];
  const walk = (each: unknown, path: string, way: (string | number)[]): Structure => {
    const found = leaf(each, path);
    if (found !== undefined) {
      paths.push(path);
      keys.push(way);
      return leaves.push(found) - 1;
    }
    const list = Array.isArray(each);
    if ((!list && !isPlain(each)) || Object.hasOwn(each, '__proto__'))
      throw typeFault(what, path, each, allowed);
    if (way.length > DEEPEST) throw typeFault(what, path, each, `in at most ${DEEPEST} objects and arrays`);
    const go = (inner: unknown, key: string | number) => walk(inner, step(path, key), [...way, key]);
    const form = list
      ? each.map(go)
      : Object.fromEntries(Object.entries(each).map(([key, inner]) => [key, go(inner, key)]));
    return form;
  };
  const structure = walk(value, name, []);
  return { name, leaves, structure, paths, keys };
}

/** The same nesting under another name. */
export const renamed = ({ structure, keys }: Nesting, name: string): Nesting => ({
  name,
  structure,
  keys,
  paths: keys.map((way) => way.reduce<string>(step, name)),
});

/** The leaves of a nesting in the order of another, whose names may stand in another order; undefined where it has others. */
export function leavesLike<L>(
  { keys }: Nesting,
  other: Nesting & { readonly leaves: readonly L[] },
): readonly L[] | undefined {
  const names = (nesting: Nesting): string[] => nesting.keys.map((way) => JSON.stringify(way));
  const places = new Map(names(other).map((way, i) => [way, i]));
  const found = names({ keys } as Nesting).map((way) => places.get(way));
  if (keys.length !== places.size || found.includes(undefined)) return undefined;
  return found.map((i) => other.leaves[i as number]);
}

/** The leaf with that number in a value of the nesting's form, which is checked on the way. */
export function reach(what: string, { name, keys }: Nesting, index: number, value: unknown): unknown {
  const way = keys[index];
  let each = value;
  for (let i = 0; i < way.length; i++) {
    if (typeof each !== 'object' || each === null) {
      const path = way.slice(0, i).reduce<string>(step, name);
      throw typeFault(what, path, each, typeof way[i] === 'number' ? 'an array' : `an object with ${way[i]}`);
    }
    each = (each as Record<string | number, unknown>)[way[i]];
  }
  return each;
}

/** A nesting with these leaves. */
export function rebuild(structure: Structure, leaf: (index: number) => unknown): unknown {
  if (typeof structure === 'number') return leaf(structure);
  if (Array.isArray(structure)) return structure.map((each) => rebuild(each, leaf));
  const named = structure as { readonly [name: string]: Structure };
  const made: Record<string, unknown> = {};
  for (const name in named) made[name] = rebuild(named[name], leaf);
  return made;
}
