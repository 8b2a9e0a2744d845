// The gradient of a phase for one shard, as a program.
import {
  compile,
  f32,
  randomStream,
  type Specs,
  type Tensor,
  type Tree,
  valueAndGrad,
} from '@stokast/autodiff';
import { inputsOf, partOf, tracedData, tracedIn } from '@stokast/autodiff/inside';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import type { Losses, Objective, Phase } from './objective.ts';
import { mapWeights, namedWeights, type WeightTree } from './parameters.ts';
import type { GradientProgram, Groups, Take } from './programs.ts';

const WHAT = 'Cannot train';

/** Weights as arguments of a program. */
export const specsOf = (weights: WeightTree): Specs =>
  mapWeights(weights, (_, { shape }) => f32(...shape)) as Specs;

type Values = { readonly [name: string]: Tree };

/** The gradient of a phase for so many examples, in the weights `own`. */
export function gradientOf(
  objective: Objective,
  phase: Phase,
  own: Groups,
  examples: number,
): GradientProgram {
  const names = namedWeights(objective.weights).map(([name]) => name);
  const trained = namedWeights(own).map(([name]) => names.indexOf(name));
  const fields = Object.entries(objective.example);
  let numbers: string[] = [];
  let assigned: number[] = [];
  const step = (weights: Values, batch: Record<string, Tensor>, at: Tensor, source: never) => {
    let losses: Losses | undefined;
    const moved = Object.fromEntries(phase.trains.map((name) => [name, weights[name]]));
    const { gradient } = valueAndGrad((part: Tree) => {
      losses = phase.loss({ ...weights, ...(part as Values) } as never, { batch, source, step: at });
      return losses.loss;
    })(moved as Tree);
    const { loss, metrics = {}, assign = {} } = losses as Losses;
    numbers = ['loss', ...Object.keys(metrics)];
    assigned = Object.keys(assign).map((name) => names.indexOf(name));
    const wrong = Object.keys(assign).find((_, i) => assigned[i] < 0 || trained.includes(assigned[i]));
    if (wrong !== undefined)
      throw rangeFault(WHAT, `phases.${phase.name}.assign`, wrong, 'a weight that the phase does not train');
    return [gradient, [loss, ...Object.values(metrics)], Object.values(assign)];
  };
  const batch = Object.fromEntries(fields.map(([name, shape]) => [name, f32(examples, ...shape)]));
  const program = compile(step as never, [specsOf(objective.weights), batch, f32(), randomStream] as never);
  const traced = tracedIn(program as never);
  const outputs = traced.graph.outputs.map((_, i) => i);
  for (const [i, each] of numbers.entries()) {
    const { shape, dtype } = traced.graph.outputs[trained.length + i];
    if (shape.length > 0 || dtype !== 'f32')
      throw typeFault(WHAT, `phases.${phase.name}.${each}`, `${dtype} [${shape.join(', ')}]`, 'f32 []');
  }
  const used = inputsOf(traced, outputs);
  const takeOf = (i: number): Take => {
    if (i < names.length) return { kind: 'weight', weight: i };
    if (i < names.length + fields.length) return { kind: 'field', field: i - names.length };
    if (i === names.length + fields.length) return { kind: 'step' };
    return { kind: 'noise', words: program.inputs[i].words as number };
  };
  const takes = used.map(takeOf);
  const data = tracedData(partOf(traced, used, outputs));
  return { program: data, takes, trained, numbers, assigned };
}
