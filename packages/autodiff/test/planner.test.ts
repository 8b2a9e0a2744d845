// The planner against a plain evaluator: random graphs of whole numbers, on which every operation is exact, so that
// whatever is fused, joined, aliased or put over something else has to give the very same numbers.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compile,
  type DType,
  fromJSON,
  type Program,
  type Shape,
  stateful,
  type Tensor,
} from '../src/index.ts';
import { runEverywhere } from './everywhere.ts';
import type { Node } from './random/builder.ts';
import { Choices } from './random/choices.ts';
import { Grower } from './random/grow.ts';
import { type Plain, plain } from './random/plain.ts';
import { traced } from './random/traced.ts';
import { sizeOf } from './random/world.ts';

const specs: readonly { readonly shape: Shape; readonly dtype: DType }[] = [
  ...[[], [1], [5], [3, 4], [130], [2, 3, 2], [17, 20], [300]].map(
    (shape) => ({ shape, dtype: 'f64' }) as const,
  ),
  ...[[], [7], [4, 3], [200]].map((shape) => ({ shape, dtype: 'f32' }) as const),
];
/** Inputs are whole numbers of at most this magnitude. */
const INPUTS = 3;

/** Zeros have no sign here: sums that begin with what is there and those that begin with 0 differ in it. */
const unsigned = (numbers: readonly number[]): number[] => numbers.map((x) => x + 0);

const given = (choices: Choices): Plain[] =>
  specs.map(({ shape, dtype }) => ({
    shape,
    dtype,
    data: Array.from({ length: sizeOf(shape) }, () => choices.below(2 * INPUTS + 1) - INPUTS),
  }));

const nodes = <T>(values: readonly T[]): Node<T>[] => values.map((x) => ({ x, bound: INPUTS }));

const runs = Number(process.env.STOKAST_GRAPHS ?? 300);
const seed = Number(process.env.STOKAST_SEED ?? 20261124);

describe('the planner', () => {
  it('gives the numbers of a plain evaluator, for any graph, on every backend, from data too', () => {
    fc.assert(
      fc.property(fc.noShrink(fc.nat()), fc.integer({ min: 1, max: 20 }), (start, steps) => {
        const values = given(new Choices(start));
        const build = <T>(grower: Grower<T>): Node<T>[] => {
          grower.grow(steps);
          return grower.results(3);
        };
        const expected = build(new Grower(plain, new Choices(~start), nodes(values)));
        const program: Program<never, unknown> = compile(
          (...tensors: readonly Tensor[]) =>
            build(new Grower(traced, new Choices(~start), nodes(tensors))).map(({ x }) => x),
          specs,
        ) as never;
        const inputs = values.map(({ data }) => data);
        const results = runEverywhere(program, inputs, 2);
        for (const [i, { x }] of expected.entries()) {
          expect(unsigned(results[i]), `result ${i}`).toEqual(unsigned(x.data));
        }
        // Of other numbers no more is known than that all builds agree.
        const wild = new Choices(start ^ 77);
        runEverywhere(
          program,
          inputs.map((each) => each.map(() => wild.wild())),
        );
        if (start % 4 !== 0) return;
        expect(program.explain()).toContain('memory');
        const again = fromJSON(JSON.parse(JSON.stringify(program)));
        expect(runEverywhere(again as never, inputs)).toStrictEqual(results);
      }),
      { numRuns: runs, seed },
    );
  });

  it('gives those of a state that goes from run to run', () => {
    fc.assert(
      fc.property(fc.noShrink(fc.nat()), fc.integer({ min: 1, max: 16 }), (start, steps) => {
        /** What takes each input's place: a late value of its shape and type. */
        const next = <T>(grower: Grower<T>, world: { shape(x: T): Shape; dtype(x: T): DType }): T[] => {
          grower.grow(steps);
          const choices = new Choices(start ^ 5);
          return specs.map(({ shape, dtype }) => {
            const alike = grower.pool.filter(
              ({ x }) => world.dtype(x) === dtype && world.shape(x).join() === shape.join(),
            );
            return grower.within(alike[alike.length - 1 - choices.below(Math.min(alike.length, 3))], INPUTS)
              .x;
          });
        };
        let values = given(new Choices(start));
        const program = stateful(
          (tensors: readonly Tensor[]) =>
            [next(new Grower(traced, new Choices(~start), nodes(tensors)), traced)] as never,
          [specs] as never,
        ) as unknown as { load(x: unknown): void; step(): void; read(): (number | Float64Array)[] };
        program.load(values.map(({ data, shape }) => (shape.length === 0 ? data[0] : data)));
        for (let run = 0; run < 3; run++) {
          program.step();
          values = next(new Grower(plain, new Choices(~start), nodes(values)), plain);
          for (const [i, got] of program.read().entries()) {
            const numbers = typeof got === 'number' ? [got] : Array.from(got);
            expect(unsigned(numbers), `state ${i}, run ${run}`).toEqual(unsigned(values[i].data));
          }
        }
      }),
      { numRuns: Math.ceil(runs / 4), seed },
    );
  });
});
