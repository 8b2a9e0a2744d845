// The categorical distribution over tensors: logits along the last axis.
import type { DType, Joined, Operand, RandomSource, Shape, Tensor } from '@stokast/autodiff';
import { Traced } from './traced.ts';

/** A categorical distribution with a tensor for its parameters, as made by `Categorical`. */
export class TracedCategorical<S extends Shape = Shape, D extends DType = DType> extends Traced<S, D> {
  readonly name = 'Categorical';
  readonly discrete = true as const;
  /** How many categories: they are 0 to k - 1. */
  readonly k: number;
  /** Log-probabilities, [..., k]. */
  readonly logits: Tensor;
  readonly shape: S;

  /** @internal */
  constructor(like: Tensor, parameter: { readonly probabilities: Operand } | { readonly logits: Operand }) {
    super(like);
    const { f } = this;
    const logits = 'logits' in parameter ? parameter.logits : f.log(this.tensor(parameter.probabilities));
    this.logits = f.logSoftmax(this.tensor(logits), -1);
    this.k = this.logits.shape[this.logits.rank - 1];
    this.shape = this.logits.shape.slice(0, -1) as Shape as S;
  }

  get parameters(): { readonly logits: Tensor } {
    return { logits: this.logits };
  }

  /** [..., k] */
  get probabilities(): Tensor {
    return this.f.exp(this.logits);
  }

  private expectation(values: Tensor): Tensor<S, D> {
    return this.f.sum(this.f.mul(this.probabilities, values), -1) as never;
  }

  private get categories(): Tensor {
    return this.tensor(Array.from({ length: this.k }, (_, i) => i));
  }

  get mean(): Tensor<S, D> {
    return this.expectation(this.categories);
  }

  get variance(): Tensor<S, D> {
    const { f } = this;
    const deviations = f.sub(this.categories, f.expandAxes(this.mean, -1));
    return this.expectation(f.square(deviations));
  }

  get entropy(): Tensor<S, D> {
    const { f, logits } = this;
    // A category of probability 0 adds 0.
    const finite = f.where(f.equal(logits, Number.NEGATIVE_INFINITY), 0, logits);
    return f.neg(this.expectation(finite)) as never;
  }

  logProb<X extends Operand>(x: X): Joined<Tensor<S, D>, X> {
    return this.f.categoricalLogitLogProb(x, this.logits) as never;
  }

  /** The largest of logits with Gumbel noise (Gumbel 1954; the exponential race it is the logarithm of). */
  sample(source: RandomSource): Tensor<S, D>;
  sample<const R extends Shape>(source: RandomSource, shape: R): Tensor<R, D>;
  sample(source: RandomSource, shape: Shape = this.shape): Tensor<never, D> {
    const { f, dtype } = this;
    const noise = source.exponential([...shape, this.k], { dtype });
    return f.argmax(f.sub(this.logits, f.log(noise)), -1) as never;
  }
}
