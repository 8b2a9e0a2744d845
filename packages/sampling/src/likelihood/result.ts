// The result of `maximumLikelihood`.
import type { Shape } from '@stokast/autodiff';
import { Fitted, type Row } from '../fit.ts';
import { type Estimates, namesOf, nested, type Values } from './estimates.ts';

/** A fit as JSON. */
export interface LikelihoodFitState {
  readonly type: 'stokast-likelihood-fit';
  /** Of the format and of the algorithm. */
  readonly version: 1;
  readonly parameters: Estimates<Values>;
  readonly standardErrors: Estimates<Values>;
  /** Row by row, in the order of the parameters. */
  readonly covariance: readonly number[];
  readonly logLikelihood: number;
  readonly aic: number;
  readonly bic: number;
  readonly n: number;
  /** How many numbers were free. */
  readonly free: number;
}

/** What the search found. */
export interface Found {
  readonly shapes: Readonly<Record<string, Shape>>;
  /** All parameters' numbers, m of them, in order. */
  readonly estimates: Float64Array;
  /** Row-major [m, m]. */
  readonly covariance: Float64Array;
  readonly logLikelihood: number;
  readonly n: number;
  readonly free: number;
}

/** Numbers one after the other as values of these shapes. */
export function valuesOf<P>(shapes: Readonly<Record<string, Shape>>, numbers: Float64Array): Estimates<P> {
  let at = 0;
  const entries = Object.entries(shapes).map(([name, shape]) => {
    const size = shape.reduce((all, axis) => all * axis, 1);
    at += size;
    return [name, nested(shape, numbers.subarray(at - size, at))];
  });
  return Object.fromEntries(entries) as Estimates<P>;
}

/** A fit by `maximumLikelihood`. Prints as `mu = 170.1(2.3), sigma = 8.0(1.6)`; `summary()` is a table. */
export class LikelihoodFit<P = Values> extends Fitted {
  /** The estimates, in the form of the start. */
  readonly parameters: Estimates<P>;
  /** The standard deviation that each estimate would have over many such data sets; in the form of the start. */
  readonly standardErrors: Estimates<P>;
  /** How many numbers were free: a simplex of k has k - 1. */
  readonly free: number;
  private readonly shapes: Readonly<Record<string, Shape>>;
  private readonly matrix: Float64Array;

  /** @internal */
  constructor(found: Found) {
    super(found.logLikelihood, found.n, found.free);
    const { shapes, estimates, covariance, free } = found;
    const m = estimates.length;
    this.shapes = shapes;
    this.matrix = covariance;
    this.parameters = valuesOf(shapes, estimates);
    this.standardErrors = valuesOf(
      shapes,
      estimates.map((_, i) => Math.sqrt(covariance[i * (m + 1)])),
    );
    this.free = free;
  }

  /** The names of all parameters' numbers in order, such as `beta[0]`: rows and columns of `covariance`. */
  get names(): string[] {
    return Object.entries(this.shapes).flatMap(([name, shape]) => namesOf(name, shape));
  }

  /**
   * Estimated covariance of the m estimates, row-major [m, m]: the inverse of the observed information, carried over
   * from the free numbers by the derivatives of the constraints (the delta method). A new array at each call.
   */
  get covariance(): Float64Array {
    return this.matrix.slice();
  }

  protected rows(): Row[] {
    const numbers = (values: Estimates<P>): number[] => (Object.values(values) as number[][][]).flat(2);
    const estimates = numbers(this.parameters);
    const errors = numbers(this.standardErrors);
    return this.names.map((name, i): Row => [name, estimates[i], errors[i]]);
  }

  protected get title(): string {
    return 'Maximum likelihood';
  }

  toJSON(): LikelihoodFitState {
    return {
      type: 'stokast-likelihood-fit',
      version: 1,
      parameters: this.parameters as Estimates<Values>,
      standardErrors: this.standardErrors as Estimates<Values>,
      covariance: Array.from(this.matrix),
      logLikelihood: this.logLikelihood,
      aic: this.aic,
      bic: this.bic,
      n: this.n,
      free: this.free,
    };
  }
}
