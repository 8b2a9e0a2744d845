// Random graphs of whole numbers. What is built is decided by numbers, shapes, types and bounds alone, so that it is
// the same in every world.
import type { DType, Shape } from '../../src/index.ts';
import { Builder, LIMIT, type Node } from './builder.ts';
import { Choices } from './choices.ts';
import { grown } from './images.ts';
import { joined, type One, type Padding, type Reduction, sizeOf, type Two } from './world.ts';

/** Grows a pool of values. */
export class Grower<T> extends Builder<T> {
  private readonly steps: readonly ((a: Node<T>, shape: Shape, dtype: DType) => Node<T> | undefined)[] = [
    // Elementwise.
    (a) => {
      const name = this.c.of<One>(['neg', 'abs', 'sign', 'square', 'not', 'stop', 'neg']);
      const bound = name === 'square' ? a.bound ** 2 : name === 'sign' || name === 'not' ? 1 : a.bound;
      return this.made(this.w.one(name, a.x), bound);
    },
    (a, _, dtype) => {
      const { w, c } = this;
      const half = w.two('mul', a.x, w.constant([0.5], [], dtype));
      return { x: w.one(c.of<One>(['floor', 'ceil', 'round']), half), bound: a.bound };
    },
    ...Array.from({ length: 5 }, () => (a: Node<T>, shape: Shape, dtype: DType) => this.two(a, shape, dtype)),
    (a, shape, dtype) => {
      const { c } = this;
      const [condition, b] = c.below(3) === 0 ? [a, this.pickOf(dtype)] : [this.pickOf(dtype), a];
      const other = c.below(3) === 0 ? this.constant([], dtype) : this.pickOf(dtype);
      return this.choose(c.below(2) === 0 ? [condition, b, other] : [condition, other, b], shape);
    },
    (a, _, dtype) => this.cast(a, dtype === 'f64' ? 'f32' : 'f64'),
    // Reductions.
    (a, shape, dtype) => this.reduce(a, shape, dtype),
    (a, shape, dtype) => this.reduce(a, shape, dtype),
    (a, shape) => {
      if (shape.length === 0) return undefined;
      const axis = this.c.below(shape.length);
      return { x: this.w.place(this.c.of(['argmax', 'argmin']), a.x, axis), bound: shape[axis] };
    },
    (a, shape) => {
      if (shape.length === 0) return undefined;
      const axis = this.c.below(shape.length);
      const reverse = this.c.below(2) === 0;
      if (this.c.below(3) > 0)
        return this.made(this.w.cumulative('sum', a.x, axis, reverse), a.bound * shape[axis]);
      return { x: this.w.cumulative('product', this.within(a, 1).x, axis, reverse), bound: 1 };
    },
    // Movement.
    (a, shape) => ({ x: this.w.transpose(a.x, this.c.shuffled(shape.map((_, i) => i))), bound: a.bound }),
    (a, shape) => this.section(a, shape),
    (a, shape) => this.section(a, shape),
    (a, shape) => this.reshape(a, shape),
    (a, shape) => {
      const { c } = this;
      const to = [
        ...(c.below(2) === 0 ? [1 + c.below(3)] : []),
        ...shape.map((n) => (n === 1 ? 1 + c.below(4) : n)),
      ];
      return this.small(to) ? { x: this.w.expand(a.x, to), bound: a.bound } : undefined;
    },
    (a, shape, dtype) => this.join(a, shape, dtype),
    (a, shape, dtype) => this.join(a, shape, dtype),
    (a, shape) => {
      const { c, w } = this;
      const widths = shape.map(() => [c.below(3), c.below(3)] as const);
      const value = c.of([0, 0, 2]);
      if (!this.small(shape.map((size, i) => size + widths[i][0] + widths[i][1]))) return undefined;
      return { x: w.pad(a.x, widths, value), bound: Math.max(a.bound, value) };
    },
    (a, shape) => {
      if (shape.length < 2) return undefined;
      const { c, w } = this;
      if (c.below(2) === 0) return { x: w.diagonal(a.x), bound: a.bound };
      return { x: w.triangle(c.of(['tril', 'triu']), a.x, c.below(4) - 2), bound: a.bound };
    },
    // By number.
    (a, shape, dtype) => {
      if (shape.length === 0) return undefined;
      const { c, w } = this;
      const axis = c.below(3) > 0 ? 0 : c.below(shape.length);
      const { index, isSafe } = this.index(shape[axis], c.below(4) > 0 ? dtype : c.of(['f64', 'f32']));
      const to = [...w.shape(index.x), ...shape.filter((_, i) => i !== axis)];
      if (!this.small(to)) return undefined;
      const x = axis === 0 ? w.gather(a.x, index.x) : w.take(a.x, index.x, axis);
      return isSafe ? { x, bound: a.bound } : this.within({ x, bound: Number.POSITIVE_INFINITY }, a.bound);
    },
    (_, __, dtype) => {
      const { c, w } = this;
      const size = 1 + c.below(6);
      const { index } = this.index(size, c.below(4) > 0 ? dtype : c.of(['f64', 'f32']));
      const shape = w.shape(index.x);
      const inner = c.of<Shape>([[], [], [1], [3], [2, 2]]);
      if (!this.small([...shape, ...inner])) return undefined;
      const values = this.shaped([...shape, ...inner], dtype);
      const x = w.scatterAdd(index.x, values.x, [size, ...inner]);
      return this.made(x, values.bound * sizeOf(shape));
    },
    (a, shape) => {
      const size = 1 + this.c.below(5);
      return this.small([...shape, size]) ? { x: this.w.oneHot(a.x, size), bound: 1 } : undefined;
    },
    // Products.
    (a, shape, dtype) => this.matmul(a, shape, dtype),
    (a, shape, dtype) => this.matmul(a, shape, dtype),
    (_, __, dtype) => this.image(dtype),
    () => this.scan(),
    () => this.scan(),
  ];

