// The types of programs: exact where shapes are known, and true of what programs give.
import { describe, expect, expectTypeOf, test } from 'vitest';
import * as f from '../../src/index.ts';
import {
  compile,
  grad,
  hessian,
  hvp,
  jacobian,
  jvp,
  type Program,
  stateful,
  type Tensor,
  type TensorsOf,
  type Tree,
  type ValuesOf,
  valueAndGrad,
  vjp,
} from '../../src/index.ts';

type One = Tensor<readonly [], 'f64'>;
type Vector<N extends number> = Tensor<readonly [N], 'f64'>;

describe('arguments and results', () => {
  test('numbers for shape [], arrays for all others', () => {
    const total = compile((x) => x.sum(), [[3]]);
    expectTypeOf(total).toEqualTypeOf<Program<readonly [ArrayLike<number>], number>>();
    expect(total([1, 2, 3])).toBe(6);
    const powers = compile((x) => x.exp(), [[3]]);
    expectTypeOf(powers([0, 0, 0])).toEqualTypeOf<Float64Array>();
    const singles = compile((x) => x.exp(), [{ shape: [3], dtype: 'f32' }]);
    expectTypeOf(singles([0, 0, 0])).toEqualTypeOf<Float32Array>();
    expect(singles([0, 0, 0])).toBeInstanceOf(Float32Array);
    const table = compile((x) => x.sum(0), [f.f32(2, 3)]);
    expectTypeOf(table([1, 2, 3, 4, 5, 6])).toEqualTypeOf<Float32Array>();
    expectTypeOf(f.f32(2, 3)).toEqualTypeOf<{ readonly shape: readonly [2, 3]; readonly dtype: 'f32' }>();
    expect(() => f.f32(2.5)).toThrow(expect.objectContaining({ code: 'STOKAST_E_RANGE' }));
    const half = compile((x) => x.div(2), [{ shape: [], dtype: 'f32' }]);
    expectTypeOf(half(1)).toEqualTypeOf<number>();
    expect(half(1)).toBe(0.5);
    const none = compile(() => f.exp(0), []);
    expectTypeOf(none).toEqualTypeOf<Program<readonly [], number>>();
    expect(none()).toBe(1);
  });

  test('nestings keep their form; literal lists are tuples', () => {
    const pair = compile((x) => [x, x.sum()], [[2]]);
    expectTypeOf(pair([1, 2])).toEqualTypeOf<[Float64Array, number]>();
    const named = compile(({ a, b: [c] }) => ({ sum: a.add(c), parts: { a, c } }), [{ a: [], b: [[2]] }]);
    const result = named({ a: 1, b: [[2, 3]] });
    expectTypeOf(result).toEqualTypeOf<{ sum: Float64Array; parts: { a: number; c: Float64Array } }>();
    expect(result).toEqual({ sum: Float64Array.of(3, 4), parts: { a: 1, c: Float64Array.of(2, 3) } });
  });

  test('interfaces are nestings like any other', () => {
    interface Line {
      readonly slope: One;
      readonly offsets: Vector<2>;
    }
    const line = ({ slope, offsets }: Line, x: One): Line => ({ slope: slope.mul(x), offsets });
    const program = compile(line, [{ slope: [], offsets: [2] }, []]);
    expectTypeOf(program({ slope: 2, offsets: [1, 2] }, 3)).toEqualTypeOf<{
      slope: number;
      offsets: Float64Array;
    }>();
    const slope = compile(
      grad((p: Line) => p.slope.mul(p.offsets.sum())),
      [{ slope: [], offsets: [2] }],
    );
    expectTypeOf(slope({ slope: 2, offsets: [1, 2] }).slope).toEqualTypeOf<number>();
    expect(slope({ slope: 2, offsets: [1, 2] })).toEqual({ slope: 3, offsets: Float64Array.of(2, 2) });
  });

  test('shapes that only the program knows', () => {
    const size = 3 as number;
    expectTypeOf(compile((x) => x.exp(), [[size]])).returns.toEqualTypeOf<Float64Array>();
    const shape: readonly number[] = [3];
    expectTypeOf(compile((x) => x.exp(), [shape])).returns.toEqualTypeOf<number | Float64Array>();
    const sizes: number[] = [];
    const any = compile((x) => x.exp(), [sizes]);
    expectTypeOf(any).returns.toEqualTypeOf<number | Float64Array>();
    expect(any(0)).toBe(1);
    const specs = { mu: [], z: [4] };
    const loose = compile((p) => p.mu.mul(2), [specs]);
    expectTypeOf(loose).returns.toEqualTypeOf<number>();
    const shapes: Record<string, f.Shape> = { a: [2] };
    const gradient = compile(
      grad((p) => Object.values(p).reduce<Tensor>((all, x) => all.add(x.sum()), f.sum([0]))),
      [shapes],
    );
    expectTypeOf(gradient({ a: [1, 2] }).a).toEqualTypeOf<number | Float64Array>();
  });

  test('what is wrong is an error', () => {
    const program = compile((p, y) => p.mu.add(y), [{ mu: [] }, [2]]);
    // @ts-expect-error: no list of numbers
    expect(() => program({ mu: 1 }, 2)).toThrow();
    // @ts-expect-error: not all arguments
    expect(() => program({ mu: 1 })).toThrow();
    // @ts-expect-error: no such parameter
    expect(() => program({ nu: 1 }, [1, 2])).toThrow();
    // @ts-expect-error: no such parameter
    expect(() => compile((p) => p.nu.sum(), [{ mu: [] }])).toThrow();
    // @ts-expect-error: a number is no tensor
    expect(() => compile(() => 3, [])).toThrow();
    // @ts-expect-error: a number is no nesting of tensors
    expect(() => compile((x) => grad((y: number) => x.mul(y))(2), [[]])).toThrow();
  });

  test('names for the types of a nesting', () => {
    type Specs = { readonly mu: readonly []; readonly z: readonly [4] };
    type Tensors = { readonly mu: One; readonly z: Vector<4> };
    expectTypeOf<TensorsOf<Specs>>().toEqualTypeOf<Tensors>();
    expectTypeOf<ValuesOf<Tensors>>().toEqualTypeOf<{ mu: number; z: Float64Array }>();
    expectTypeOf<ValuesOf<Tree>>().toBeAny();
  });
});

