// Nested objects and arrays with something at their leaves.
import { typeFault } from '@stokast/core-wasm/errors';

/** A nesting without its leaves, each of which is its number in order. */
export type Structure = number | readonly Structure[] | { readonly [name: string]: Structure };

const isPlain = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** The leaves of a nesting, in order, with their paths, and the nesting itself. `leaf` says what a leaf is. */
export function flatten<L>(
  what: string,
  name: string,
  value: unknown,
  leaf: (value: unknown, path: string) => L | undefined,
  allowed: string,
): { leaves: L[]; paths: string[]; structure: Structure } {
  const leaves: L[] = [];
  const paths: string[] = [];
  const walk = (each: unknown, path: string): Structure => {
    const found = leaf(each, path);
    if (found !== undefined) {
      paths.push(path);
      return leaves.push(found) - 1;
    }
    if (Array.isArray(each)) return each.map((inner, i) => walk(inner, `${path}[${i}]`));
    if (!isPlain(each)) throw typeFault(what, path, each, allowed);
    return Object.fromEntries(
      Object.entries(each).map(([key, inner]) => [key, walk(inner, path === '' ? key : `${path}.${key}`)]),
    );
  };
  const structure = walk(value, name);
  return { leaves, paths, structure };
}

/** A nesting with these leaves. */
export function rebuild(structure: Structure, leaf: (index: number) => unknown): unknown {
  if (typeof structure === 'number') return leaf(structure);
  if (Array.isArray(structure)) return structure.map((each) => rebuild(each, leaf));
  return Object.fromEntries(Object.entries(structure).map(([key, each]) => [key, rebuild(each, leaf)]));
}