  private two(a: Node<T>, shape: Shape, dtype: DType): Node<T> | undefined {
    const { c, w } = this;
    const name = c.of<Two>([
      'add',
      'sub',
      'mul',
      'add',
      'mul',
      'equal',
      'notEqual',
      'less',
      'lessEqual',
      'and',
      'or',
      'maximum',
      'minimum',
    ]);
    const other = c.below(5) === 0 ? this.constant(c.below(2) === 0 ? [] : shape, dtype) : this.pickOf(dtype);
    const to = joined(shape, this.shape(other));
    if (!to || !this.small(to)) return undefined;
    const [l, r] = c.below(2) === 0 ? [a, other] : [other, a];
    const bounds: Partial<Record<Two, number>> = {
      add: a.bound + other.bound,
      sub: a.bound + other.bound,
      mul: a.bound * other.bound,
    };
    return this.made(w.two(name, l.x, r.x), bounds[name] ?? Math.max(1, a.bound, other.bound));
  }

  private choose([condition, a, b]: readonly Node<T>[], shape: Shape): Node<T> | undefined {
    const { w } = this;
    let all: Shape | undefined = shape;
    for (const each of [condition, a, b]) all = all && joined(all, this.shape(each));
    if (!all || !this.small(all)) return undefined;
    return { x: w.where(condition.x, a.x, b.x), bound: Math.max(a.bound, b.bound) };
  }

  private reduce(a: Node<T>, shape: Shape, _: DType): Node<T> {
    const { c, w } = this;
    const all = shape.map((__, i) => i);
    const axes = c.below(3) === 0 ? all : c.some(all);
    const name = c.of<Reduction>(['sum', 'sum', 'sum', 'prod', 'max', 'min']);
    const count = axes.reduce((n, axis) => n * shape[axis], 1);
    const x = name === 'prod' ? this.within(a, 1) : a;
    return this.made(w.reduce(name, x.x, axes, c.below(2) === 0), name === 'sum' ? count * a.bound : x.bound);
  }

  private section(a: Node<T>, shape: Shape): Node<T> {
    const { c, w } = this;
    if (c.below(3) === 0) {
      // The other way round.
      const turned = c.some(shape.map((_, i) => i));
      const is = (i: number) => turned.includes(i);
      const x = w.section(
        a.x,
        shape.map((n, i) => (is(i) ? n - 1 : 0)),
        shape,
        shape.map((_, i) => (is(i) ? -1 : 1)),
      );
      return { x, bound: a.bound };
    }
    const parts = shape.map((each) => {
      const step = c.of([1, 1, 1, 2, 3, -1, -2]);
      const start = c.below(each);
      const room = Math.floor((step > 0 ? each - 1 - start : start) / Math.abs(step));
      return { start, step, size: 1 + c.below(room + 1) };
    });
    const list = (name: 'start' | 'step' | 'size') => parts.map((each) => each[name]);
    return { x: w.section(a.x, list('start'), list('size'), list('step')), bound: a.bound };
  }

