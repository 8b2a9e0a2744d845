// Loops: values against plain loops, derivatives against central differences, forms and errors.
import { describe, expect, it } from 'vitest';
import {
  compile,
  grad,
  normalLogProb,
  type Program,
  scan,
  type Tensor,
  tanh,
  valueAndGrad,
} from '../src/index.ts';
import { numbersOf, runBoth } from './check.ts';

/** Central differences of a function of numbers. */
function differences(f: (x: number[]) => number, x: readonly number[], h = 1e-6): number[] {
  return x.map((_, i) => {
    const up = [...x];
    const down = [...x];
    up[i] += h;
    down[i] -= h;
    return (f(up) - f(down)) / (2 * h);
  });
}

const close = (actual: ArrayLike<number>, expected: readonly number[], tolerance = 1e-7): void => {
  for (const [i, each] of expected.entries()) expect(actual[i]).toBeCloseTo(each, -Math.log10(tolerance));
};

describe('scan', () => {
  it('carries from step to step and collects outputs in the order of the sequences', () => {
    const run = compile((d) => scan((t, x) => [t.mul(1.5).add(x), t], 0, d), [[3]]);
    expect(run([1, 2, 3])).toEqual([8.25, Float64Array.from([0, 1, 3.5])]);
    const back = compile((d) => scan((t, x) => [t.mul(2).add(x), t], 0, d, { reverse: true }), [[3]]);
    expect(back([1, 2, 3])).toEqual([1 + 2 * (2 + 2 * 3), Float64Array.from([8, 3, 0])]);
  });

  it('puts carries in place together: one may be the old value of another', () => {
    const run = compile((d) => scan(([a, b, c], x) => [[b, c, x], a], [10, 20, 30] as const, d), [[5]]);
    expect(run([1, 2, 3, 4, 5])).toEqual([[3, 4, 5], Float64Array.from([10, 20, 30, 1, 2])]);
  });

  it('runs without sequences, and with vectors as carry', () => {
    const run = compile((v) => scan((x) => [x.mul(x), x.sum()], v, undefined, { length: 3 })[1], [[2]]);
    expect(run([2, 1])).toEqual(Float64Array.from([3, 5, 17]));
  });

  it('takes arrays of numbers as sequences', () => {
    const run = compile(
      (a) =>
        scan((t, x) => [t.mul(a).add(x.y).sub(x.z), t], 0, { y: [1, 2, 3], z: Float32Array.of(0, 1, 1) })[0],
      [[]],
    );
    expect(run(2)).toBe((1 * 2 + 1) * 2 + 2);
  });

  it('has the derivative of a loop that is not linear, in carry, sequences and what the body closes over', () => {
    const loss = (p: { a: Tensor; c: Tensor; x0: Tensor; b: Tensor }): Tensor<readonly []> => {
      const [x, all] = scan(
        (x: Tensor, b: Tensor) => {
          const next = p.a.mul(x).mul(x.sub(1)).add(b).add(p.c.mul(x));
          return [next, next] as const;
        },
        p.x0,
        p.b,
      );
      return (all as Tensor)
        .mul(all as Tensor)
        .sum()
        .add(x as Tensor) as Tensor<readonly []>;
    };
    const f = compile(valueAndGrad(loss), [{ a: [], c: [], x0: [], b: [5] }]);
    const at = (x: number[]) => f({ a: x[0], c: x[1], x0: x[2], b: x.slice(3) });
    const x = [0.7, 0.3, 0.4, 0.1, 0.2, -0.1, 0.3, 0.05];
    const { gradient } = at(x);
    close(
      [gradient.a, gradient.c, gradient.x0, ...(gradient.b as Float64Array)] as number[],
      differences((each) => at(each).value, x),
    );
  });

  it('has second derivatives, and takes a scan inside a scan', () => {
    const inner = (w: Tensor): Tensor => {
      const [x] = scan(
        (x: Tensor) => {
          const [y] = scan((y: Tensor) => [y.mul(w).add(x), y], x, undefined, { length: 2 });
          return [(y as Tensor).mul(0.5), x];
        },
        w,
        undefined,
        { length: 3 },
      );
      return (x as Tensor).mul(x as Tensor).sum();
    };
    const first = (w: Tensor): Tensor => {
      const g = grad(inner)(w);
      return g.mul(g).sum();
    };
    const value = compile(inner, [[3]]);
    const gradient = compile(grad(inner), [[3]]);
    const w = [0.5, -0.3, 0.8];
    close(
      gradient(w) as Float64Array,
      differences((x) => value(x) as number, w),
    );
    const squared = compile(first, [[3]]);
    const second = compile(grad(first), [[3]]);
    close(
      second(w) as Float64Array,
      differences((x) => squared(x) as number, w),
      1e-5,
    );
  });

  it('computes what a step reads from outside once, though derivatives read it too', () => {
    const fn = (x: Tensor): Tensor => {
      const w = tanh(normalLogProb(0.3, x, 0.7));
      return scan((c: Tensor) => [tanh(c.mul(w)), c], x, undefined, { length: 2 })[0].sum();
    };
    for (const x of [0.1, [0.1, 0.2, 0.4]]) {
      const program = compile(valueAndGrad(fn), [typeof x === 'number' ? [] : [3]]) as Program<
        [unknown],
        never
      >;
      const [value, ...gradient] = numbersOf(runBoth(program, x));
      const plain = [x].flat().map((each) => {
        const w = Math.tanh(-0.5 * ((0.3 - each) / 0.7) ** 2 - Math.log(0.7) - 0.5 * Math.log(2 * Math.PI));
        return Math.tanh(Math.tanh(each * w) * w);
      });
      expect(value).toBeCloseTo(
        plain.reduce((a, b) => a + b),
        14,
      );
      const at = (y: readonly number[]): number => numbersOf(program(typeof x === 'number' ? y[0] : y))[0];
      close(Float64Array.from(gradient), differences(at, [x].flat()));
      expect(program.explain().match(/ density /g)?.length).toBe(1);
    }
  });

  it('says what is wrong with a step', () => {
    const trace = (fn: (x: Tensor) => unknown) => () => compile(fn as (x: Tensor) => Tensor, [[4]]);
    expect(trace((x) => scan((t: Tensor, y: Tensor) => [t.add(x), y], 0, x))).toThrow(/\[\] and \[4\]/);
    expect(trace((x) => scan(((t: Tensor) => t) as never as (t: Tensor) => [Tensor, Tensor], 0, x))).toThrow(
      /\[carry, output\]/,
    );
    expect(trace((x) => scan((t: Tensor) => [t, t], 0, { a: x, b: x.reshape([2, 2]) } as never))).toThrow(
      /\[4\] and \[2, 2\]/,
    );
    expect(trace(() => scan((t: Tensor) => [t, t], 0, undefined))).toThrow(/options.length/);
    expect(trace((x) => scan((t: Tensor) => [{ t }, t] as never, 0, x))).toThrow(/same form/);
  });
});
