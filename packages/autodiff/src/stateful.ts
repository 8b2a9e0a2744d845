// Programs with a state that stays in the machine from one run to the next.
import { checkFunction, checkInteger, checkObject } from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { fromPlain, type Plain, toPlain } from './base64.ts';
import { listOfSymbols, returned, type Symbols, symbols } from './compile.ts';
import type { Executable } from './executable.ts';
import { explain, signatureOf } from './explain/explain.ts';
import { Passage } from './passage.ts';
import { Printed } from './printed.ts';
import { Compiled } from './program.ts';
import { tracing } from './record.ts';
import { type DType, type Shape, sameShape, showShape, sizeOf } from './shape.ts';
import { shared } from './share.ts';
import { randomStream, wordsTaken } from './source.ts';
import type { ArgumentsIn, ArgumentsOf, Specs, TensorsIn, TensorsOf, ValuesOf } from './spec.ts';
import type { Tensor } from './tensor.ts';
import { type Nesting, renamed } from './tree.ts';

/** A state as plain data, which JSON keeps bit for bit. */
export interface SavedState {
  readonly version: 1;
  readonly state: readonly {
    readonly path: string;
    readonly shape: Shape;
    readonly dtype: DType;
    readonly data: Plain;
  }[];
}

/**
 * A step from one state to the next. The state stays in the machine: between steps nothing of it passes through
 * JavaScript. Made by `stateful`.
 */
export interface Stateful<State, Kept, Data extends readonly unknown[], Result> {
  /** Sets the state. */
  load(state: State): void;
  /** Does one step; gives what the function gave beside the next state. */
  step(...data: Data): Result;
  /** Does `count` steps with the same data in one call of the machine; gives what the last one gave. */
  steps(count: number, ...data: Data): Result;
  /** A copy of the state. */
  read(): Kept;
  /** The state as plain data, for JSON. */
  save(): SavedState;
  /** Goes on from a saved state, bit for bit. */
  resume(saved: SavedState): void;
  /** Bytes of the machine's memory that it needs for numbers, its instructions aside. */
  readonly bytes: number;
  /** A text that says what the machine does in a step: instructions, memory, work. */
  explain(): string;
}

const MAKE = 'Cannot compile a step';
const RUN = 'Cannot run a step';

const describe = ({ shape, dtype }: { shape: Shape; dtype: DType }): string =>
  `${showShape(shape)} of ${dtype}`;

/** The next state's tensors in the order of the state's; throws unless it has the same form. */
function inOrder(
  { nesting, inputs }: Symbols<unknown>,
  next: Nesting & { readonly leaves: readonly Tensor[] },
): Tensor[] {
  const left = new Map(next.keys.map((way, i) => [JSON.stringify(way), i]));
  const sorted = nesting.keys.map((way, i) => {
    const at = left.get(JSON.stringify(way));
    if (at === undefined) {
      const path = renamed(nesting, next.name).paths[i];
      throw typeFault(MAKE, path, undefined, `a tensor, as ${nesting.paths[i]} is one`);
    }
    left.delete(JSON.stringify(way));
    const tensor = next.leaves[at];
    if (!sameShape(tensor.shape, inputs[i].shape) || tensor.dtype !== inputs[i].dtype) {
      const allowed = `${describe(inputs[i])}, as ${nesting.paths[i]} is`;
      throw rangeFault(MAKE, next.paths[at], describe(tensor), allowed, 'STOKAST_E_SHAPE');
    }
    return tensor;
  });
  for (const at of left.values())
    throw typeFault(MAKE, next.paths[at], next.leaves[at], 'left out, as the state has none');
  return sorted;
}

/** The leaves of two nestings. */
const joined = (a: Nesting, b: Nesting): Nesting => ({
  name: '',
  structure: [a.structure, b.structure],
  paths: [...a.paths, ...b.paths],
  keys: [...a.keys, ...b.keys],
});

class Stepper extends Printed {
  private readonly compiled: Compiled;
  private readonly state: Passage;
  private readonly data: Passage;
  private readonly result: Passage | undefined;
  private readonly count: number;
  /** Where the state is; nowhere before it is loaded. */
  private home: Executable | undefined;

  constructor(compiled: Compiled, state: Nesting, data: Nesting, result: Nesting | undefined) {
    super();
    this.compiled = compiled;
    this.state = new Passage(state);
    this.data = new Passage(data);
    this.result = result && new Passage(result);
    this.count = state.keys.length;
  }

  override toString(): string {
    return `stateful ${signatureOf(this.compiled.traced)}`;
  }

  get bytes(): number {
    return this.compiled.plan.bytes;
  }

  explain(): string {
    return explain(this.compiled.traced, this.compiled.plan);
  }

  /** The program with its state, in the machine that runs now. */
  private present(): Executable {
    const { home } = this;
    if (!home) throw rangeFault(RUN, 'state', undefined, 'loaded first, by load(state) or resume(saved)');
    const executable = this.compiled.executable();
    if (executable !== home) {
      const to = executable.inputs;
      for (const [i, view] of home.inputs.slice(0, this.count).entries()) to[i].set(view);
      this.home = executable;
    }
    return executable;
  }

  /** Gives the memory back now; the state is lost. For searches, which nobody else has. */
  close(): void {
    this.home = undefined;
    this.compiled.close();
  }

