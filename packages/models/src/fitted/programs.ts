// What a fitted model runs in the machine.
import { compile, f32, type Specs, type Tensor } from '@stokast/autodiff';
import { mapWeights, type Weights, type WeightTree } from '../train/parameters.ts';

/** Programs with the weights as their first argument, each compiled when it is first needed. */
export class FittedPrograms {
  private readonly specs: Specs;
  private readonly values: unknown;
  private readonly compiled: Map<string, (...values: unknown[]) => unknown> = new Map();

  constructor(tree: WeightTree, weights: Weights) {
    this.specs = mapWeights(tree, (_, { shape }) => f32(...shape)) as Specs;
    this.values = mapWeights(tree, (name, { shape }) => {
      const each = weights.get(name) as Float32Array;
      return shape.length === 0 ? each[0] : each;
    });
  }

  /** The program of a name: `fn(weights, ...tensors)`, over singles of these shapes. */
  program<W, A extends readonly Float32Array[], R>(
    name: string,
    fn: (weights: W, ...tensors: Tensor[]) => unknown,
    ...shapes: readonly (readonly number[])[]
  ): (...values: A) => R {
    const { compiled, values } = this;
    let program = compiled.get(name);
    if (!program) {
      const specs = [this.specs, ...shapes.map((shape) => f32(...shape))];
      program = compile(fn as never, specs as never) as unknown as (...values: unknown[]) => unknown;
      compiled.set(name, program);
    }
    const made = program;
    return (...rest) => made(values, ...rest) as R;
  }
}
