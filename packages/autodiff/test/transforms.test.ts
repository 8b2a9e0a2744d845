// Functions made from functions: products with matrices of partial derivatives, and those matrices.
import { describe, expect, test } from 'vitest';
import {
  compile,
  cumulativeSum,
  exp,
  gather,
  grad,
  hessian,
  hvp,
  jacobian,
  jvp,
  logSumExp,
  matmul,
  max,
  scan,
  sin,
  softmax,
  sum,
  type Tensor,
  tanh,
  valueAndGrad,
  vjp,
  where,
} from '../src/index.ts';
import { numbersOf, runBoth } from './check.ts';

type Fn = (x: Tensor) => Tensor;
const weights = [1, -2, 0.5, 3, 1.5, -1];

/** A scan of any shapes. */
const anyScan = scan as unknown as (
  step: (h: Tensor, y: Tensor) => Tensor[],
  from: Tensor,
  along: Tensor,
) => Tensor[];

/** Functions of six numbers. */
const functions: Record<string, Fn> = {
  elementwise: (x) =>
    sin(x)
      .mul(exp(x.mul(0.5)))
      .div(x.mul(x).add(1)),
  matrices: (x) => matmul(x.reshape([2, 3]), tanh(x).reshape([3, 2])),
  rows: (x) =>
    softmax(x.reshape([2, 3]))
      .mul(x.reshape([2, 3]))
      .add(logSumExp(x)),
  choices: (x) => where(x.less(0.35), x.mul(x), x.exp()).add(max(x)),
  moves: (x) => cumulativeSum(gather(x, [5, 0, 3, 3, 2])).square(),
  number: (x) => x.mul(weights).sum().mul(x.square().sum()),
  loop: (x) => {
    const [last, all] = anyScan((h, y) => [tanh(h.mul(y).add(x.sum())), h.mul(y)], x.sum().mul(0.1), x);
    return all.mul(last);
  },
  constant: (x) => x.mul(0).add(weights),
};

const at = [0.3, -0.7, 1.1, 0.4, -0.2, 0.9];
const direction = [1, 0.5, -1, 2, 0, -0.3];

/** (f(x + h d) - f(x - h d)) / 2h, element by element. */
function difference(f: (x: number[]) => unknown, x: number[], d: number[], h = 1e-5): number[] {
  const ahead = numbersOf(f(x.map((each, i) => each + h * d[i])));
  const behind = numbersOf(f(x.map((each, i) => each - h * d[i])));
  return ahead.map((each, i) => (each - behind[i]) / (2 * h));
}

function expectClose(actual: unknown, expected: readonly number[], within = 1e-7): void {
  const found = numbersOf(actual);
  expect(found.length).toBe(expected.length);
  const largest = Math.max(1, ...expected.map(Math.abs));
  for (const [i, each] of found.entries())
    expect(Math.abs(each - expected[i]) / largest, `${i}: ${each} against ${expected[i]}`).toBeLessThan(
      within,
    );
}
const basis = at.map((_, i) => at.map((_, j) => (i === j ? 1 : 0)));

describe.each(Object.entries(functions))('%s', (_, fn) => {
  const f = compile(fn, [[6]]) as unknown as (x: number[]) => unknown;
  const total: Fn = (x) => {
    const y = fn(x);
    return y.rank === 0 ? y : sum(y.mul(y));
  };
  const gradient = compile(grad(total), [[6]]) as unknown as (x: number[]) => Float64Array;

  test('jvp, vjp and jacobian agree with differences, and with one another', () => {
    const forward = compile(jvp(fn), [[6], [6]]);
    const { value, tangent } = runBoth(forward as never, at, direction) as {
      value: unknown;
      tangent: unknown;
    };
    expect(value).toStrictEqual(f(at));
    expectClose(tangent, difference(f, at, direction));
    const columns = basis.map((each) => difference(f, at, each));
    const matrix = runBoth(compile(jacobian(fn), [[6]]) as never, at);
    expectClose(
      matrix,
      columns[0].flatMap((_, row) => columns.map((column) => column[row])),
    );
    const shape = compile(fn, [[6]]).outputs[0].shape;
    const cotangent = numbersOf(value).map((_, i) => weights[i % 6]);
    const backward = compile(vjp(fn), [[6], shape]);
    const back = runBoth(backward as never, at, shape.length === 0 ? cotangent[0] : cotangent) as {
      gradient: unknown;
    };
    expectClose(
      back.gradient,
      columns.map((column) => column.reduce((all, each, i) => all + each * cotangent[i], 0)),
    );
  });

  test('hessian and hvp agree with differences of the gradient', () => {
    expectClose(
      runBoth(compile(hvp(total), [[6], [6]]) as never, at, direction),
      difference(gradient, at, direction),
    );
    const rows = basis.map((each) => difference(gradient, at, each));
    expectClose(runBoth(compile(hessian(total), [[6]]) as never, at), rows.flat());
  });

  test('third derivatives', () => {
    const second = compile(hvp(total), [[6], [6]]) as unknown as (x: number[], d: number[]) => unknown;
    const third = compile((x, d) => jvp((y: Tensor) => hvp(total)(y, d))(x, d).tangent, [[6], [6]]);
    expectClose(
      runBoth(third as never, at, direction),
      difference((x) => second(x, direction), at, direction),
      1e-6,
    );
  });
});

