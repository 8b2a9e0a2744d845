// Fixed steps of Runge-Kutta methods for dx/dt = v(x, t), as tables like those of samplers: a stage asks for v at x, then
//
//     start = x, sum = 0     where it is the first of a step
//     sum   = sum + weight v
//     x     = start + ahead v, or start + sum where the step is complete
import type { Tensor } from '@stokast/autodiff';

/**
 * `euler`: first order; `heun`: second, two evaluations a step; `rungeKutta4`: fourth, four evaluations
 * (Kutta 1901).
 */
export type OdeSolver = 'euler' | 'heun' | 'rungeKutta4';

export const SOLVERS = ['euler', 'heun', 'rungeKutta4'] as const;

/** One evaluation of v and what is made of it. */
export interface OdeStage {
  readonly time: number;
  readonly first: boolean;
  readonly complete: boolean;
  readonly weight: number;
  readonly ahead: number;
}

/** Where the stages of a step are, how far the next one is from the start, and the weight of each slope: in steps. */
const METHODS: Readonly<
  Record<OdeSolver, readonly (readonly [at: number, ahead: number, weight: number])[]>
> = {
  euler: [[0, 0, 1]],
  heun: [
    [0, 1, 1 / 2],
    [1, 0, 1 / 2],
  ],
  rungeKutta4: [
    [0, 1 / 2, 1 / 6],
    [1 / 2, 1 / 2, 1 / 3],
    [1 / 2, 1, 1 / 3],
    [1, 0, 1 / 6],
  ],
};

/** The stages of n equal steps from one time to another. */
export function odeStages(solver: OdeSolver, n: number, from: number, to: number): OdeStage[] {
  const method = METHODS[solver];
  const h = (to - from) / n;
  return Array.from({ length: n }, (_, i) =>
    method.map(
      ([at, ahead, weight], k): OdeStage => ({
        time: from + (i + at) * h,
        first: k === 0,
        complete: k === method.length - 1,
        weight: weight * h,
        ahead: ahead * h,
      }),
    ),
  ).flat();
}

/** The numbers of a stage in the order in which `odeStep` takes them. */
export const numbersOfStage = ({ first, complete, weight, ahead }: OdeStage): Float32Array =>
  Float32Array.of(first ? 1 : 0, complete ? 1 : 0, weight, ahead);
export const STAGE_NUMBERS = 4;

/** Where a solution is, and what a step remembers: [n, d] each. */
export interface OdeState {
  readonly x: Tensor;
  readonly start: Tensor;
  readonly sum: Tensor;
}

/** What a stage makes of v at x; `numbers` [4]. */
export function odeStep({ x, start, sum }: OdeState, v: Tensor, numbers: Tensor): OdeState {
  const [first, complete, weight, ahead] = [0, 1, 2, 3].map((i) => numbers.slice(i) as Tensor);
  const later = first.neg().add(1);
  const from = x.mul(first).add(start.mul(later));
  const all = sum.mul(later).add(v.mul(weight));
  const to = from.add(v.mul(ahead)).add(all.mul(complete));
  return { x: to as Tensor, start: from as Tensor, sum: all as Tensor };
}
