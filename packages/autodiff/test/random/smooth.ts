// Random graphs of smooth functions, whose values stay of the size of 1: what derivatives are held against differences
// on. What is built is decided by numbers and shapes alone, so that it can be built again.

import { section } from '../../src/functions/movement.ts';
import type { Shape, Tensor } from '../../src/index.ts';
import * as f from '../../src/index.ts';
import type { Choices } from './choices.ts';
import { joined, sizeOf } from './world.ts';

type Step = (x: Tensor) => Tensor | undefined;

/** Functions of one number, smooth and of moderate size on all that tensors here may be. */
const unary: readonly ((x: Tensor) => Tensor)[] = [
  (x) => f.sin(x),
  (x) => f.cos(x),
  (x) => f.tanh(x),
  (x) => f.sigmoid(x),
  (x) => f.softplus(x),
  (x) => f.logSigmoid(x),
  (x) => f.atan(x),
  (x) => f.asinh(x),
  (x) => f.silu(x),
  (x) => f.gelu(x),
  (x) => f.gelu(x, 'tanh'),
  (x) => f.erf(x),
  (x) => f.erfc(x),
  (x) => f.normalCdf(x),
  (x) => f.logNormalCdf(x),
  (x) => f.exp(f.neg(f.square(x))),
  (x) => f.exp(f.sin(x)),
  (x) => f.expm1(f.tanh(x)),
  (x) => f.log(f.add(1.5, f.sin(x))),
  (x) => f.log1p(f.square(x)),
  (x) => f.sqrt(f.add(0.5, f.square(x))),
  (x) => f.div(1, f.add(1, f.square(x))),
  (x) => f.div(x, f.add(2, f.cos(x))),
  (x) => f.lgamma(f.add(2.5, f.sin(x))),
  (x) => f.digamma(f.add(2.5, f.sin(x))),
  (x) => f.polygamma(2, f.add(2.5, f.tanh(x))),
  (x) => f.log1mexp(f.sub(-0.5, f.softplus(x))),
  (x) => f.asin(f.mul(0.9, f.tanh(x))),
  (x) => f.acos(f.mul(0.9, f.sin(x))),
  (x) => f.atanh(f.mul(0.9, f.sin(x))),
  (x) => f.acosh(f.add(2.5, f.sin(x))),
  (x) => f.tan(f.sin(x)),
  (x) => f.sinh(f.sin(x)),
  (x) => f.cosh(f.tanh(x)),
  (x) => f.normalQuantile(f.add(0.1, f.mul(0.8, f.sigmoid(x)))),
  (x) => f.pow(f.add(1.5, f.sin(x)), 2.5),
  (x) => f.pow(f.tanh(x), 3),
  (x) => f.neg(x),
  (x) => f.mul(-0.5, x),
  (x) => f.add(x, 0.25),
];

/** Makes values small where they are not. */
const tame = (x: Tensor): Tensor => f.mul(2, f.tanh(f.mul(0.5, x)));

/** Grows a pool of tensors. */
export class Smooth {
  readonly pool: Tensor[];
  private readonly c: Choices;
  private readonly depth: number;

  constructor(choices: Choices, pool: readonly Tensor[], depth = 0) {
    this.c = choices;
    this.pool = [...pool];
    this.depth = depth;
  }

  private pick(): Tensor {
    return this.c.below(2) === 0 ? this.c.of(this.pool) : this.c.of(this.pool.slice(-4));
  }

  private numbers(shape: Shape): Tensor {
    const data = Array.from({ length: sizeOf(shape) }, () => this.c.below(2001) / 1000 - 1);
    return this.known(data, shape);
  }

  /** Numbers that are known, of the type of what is there. */
  private known(data: readonly number[], shape: Shape): Tensor {
    return f.cast(f.reshape(data, shape), this.pool[0].dtype);
  }

  /** A tensor of that shape: cut out of one that is there, broadcast, or of constants. */
  private shaped(shape: Shape): Tensor {
    const { c } = this;
    const size = sizeOf(shape);
    const fits = this.pool.filter((x) => joined(x.shape, shape)?.join() === shape.join());
    const large = this.pool.filter((x) => sizeOf(x.shape) >= size);
    if (fits.length > 0 && c.below(2) === 0) return f.expand(c.of(fits), shape);
    if (large.length === 0 || c.below(4) === 0) return this.numbers(shape);
    const from = c.of(large);
    const all = sizeOf(from.shape);
    return f.reshape(section(f.reshape(from, [all]), [c.below(all - size + 1)], [size]), shape);
  }

  private axis(x: Tensor): number {
    return this.c.below(x.rank);
  }