test('nestings: blocks for each pair of tensors', () => {
  const model = ({ mu, scale }: { mu: Tensor; scale: Tensor }) => ({
    a: scale.mul(mu),
    b: [scale.sum().mul(mu).mul(mu)],
  });
  const p = { mu: 2, scale: [1, 3] };
  const blocks = runBoth(compile(jacobian(model), [{ mu: [], scale: [2] }]), p);
  expect(blocks).toEqual({
    a: { mu: Float64Array.of(1, 3), scale: Float64Array.of(2, 0, 0, 2) },
    b: [{ mu: 16, scale: Float64Array.of(4, 4) }],
  });
  const second = runBoth(
    compile(
      hessian((q: { mu: Tensor; scale: Tensor }) => model(q).b[0]),
      [{ mu: [], scale: [2] }],
    ),
    p,
  );
  expect(second).toEqual({
    mu: { mu: 8, scale: Float64Array.of(4, 4) },
    scale: { mu: Float64Array.of(4, 4), scale: Float64Array.of(0, 0, 0, 0) },
  });
  const { tangent } = runBoth(
    compile(jvp(model), [
      { mu: [], scale: [2] },
      { mu: [], scale: [2] },
    ]),
    p,
    { mu: 1, scale: [0, 1] },
  );
  expect(tangent).toEqual({ a: Float64Array.of(1, 5), b: [20] });
});

test('a jacobian is one body for all rows', () => {
  const lines = (n: number) => {
    const program = compile(
      jacobian((x: Tensor) => matmul(x.reshape([1, n]), x.reshape([n, 1])).mul(tanh(x))),
      [[n]],
    );
    return program.explain().split('\n').length;
  };
  expect(lines(40)).toBe(lines(20));
});

test('what a function closes over is not differentiated in, though it be the same tensor', () => {
  // d/dx [x * d/dy (x + y) y at y = x] = d/dx [x * 3x] = 6x, where the inner x stands still.
  const f = compile((x) => grad((a: Tensor) => a.mul(grad((b: Tensor) => a.add(b).mul(b))(x)))(x), [[]]);
  // With b differentiated at x: a (a + 2x), whose derivative in a is 2a + 2x = 4x.
  expect(runBoth(f, 3)).toBe(12);
  const g = compile((x) => grad((a: Tensor) => a.mul(grad((b: Tensor) => a.add(b).mul(b))(a)))(x), [[]]);
  expect(runBoth(g, 3)).toBe(18);
  const h = compile((x) => grad((a: Tensor) => grad((b: Tensor) => b.mul(a))(x))(x), [[]]);
  expect(runBoth(h, 3)).toBe(1);
});

test('what is computed of an argument is not computed again for its derivative', () => {
  const f: Fn = (x) => exp(x.mul(x)).sum();
  const apart = compile((x) => ({ value: f(x), gradient: grad(f)(x), second: hvp(f)(x, x) }), [[300]]);
  const text = apart.explain();
  expect(text.match(/ exp /g)?.length).toBe(1);
  expect(JSON.stringify(apart)).not.toContain('identity');
});

describe('errors', () => {
  const wrong = (value: unknown) => (() => value) as unknown as (x: Tensor) => Tensor;
  const thrown = (fields: object) => expect.objectContaining(fields);
  test('of results', () => {
    expect(() =>
      compile(
        grad((x: Tensor) => x.mul(2)),
        [[3]],
      ),
    ).toThrow(
      thrown({ code: 'STOKAST_E_SHAPE', message: expect.stringContaining('Cannot apply grad to [3]') }),
    );
    expect(() => compile(grad(wrong(3)), [[3]])).toThrow(thrown({ parameter: 'result' }));
    expect(() => compile(valueAndGrad(wrong([])), [[]])).toThrow(thrown({ parameter: 'result' }));
    expect(() => compile(jacobian(wrong(3)), [[3]])).toThrow(thrown({ parameter: 'result' }));
    expect(() =>
      compile(
        hessian((x: Tensor) => x),
        [[3]],
      ),
    ).toThrow(thrown({ code: 'STOKAST_E_SHAPE' }));
  });

  test('of arguments', () => {
    expect(() => grad((x: Tensor) => x)(3 as never)).toThrow(thrown({ parameter: 'argument' }));
    expect(() =>
      compile(
        jvp((x: Tensor) => x),
        [[3], [2]] as never,
      ),
    ).toThrow(thrown({ code: 'STOKAST_E_SHAPE' }));
    expect(() =>
      compile(
        jvp((x: Tensor) => x),
        [[3], { a: [3] }] as never,
      ),
    ).toThrow(thrown({ parameter: 'tangent' }));
    expect(() =>
      compile(
        vjp((x: Tensor) => x),
        [[3], { shape: [3], dtype: 'f32' }] as never,
      ),
    ).toThrow(thrown({ parameter: 'cotangent.dtype' }));
  });

  test('of tensors that leave their function', () => {
    let kept: Tensor | undefined;
    compile(
      (x) => {
        kept = x.mul(2);
        return x;
      },
      [[3]],
    );
    const foreign = expect.objectContaining({
      parameter: 'result',
      message: expect.stringContaining('another function'),
    });
    expect(() => compile((x) => x.add(kept as Tensor), [[3]])).toThrow(foreign);
    expect(() => compile(() => kept as Tensor, [])).toThrow(foreign);
    expect(() => compile((x) => compile((y) => y.add(x), [[3]]) && x, [[3]])).toThrow(foreign);
    expect(() =>
      compile(
        grad((x: Tensor) => x.mul(kept as Tensor).sum()),
        [[3]],
      ),
    ).toThrow(foreign);
    const step = (h: Tensor, x: Tensor): Tensor[] => [h.add(kept as Tensor), x];
    expect(() => compile((x, y) => anyScan(step, x, y), [[3], [2, 3]])).toThrow(foreign);
    const f = compile((x) => x.mul(2), [[3]]) as unknown as (x: Tensor) => unknown;
    expect(() => f(kept as Tensor)).toThrow(thrown({ parameter: 'arguments[0]' }));
  });
});
