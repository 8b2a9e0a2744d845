// The planner against a plain evaluator: random graphs of whole numbers, on which every operation is exact, so that
// whatever is fused, joined, aliased or put over something else has to give the very same numbers.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { section } from '../src/functions/movement.ts';
import { abs, compile, expand, less, reshape, sum, type Tensor, transpose, where } from '../src/index.ts';

/** A plain array with its shape. */
interface Plain {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((all, size) => all * size, 1);

/** Positions of a shape, row by row. */
function* positions(shape: readonly number[]): Generator<number[]> {
  const size = sizeOf(shape);
  for (let i = 0; i < size; i++) {
    const at: number[] = [];
    let rest = i;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at.unshift(rest % shape[axis]);
      rest = Math.floor(rest / shape[axis]);
    }
    yield at;
  }
}

const read = ({ shape, data }: Plain, at: readonly number[]): number =>
  data[at.reduce((index, each, axis) => index * shape[axis] + each, 0)];

const make = (shape: readonly number[], value: (at: number[]) => number): Plain => ({
  shape,
  data: [...positions(shape)].map(value),
});

/** The element of x that broadcasting puts at a position of a larger shape. */
const spread = (x: Plain, at: readonly number[]): number =>
  read(
    x,
    x.shape.map((size, axis) => (size === 1 ? 0 : at[axis + at.length - x.shape.length])),
  );

/** One value in both worlds. */
interface Pair {
  readonly tensor: Tensor;
  readonly plain: Plain;
}

/** Numbers that decide what is built: each taken once. */
class Choices {
  private readonly numbers: readonly number[];
  private next = 0;
  constructor(numbers: readonly number[]) {
    this.numbers = numbers;
  }
  below(n: number): number {
    return this.numbers[this.next++ % this.numbers.length] % n;
  }
}

const clamp = (x: number): number => (Math.abs(x) > 2 ** 20 ? 1 : x);

/** A tensor whose large values are 1, so that no chain of products leaves the exact numbers. */
const clamped = (x: Tensor): Tensor => where(less(abs(x), 2 ** 20 + 0.5), x, 1);

function binary(
  { tensor: a, plain: x }: Pair,
  { tensor: b, plain: y }: Pair,
  kind: number,
): Pair | undefined {
  const rank = Math.max(x.shape.length, y.shape.length);
  const shape: number[] = [];
  for (let i = 0; i < rank; i++) {
    const p = x.shape[i - rank + x.shape.length] ?? 1;
    const q = y.shape[i - rank + y.shape.length] ?? 1;
    if (p !== q && p !== 1 && q !== 1) return undefined;
    shape.push(Math.max(p, q));
  }
  if (sizeOf(shape) > 3000) return undefined;
  const operations: [(a: Tensor, b: Tensor) => Tensor, (x: number, y: number) => number][] = [
    [(s, t) => s.add(t), (s, t) => s + t],
    [(s, t) => s.sub(t), (s, t) => s - t],
    [(s, t) => clamped(s.mul(t)), (s, t) => clamp(s * t)],
    [(s, t) => where(less(s, t), s, t), (s, t) => (s < t ? s : t)],
  ];
  const [traced, computed] = operations[kind];
  return {
    tensor: clamped(traced(a, b)),
    plain: make(shape, (at) => clamp(computed(spread(x, at), spread(y, at)))),
  };
}

