// The types of shapes: what each operation makes of them, and that it is what programs find.
import { describe, expect, expectTypeOf, test } from 'vitest';
import * as f from '../../src/index.ts';
import { compile, type DType, type Operand, type Shape, type Tensor } from '../../src/index.ts';

/** Holds a tensor's type against its shape. */
const shape = <S extends Shape>(x: Tensor<S>): S => x.shape;
/** Traces a function for what is said inside. */
const trace = (
  fn: (x: Tensor<readonly [3, 4], 'f64'>, y: Tensor<readonly [2, 1, 4], 'f64'>) => void,
): void => {
  compile(
    (x, y) => {
      fn(x, y);
      return x;
    },
    [
      [3, 4],
      [2, 1, 4],
    ],
  );
};
/** Is this a tensor of that shape, to the compiler and in truth? */
function is<const S extends readonly number[]>(x: Tensor<NoInfer<S>>, ...sizes: S): void {
  expect(shape(x)).toEqual(sizes);
}

describe('shapes', () => {
  test('of elementwise functions broadcast', () => {
    trace((x, y) => {
      is(x.add(y), 2, 3, 4);
      is(f.mul(x, 2), 3, 4);
      is(f.mul(2, x), 3, 4);
      is(x.sub(x.sum()), 3, 4);
      is(f.where(f.less(x, 0), y, 1), 2, 3, 4);
      is(x.clip(0, y), 2, 3, 4);
      is(f.normalLogProb(y, x.slice(0), 1), 2, 1, 4);
      is(x.exp(), 3, 4);
      expectTypeOf(x.add([1, 2, 3, 4])).toEqualTypeOf<Tensor<readonly [3, 4], 'f64'>>();
      expectTypeOf(f.add([1, 2], 1)).toEqualTypeOf<Tensor<readonly [number], 'f64'>>();
      expectTypeOf(x.cast('f32')).toEqualTypeOf<Tensor<readonly [3, 4], 'f32'>>();
    });
  });

  test('of reductions', () => {
    trace((x, y) => {
      is(x.sum());
      is(x.sum(0), 4);
      is(x.mean(-1), 3);
      is(f.max(y, 1), 2, 4);
      is(f.logSumExp(y, -3), 1, 4);
      is(x.sum(0, { keepAxes: true }), 1, 4);
      is(x.sum([0, 1]));
      is(f.argmax(x, 1), 3);
      is(f.argmax(x));
      is(f.softmax(x), 3, 4);
      expectTypeOf(f.sum(y, [0, 1])).toEqualTypeOf<Tensor<readonly [number], 'f64'>>();
      expectTypeOf(f.variance(x, 0, { correction: 1 })).toEqualTypeOf<Tensor<readonly [4], 'f64'>>();
      expectTypeOf(x.sum(1, { keepAxes: Math.abs(1) > 0 })).toEqualTypeOf<Tensor<Shape, 'f64'>>();
    });
  });

  test('of movement', () => {
    trace((x, y) => {
      is(x.transpose(), 4, 3);
      is(y.transpose([2, 0, 1]), 4, 2, 1);
      is(f.expandAxes(x, 1), 3, 1, 4);
      is(f.expandAxes(x, -1), 3, 4, 1);
      is(f.squeeze(y, 1), 2, 4);
      is(f.flip(x), 3, 4);
      is(x.reshape([2, 6]), 2, 6);
      expectTypeOf(x.reshape([2, -1])).toEqualTypeOf<Tensor<readonly [number, number], 'f64'>>();
      is(x.expand([2, 3, 4]), 2, 3, 4);
      is(x.slice(0), 4);
      is(x.slice(-1, 2));
      is(x.slice([], 2), 3);
      expectTypeOf(x.slice([1])).toEqualTypeOf<Tensor<readonly [number, 4], 'f64'>>();
      expectTypeOf(
        f.pad(x, [
          [1, 1],
          [0, 0],
        ]),
      ).toEqualTypeOf<Tensor<readonly [number, number], 'f64'>>();
      is(f.stack([x, x]), 2, 3, 4);
      is(f.stack([x, x], 1), 3, 2, 4);
      expectTypeOf(f.concat([x, x])).toEqualTypeOf<Tensor<readonly [number, 4], 'f64'>>();
      expectTypeOf(f.concat([x, x], 1)).toEqualTypeOf<Tensor<readonly [3, number], 'f64'>>();
      expectTypeOf(f.split(x, 2, 1)[0]).toEqualTypeOf<Tensor<readonly [3, number], 'f64'>>();
      is(f.gather(x, 1), 4);
      is(f.gather(x, y.slice(0, [], 0)), 1, 4);
      is(f.take(x, y.sum(), 1), 3);
      expectTypeOf(f.gather(x, [0, 1])).toEqualTypeOf<Tensor<readonly [number, 4], 'f64'>>();
      is(f.oneHot(x, 5), 3, 4, 5);
    });
  });

  test('of products', () => {
    trace((x, y) => {
      is(x.matmul(x.transpose()), 3, 3);
      is(f.matmul(y, x.transpose()), 2, 1, 3);
      is(f.matmul(x, x.slice(0)), 3);
      is(f.matmul(x.slice(0), x.transpose()), 3);
      is(f.dot(x.slice(0), x.slice(1)));
      is(f.outer(x.slice(0), x.slice([], 0)), 4, 3);
      is(f.linear(y, x.transpose(), x.slice([], 0)), 2, 1, 3);
      const factor = f.cholesky(x.matmul(x.transpose()).add(f.oneHot([0, 1, 2], 3)));
      is(factor, 3, 3);
      is(f.triangularSolve(factor, x), 3, 4);
      is(f.triangularSolve(factor, x.slice([], 0)), 3);
      is(f.logDeterminant(factor));
      is(f.quadraticForm(factor, x.slice([], 0)));
      expectTypeOf(f.diagonal(factor)).toEqualTypeOf<Tensor<readonly [number], 'f64'>>();
      is(f.attention(y, y, y), 2, 1, 4);
      is(f.embedding(x, y.slice(0, [], 0)), 1, 4);
    });
  });

  test('of tensors of which less is known', () => {
    const any = (x: Tensor) => x.add([1, 2]).sum(0).slice(1).transpose().matmul(x);
    expectTypeOf(any).returns.toEqualTypeOf<Tensor>();
    const same = <S extends Shape, D extends DType>(x: Tensor<S, D>): Tensor<S, D> => f.exp(x);
    expectTypeOf(same<readonly [2], 'f32'>).returns.toEqualTypeOf<Tensor<readonly [2], 'f32'>>();
    const square = <S extends Shape>(x: Tensor<S>) => x.mul(x).add(x.sum());
    expectTypeOf(square<readonly [2]>).returns.toEqualTypeOf<Tensor<readonly [2]>>();
    const operands = <X extends Operand, Y extends Operand>(x: X, y: Y) =>
      f.mul(f.add(f.exp(x), y), f.sub(f.sin(x), f.mul(y, x)));
    expectTypeOf(operands<Tensor<readonly [2], 'f64'>, number>).returns.toEqualTypeOf<
      Tensor<readonly [2], 'f64'>
    >();
    const total = (list: readonly Tensor<readonly [3]>[]) => list.reduce((a, b) => a.add(b));
    expectTypeOf(total).returns.toEqualTypeOf<Tensor<readonly [3]>>();
    const chain = <X extends Tensor, Y extends Tensor>(x: X, y: Y) =>
      f.add(f.mul(f.add(f.mul(f.add(f.mul(f.add(f.mul(f.add(f.mul(x, y), x), y), x), y), x), y), x), y), x);
    expectTypeOf(chain<Tensor<readonly [2]>, Tensor<readonly []>>).returns.toEqualTypeOf<
      Tensor<readonly [2]>
    >();
    const fold = (list: readonly Tensor[]) => list.reduce((a, b) => a.add(b));
    expectTypeOf(fold).returns.toEqualTypeOf<Tensor>();
  });
});
