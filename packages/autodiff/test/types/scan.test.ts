// The types of loops: of any nesting, in one another, under derivatives, and over tensors of which little is known.
import { describe, expect, expectTypeOf, test } from 'vitest';
import * as f from '../../src/index.ts';
import {
  compile,
  type DType,
  grad,
  hessian,
  type Shape,
  scan,
  type Tensor,
  type Tree,
} from '../../src/index.ts';

type One = Tensor<readonly [], 'f64'>;

describe('scan', () => {
  test('numbers, lists and names as the carry', () => {
    const one = compile((x) => scan((t, y) => [t.add(y), t], 0, x), [[5]]);
    expectTypeOf(one([1, 2, 3, 4, 5])).branded.toEqualTypeOf<[number, Float64Array]>();
    const list = compile((x) => scan(([p, q], y) => [[p.add(y), q.mul(p)], p], [0, 1], x), [[5]]);
    expectTypeOf(list).returns.branded.toEqualTypeOf<[[number, number], Float64Array]>();
    const named = compile(
      (x) =>
        scan(
          ({ p, q }, y) => {
            expectTypeOf(p).toEqualTypeOf<One>();
            expectTypeOf(y).toEqualTypeOf<One>();
            return [
              { p: p.add(y), q: q.mul(p) },
              { u: p, v: [q] },
            ];
          },
          { p: 0, q: x.slice(0) },
          x,
        ),
      [[5]],
    );
    const [carry, outputs] = named([1, 2, 3, 4, 5]);
    expectTypeOf(carry).toEqualTypeOf<{ p: number; q: number }>();
    expectTypeOf(outputs).toEqualTypeOf<{ u: Float64Array; v: [Float64Array] }>();
    expect(carry.p).toBe(15);
    expect(outputs.u).toEqual(Float64Array.of(0, 1, 3, 6, 10));
  });

  test('sequences of any form, or none', () => {
    const rows = compile(
      (x) =>
        scan(
          (t, { y, z }) => {
            expectTypeOf(z).toEqualTypeOf<Tensor<readonly [1], 'f64'>>();
            return [t.add(y).add(z.sum()), []];
          },
          0,
          { y: x, z: x.reshape([5, 1]) },
        )[0],
      [[5]],
    );
    expectTypeOf(rows).returns.toEqualTypeOf<number>();
    const none = compile((x) => scan((t) => [t.mul(2), t], x, undefined, { length: 3 }), [[]]);
    expectTypeOf(none).returns.branded.toEqualTypeOf<[number, Float64Array]>();
    expect(none(1)).toEqual([8, Float64Array.of(1, 2, 4)]);
  });

  test('loops in loops, under derivatives', () => {
    const nested = compile(
      (x) =>
        scan(
          (t, matrix) =>
            scan(
              (u, row) => {
                const [last, all] = scan((v, w) => [v.add(w), v], u, row);
                return [last, all.sum()];
              },
              t,
              matrix,
            ),
          0,
          x,
        )[0],
      [[2, 3, 4]],
    );
    expectTypeOf(nested).returns.toEqualTypeOf<number>();
    const second = compile(
      hessian((p, x) => scan((t, y) => [t.mul(p.a).add(y), t], p.b, x)[1].sum()),
      [{ a: [], b: [] }, [4]],
    );
    expectTypeOf(second).returns.toEqualTypeOf<{
      a: { a: number; b: number };
      b: { a: number; b: number };
    }>();
    const twice = compile(
      grad((p, x) => grad((q) => scan((t, y) => [t.mul(q).add(y), t], p, x)[1].sum())(p)),
      [[], [4]],
    );
    expectTypeOf(twice).returns.toEqualTypeOf<number>();
  });

  test('steps over any tensors', () => {
    const step = (t: Tensor, y: Tensor): [Tensor, Tensor] => [t.add(y), t];
    expect(compile((x) => scan(step, 0, x)[0], [[3]])([1, 2, 3])).toBe(6);
    // Functions that nobody calls: they must be known to the compiler.
    const any = (x: Tensor, start: Tensor) => scan((t, y) => [t.add(y), y], start, x);
    expectTypeOf(any).returns.toExtend<readonly [Tensor, Tensor]>();
    const lists = (x: Tensor[], start: Tensor[]) =>
      scan((t, y) => [t.map((each, i) => each.add(y[i])), t], start, x);
    expectTypeOf(lists).returns.toExtend<readonly [readonly Tensor[], readonly Tensor[]]>();
    const records = (x: Record<string, Tensor>, start: Record<string, Tensor>) =>
      scan((t, y) => [{ ...t, u: y.u }, y], start, x);
    expectTypeOf(records).returns.not.toBeAny();
    const trees = (x: Tree, start: Tree) => scan((t, y) => [t, y] as never, start, x);
    expectTypeOf(trees).returns.not.toBeNever();
    const generic = <S extends Shape, D extends DType>(x: Tensor<S, D>, start: Tensor<readonly [], D>) =>
      scan((t, y) => [t.add(y.sum()), t.exp()], start, x);
    expect(compile((x) => generic(x, f.sum([0]))[0], [[3]])([1, 2, 3])).toBe(6);
    const carries = <S extends Shape>(x: Tensor, start: Tensor<S>) => scan((t, y) => [t, y], start, x)[0];
    expectTypeOf(carries<readonly [2]>).returns.toEqualTypeOf<Tensor<readonly [2]>>();
  });
});
