// From a function to a program that can be called.
import { checkFunction } from '@stokast/core-wasm/check';
import { typeFault } from '@stokast/core-wasm/errors';
import { RandomSource } from './functions/random.ts';
import { type Program, programOf } from './program.ts';
import { placeholder, tracing } from './record.ts';
import { shared } from './share.ts';
import { type ArgumentsIn, type Specs, specOf, type TensorsIn, tensorLeaf, type ValuesOf } from './spec.ts';
import type { Tensor } from './tensor.ts';
import { flatten, type Nesting, rebuild, renamed } from './tree.ts';

const WHAT = 'Cannot compile';

/** Symbolic tensors in a nesting, and their list. */
export interface Symbols<V> {
  readonly nesting: Nesting;
  readonly inputs: readonly Tensor[];
  readonly values: V;
}

function symbolsFor<V>(
  what: string,
  name: string,
  specs: unknown,
  leaf: ReturnType<typeof specOf>,
): Symbols<V> {
  const nesting = flatten(what, name, specs, leaf, 'a shape: an array of sizes');
  const inputs = nesting.leaves.map(({ shape, dtype, isStream }) =>
    placeholder('input', isStream ? { taken: { words: 0 } } : {}, shape, dtype),
  );
  const symbol = (index: number) =>
    nesting.leaves[index].isStream ? new RandomSource(inputs[index]) : inputs[index];
  return { nesting, inputs, values: rebuild(nesting.structure, symbol) as V };
}

/** Symbolic tensors for one argument's specs. */
export const symbols = (what: string, name: string, specs: unknown): Symbols<unknown> =>
  symbolsFor(what, name, specs, specOf(what));

/** Symbolic tensors for a list of arguments; the list itself is no shape, though it be empty or hold numbers by mistake. */
export function listOfSymbols(what: string, name: string, specs: unknown): Symbols<readonly unknown[]> {
  if (!Array.isArray(specs)) throw typeFault(what, name, specs, 'an array with a shape for each argument');
  const isSpec = specOf(what);
  return symbolsFor(what, name, specs, (value, path) => (value === specs ? undefined : isSpec(value, path)));
}

/** The tensors in what a traced function returned. */
export const returned = (
  what: string,
  name: string,
  result: unknown,
): Nesting & { leaves: readonly Tensor[] } =>
  flatten(what, name, result, tensorLeaf, 'a tensor, or objects and arrays of tensors');

/**
 * Traces `fn` once with symbolic tensors of the given shapes, and makes a program of it that runs inside the machine.
 *
 * ```ts
 * import { compile } from '@stokast/autodiff';
 * const norm = compile((x) => x.mul(x).sum(), [[3]]);
 * norm([1, 2, 3]) //=> 14
 * ```
 */
export function compile<const S extends readonly Specs[], const R extends object>(
  fn: (...tensors: TensorsIn<S>) => R,
  specs: S,
): Program<ArgumentsIn<S>, ValuesOf<R>> {
  checkFunction(WHAT, 'fn', fn);
  const { nesting, inputs, values } = listOfSymbols(WHAT, 'shapes', specs);
  const result = returned(
    WHAT,
    'result',
    tracing(() => fn(...(values as never))),
  );
  return programOf({
    graph: shared({ inputs, outputs: result.leaves }),
    given: renamed(nesting, 'arguments'),
    returned: result,
  });
}
