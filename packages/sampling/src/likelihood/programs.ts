// What the search for a maximum evaluates: the log-likelihood of the free numbers with its derivatives, and the
// parameters that the free numbers stand for.
import {
  compile,
  concat,
  hessian,
  jacobian,
  type Minimum,
  minimize,
  neg,
  type Operand,
  type ParameterSpace,
  type Program,
  sum,
  Tensor,
  valueAndGrad,
} from '@stokast/autodiff';
import { NotConverged, typeFault } from '@stokast/core-wasm/errors';

type Vector = Tensor<readonly [number], 'f64'>;
type One = Tensor<readonly [], 'f64'>;

/** A log-density of parameters and data: of each observation, or of all of them. */
export type Density = (parameters: Readonly<Record<string, Tensor>>, data: unknown) => Operand;

export class LikelihoodPrograms {
  /** Log-likelihood, and its gradient in the free numbers. */
  readonly valueAndGradient: Program<readonly [ArrayLike<number>], { value: number; gradient: Float64Array }>;
  /** How many numbers the density gives; undefined where it gives one for all observations. */
  observations: number | undefined;
  private readonly space: ParameterSpace;
  private readonly density: Density;
  private readonly data: unknown;

  constructor(space: ParameterSpace, density: Density, data: unknown) {
    this.space = space;
    this.density = density;
    this.data = data;
    this.valueAndGradient = compile(
      valueAndGrad((free: Vector) => this.total(free)),
      [[space.size]],
    );
  }

  private each(free: Vector): Tensor {
    const { parameters } = this.space.constrain(free, this.data);
    const given = this.density(parameters, this.data);
    if (!(given instanceof Tensor)) {
      const allowed = 'a tensor: the log-density of each observation, or of all';
      throw typeFault('Cannot maximise the likelihood', 'density(parameters, data)', given, allowed);
    }
    this.observations = given.rank === 0 ? undefined : given.shape.reduce((size, axis) => size * axis, 1);
    return given;
  }

  private total(free: Vector): One {
    return sum(this.each(free)) as One;
  }

  private flat(free: Vector): Vector {
    const { parameters } = this.space.constrain(free, this.data);
    return concat(
      Object.values(parameters).map((each) => each.reshape([-1])),
      0,
    ) as Vector;
  }

  /** The log-density of each observation. */
  values(free: Float64Array): ArrayLike<number> {
    const found = compile((x: Vector) => this.each(x), [[this.space.size]])(free);
    return typeof found === 'number' ? [found] : found;
  }

  /** Second derivatives of the log-likelihood in the free numbers, row-major. */
  hessian(): (free: Float64Array) => Float64Array {
    return compile(
      hessian((free: Vector) => this.total(free)),
      [[this.space.size]],
    ) as never;
  }

  /** All parameters' numbers, and their derivatives in the free numbers, row-major. */
  parameters(free: Float64Array): { numbers: Float64Array; derivatives: Float64Array } {
    const both = compile(
      (x: Vector) => ({ numbers: this.flat(x), derivatives: jacobian((y: Vector) => this.flat(y))(x) }),
      [[this.space.size]],
    );
    return both(free) as { numbers: Float64Array; derivatives: Float64Array };
  }

  /** Where L-BFGS ends, and whether that was for want of iterations. */
  search(free: Float64Array, most: number): { free: Float64Array; spent: boolean } {
    try {
      const found = minimize((x) => neg(this.total(x as Vector)), free, { steps: most });
      return { free: found.parameters as Float64Array, spent: false };
    } catch (error) {
      if (!(error instanceof NotConverged)) throw error;
      // Newton's method goes on from there.
      const last = error.last as Minimum<Float64Array>;
      return { free: last.parameters as Float64Array, spent: last.reason === 'steps' };
    }
  }
}
