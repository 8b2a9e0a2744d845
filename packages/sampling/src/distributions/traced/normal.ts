// The normal distribution over tensors.
import type { DType, Joined, Operand, RandomSource, Shape, Tensor } from '@stokast/autodiff';
import { TracedContinuous } from './traced.ts';

/** log(2 pi e) / 2 */
const STANDARD_ENTROPY = 1.4189385332046727;

/** A normal distribution with a tensor for a parameter, as made by `Normal`. */
export class TracedNormal<S extends Shape = Shape, D extends DType = DType> extends TracedContinuous<S, D> {
  readonly name = 'Normal';
  readonly mu: Tensor;
  readonly sigma: Tensor;
  readonly shape: S;

  /** @internal */
  constructor(like: Tensor, mu: Operand, sigma: Operand) {
    super(like);
    this.mu = this.tensor(mu);
    this.sigma = this.tensor(sigma);
    this.shape = this.f.broadcast('Normal', this.mu.shape, this.sigma.shape) as S;
  }

  get parameters(): { readonly mu: Tensor; readonly sigma: Tensor } {
    return { mu: this.mu, sigma: this.sigma };
  }

  get mean(): Tensor<S, D> {
    return this.each(this.mu);
  }

  get variance(): Tensor<S, D> {
    return this.each(this.f.square(this.sigma));
  }

  get entropy(): Tensor<S, D> {
    return this.each(this.f.add(this.f.log(this.sigma), STANDARD_ENTROPY));
  }

  logProb<X extends Operand>(x: X): Joined<Tensor<S, D>, X> {
    return this.f.normalLogProb(x, this.mu, this.sigma) as never;
  }

  private standardise(x: Operand): Tensor {
    return this.f.div(this.f.sub(x, this.mu), this.sigma);
  }

  cdf<X extends Operand>(x: X): Joined<Tensor<S, D>, X> {
    return this.f.normalCdf(this.standardise(x)) as never;
  }

  sf<X extends Operand>(x: X): Joined<Tensor<S, D>, X> {
    return this.f.normalCdf(this.f.neg(this.standardise(x))) as never;
  }

  quantile<X extends Operand>(p: X): Joined<Tensor<S, D>, X> {
    return this.f.add(this.mu, this.f.mul(this.sigma, this.f.normalQuantile(p))) as never;
  }

  protected draw(source: RandomSource, shape: Shape): Tensor {
    const { f, dtype } = this;
    return f.add(this.mu, f.mul(this.sigma, source.normal(shape, { dtype })));
  }
}
