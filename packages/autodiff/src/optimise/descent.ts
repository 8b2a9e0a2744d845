// A search by an optimiser: parameters and optimiser state stay in the machine from one step to the next.
import { checkInteger, checkObject } from '@stokast/core-wasm/check';
import { NumericalError } from '@stokast/core-wasm/errors';
import { compile } from '../compile.ts';
import { abs, cast, max, maximum } from '../functions/index.ts';
import { valueAndGrad } from '../grad.ts';
import { insideOf, type Program } from '../program.ts';
import type { Specs, Tree } from '../spec.ts';
import { type SavedState, type Stateful, stateful } from '../stateful.ts';
import type { Operand, Tensor } from '../tensor.ts';
import { reach, rebuild } from '../tree.ts';
import { applyUpdates, type Optimizer, type OptimizerState, tensorsIn } from './optimizer.ts';
import type { Progress, Reason, Search } from './search.ts';
import type { Loss, Parameters } from './start.ts';

interface Measured {
  readonly value: number;
  readonly largest: number;
}
interface Held {
  readonly parameters: Tree;
  readonly optimizer: OptimizerState;
}
type Step = Stateful<unknown, unknown, [], Measured> & { close(): void };
type OfTree = (parameters: Tree) => Tree;

/** The largest magnitude in a gradient. */
const largestIn = (gradient: Tree): Tensor =>
  tensorsIn(gradient)
    .map((g) => cast(max(abs(g)), 'f64') as Operand)
    .reduce((a, b) => maximum(a, b) as Tensor) as Tensor;

/** A search by an optimiser as plain data. */
interface SavedDescent {
  readonly iterations: number;
  readonly tensors: SavedState;
}

export class Descent implements Search {
  private readonly what: string;
  private readonly tolerance: number;
  private readonly given: Parameters;
  private readonly stepper: Step;
  private readonly measure: (parameters: unknown) => Measured;
  private done = 0;
  private latest: Measured | undefined;

  constructor(
    what: string,
    loss: Loss,
    parameters: Parameters,
    optimizer: Optimizer,
    tolerance: number,
    saved?: unknown,
  ) {
    this.what = what;
    this.tolerance = tolerance;
    this.given = parameters;
    const { leaves, structure } = parameters;
    const specs = rebuild(structure, (i) => ({ shape: leaves[i].shape, dtype: leaves[i].dtype })) as Specs;
    const init = compile(((p: Tree) => optimizer.init(p)) as OfTree, [specs as never]) as Program<
      [unknown],
      unknown
    >;
    const { returned, graph } = insideOf(init as never).traced;
    const kept = rebuild(returned.structure, (i) => ({
      shape: graph.outputs[i].shape,
      dtype: graph.outputs[i].dtype,
    })) as Specs;
    const both = valueAndGrad(loss as (p: Tree) => Tensor);
    const step = (held: Held) => {
      const { value, gradient } = both(held.parameters);
      const [updates, next] = optimizer.update(gradient, held.optimizer, held.parameters);
      return [
        { parameters: applyUpdates(held.parameters, updates), optimizer: next },
        { value, largest: largestIn(gradient) },
      ];
    };
    this.stepper = stateful(
      step as never,
      [{ parameters: specs, optimizer: kept }] as never,
    ) as unknown as Step;
    this.measure = compile(
      ((p: Tree) => {
        const { value, gradient } = both(p);
        return { value, largest: largestIn(gradient) };
      }) as OfTree,
      [specs as never],
    ) as never;
    if (saved === undefined) {
      const start = rebuild(structure, (i) =>
        leaves[i].shape.length === 0 ? leaves[i].numbers[0] : leaves[i].numbers,
      );
      this.stepper.load({ parameters: start, optimizer: init(start) });
      insideOf(init as never).close();
      const { value, largest } = this.measured();
      if (!(Number.isFinite(value) && Number.isFinite(largest))) {
        const fault = Number.isFinite(value) ? 'its derivatives are not finite' : `it is ${value}`;
        this.close();
        throw new NumericalError(`${what}: at the start ${fault}; start elsewhere`);
      }
    } else {
      this.resume(saved);
    }
  }

  private resume(saved: unknown): void {
    checkObject(this.what, 'options.resume.state', saved);
    const { iterations, tensors } = saved as Partial<SavedDescent>;
    checkInteger(this.what, 'options.resume.state.iterations', iterations, 0, Number.MAX_SAFE_INTEGER);
    this.stepper.resume(tensors as SavedState);
    this.done = iterations;
  }

  /** Value and gradient at the parameters as they are now. */
  private measured(): Measured {
    this.latest ??= this.measure((this.stepper.read() as Held).parameters);
    return this.latest;
  }

  advance(count: number): Reason | undefined {
    let left = count;
    while (left > 0) {
      // A tolerance is looked at after each step, so that where a search ends does not depend on the clock.
      const stretch = this.tolerance > 0 ? 1 : left;
      const { value, largest } = this.stepper.steps(stretch);
      this.latest = undefined;
      this.done += stretch;
      left -= stretch;
      if (!(Number.isFinite(value) && Number.isFinite(largest)))
        throw new NumericalError(
          `${this.what}: value or gradient left the finite numbers within ${this.done} steps`,
        );
      if (this.tolerance > 0 && largest <= this.tolerance) return 'gradient';
    }
    return undefined;
  }

  get iterations(): number {
    return this.done;
  }

  get progress(): Progress {
    const { value, largest } = this.measured();
    return { iterations: this.done, evaluations: this.done, value, gradientNorm: largest };
  }

  parameters(): readonly (Float64Array | Float32Array)[] {
    const { parameters } = this.stepper.read() as Held;
    return this.given.keys.map((_, i) => {
      const value = reach(this.what, this.given, i, parameters);
      return typeof value === 'number' ? Float64Array.of(value) : (value as Float64Array);
    });
  }

  save(): () => unknown {
    const saved: SavedDescent = { iterations: this.done, tensors: this.stepper.save() };
    return () => saved;
  }

  close(): void {
    this.stepper.close();
    insideOf(this.measure as never).close();
  }
}