function unary({ tensor, plain }: Pair, choices: Choices): Pair {
  const { shape } = plain;
  switch (choices.below(7)) {
    case 0:
      return { tensor: tensor.neg(), plain: make(shape, (at) => -read(plain, at)) };
    case 1: {
      const axis = choices.below(Math.max(1, shape.length));
      if (shape.length === 0) return { tensor, plain };
      const rest = shape.filter((_, i) => i !== axis);
      const total = make(rest, (at) => {
        let all = 0;
        for (let i = 0; i < shape[axis]; i++)
          all += read(plain, [...at.slice(0, axis), i, ...at.slice(axis)]);
        return clamp(all);
      });
      return { tensor: clamped(sum(tensor, axis)), plain: total };
    }
    case 2: {
      const order = shape.map((_, i) => i);
      for (let i = order.length - 1; i > 0; i--) {
        const j = choices.below(i + 1);
        [order[i], order[j]] = [order[j], order[i]];
      }
      const moved = make(
        order.map((axis) => shape[axis]),
        (at) => {
          const from: number[] = [];
          for (const [i, axis] of order.entries()) from[axis] = at[i];
          return read(plain, from);
        },
      );
      return { tensor: transpose(tensor, order), plain: moved };
    }
    case 3: {
      const start: number[] = [];
      const size: number[] = [];
      const step: number[] = [];
      for (const each of shape) {
        const s = 1 + choices.below(3);
        const from = choices.below(each);
        const most = Math.floor((each - 1 - from) / s) + 1;
        start.push(from);
        step.push(s);
        size.push(1 + choices.below(most));
      }
      const cut = make(size, (at) =>
        read(
          plain,
          at.map((each, i) => start[i] + each * step[i]),
        ),
      );
      return { tensor: record(tensor, start, size, step), plain: cut };
    }
    case 4: {
      const flat = [...new Set([sizeOf(shape)])];
      const to = choices.below(2) === 0 ? flat : [1, ...shape, 1];
      return { tensor: reshape(tensor, to), plain: { shape: to, data: plain.data } };
    }
    case 5: {
      const to = [1 + choices.below(3), ...shape];
      if (sizeOf(to) > 3000) return { tensor, plain };
      return { tensor: expand(tensor, to), plain: make(to, (at) => spread(plain, at)) };
    }
    default: {
      const all = clamp(plain.data.reduce((a, b) => a + b, 0));
      return { tensor: clamped(sum(tensor)), plain: { shape: [], data: [all] } };
    }
  }
}

const record = (x: Tensor, start: number[], size: number[], step: number[]): Tensor =>
  section(x, start, size, step);

const inputs: readonly (readonly number[])[] = [[], [1], [5], [3, 4], [130], [2, 3, 2], [17, 20], [300]];

describe('the planner', () => {
  it('gives the numbers of a plain evaluator, for any graph', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000_000), { minLength: 60, maxLength: 90 }), (numbers) => {
        const choices = new Choices(numbers);
        const values = inputs.map((shape) =>
          Array.from({ length: sizeOf(shape) }, () => choices.below(7) - 3),
        );
        const build = (tensors: readonly Tensor[]): Pair[] => {
          const pool: Pair[] = tensors.map((tensor, i) => ({
            tensor,
            plain: { shape: inputs[i], data: values[i] },
          }));
          for (let i = 0; i < 14; i++) {
            const a = pool[choices.below(pool.length)];
            if (choices.below(2) === 0) pool.push(unary(a, choices));
            else {
              const made = binary(a, pool[choices.below(pool.length)], choices.below(4));
              if (made) pool.push(made);
            }
          }
          // Some of the late ones are results; what else is alive only feeds them.
          return [...pool.slice(-3), pool[choices.below(pool.length)]];
        };
        let built: Pair[] = [];
        const program = compile((...tensors: readonly Tensor[]) => {
          built = build(tensors);
          return built.map(({ tensor }) => tensor);
        }, inputs as never) as unknown as (...values: unknown[]) => unknown[];
        const given = values.map((each, i) => (inputs[i].length === 0 ? each[0] : each));
        for (let run = 0; run < 2; run++) {
          const results = program(...given);
          for (const [i, { plain }] of built.entries()) {
            const got = results[i];
            const numbers = typeof got === 'number' ? [got] : Array.from(got as Float64Array);
            expect(numbers.map((x) => x + 0)).toEqual(plain.data.map((x) => x + 0));
          }
        }
      }),
      { numRuns: 300, seed: 20261124 },
    );
  });
});