  /** A few axes, in no order. */
  private axes(x: Tensor): number[] {
    return this.c.some(x.shape.map((_, i) => i));
  }

  private readonly steps: readonly Step[] = [
    ...Array.from({ length: 6 }, () => (x: Tensor) => this.c.of(unary)(x)),
    ...Array.from({ length: 4 }, () => (x: Tensor) => this.two(x)),
    (x) => this.density(x),
    (x) => this.choice(x),
    // Reductions and rows.
    (x) => {
      const axes = this.axes(x);
      const keepAxes = this.c.below(2) === 0;
      const reduction = this.c.of([f.mean, f.logSumExp, f.variance, f.sum, f.norm]);
      if (reduction === f.norm) return f.norm(f.add(3, x), axes, { keepAxes });
      const made: Tensor = reduction(x, axes, { keepAxes });
      return reduction === f.sum ? tame(made) : made;
    },
    (x) => (x.rank === 0 ? undefined : f.prod(tame(x), this.axis(x))),
    (x) => (x.rank === 0 ? undefined : this.c.of([f.softmax, f.logSoftmax])(x, this.axis(x))),
    (x) => {
      if (x.rank === 0) return undefined;
      const reverse = this.c.below(2) === 0;
      if (this.c.below(2) === 0) return f.cumulativeProduct(f.tanh(x), this.axis(x), reverse);
      return tame(f.cumulativeSum(x, this.axis(x), reverse));
    },
    // Movement.
    (x) => f.transpose(x, this.c.shuffled(x.shape.map((_, i) => i))),
    (x) => this.part(x),
    (x) => f.reshape(x, this.c.of([[-1], [1, ...x.shape], [...x.shape, 1]])),
    (x) => (sizeOf(x.shape) > 60 ? undefined : f.expand(x, [1 + this.c.below(3), ...x.shape])),
    (x) => this.join(x),
    (x) =>
      f.pad(
        x,
        x.shape.map(() => [this.c.below(2), this.c.below(2)] as const),
        this.c.of([0, 0.5]),
      ),
    (x) => (x.rank < 2 ? undefined : this.c.of([f.tril, f.triu, f.diagonal])(x)),
    (x) => {
      if (x.rank === 0) return undefined;
      const axis = this.axis(x);
      const index = Array.from({ length: 1 + this.c.below(5) }, () => this.c.below(x.shape[axis]));
      return f.take(x, index, axis);
    },
    () => {
      const size = 1 + this.c.below(4);
      const index = Array.from({ length: 1 + this.c.below(6) }, () => this.c.below(size));
      const inner = this.c.of<Shape>([[], [3]]);
      return tame(f.scatterAdd(index, this.shaped([index.length, ...inner]), [size, ...inner]));
    },
    // Products and factors.
    (x) => this.product(x),
    (x) => this.product(x),
    () => this.factor(),
    () => this.scan(),
    () => this.scan(),
  ];

  private two(x: Tensor): Tensor | undefined {
    const y = this.c.below(4) === 0 ? this.numbers(x.shape) : this.pick();
    const shape = joined(x.shape, y.shape);
    if (!shape || sizeOf(shape) > 400) return undefined;
    const [a, b] = this.c.below(2) === 0 ? [x, y] : [y, x];
    switch (this.c.below(6)) {
      case 0:
        return tame(f.add(a, b));
      case 1:
        return f.sub(f.sin(a), b);
      case 2:
        return tame(f.mul(a, b));
      case 3:
        return f.div(a, f.add(1.5, f.sin(b)));
      case 4:
        return f.pow(f.add(1.5, f.sin(a)), f.tanh(b));
      default:
        return f.mul(f.sigmoid(a), f.cos(b));
    }
  }

  private density(x: Tensor): Tensor {
    const { c } = this;
    const scale =
      c.below(2) === 0 ? 1.5 : f.add(0.5, f.softplus(this.shaped(c.below(2) === 0 ? [] : x.shape)));
    const mean = this.shaped(c.below(2) === 0 ? [] : x.shape);
    const bits = Array.from({ length: sizeOf(x.shape) }, () => c.below(2));
    switch (c.below(4)) {
      case 0:
        return tame(f.normalLogProb(x, mean, scale));
      case 1:
        return tame(f.bernoulliLogitLogProb(this.known(bits, x.shape), x));
      case 2:
        return tame(f.bernoulliLogProb(this.known(bits, x.shape), f.add(0.1, f.mul(0.8, f.sigmoid(x)))));
      default:
        return tame(f.exponentialLogProb(f.softplus(x), scale));
    }
  }