  private reshape(a: Node<T>, shape: Shape): Node<T> {
    const { c } = this;
    const size = sizeOf(shape);
    const divisors = Array.from({ length: size }, (_, i) => i + 1).filter((n) => size % n === 0);
    const first = c.of(divisors);
    const to = c.of<Shape>([
      [size],
      [first, size / first],
      [1, ...shape, 1],
      [first, 1, size / first],
      shape.filter((n) => n > 1),
    ]);
    return { x: this.w.reshape(a.x, to), bound: a.bound };
  }

  private join(a: Node<T>, shape: Shape, dtype: DType): Node<T> | undefined {
    const { c, w } = this;
    const count = 1 + c.below(4);
    const list = [a];
    const axis = c.below(Math.max(1, shape.length));
    const isStack = shape.length === 0 || c.below(2) === 0;
    for (let i = 1; i < count; i++) {
      const to = isStack ? shape : shape.map((size, k) => (k === axis ? 1 + c.below(size + 1) : size));
      if (!this.small([count, ...to])) return undefined;
      list.push(this.shaped(to, dtype));
    }
    const pieces = c.shuffled(list).map(({ x }) => x);
    const bound = Math.max(...list.map((each) => each.bound));
    return { x: isStack ? w.stack(pieces, c.below(shape.length + 1)) : w.concat(pieces, axis), bound };
  }

  private matmul(a: Node<T>, shape: Shape, dtype: DType): Node<T> | undefined {
    const { c, w } = this;
    if (shape.length === 0) return undefined;
    const isLeft = c.below(2) === 0;
    const k = shape.length === 1 ? shape[0] : shape[shape.length - (isLeft ? 1 : 2)];
    const n = 1 + c.below(5);
    const batch = shape.slice(0, -2);
    const matrix = isLeft ? [k, n] : [n, k];
    const to = c.of<Shape>([
      [k],
      matrix,
      matrix,
      [...batch, ...matrix],
      [2, ...batch.map(() => 1), ...matrix],
    ]);
    const sizes = isLeft ? [...shape.slice(0, -1), n] : [...shape.slice(0, -2), n, shape[shape.length - 1]];
    if (!this.small(to) || !this.small([2, ...sizes])) return undefined;
    let other: Node<T>;
    if (to.length >= 2 && c.below(2) === 0) {
      const order = to.map((_, i) => (i < to.length - 2 ? i : 2 * to.length - 3 - i));
      const turned = this.shaped(
        order.map((i) => to[i]),
        dtype,
      );
      other = { x: w.transpose(turned.x, order), bound: turned.bound };
    } else other = this.shaped(to, dtype);
    const x = isLeft ? w.matmul(a.x, other.x) : w.matmul(other.x, a.x);
    return this.made(x, k * a.bound * other.bound);
  }

  /** Windows over images. */
  private image(dtype: DType): Node<T> | undefined {
    const { c, w } = this;
    const [height, width, kh, kw] = [1 + c.below(6), 1 + c.below(6), 1 + c.below(3), 1 + c.below(3)];
    const x = this.shaped([1 + c.below(2), height, width, 1 + c.below(3)], dtype);
    const stride = [1 + c.below(3), 1 + c.below(3)] as const;
    if (c.below(4) === 0) return { x: w.upsample2d(x.x, stride), bound: x.bound };
    const isInside = kh <= height && kw <= width;
    if (c.below(3) === 0) {
      const size = [kh, kw] as const;
      return isInside ? { x: w.maxPool2d(x.x, size, c.of([size, stride])), bound: x.bound } : undefined;
    }
    const padding = c.of<Padding>(['valid', 'same', [c.below(5), c.below(5)]]);
    if (!isInside && padding !== 'same') return undefined;
    const channels = this.shape(x)[3];
    const kernel = this.shaped([kh, kw, channels, 1 + c.below(3)], dtype);
    const bound = kh * kw * channels * x.bound * kernel.bound;
    if (c.below(2) === 0) return this.made(w.conv2d(x.x, kernel.x, stride, padding), bound);
    const sizes = [grown(height, kh, stride[0], padding, 0), grown(width, kw, stride[1], padding, 1)];
    if (sizes.some((each) => each < 1)) return undefined;
    return this.made(w.transposedConv2d(x.x, kernel.x, stride, padding), bound);
  }

