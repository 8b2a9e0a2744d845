// The Bernoulli distribution over tensors.
import type { DType, Joined, Operand, RandomSource, Shape, Tensor } from '@stokast/autodiff';
import { Traced } from './traced.ts';

/** A Bernoulli distribution with a tensor for its parameter, as made by `Bernoulli`. */
export class TracedBernoulli<S extends Shape = Shape, D extends DType = DType> extends Traced<S, D> {
  readonly name = 'Bernoulli';
  readonly discrete = true as const;
  readonly p: Tensor<S, D>;
  /** log(p / (1 - p)), where it was made from that. */
  readonly logit: Tensor<S, D> | undefined;
  readonly shape: S;

  /** @internal */
  constructor(like: Tensor, parameter: { readonly p: Operand } | { readonly logit: Operand }) {
    super(like);
    if ('logit' in parameter) {
      this.logit = this.tensor(parameter.logit) as Tensor<S, D>;
      this.p = this.f.sigmoid(this.logit) as Tensor<S, D>;
    } else this.p = this.tensor(parameter.p) as Tensor<S, D>;
    this.shape = this.p.shape;
  }

  get parameters(): { readonly p: Tensor } {
    return { p: this.p };
  }

  get mean(): Tensor<S, D> {
    return this.p;
  }

  get variance(): Tensor<S, D> {
    return this.f.mul(this.p, this.f.sub(1, this.p)) as never;
  }

  get entropy(): Tensor<S, D> {
    const { f, logit, p } = this;
    // log(1 + e^logit) - p logit is -log(1 - p) - p log(p / (1 - p)).
    if (logit) return f.sub(f.softplus(logit), f.mul(p, logit)) as never;
    const term = (q: Tensor, log: Tensor): Tensor => f.where(f.equal(q, 0), 0, f.mul(q, log));
    return f.neg(f.add(term(p, f.log(p)), term(f.sub(1, p), f.log1p(f.neg(p))))) as never;
  }

  logProb<X extends Operand>(x: X): Joined<Tensor<S, D>, X> {
    const { f, logit } = this;
    return (logit ? f.bernoulliLogitLogProb(x, logit) : f.bernoulliLogProb(x, this.p)) as never;
  }

  sample(source: RandomSource): Tensor<S, D>;
  sample<const R extends Shape>(source: RandomSource, shape: R): Tensor<R, D>;
  sample(source: RandomSource, shape: Shape = this.shape): Tensor<never, D> {
    const { f, dtype } = this;
    return f.less(source.uniform(shape, { dtype }), this.p) as never;
  }
}
