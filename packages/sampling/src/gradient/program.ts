// One program for both estimators: draws, values, and the derivatives of each sample's estimates in each parameter.
import {
  compile,
  expand,
  type Operand,
  type Program,
  type RandomSource,
  randomStream,
  stopGradient,
  sum,
  Tensor,
  valueAndGrad,
} from '@stokast/autodiff';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import type { Distribution } from '../distributions/distribution.ts';
import { Family } from '../distributions/family.ts';
import { Traced, TracedContinuous } from '../distributions/traced/traced.ts';
import type { Flat } from '../likelihood/estimates.ts';
import type { Stream } from '../stream/stream.ts';

/** A number for each of many samples. */
export type Points = Tensor<readonly [number], 'f64'>;
/** A distribution over tensors or over numbers. */
export type Any = Traced | Distribution;

export const WHAT = 'Cannot estimate a gradient';

/** The distributions that `q` gives, checked. */
function componentsOf(given: unknown): readonly Any[] {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (list.length === 0) throw rangeFault(WHAT, 'q(parameters).length', 0, 'at least 1', 'STOKAST_E_LENGTH');
  for (const [i, each] of list.entries()) {
    if (each instanceof Traced || each instanceof Family) continue;
    const path = Array.isArray(given) ? `q(parameters)[${i}]` : 'q(parameters)';
    throw typeFault(WHAT, path, each, 'a distribution, such as Normal(mu, sigma), or a list of them');
  }
  return list as readonly Any[];
}

/** f's values at draws, one for each. */
function valuesOf(
  f: (z: never, parameters: never) => Operand,
  z: unknown,
  parameters: unknown,
  n: number,
): Points {
  const y: unknown = f(z as never, parameters as never);
  if (typeof y === 'number') return expand(y, [n]);
  if (y instanceof Tensor && y.rank === 1 && y.shape[0] === n && y.dtype === 'f64') return y as Points;
  const allowed =
    'a number or a tensor of the shape of its arguments: each holds many samples, so operations must be elementwise';
  throw typeFault(WHAT, 'f(...)', y instanceof Tensor ? y.toString() : y, allowed);
}

/** Numbers of a block of samples: f, then each estimator's derivative in each parameter. */
export interface Sampled {
  readonly f: Float64Array;
  readonly pathwise: readonly Float64Array[];
  readonly score: readonly Float64Array[];
}

/** Which estimators there are, and why one is not. */
export interface Estimators {
  readonly pathwise: boolean;
  readonly score: boolean;
  readonly notes: readonly string[];
}

function estimatorsFor(components: readonly Any[]): Estimators {
  const over = components.filter((each): each is Traced => each instanceof Traced);
  const jumps = over.filter((each) => !(each instanceof TracedContinuous)).map(({ name }) => name);
  const moves = over.filter(({ supportMoves }) => supportMoves).map(({ name }) => name);
  const notes: string[] = [];
  if (jumps.length > 0)
    notes.push(`no pathwise estimate: draws of ${jumps[0]} jump, and have no derivative in its parameters`);
  if (moves.length > 0)
    notes.push(`no score function estimate: the support of ${moves[0]} moves with its parameters`);
  if (jumps.length > 0 && moves.length > 0)
    throw typeFault(
      WHAT,
      'q(parameters)',
      components,
      `such that one estimator remains: ${notes.join('; ')}`,
    );
  return { pathwise: jumps.length === 0, score: moves.length === 0, notes };
}

/** Tensors in the form of the parameters, from one for each number. */
function inForm(starts: Readonly<Record<string, Flat>>, points: readonly Points[]): unknown {
  let at = 0;
  return Object.fromEntries(
    Object.entries(starts).map(([name, { shape, numbers }]) => {
      at += numbers.length;
      return [name, shape.length === 0 ? points[at - 1] : points.slice(at - numbers.length, at)];
    }),
  );
}

/** The program of one block, and which estimators it has. */
export function blockProgram(
  q: (parameters: never) => unknown,
  f: (z: never, parameters: never) => Operand,
  starts: Readonly<Record<string, Flat>>,
  count: number,
  n: number,
): { program: Program<readonly [readonly number[], Stream], Sampled>; estimators: Estimators } {
  let estimators: Estimators | undefined;
  const sampled = (theta: readonly Tensor<readonly [], 'f64'>[], source: RandomSource) => {
    let values: Points | undefined;
    /** The parameters once for each estimator, so that their derivatives stay apart. */
    const both = ([path, weight]: readonly (readonly Points[])[]): Tensor<readonly [], 'f64'> => {
      const [along, aside] = [inForm(starts, path), inForm(starts, weight)];
      const given = q(along as never);
      const isList = Array.isArray(given);
      const components = componentsOf(given);
      const found = estimatorsFor(components);
      estimators = found;
      const shape = [n] as const;
      const z = components.map((each) => {
        if (found.pathwise && each instanceof TracedContinuous) return each.rsample(source, shape);
        return (each as Traced).sample(source, shape);
      }) as readonly Points[];
      const own = valuesOf(f, isList ? z : z[0], along, n);
      values = own;
      const fixed = z.map((each) => stopGradient(each));
      const logs = componentsOf(q(aside as never)).flatMap((each, j) =>
        each instanceof Traced ? [each.logProb(fixed[j])] : [],
      );
      // Its derivative is the score function's estimate, whatever its value.
      const surrogate = logs.reduce<Tensor>(
        (all, log) => all.add(stopGradient(own).mul(log)),
        valuesOf(f, isList ? fixed : fixed[0], aside, n),
      );
      return sum(own).add(sum(surrogate)) as never;
    };
    const spread = theta.map((each) => expand(each, [n])) as readonly Points[];
    const { gradient } = valueAndGrad(both)([spread, spread]);
    return { f: values as Points, pathwise: gradient[0], score: gradient[1] };
  };
  const program = compile(sampled as never, [new Array(count).fill([]), randomStream] as never);
  return { program: program as never, estimators: estimators as unknown as Estimators };
}
