// Training: a stateful program whose state is parameters and what an optimiser keeps of them.
import { checkFunction, checkObject } from '@stokast/core-wasm/check';
import { typeFault } from '@stokast/core-wasm/errors';
import { compile } from '../compile.ts';
import { valueAndGrad } from '../grad.ts';
import { Passage } from '../passage.ts';
import { insideOf, type Program } from '../program.ts';
import type { ArgumentsIn, ArgumentsOf, Specs, TensorsIn, TensorsOf, Tree, ValuesOf } from '../spec.ts';
import { type SavedState, type Stateful, stateful } from '../stateful.ts';
import type { Tensor } from '../tensor.ts';
import { rebuild, renamed, type Structure } from '../tree.ts';
import { applyUpdates, type Optimizer, type OptimizerState } from './optimizer.ts';

/** Steps of an optimiser, each with data of its own. Parameters and optimiser stay in the machine. Made by `training`. */
export interface Training<Parameters, Kept, Data extends readonly unknown[]> {
  /** Sets the parameters; the optimiser starts anew. */
  load(parameters: Parameters): void;
  /** Does one step; gives the loss before it. */
  step(...data: Data): number;
  /** Does `count` steps with the same data in one call of the machine; gives the loss before the last. */
  steps(count: number, ...data: Data): number;
  /** A copy of the parameters. */
  read(): Kept;
  /** Parameters and optimiser as plain data, for JSON. */
  save(): SavedState;
  /** Goes on from what was saved, bit for bit. */
  resume(saved: SavedState): void;
  /** Bytes of the machine's memory that it needs for numbers, its instructions aside. */
  readonly bytes: number;
}

const WHAT = 'Cannot compile a training';

interface Held {
  readonly parameters: Tree;
  readonly optimizer: OptimizerState;
}

type DataOf<S extends readonly Specs[]> = S extends readonly [Specs, ...infer D extends readonly Specs[]]
  ? ArgumentsIn<D>
  : never;

/**
 * A training step: `loss(parameters, ...data)` gives one number, `optimizer` moves the parameters by its gradient.
 * Each step may have other data, such as the next batch; a `randomStream` among them is for noise and dropout.
 *
 * Throws a RangeError (STOKAST_E_SHAPE) where the loss is not one number, a TypeError for other arguments.
 *
 * ```ts
 * import { adam, matmul, training } from '@stokast/autodiff';
 * const fit = training(
 *   (p, x, y) => matmul(x, p.w).add(p.b).sub(y).square().mean(),
 *   [{ w: [1], b: [] }, [3, 1], [3]],
 *   adam({ learningRate: 0.1 }),
 * );
 * fit.load({ w: [0], b: 0 });
 * fit.steps(1000, [0, 1, 2], [1, 3, 5]);
 * fit.read().b.toFixed(6) //=> '1.000000'
 * ```
 */
export function training<const S extends readonly [Specs, ...Specs[]]>(
  loss: (...tensors: TensorsIn<S>) => Tensor,
  specs: S,
  optimizer: Optimizer,
): Training<ArgumentsOf<S[0]>, ValuesOf<TensorsOf<S[0]>>, DataOf<S>> {
  checkFunction(WHAT, 'loss', loss);
  if (!Array.isArray(specs))
    throw typeFault(WHAT, 'shapes', specs, "an array with the parameters' shapes first");
  checkObject(WHAT, 'optimizer', optimizer);
  checkFunction(WHAT, 'optimizer.init', optimizer.init);
  checkFunction(WHAT, 'optimizer.update', optimizer.update);
  const [own, ...data] = specs as readonly Specs[];
  const init = compile((p: Tree) => optimizer.init(p), [own] as never) as unknown as Program<
    [unknown],
    unknown
  >;
  const initial = insideOf(init as never);
  const { graph, given, returned } = initial.traced;
  const kept = rebuild(returned.structure, (i) => {
    const { shape, dtype } = graph.outputs[i];
    return { shape, dtype };
  });
  const both = valueAndGrad(loss as never as (parameters: Tree, ...data: readonly unknown[]) => Tensor);
  const step = ({ parameters, optimizer: state }: Held, ...rest: readonly unknown[]) => {
    const { value, gradient } = both(parameters, ...rest);
    const [updates, next] = optimizer.update(gradient, state, parameters);
    return [{ parameters: applyUpdates(parameters, updates), optimizer: next }, value];
  };
  const stepper = stateful(
    step as never,
    [{ parameters: own, optimizer: kept }, ...data] as never,
  ) as unknown as Stateful<unknown, { parameters: never }, readonly unknown[], number>;
  // The one argument of `init`, under the name that it has for who loads it.
  const structure = (given.structure as readonly Structure[])[0];
  const parametersIn = new Passage(
    renamed({ ...given, structure, keys: given.keys.map(([, ...way]) => way) }, 'parameters'),
  );
  const stateOut = new Passage(returned);
  return {
    load: (parameters) => {
      const executable = initial.executable();
      parametersIn.write('Cannot load parameters', parameters, executable);
      executable.run();
      stepper.load({ parameters, optimizer: stateOut.read(executable) });
    },
    step: (...rest) => stepper.step(...rest),
    steps: (count, ...rest) => stepper.steps(count, ...rest),
    read: () => stepper.read().parameters,
    save: () => stepper.save(),
    resume: (saved) => stepper.resume(saved),
    get bytes(): number {
      return stepper.bytes;
    },
  };
}