describe('functions of functions', () => {
  test('arguments are known from the shapes', () => {
    const program = compile(
      valueAndGrad((p, y) => {
        expectTypeOf(p).toEqualTypeOf<{ readonly mu: One; readonly z: Vector<4> }>();
        expectTypeOf(y).toEqualTypeOf<Vector<8>>();
        return p.mu.mul(p.z).sum().add(y.sum());
      }),
      [{ mu: [], z: [4] }, [8]],
    );
    const result = program({ mu: 1, z: [1, 2, 3, 4] }, new Float64Array(8));
    expectTypeOf(result).toEqualTypeOf<{ value: number; gradient: { mu: number; z: Float64Array } }>();
    expect(result).toEqual({ value: 10, gradient: { mu: 10, z: Float64Array.of(1, 1, 1, 1) } });
  });

  test('second derivatives, directions', () => {
    const curves = compile(
      hessian((p) => p.a.mul(p.b).sum()),
      [{ a: [], b: [3] }],
    );
    expectTypeOf(curves).returns.toEqualTypeOf<{
      a: { a: number; b: Float64Array };
      b: { a: Float64Array; b: Float64Array };
    }>();
    const third = compile(grad(grad((x) => x.mul(x).mul(x))), [[]]);
    expectTypeOf(third).returns.toEqualTypeOf<number>();
    const along = compile(
      jvp((x, y) => x.mul(y).sum()),
      [[3], [3], []],
    );
    expectTypeOf(along).returns.toEqualTypeOf<{ value: number; tangent: number }>();
    const back = compile(
      vjp((x) => ({ x, sum: x.sum() })),
      [[2], { x: [2], sum: [] }],
    );
    expectTypeOf(back).returns.toEqualTypeOf<{
      value: { x: Float64Array; sum: number };
      gradient: Float64Array;
    }>();
    const rows = compile(
      jacobian((x) => [x.sum(), x]),
      [[2]],
    );
    expectTypeOf(rows).returns.toEqualTypeOf<[Float64Array, Float64Array]>();
    const product = compile(
      hvp((x) => x.mul(x).sum()),
      [[2], [2]],
    );
    expectTypeOf(product).returns.toEqualTypeOf<Float64Array>();
  });

  test('alone they are functions of any tensor', () => {
    const slope = grad((x) => x.mul(x).sum());
    expectTypeOf(slope).parameter(0).toEqualTypeOf<Tensor>();
    expect(compile(slope, [[2]])([1, 2])).toEqual(Float64Array.of(2, 4));
    const weighted = grad((x, w) => x.mul(w).sum());
    expectTypeOf(weighted).parameter(1).toEqualTypeOf<Tensor>();
  });

  test('states', () => {
    const mean = stateful((s, x) => [{ n: s.n.add(1), m: s.m.add(x) }, s.m.sum()], [{ n: [], m: [2] }, [2]]);
    expectTypeOf(mean.step).parameters.toEqualTypeOf<[ArrayLike<number>]>();
    expectTypeOf(mean.step).returns.toEqualTypeOf<number>();
    expectTypeOf(mean.read).returns.toEqualTypeOf<{ n: number; m: Float64Array }>();
    const silent = stateful((s) => [s.mul(2)], [[]]);
    expectTypeOf(silent.step).returns.toEqualTypeOf<undefined>();
  });
});
