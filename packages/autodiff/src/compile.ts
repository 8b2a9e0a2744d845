// From a function to a program that can be called.
import { type Machine, machine } from '@stokast/core-wasm';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { Executable } from './executable.ts';
import { type Plan, planOf, type Slot } from './lower/plan.ts';
import { placeholder, tracing } from './record.ts';
import { showShape, sizeOf } from './shape.ts';
import {
  type ArgumentsOf,
  type Specs,
  specOf,
  type TensorsOf,
  type Tree,
  tensorLeaf,
  type ValuesOf,
} from './spec.ts';
import { flatten, rebuild, type Structure } from './tree.ts';

/** A compiled function: call it with numbers and arrays, get numbers and arrays. */
export type Program<A extends readonly unknown[], R> = (...values: A) => R;

const WHAT = 'Cannot compile';

/** Fills a nesting's leaves from what the caller gave, which must have the same form. */
function collect(structure: Structure, value: unknown, path: string, into: unknown[]): void {
  if (typeof structure === 'number') {
    into[structure] = value;
    return;
  }
  if (typeof value !== 'object' || value === null) {
    throw typeFault('Cannot run a program', path, value, Array.isArray(structure) ? 'an array' : 'an object');
  }
  for (const [key, inner] of Object.entries(structure)) {
    const there = Array.isArray(structure) ? `${path}[${key}]` : `${path}.${key}`;
    collect(inner as Structure, (value as Record<string, unknown>)[key], there, into);
  }
}

function checkArgument(
  { shape }: Slot,
  path: string,
  value: unknown,
): asserts value is number | ArrayLike<number> {
  const what = 'Cannot run a program';
  const size = sizeOf(shape);
  if (typeof value === 'number') {
    if (shape.length === 0) return;
    throw typeFault(what, path, value, `an array of ${size} numbers, for shape ${showShape(shape)}`);
  }
  if (shape.length === 0) throw typeFault(what, path, value, 'a number');
  if (!Array.isArray(value) && !ArrayBuffer.isView(value)) {
    throw typeFault(what, path, value, `an array of ${size} numbers, for shape ${showShape(shape)}`);
  }
  const { length } = value as unknown as ArrayLike<number>;
  if (length !== size) {
    throw rangeFault(
      what,
      `${path}.length`,
      length,
      `${size}, for shape ${showShape(shape)}`,
      'STOKAST_E_LENGTH',
    );
  }
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
  const { leaves, paths, structure } = flatten(
    WHAT,
    'shapes',
    specs,
    specOf(WHAT),
    'a shape: an array of sizes',
  );
  const inputs = leaves.map(({ shape, dtype }, index) => placeholder('input', { index }, shape, dtype));
  const given = rebuild(structure, (index) => inputs[index]) as readonly unknown[];
  const result = tracing(() => fn(...(given as never)));
  const returned = flatten(
    'Cannot compile',
    'result',
    result,
    tensorLeaf,
    'a tensor, or objects and arrays of tensors',
  );
  const plan: Plan = planOf({ inputs, outputs: returned.leaves });
  const opened = new Map<Machine, Executable>();
  return ((...values: unknown[]) => {
    const m = machine();
    let executable = opened.get(m);
    if (!executable) {
      executable = new Executable(m, plan);
      opened.set(m, executable);
    }
    const flat: unknown[] = [];
    collect(structure, values, 'arguments', flat);
    for (const [i, slot] of plan.inputs.entries()) {
      const value = flat[i];
      checkArgument(slot, paths[i], value);
      executable.set(slot, value);
    }
    executable.run();
    return rebuild(returned.structure, (index) => executable.get(plan.outputs[index]));
  }) as never;
}