  /** By a constant, so that it does not jump; what is not chosen has no derivative at all. */
  private choice(x: Tensor): Tensor {
    const chosen = this.known(
      Array.from({ length: sizeOf(x.shape) }, () => this.c.below(2)),
      x.shape,
    );
    if (this.c.below(2) === 0) return f.where(f.not(chosen), this.shaped(x.shape), f.sin(x));
    // The logarithm of 0, and its derivative, wherever it is not chosen.
    return f.where(chosen, f.log(f.mul(chosen, f.add(1, f.square(x)))), x);
  }

  private part(x: Tensor): Tensor {
    const parts = x.shape.map((size) => {
      const step = this.c.of([1, 1, 2, -1]);
      const start = this.c.below(size);
      const room = Math.floor((step > 0 ? size - 1 - start : start) / Math.abs(step));
      return { start, step, size: 1 + this.c.below(room + 1) };
    });
    const list = (name: 'start' | 'step' | 'size') => parts.map((each) => each[name]);
    return section(x, list('start'), list('size'), list('step'));
  }

  private join(x: Tensor): Tensor {
    const others = Array.from({ length: this.c.below(3) }, () => this.shaped(x.shape));
    const list = this.c.shuffled([x, ...others]);
    return x.rank === 0 || this.c.below(2) === 0
      ? f.stack(list, this.c.below(x.rank + 1))
      : f.concat(list, this.axis(x));
  }

  private product(x: Tensor): Tensor | undefined {
    if (x.rank === 0) return undefined;
    const { c } = this;
    const isLeft = c.below(2) === 0;
    const k = x.rank === 1 ? x.shape[0] : x.shape[x.rank - (isLeft ? 1 : 2)];
    const n = 1 + c.below(4);
    const matrix = isLeft ? [k, n] : [n, k];
    const other = this.shaped(c.of<Shape>([[k], matrix, [...x.shape.slice(0, -2), ...matrix]]));
    return f.tanh(isLeft ? f.matmul(x, other) : f.matmul(other, x));
  }

  /** What is made of a positive definite matrix. */
  private factor(): Tensor {
    const { c } = this;
    const n = 1 + c.below(4);
    const batch = c.of<Shape>([[], [], [2]]);
    const root = this.shaped([...batch, n, n]);
    const identity = Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 2 : 0));
    const turned = f.transpose(root, c.of([0]) + batch.length === 0 ? [1, 0] : [0, 2, 1]);
    const l = f.cholesky(f.add(f.matmul(root, turned), this.known(identity, [n, n])));
    switch (c.below(4)) {
      case 0:
        return f.logDeterminant(l);
      case 1:
        return f.quadraticForm(l, this.shaped([...batch, n]));
      case 2:
        return f.triangularSolve(l, this.shaped([...batch, n, 1 + c.below(3)]), {
          transpose: c.below(2) === 0,
        });
      default:
        return f.choleskySolve(l, this.shaped([...batch, n, 2]));
    }
  }

  /** A loop, linear in its carry or not. */
  private scan(): Tensor | undefined {
    if (this.depth > 1) return undefined;
    const { c } = this;
    const initial = this.pick();
    if (sizeOf(initial.shape) > 20) return undefined;
    const length = 1 + c.below(4);
    const x = this.shaped([length, ...c.of<Shape>([[], initial.shape])]);
    const outer = this.pick();
    const seed = c.next();
    const isLinear = c.below(3) === 0;
    const [last, outputs] = f.scan(
      ((carry: Tensor, each: Tensor) => {
        const own = new (c.constructor as new (seed: number) => Choices)(seed);
        const inner = new Smooth(
          own,
          [carry, each, ...(sizeOf(outer.shape) > 20 ? [] : [outer])],
          this.depth + 1,
        );
        inner.grow(1 + own.below(3));
        const term = inner.shaped(carry.shape);
        const next = isLinear ? f.add(f.mul(f.sigmoid(each), carry), f.sin(each)) : tame(f.add(term, carry));
        const fits = joined(next.shape, carry.shape)?.join() === carry.shape.join();
        return [fits ? f.expand(next, carry.shape) : f.sin(carry), inner.pool[inner.pool.length - 1]];
      }) as never,
      initial as never,
      x,
      { reverse: c.below(2) === 0 },
    ) as unknown as readonly [Tensor, Tensor];
    if (sizeOf(outputs.shape) <= 400) this.pool.push(outputs);
    return last;
  }

  grow(steps: number): void {
    for (let i = 0; i < steps; i++) {
      const x = this.pick();
      const made = this.c.of(this.steps)(x);
      if (made && sizeOf(made.shape) <= 400 && made.rank <= 5) this.pool.push(made);
    }
  }
}
