// What is wrong when a function is traced, or a program is called: every fault has a code, names what was asked for and
// the shapes, and nothing of the inside.
import { describe, expect, test } from 'vitest';
import * as f from '../src/index.ts';
import { applyUpdates, compile, type Shape, scan, type Tensor, training } from '../src/index.ts';
import { runBoth } from './check.ts';

/** Traces without the compiler's help, as callers in JavaScript do. */
// biome-ignore lint/suspicious/noExplicitAny: what is tested is what types forbid
type Any = any;
const trace =
  (fn: (...x: Any[]) => unknown, ...shapes: (Shape | object)[]) =>
  () =>
    compile(fn as Any, shapes as Any);
const a: Any = f;

describe('shapes that do not fit name the operation and both', () => {
  test.each<[string, () => unknown, RegExp]>([
    ['add', trace((x, y) => x.add(y), [2, 3], [4]), /apply add to \[2, 3\] and \[4\]/],
    ['numbers', trace((x) => x.mul([1, 2]), [2, 3]), /apply mul to \[2, 3\] and \[2\]/],
    ['where', trace((x, y) => f.where(y, x, 0), [2, 3], [4]), /apply where to \[4\] and \[2, 3\]/],
    ['density', trace((x, y) => f.normalLogProb(x, y, 1), [3], [4]), /normalLogProb to \[3\] and \[4\]/],
    ['matmul', trace((x, y) => x.matmul(y), [2, 3], [2, 3]), /apply matmul to \[2, 3\] and \[2, 3\]/],
    ['linear', trace((x, y) => f.linear(x, y), [2, 3], [2, 3]), /apply linear to \[2, 3\] and \[2, 3\]/],
    ['dot', trace((x, y) => f.dot(x, y), [3], [4]), /apply dot to \[3\] and \[4\]/],
    ['concat', trace((x, y) => f.concat([x, y]), [2, 3], [3]), /apply concat to \[2, 3\] and \[3\]/],
    ['stack', trace((x, y) => f.stack([x, y]), [2], [3]), /apply stack to \[2\] and \[3\]/],
    ['reshape', trace((x) => x.reshape([4]), [2, 3]), /apply reshape to \[2, 3\] and \[4\].* 6 elements/],
    ['expand', trace((x) => x.expand([3, 2]), [2, 3]), /apply expand to \[2, 3\] and \[3, 2\]/],
    ['solve', trace((x, y) => f.triangularSolve(x, y), [3, 3], [2]), /to \[3, 3\] and \[2\]/],
    ['grad', trace(f.grad((x) => x) as Any, [3]), /apply grad to \[3\].*one number/],
    ['tangent', trace(f.jvp((x) => x) as Any, [3], [2]), /`tangent` must be of shape \[3\].*\[2\]/],
    ['carry', trace((x) => scan((c: Any) => [c.add(x), c], 0, x), [3]), /scan \(carry\) to \[\] and \[3\]/],
  ])('%s', (_, run, message) => {
    expect(run).toThrow(RangeError);
    expect(run).toThrow(
      expect.objectContaining({ code: 'STOKAST_E_SHAPE', message: expect.stringMatching(message) }),
    );
  });

  test('types of elements too', () => {
    const mixed = trace((x, y) => x.mul(y), [2], { shape: [3], dtype: 'f32' });
    expect(mixed).toThrow(/apply mul to f64 \[2\] and f32 \[3\].*cast\('f64'\)/);
  });
});

describe('a tensor is no number', () => {
  const hint = /no value while it is traced.*x\.add\(y\)/;
  test.each<[string, () => unknown]>([
    ['arithmetic', trace((x) => x * 2, [])],
    ['a sum', trace((x) => x + 1, [])],
    ['a comparison', trace((x) => (x < 2 ? x : x.neg()), [])],
    ['a function of numbers', trace((x) => f.exp(Math.exp(x)), [])],
    ['a text', trace((x) => `${x}`, [])],
    ['a place in an array', trace((x) => f.exp([1, 2, 3][x] ?? 0), [])],
  ])('%s', (_, run) => {
    expect(run).toThrow(
      expect.objectContaining({ code: 'STOKAST_E_TYPE', message: expect.stringMatching(hint) }),
    );
  });
});

describe('tensors stay in their function', () => {
  test.each<[string, () => unknown]>([
    [
      'from one program into another',
      () => {
        let out: Tensor | undefined;
        compile((x) => (out = x.mul(2)), [[3]]);
        compile((x) => x.add(out as Tensor), [[3]]);
      },
    ],
    [
      'out of a loop',
      trace(
        (x) => {
          let inner: Any;
          scan(
            (c: Any, y: Any) => {
              inner = c;
              return [c.add(y), c];
            },
            0,
            x,
          );
          return inner.add(x);
        },
        [3],
      ),
    ],
    ['into a program that is made meanwhile', trace((x) => compile((y) => y.add(x), [[3]]) && x, [3])],
  ])('%s', (_, run) => {
    expect(run).toThrow(
      expect.objectContaining({ code: 'STOKAST_E_TYPE', message: expect.stringMatching(/another function/) }),
    );
  });
});