  /** A loop: linear in its carry, or anything at all. */
  private scan(): Node<T> | undefined {
    if (this.depth > 1) return undefined;
    const { c, w } = this;
    const dtype = c.of<DType>(['f64', 'f64', 'f32']);
    const most = LIMIT[dtype];
    const length = 1 + c.below(5);
    const reverse = c.below(2) === 0;
    const initial = Array.from({ length: 1 + c.below(2) }, () => this.within(this.pickOf(dtype), most));
    if (initial.some((each) => sizeOf(this.shape(each)) > 300)) return undefined;
    const count = c.below(3);
    const sequences = Array.from({ length: count }, () =>
      this.shaped([length, ...c.of<Shape>([[], [3], this.shape(initial[0])])], dtype),
    );
    const outer = Array.from({ length: c.below(3) }, () => this.pick()).filter(
      (each) => sizeOf(this.shape(each)) <= 300,
    );
    const seed = c.next();
    const isLinear = c.below(3) === 0;
    let bounds: number[] = [];
    const step = (carry: readonly T[], x: readonly T[]): readonly [readonly T[], readonly T[]] => {
      const own = new Choices(seed);
      const given = [
        ...carry.map((each) => ({ x: each, bound: most })),
        ...x.map((each, i) => ({ x: each, bound: sequences[i].bound })),
      ];
      const inner = new Grower(w, own, [...given, ...outer], this.depth + 1);
      const next = isLinear
        ? inner.linear(given.slice(0, carry.length))
        : inner.carries(given.slice(0, carry.length));
      const outputs = inner.results(1 + own.below(2));
      bounds = outputs.map(({ bound }) => bound);
      return [next.map((each) => each.x), outputs.map((each) => each.x)];
    };
    const [last, outputs] = w.scan(
      step,
      initial.map(({ x }) => x),
      sequences.map(({ x }) => x),
      length,
      reverse,
    );
    // A linear recurrence leaves the bounds that its body was built with, by less than the square of its length.
    const more = isLinear ? 64 : 1;
    const results = [
      ...last.map((x) => this.made(x, most * more)),
      ...outputs.map((x, i) => this.made(x, bounds[i] * more)),
    ];
    const small = results.filter((each) => this.small(this.shape(each)));
    this.pool.push(...small.slice(1));
    return small[0];
  }

  /** Next carries that are anything of the same shape. */
  private carries(carry: readonly Node<T>[]): Node<T>[] {
    const { c, w } = this;
    this.grow(2 + c.below(4));
    return carry.map((each) => {
      const dtype = w.dtype(each.x);
      const shape = this.shape(each);
      const alike = this.pool.filter(({ x }) => w.dtype(x) === dtype && w.shape(x).join() === shape.join());
      const next = c.below(4) > 0 ? alike[alike.length - 1 - c.below(Math.min(alike.length, 3))] : undefined;
      return this.within(next ?? this.shaped(shape, dtype), LIMIT[dtype]);
    });
  }

  /** Next carries of a linear recurrence with factors of -1, 0 and 1; all of it stays within a fraction of the limit. */
  private linear(carry: readonly Node<T>[]): Node<T>[] {
    const { c, w } = this;
    this.grow(c.below(3));
    return carry.map((each) => {
      const dtype = w.dtype(each.x);
      const most = LIMIT[dtype];
      const factor = { x: w.one('sign', this.shaped(this.shape(each), dtype).x), bound: 1 };
      const term = this.within(this.shaped(this.shape(each), dtype), most);
      const product = w.two('mul', factor.x, each.x);
      const x = c.below(2) === 0 ? w.two('add', product, term.x) : w.two('sub', term.x, product);
      return { x, bound: 2 * most };
    });
  }

  grow(steps: number): void {
    for (let i = 0; i < steps; i++) {
      const a = this.pick();
      const made = this.c.of(this.steps)(a, this.shape(a), this.w.dtype(a.x));
      if (made) this.pool.push(made);
    }
  }

  /** What is given back: late ones, and any others. */
  results(count: number): Node<T>[] {
    return [...this.pool.slice(-count), this.c.of(this.pool)];
  }
}