  load(state: unknown): void {
    const executable = this.compiled.executable();
    this.home = undefined; // a state half written is none
    this.state.write('Cannot load a state', state, executable);
    this.home = executable;
  }

  step(...data: readonly unknown[]): unknown {
    return this.steps(1, ...data);
  }

  steps(count: number, ...data: readonly unknown[]): unknown {
    checkInteger(RUN, 'count', count, 1, 2147483647);
    const executable = this.present();
    this.data.write(RUN, data, executable, this.count, count);
    executable.run(count);
    return this.result?.read(executable, this.count);
  }

  read(): unknown {
    const executable = this.present();
    return this.state.read(executable);
  }

  save(): SavedState {
    const { outputs } = this.present();
    const state = this.state.nesting.paths.map((path, i) => {
      const { shape, dtype } = this.compiled.plan.inputs[i];
      return { path, shape: [...shape], dtype, data: toPlain(outputs[i]) };
    });
    return { version: 1, state };
  }

  resume(saved: unknown): void {
    const what = 'Cannot resume a state';
    checkObject(what, 'saved', saved);
    const { version, state } = saved as Partial<SavedState>;
    if (version !== 1) throw rangeFault(what, 'saved.version', version, '1');
    const { plan } = this.compiled;
    if (!Array.isArray(state)) throw typeFault(what, 'saved.state', state, 'an array');
    if (state.length !== this.count)
      throw rangeFault(what, 'saved.state.length', state.length, `${this.count}`);
    const arrays = state.map((each, i) => {
      const path = `saved.state[${i}]`;
      checkObject(what, path, each);
      const { data } = each as { data?: unknown };
      const { shape, dtype } = plan.inputs[i];
      const wanted = { path: this.state.nesting.paths[i], shape, dtype };
      for (const name of ['path', 'shape', 'dtype'] as const) {
        const value = (each as Record<string, unknown>)[name];
        if (JSON.stringify(value) !== JSON.stringify(wanted[name]))
          throw rangeFault(what, `${path}.${name}`, value, JSON.stringify(wanted[name]));
      }
      const array = fromPlain(data, sizeOf(shape), dtype);
      if (!array)
        throw rangeFault(what, `${path}.data`, data, `${sizeOf(shape)} numbers, as save() writes them`);
      return array;
    });
    const executable = this.compiled.executable();
    const views = executable.inputs;
    for (const [i, array] of arrays.entries()) views[i].set(array);
    this.home = executable;
  }
}

type DataOf<S extends readonly Specs[]> = S extends readonly [Specs, ...infer D extends readonly Specs[]]
  ? ArgumentsIn<D>
  : never;
/** What a step gives beside the next state. */
type ResultOf<R> = R extends readonly [unknown, infer Other] ? ValuesOf<Other> : undefined;

/**
 * A program whose first argument is a state: `fn(state, ...data)` returns `[next state, other results]`, or
 * `[next state]` alone. The next state has the form, shapes and types of the state, and takes its place in the machine.
 *
 * ```ts
 * import { stateful } from '@stokast/autodiff';
 * const mean = stateful((s, x) => [{ n: s.n.add(1), sum: s.sum.add(x) }, s.sum.add(x).div(s.n.add(1))], [{ n: [], sum: [] }, []]);
 * mean.load({ n: 0, sum: 0 });
 * mean.step(1);
 * mean.step(2) //=> 1.5
 * mean.read() //=> { n: 2, sum: 3 }
 * ```
 */
export function stateful<
  const S extends readonly [Specs, ...Specs[]],
  const R extends readonly [next: object, result?: object],
>(
  fn: (...tensors: TensorsIn<S>) => R,
  specs: S,
): Stateful<ArgumentsOf<S[0]>, ValuesOf<TensorsOf<S[0]>>, DataOf<S>, ResultOf<R>> {
  checkFunction(MAKE, 'fn', fn);
  if (!Array.isArray(specs)) throw typeFault(MAKE, 'shapes', specs, "an array with the state's shapes first");
  const state = symbols(MAKE, 'state', specs[0]);
  for (const [i, input] of state.inputs.entries()) {
    if (wordsTaken(input) !== undefined)
      throw typeFault(MAKE, state.nesting.paths[i], randomStream, 'a shape: streams are data');
  }
  const data = listOfSymbols(MAKE, 'data', specs.slice(1));
  const inputs = [...state.inputs, ...data.inputs];
  const result: unknown = tracing(() => fn(...([state.values, ...data.values] as never)));
  if (!Array.isArray(result) || result.length < 1 || result.length > 2)
    throw typeFault(MAKE, 'result', result, '[next state] or [next state, what else a step gives]');
  const next = inOrder(state, returned(MAKE, 'result[0]', result[0]));
  const other = returned(MAKE, 'result[1]', result[1] ?? []);
  const compiled = new Compiled({
    graph: shared({ inputs, outputs: [...next, ...other.leaves] }),
    given: joined(state.nesting, data.nesting),
    returned: joined(renamed(state.nesting, 'next'), renamed(other, 'result')),
    carried: next.length,
  });
  return new Stepper(compiled, state.nesting, data.nesting, result.length > 1 ? other : undefined) as never;
}