describe('wrong arguments', () => {
  test.each<[string, () => unknown, RegExp]>([
    ['a size for a shape', trace((x) => x.reshape(6), [2, 3]), /`shape` must be an array of sizes: got 6/],
    ['loose axes', trace((x) => x.transpose(1, 0), [2, 3]), /`axes` must be an array of axes: got 1/],
    ['an axis by name', trace((x) => x.sum('0'), [2, 3]), /`axes` must be an axis or an array of axes/],
    ['an axis of a number', trace((x) => x.sum(0), []), /a single number has no axes/],
    ['two tensors', trace((x, y) => a.max(x, y), [2], [2]), /of two it is maximum\(a, b\)/],
    ['another option', trace((x) => x.sum(0, { keepdims: true }), [2]), /options\.keepdims.*keepAxes/],
    ['no options', trace((x) => x.sum(0, true), [2]), /`options` must be an object/],
    ['no boolean', trace((x) => x.sum(0, { keepAxes: 1 }), [2]), /options\.keepAxes/],
    ['a bare range', trace((x) => x.slice(0, 2), [5]), /at most 1.*\[from, to\]/],
    [
      'a misspelt option',
      trace((x) => a.scan((c: Any) => [c, c], 0, x, { reversed: true }), [3]),
      /did you mean reverse/,
    ],
    ['no step', trace((x) => a.scan(undefined, 0, x), [3]), /`step` must be a function/],
    ['no size', trace((x) => a.oneHot(x, 0), [3]), /`size` must be/],
    ['a rate', trace((x, s) => a.dropout(x, 1, s), [3], f.randomStream), /`rate` must be in \[0, 1\)/],
    ['bounds', trace((x) => x.clip(1, 0), [3]), /`low` must be <= high, which is 0/],
    ['a text', trace((x) => x.add('1'), [3]), /apply add: `operand`.*got "1"/],
    ['rows of two lengths', trace((x) => x.add([[1, 2], [3]]), [3]), /arrays of equal length/],
    [
      'a program of tensors',
      trace((x) => (compile((y) => y, [[3]]) as Any)(x), [3]),
      /call the function that it was compiled from/,
    ],
    ['a promise', trace(async (x) => x, [3]), /`result` must be a tensor.*Promise/],
    [
      'parameters',
      () => training((p) => p.sum(), [[3]], f.adam()).load([1]),
      /`parameters\.length` must be 3/,
    ],
  ])('%s', (_, run, message) => {
    expect(run).toThrow(
      expect.objectContaining({
        code: expect.stringMatching(/^STOKAST_E_/),
        message: expect.stringMatching(message),
      }),
    );
  });
});

describe('names may come in any order', () => {
  test('in a carry, a tangent, updates', () => {
    const loop = compile(
      (x) => scan(({ p, q }, y) => [{ q: q.mul(2), p: p.add(y) }, []], { p: 0, q: 1 }, x)[0],
      [[3]],
    );
    expect(runBoth(loop, [1, 2, 3])).toEqual({ p: 6, q: 8 });
    const along = compile(
      (p, t) => f.jvp((q: typeof p) => q.a.mul(10).add(q.b))(p, { b: t.b, a: t.a }).tangent,
      [
        { a: [], b: [] },
        { a: [], b: [] },
      ],
    );
    expect(along({ a: 0, b: 0 }, { a: 1, b: 2 })).toBe(12);
    const moved = compile((p) => applyUpdates(p, { b: p.b.mul(2), a: p.a.mul(0) }), [{ a: [], b: [] }]);
    expect(moved({ a: 1, b: 2 })).toEqual({ a: 1, b: 6 });
  });
});

describe('arguments of programs', () => {
  const matrix = compile((x) => x.sum(0), [[2, 3]]);

  test('a matrix in one array, or row by row', () => {
    const expected = Float64Array.of(5, 7, 9);
    expect(runBoth(matrix, [1, 2, 3, 4, 5, 6])).toEqual(expected);
    expect(runBoth(matrix, [[1, 2, 3], Float32Array.of(4, 5, 6)])).toEqual(expected);
    expect(() => matrix([[1, 2, 3], [4]])).toThrow(
      /`arguments\[0\]\[1\]\.length` must be 3, for shape \[3\]: got 1/,
    );
    expect(() => matrix([[1, 2, 3]])).toThrow(
      /`arguments\[0\]\.length` must be 2, for shape \[2, 3\]: got 1/,
    );
    expect(() => matrix([[1, 2, 3], 4] as never)).toThrow(
      /`arguments\[0\]\[1\]` must be an array of 3 numbers/,
    );
    expect(() =>
      matrix([
        [1, 2, 3],
        [4, 5, '6'],
      ] as never),
    ).toThrow(/`arguments\[0\]\[1\]\[2\]` must be a number/);
  });
});
