// Derivatives of random graphs of smooth functions: against central differences, forwards against backwards, second
// ones against each other, and the same bits on all three builds of the kernels.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compile,
  grad,
  hessian,
  hvp,
  jvp,
  type Program,
  sum,
  type Tensor,
  valueAndGrad,
  vjp,
} from '../src/index.ts';
import { numbersOf } from './check.ts';
import { runEverywhere } from './everywhere.ts';
import { Choices } from './random/choices.ts';
import { Smooth } from './random/smooth.ts';
import { sizeOf } from './random/world.ts';

const shapes = [[], [3], [2, 4], [3, 2, 2], [130]] as const;
type Numbers = readonly number[];

const numbers = (choices: Choices): number[][] =>
  shapes.map((shape) => Array.from({ length: sizeOf(shape) }, () => choices.below(2001) / 1000 - 1));
/** As arguments of a program. */
const given = (values: readonly Numbers[]): unknown[] =>
  values.map((each, i) => (shapes[i].length === 0 ? each[0] : each));
const dot = (a: Numbers, b: Numbers): number => a.reduce((all, x, i) => all + x * b[i], 0);
const size = (a: Numbers, b: Numbers): number => a.reduce((all, x, i) => all + Math.abs(x * b[i]), 0);
const along = (values: readonly Numbers[], by: number, u: readonly Numbers[]): number[][] =>
  values.map((each, i) => each.map((x, k) => x + by * u[i][k]));

/** Compiled for arguments of our shapes, some of them twice. */
const program = (fn: (...arrays: never[]) => unknown, times = 1): Program<never, never> =>
  compile(fn as never, Array(times).fill(shapes) as never) as never;
const run = (compiled: Program<never, never>, ...values: (readonly Numbers[])[]): never =>
  (compiled as unknown as (...arrays: unknown[]) => never)(...values.map(given));

/** Holds a derivative along a direction against differences of two widths: their own difference tells how good they are. */
function near(derivative: number, difference: (h: number) => number, scale: number): void {
  const [wide, narrow] = [difference(2e-4), difference(1e-4)];
  const error = Math.abs(derivative - (4 * narrow - wide) / 3);
  expect(error, `${derivative} against ${narrow}`).toBeLessThan(2e-7 * scale + 0.1 * Math.abs(wide - narrow));
}

const runs = Number(process.env.STOKAST_GRAPHS ?? 80);
const seed = Number(process.env.STOKAST_SEED ?? 20261124);

describe('derivatives of random graphs', () => {
  it('agree with differences and with each other', () => {
    fc.assert(
      fc.property(fc.noShrink(fc.nat()), fc.integer({ min: 1, max: 10 }), (start, steps) => {
        const fn = (inputs: readonly Tensor[]): Tensor[] => {
          const smooth = new Smooth(new Choices(~start), inputs);
          smooth.grow(steps);
          return smooth.pool.slice(-2);
        };
        /** One number of all results. */
        const total = (inputs: readonly Tensor[]): Tensor =>
          fn(inputs)
            .map((x) => sum(x.sin().mul(x.add(0.5))))
            .reduce((a, b) => a.add(b));
        const choices = new Choices(start);
        const [x, u, w] = [numbers(choices), numbers(choices), numbers(choices)];

        const first = program(valueAndGrad(total as never));
        const [[value], ...parts] = runEverywhere(first, x);
        const gradient = parts.flat();
        const wild = new Choices(start ^ 77);
        runEverywhere(
          first,
          x.map((each) => each.map(() => wild.wild())),
        );
        const singles = shapes.map((shape) => ({ shape, dtype: 'f32' }));
        runEverywhere(compile(valueAndGrad(total as never), [singles] as never) as never, x);
        if (![value, ...gradient].every((each) => Math.abs(each) < 1e6)) return;
        const valueAt = (h: number): number => numbersOf(run(first, along(x, h, u)))[0];
        const slope = dot(gradient, u.flat());
        const scale = Math.abs(value) + size(gradient, u.flat()) + 1;
        near(slope, (h) => (valueAt(h) - valueAt(-h)) / (2 * h), scale);

        const forwards = program(jvp(fn as never), 2);
        const results = runEverywhere(forwards, [...x, ...u]);
        const tangents = results.slice(results.length / 2);
        const cotangents = tangents.map((each) => each.map(() => choices.below(2001) / 1000 - 1));
        const backwards = compile(
          vjp(fn as never) as never,
          [shapes, tangents.map((_, i) => fnShapes(forwards, i + tangents.length))] as never,
        );
        const pulled = runEverywhere(backwards as never, [...x, ...cotangents]).slice(tangents.length);
        const [there, back] = [dot(tangents.flat(), cotangents.flat()), dot(pulled.flat(), u.flat())];
        const terms = size(tangents.flat(), cotangents.flat()) + size(pulled.flat(), u.flat());
        expect(Math.abs(there - back)).toBeLessThan(1e-11 * terms + 1e-13);

        const second = program(hvp(total as never), 2);
        const [hu, hw] = [u, w].map((each) => runEverywhere(second, [...x, ...each]).flat());
        if (![...hu, ...hw].every((each) => Math.abs(each) < 1e6)) return;
        const both = size(hu, w.flat()) + size(hw, u.flat());
        expect(Math.abs(dot(hu, w.flat()) - dot(hw, u.flat()))).toBeLessThan(1e-10 * both + 1e-12);
        const slopeAt = (h: number): number => dot(numbersOf(run(first, along(x, h, w))).slice(1), u.flat());
        near(dot(hw, u.flat()), (h) => (slopeAt(h) - slopeAt(-h)) / (2 * h), scale + both);
      }),
      { numRuns: runs, seed },
    );
  });

  it('of second order are symmetric matrices', () => {
    fc.assert(
      fc.property(fc.noShrink(fc.nat()), fc.integer({ min: 1, max: 8 }), (start, steps) => {
        const fn = (x: Tensor): Tensor => {
          const smooth = new Smooth(new Choices(~start), [x, x.slice(0), x.slice([1, null])]);
          smooth.grow(steps);
          return smooth.pool.map((each) => sum(each.square())).reduce((a, b) => a.add(b));
        };
        const x = [0.3, -0.7, 0.5, 0.9];
        const n = x.length;
        const [matrix] = runEverywhere(compile(hessian(fn), [[n]]) as never, [x]);
        const columns = compile(hvp(fn), [[n], [n]]);
        const largest = Math.max(1, ...matrix.map(Math.abs));
        for (let i = 0; i < n; i++) {
          const unit = x.map((_, k) => (k === i ? 1 : 0));
          for (const [j, each] of numbersOf(columns(x, unit)).entries()) {
            expect(Math.abs(matrix[i * n + j] - matrix[j * n + i])).toBeLessThanOrEqual(1e-10 * largest);
            expect(Math.abs(matrix[i * n + j] - each)).toBeLessThanOrEqual(1e-10 * largest);
          }
        }
        expect(numbersOf(compile(grad(fn), [[n]])(x)).length).toBe(n);
      }),
      { numRuns: Math.ceil(runs / 3), seed },
    );
  });
});

/** The shape of a program's result. */
function fnShapes(compiled: Program<never, never>, index: number): readonly number[] {
  return compiled.outputs[index].shape;
}
