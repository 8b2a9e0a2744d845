// Distributions over tensors: what families with a tensor among their parameters share, and what those of numbers turn
// into when a tensor is asked about. Of the tracer only types are imported: its functions come with the tensors.
import type { DType, Operand, RandomSource, Shape, Tensor, Vocabulary } from '@stokast/autodiff';
import { typedName } from '@stokast/core-wasm/check';
import { typeFault } from '@stokast/core-wasm/errors';
import { Printed } from '../../format.ts';

/** A tensor, known by what it brings along. */
export const isTensor = (value: unknown): value is Tensor =>
  typeof value === 'object' && value !== null && 'vocabulary' in value;

/** A source of randomness as a traced function gets it. */
export const isSource = (value: unknown): value is RandomSource =>
  typeof value === 'object' && value !== null && 'like' in value;

/** Checks the numbers of a parameter that may be a tensor; those of a tensor are not known while tracing. */
export function checkParameter(
  what: string,
  name: string,
  value: unknown,
  check: (what: string, name: string, value: unknown) => void,
): asserts value is Operand {
  if (isTensor(value)) return;
  if (typeof value === 'number') return check(what, name, value);
  if (typedName(value) === undefined && !Array.isArray(value))
    throw typeFault(what, name, value, 'a number, an array of numbers or a tensor');
  for (const [i, each] of (value as readonly unknown[]).entries()) check(what, `${name}[${i}]`, each);
}

/** The first tensor among values, of which there is one. */
export const tensorAmong = (...values: readonly unknown[]): Tensor => values.find(isTensor) as Tensor;

/**
 * A distribution whose parameters are tensors: one for each element of the shape that they broadcast to. Tensors have
 * no values while a function is traced, so none are checked: where a parameter leaves its range, results are NaN.
 */
export abstract class Traced<S extends Shape = Shape, D extends DType = DType> extends Printed {
  abstract readonly name: string;
  abstract readonly discrete: boolean;
  /** By their names, as tensors. */
  abstract readonly parameters: Readonly<Record<string, Tensor>>;
  /** Does where the density is positive depend on the parameters? */
  get supportMoves(): boolean {
    return false;
  }
  /** That which the parameters broadcast to. */
  abstract readonly shape: S;
  readonly dtype: D;
  protected readonly f: Vocabulary;

  /** @internal */
  constructor({ vocabulary, dtype }: Tensor) {
    super();
    this.f = vocabulary;
    this.dtype = dtype as D;
  }

  /** A parameter as a tensor; numbers take the type of the tensors. */
  protected tensor(value: Operand): Tensor {
    if (isTensor(value)) return value;
    const { f, dtype } = this;
    const tensor: Tensor = f.reshape(value, typeof value === 'number' ? [] : [value.length]);
    return dtype === 'f64' ? tensor : f.cast(tensor, dtype);
  }

  /** What there is of a parameter for each distribution. */
  protected each(value: Tensor): Tensor<S, D> {
    return this.f.expand(value, this.shape) as never;
  }

  /** E[X]. */
  abstract get mean(): Tensor<S, D>;
  /** E[(X - mean)^2]. */
  abstract get variance(): Tensor<S, D>;
  /** In nats; of a continuous family, the differential entropy. */
  abstract get entropy(): Tensor<S, D>;
  /** Log-density, or for a discrete family log-probability, of each element of x, which broadcasts with the shape. */
  abstract logProb(x: Operand): Tensor;
  /**
   * Draws inside the program, without a derivative; of a `shape` that the distribution's broadcasts to, by default
   * that itself.
   */
  abstract sample(source: RandomSource): Tensor<S, D>;
  abstract sample<const R extends Shape>(source: RandomSource, shape: R): Tensor<R, D>;

  override toString(): string {
    const parameters = Object.entries(this.parameters).map(
      ([name, { shape }]) => `${name} [${shape.join(', ')}]`,
    );
    return `${this.name}(${parameters.join(', ')})`;
  }
}

/** A family with a density. */
export abstract class TracedContinuous<S extends Shape = Shape, D extends DType = DType> extends Traced<
  S,
  D
> {
  readonly discrete = false as const;

  /** P(X <= x). */
  abstract cdf(x: Operand): Tensor;
  /** P(X > x). */
  abstract sf(x: Operand): Tensor;
  /** The x with cdf(x) = p. */
  abstract quantile(p: Operand): Tensor;
  /** What makes a draw of noise that has no parameters. */
  protected abstract draw(source: RandomSource, shape: Shape): Tensor;

  /** Draws as functions of the parameters, which have derivatives in them (reparameterised); shapes as of `sample`. */
  rsample(source: RandomSource): Tensor<S, D>;
  rsample<const R extends Shape>(source: RandomSource, shape: R): Tensor<R, D>;
  rsample(source: RandomSource, shape: Shape = this.shape): Tensor<never, D> {
    return this.draw(source, shape) as never;
  }

  sample(source: RandomSource): Tensor<S, D>;
  sample<const R extends Shape>(source: RandomSource, shape: R): Tensor<R, D>;
  sample(source: RandomSource, shape: Shape = this.shape): Tensor<never, D> {
    return this.f.stopGradient(this.draw(source, shape)) as never;
  }
}
