// Values of the integrand at many points: where the methods get them, whatever form the integrand has.
import { NumericalError } from '@stokast/core-wasm/errors';
import { mapInPlace } from '../data.ts';
import type { Stream } from '../stream/stream.ts';
import type { Evaluate } from './integrand.ts';
import type { Target } from './target.ts';

/** Writes the j-th coordinates of points of the unit cube, each in (0, 1), to `out`. */
export type Column = (j: number, out: Float64Array) => void;

/** Values of f; `first` is the index of the first of these samples. Throws where f is not finite. */
export interface Valuation {
  /** At n draws of the target, component j's from lane j. */
  atDraws(lanes: readonly Stream[], n: number, out: Float64Array, first: number): void;
  /** At n points of the unit cube, by the target's quantiles. */
  atCube(column: Column, n: number, out: Float64Array, first: number): void;
  /** At n draws of the proposal, with their weights; values at weights of 0 are 0. */
  atProposals(
    lanes: readonly Stream[],
    n: number,
    out: Float64Array,
    weights: Float64Array,
    first: number,
  ): void;
}

/** Throws where a weight is not finite. */
export function checkWeights(weights: Float64Array, first: number): void {
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] - weights[i] !== 0) {
      throw new NumericalError(
        `Cannot integrate: the weight of sample ${first + i} is ${weights[i]}: the densities of target and proposal have no ratio there`,
      );
    }
  }
}

/** Points in an array, row by row, and the integrand called on them. */
export class Pointwise implements Valuation {
  private readonly target: Target;
  private readonly proposal: Target | undefined;
  private readonly evaluate: Evaluate;
  private points: Float64Array = new Float64Array(0);

  constructor(target: Target, proposal: Target | undefined, evaluate: Evaluate) {
    this.target = target;
    this.proposal = proposal;
    this.evaluate = evaluate;
  }

  private room(n: number): Float64Array {
    const size = n * this.target.d;
    if (this.points.length < size) this.points = new Float64Array(size);
    return this.points.subarray(0, size);
  }

  atDraws(lanes: readonly Stream[], n: number, out: Float64Array, first: number): void {
    const x = this.room(n);
    this.target.draw(lanes, x, n);
    this.evaluate(x, n, out, first);
  }

  atCube(column: Column, n: number, out: Float64Array, first: number): void {
    const x = this.room(n);
    this.target.fromCube(x, n, column);
    this.evaluate(x, n, out, first);
  }

  atProposals(
    lanes: readonly Stream[],
    n: number,
    out: Float64Array,
    weights: Float64Array,
    first: number,
  ): void {
    const proposal = this.proposal as Target; // integrate() has seen to it
    const x = this.room(n);
    proposal.draw(lanes, x, n);
    weights.fill(0);
    this.target.addLogProb(x, n, 1, weights);
    proposal.addLogProb(x, n, -1, weights);
    mapInPlace(weights, (k, at, m) => k.fillExp(at, m, at));
    checkWeights(weights, first);
    this.evaluate(x, n, out, first, weights);
  }
}
