// The exponential distribution over tensors.
import type { DType, Joined, Operand, RandomSource, Shape, Tensor } from '@stokast/autodiff';
import { TracedContinuous } from './traced.ts';

/** An exponential distribution with a tensor for its rate, as made by `Exponential`. */
export class TracedExponential<S extends Shape = Shape, D extends DType = DType> extends TracedContinuous<
  S,
  D
> {
  readonly name = 'Exponential';
  readonly rate: Tensor;
  readonly shape: S;

  /** @internal */
  constructor(like: Tensor, rate: Operand) {
    super(like);
    this.rate = this.tensor(rate);
    this.shape = this.rate.shape as S;
  }

  get parameters(): { readonly rate: Tensor } {
    return { rate: this.rate };
  }

  get mean(): Tensor<S, D> {
    return this.f.div(1, this.rate) as never;
  }

  get variance(): Tensor<S, D> {
    return this.f.square(this.mean) as never;
  }

  get entropy(): Tensor<S, D> {
    return this.f.sub(1, this.f.log(this.rate)) as never;
  }

  logProb<X extends Operand>(x: X): Joined<Tensor<S, D>, X> {
    return this.f.exponentialLogProb(x, this.rate) as never;
  }

  /** -rate x, 0 where x is below 0. */
  private exponent(x: Operand): Tensor {
    return this.f.neg(this.f.mul(this.rate, this.f.maximum(x, 0)));
  }

  cdf<X extends Operand>(x: X): Joined<Tensor<S, D>, X> {
    return this.f.neg(this.f.expm1(this.exponent(x))) as never;
  }

  sf<X extends Operand>(x: X): Joined<Tensor<S, D>, X> {
    return this.f.exp(this.exponent(x)) as never;
  }

  quantile<X extends Operand>(p: X): Joined<Tensor<S, D>, X> {
    return this.f.div(this.f.neg(this.f.log1p(this.f.neg(p))), this.rate) as never;
  }

  protected draw(source: RandomSource, shape: Shape): Tensor {
    const { f, dtype } = this;
    return f.div(source.exponential(shape, { dtype }), this.rate);
  }
}
