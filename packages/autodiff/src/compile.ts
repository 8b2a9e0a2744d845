// From a function to a program that can be called.
import { typeFault } from '@stokast/core-wasm/errors';
import { type Program, programOf, type Traced } from './program.ts';
import { placeholder, tracing } from './record.ts';
import {
  type ArgumentsOf,
  type Specs,
  specOf,
  type TensorsOf,
  type Tree,
  tensorLeaf,
  type ValuesOf,
} from './spec.ts';
import { flatten, rebuild } from './tree.ts';

/** Runs `fn` with symbolic tensors in place of its arguments, and keeps what it recorded. */
export function trace(what: string, fn: (...tensors: never) => unknown, specs: readonly Specs[]): Traced {
  if (typeof fn !== 'function') throw typeFault(what, 'fn', fn, 'a function');
  if (!Array.isArray(specs))
    throw typeFault(what, 'shapes', specs, 'an array with a shape for each argument');
  const isSpec = specOf(what);
  // The list itself is no shape, though it be empty or hold numbers by mistake.
  const leaf = (value: unknown, path: string) => (value === specs ? undefined : isSpec(value, path));
  const given = flatten(what, 'shapes', specs, leaf, 'a shape: an array of sizes');
  const inputs = given.leaves.map(({ shape, dtype }, index) => placeholder('input', { index }, shape, dtype));
  const values = rebuild(given.structure, (index) => inputs[index]) as readonly unknown[];
  const result = tracing(() => fn(...(values as never)));
  const returned = flatten(what, 'result', result, tensorLeaf, 'a tensor, or objects and arrays of tensors');
  const paths = given.paths.map((path) => path.replace('shapes', 'arguments'));
  return {
    graph: { inputs, outputs: returned.leaves },
    given: { ...given, name: 'arguments', paths },
    returned,
  };
}

/**
 * Traces `fn` once with symbolic tensors of the given shapes, and makes a program of it that runs inside the machine.
 *
 * ```ts
 * import { compile } from '@stokast/autodiff';
 * const norm = compile((x) => x.mul(x).sum(), [[3]]);
 * norm([1, 2, 3]) //=> 14
 * ```
 */
export function compile<const S extends readonly Specs[], R extends Tree>(
  fn: (...tensors: TensorsOf<S> extends infer T extends readonly unknown[] ? T : never) => R,
  specs: S,
): Program<ArgumentsOf<S> extends infer A extends readonly unknown[] ? A : never, ValuesOf<R>> {
  return programOf(trace('Cannot compile', fn as never, specs));
}
