// The uniform distribution over tensors.
import type { DType, Joined, Operand, RandomSource, Shape, Tensor } from '@stokast/autodiff';
import { TracedContinuous } from './traced.ts';

/** A uniform distribution with a tensor for a parameter, as made by `Uniform`. */
export class TracedUniform<S extends Shape = Shape, D extends DType = DType> extends TracedContinuous<S, D> {
  readonly name = 'Uniform';
  readonly low: Tensor;
  readonly high: Tensor;
  readonly shape: S;

  /** @internal */
  constructor(like: Tensor, low: Operand, high: Operand) {
    super(like);
    this.low = this.tensor(low);
    this.high = this.tensor(high);
    this.shape = this.f.broadcast('Uniform', this.low.shape, this.high.shape) as S;
  }

  override get supportMoves(): boolean {
    return true;
  }

  get parameters(): { readonly low: Tensor; readonly high: Tensor } {
    return { low: this.low, high: this.high };
  }

  private get width(): Tensor {
    return this.f.sub(this.high, this.low);
  }

  get mean(): Tensor<S, D> {
    return this.each(this.f.add(this.f.mul(0.5, this.low), this.f.mul(0.5, this.high)));
  }

  get variance(): Tensor<S, D> {
    return this.each(this.f.div(this.f.square(this.width), 12));
  }

  get entropy(): Tensor<S, D> {
    return this.each(this.f.log(this.width));
  }

  logProb<X extends Operand>(x: X): Joined<Tensor<S, D>, X> {
    return this.f.uniformLogProb(x, this.low, this.high) as never;
  }

  cdf<X extends Operand>(x: X): Joined<Tensor<S, D>, X> {
    return this.f.clip(this.f.div(this.f.sub(x, this.low), this.width), 0, 1) as never;
  }

  sf<X extends Operand>(x: X): Joined<Tensor<S, D>, X> {
    return this.f.clip(this.f.div(this.f.sub(this.high, x), this.width), 0, 1) as never;
  }

  quantile<X extends Operand>(p: X): Joined<Tensor<S, D>, X> {
    return this.f.add(this.low, this.f.mul(this.width, p)) as never;
  }

  protected draw(source: RandomSource, shape: Shape): Tensor {
    const { f, dtype } = this;
    return f.add(this.low, f.mul(this.width, source.uniform(shape, { dtype })));
  }
}
