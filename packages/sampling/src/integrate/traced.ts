// Integrands as programs: draws or quantiles, integrand and weights of a block of points come from one call of the
// machine.
import {
  compile,
  type Operand,
  type Program,
  type RandomSource,
  randomStream,
  Tensor,
} from '@stokast/autodiff';
import { checkFunction } from '@stokast/core-wasm/check';
import { typeFault } from '@stokast/core-wasm/errors';
import { areFinite } from '../data.ts';
import type { Distribution } from '../distributions/distribution.ts';
import { Continuous } from '../distributions/family.ts';
import type { Stream } from '../stream/stream.ts';
import { badValue, type TracedIntegrand } from './integrand.ts';
import type { Target } from './target.ts';
import { type Column, checkWeights, type Valuation } from './valuation.ts';

type Points = Tensor<readonly [number], 'f64'>;
/** What a program gets for one component: its stream, or a column of numbers. */
type Given = Stream | Float64Array;
/** From what is given for each component, and more columns, to columns of results. */
type Block = Program<readonly [readonly Given[]], readonly Float64Array[]>;
type Integrand = (...x: Points[]) => Operand;

const WHAT = 'Cannot integrate';
/** Programs that an integrand keeps: one for each target, method and size. */
const KEPT = 8;

/** Does a family draw inside a program what it draws outside, and has its quantiles there? Others hand points in. */
const isInside = (component: Distribution): component is Continuous<string> =>
  component instanceof Continuous;

/** How many points a program takes at a time. */
const blockOf = (d: number): number => Math.min(Math.max(Math.floor(65536 / (d * 128)) * 128, 128), 4096);

function valuesAt(f: Integrand, x: readonly Points[]): Points {
  const [{ shape, vocabulary }] = x;
  const y: unknown = f(...x);
  if (typeof y === 'number') return vocabulary.expand(y, shape);
  if (y instanceof Tensor && y.rank === 1 && y.shape[0] === shape[0] && y.dtype === 'f64') return y as Points;
  const allowed =
    'a number or a tensor of the shape of its arguments: each is a coordinate of many points, so operations must be elementwise';
  throw typeFault(WHAT, 'f(...)', y instanceof Tensor ? y.toString() : y, allowed);
}

/** A traced integrand's values over one target. */
class ProgramValuation implements Valuation {
  private readonly f: Integrand;
  private readonly programs: Map<string, Block>;
  private readonly target: Target;
  private readonly proposal: Target | undefined;
  private readonly block: number;
  private readonly held: Float64Array[] = [];

  constructor(f: Integrand, programs: Map<string, Block>, target: Target, proposal: Target | undefined) {
    this.f = f;
    this.programs = programs;
    this.target = target;
    this.proposal = proposal;
    this.block = blockOf(target.d);
  }

  /** A program of some kind over these components; the last ones made are kept. */
  private program(
    kind: string,
    components: readonly unknown[],
    specs: readonly unknown[],
    body: (given: readonly (Points & RandomSource)[]) => readonly Points[],
  ): Block {
    const key = `${kind} ${JSON.stringify(components)}`;
    let program = this.programs.get(key);
    if (!program) {
      program = compile(body as never, [specs] as never) as unknown as Block;
      for (const old of [...this.programs.keys()].slice(0, 1 - KEPT)) this.programs.delete(old);
      this.programs.set(key, program);
    }
    return program;
  }

  /** Room for column j of n points, in whole blocks; used again. */
  private column(j: number, n: number): Float64Array {
    const size = Math.ceil(n / this.block) * this.block;
    if (!(this.held[j]?.length >= size)) this.held[j] = new Float64Array(size);
    return this.held[j];
  }

  /** Runs a program over n points, block by block: `given` is what it gets, `results` what it writes to. */
  private run(
    program: Block,
    n: number,
    given: (from: number) => readonly Given[],
    results: readonly Float64Array[],
    check: (from: number, to: number) => void,
  ): void {
    const { block } = this;
    for (let from = 0; from < n; from += block) {
      const to = Math.min(from + block, n);
      if (to - from === block) {
        program.into(
          results.map((result) => result.subarray(from, to)),
          given(from),
        );
      } else {
        const last = program(given(from));
        for (const [i, result] of results.entries()) result.set(last[i].subarray(0, to - from), from);
      }
      check(from, to);
    }
  }

  /** Throws where a value is not finite; `point(j, i)` is the j-th coordinate of point i. */
  private check(
    y: Float64Array,
    from: number,
    to: number,
    first: number,
    point: (j: number, i: number) => number,
  ): void {
    if (areFinite(y, from, to)) return;
    for (let i = from; i < to; i++) {
      if (y[i] - y[i] === 0) continue;
      const { d, dimensions } = this.target;
      throw badValue(
        y[i],
        Float64Array.from({ length: d }, (_, j) => point(j, i)),
        first + i,
        dimensions,
      );
    }
  }

  atDraws(lanes: readonly Stream[], n: number, out: Float64Array, first: number): void {
    const { f, block } = this;
    const { components } = this.target;
    const starts = lanes.map(({ position }) => position);
    components.forEach((component, j) => {
      if (!isInside(component)) component.fill(lanes[j], this.column(j, n).subarray(0, n));
    });
    const program = this.program(
      'draws',
      components.map((component) => (isInside(component) ? component : 'given')),
      components.map((component) => (isInside(component) ? randomStream : [block])),
      (given) => [
        valuesAt(
          f,
          components.map((component, j) =>
            isInside(component) ? component.sample(given[j], [block]) : given[j],
          ),
        ),
      ],
    );
    const given = (from: number): Given[] =>
      components.map((component, j) =>
        isInside(component) ? lanes[j] : this.held[j].subarray(from, from + block),
      );
    this.run(program, n, given, [out], (from, to) =>
      this.check(out, from, to, first, (j, i) => {
        const column = this.column(j, n);
        if (isInside(components[j])) components[j].fill(lanes[j].at(starts[j]), column.subarray(0, n));
        return column[i];
      }),
    );
  }

  atCube(column: Column, n: number, out: Float64Array, first: number): void {
    const { f, block } = this;
    const { components } = this.target;
    components.forEach((component, j) => {
      const own = this.column(j, n).subarray(0, n);
      column(j, own);
      if (!isInside(component)) own.set(component.quantile(own));
    });
    const program = this.program(
      'cube',
      components.map((component) => (isInside(component) ? component : 'given')),
      components.map(() => [block]),
      (given) => [
        valuesAt(
          f,
          components.map((component, j) =>
            isInside(component) ? component.quantile(given[j] as Points) : given[j],
          ),
        ),
      ],
    );
    const given = (from: number): Given[] =>
      components.map((_, j) => this.held[j].subarray(from, from + block));
    this.run(program, n, given, [out], (from, to) =>
      this.check(out, from, to, first, (j, i) =>
        isInside(components[j]) ? components[j].quantile(this.held[j][i]) : this.held[j][i],
      ),
    );
  }

  atProposals(
    lanes: readonly Stream[],
    n: number,
    out: Float64Array,
    weights: Float64Array,
    first: number,
  ): void {
    const { f, block } = this;
    const { components } = this.target;
    const proposals = (this.proposal as Target).components; // integrate() has seen to it
    const inside = components.map((component, j) => isInside(component) && isInside(proposals[j]));
    /** log(target / proposal) of the components that hand their draws in. */
    const ratios = this.column(components.length, n).fill(0);
    const starts = lanes.map(({ position }) => position);
    components.forEach((component, j) => {
      if (inside[j]) return;
      const own = this.column(j, n).subarray(0, n);
      proposals[j].fill(lanes[j], own);
      const [above, below] = [component.logProb(own), proposals[j].logProb(own)];
      for (let i = 0; i < n; i++) ratios[i] += above[i] - below[i];
    });
    const program = this.program(
      'proposals',
      components.map((component, j) => (inside[j] ? [component, proposals[j]] : 'given')),
      [...components.map((_, j) => (inside[j] ? randomStream : [block])), [block]],
      (given) => {
        const x = proposals.map((proposal, j) =>
          inside[j] ? (proposal as Continuous<string>).sample(given[j], [block]) : given[j],
        ) as readonly Points[];
        const ratio = components.reduce<Points>(
          (sum, component, j) =>
            inside[j] ? (sum.add(component.logProb(x[j])).sub(proposals[j].logProb(x[j])) as Points) : sum,
          given[components.length],
        );
        const weight = ratio.exp();
        const { vocabulary } = weight;
        // A point of weight 0 does not count, whatever f is there.
        return [vocabulary.where(vocabulary.equal(weight, 0), 0, valuesAt(f, x)), weight];
      },
    );
    const given = (from: number): Given[] => [
      ...components.map((_, j) => (inside[j] ? lanes[j] : this.held[j].subarray(from, from + block))),
      ratios.subarray(from, from + block),
    ];
    this.run(program, n, given, [out, weights], (from, to) => {
      checkWeights(weights.subarray(from, to), first + from);
      this.check(out, from, to, first, (j, i) => {
        const column = this.column(j, n);
        if (inside[j]) proposals[j].fill(lanes[j].at(starts[j]), column.subarray(0, n));
        return column[i];
      });
    });
  }
}

/**
 * An integrand for `integrate` that is a program: it is traced once, and then draws, quantiles, values and weights of
 * thousands of points are made in one call of the machine. Values are those of the same function over numbers, but for
 * rounding.
 *
 * `f` gets a tensor for each component of the target, with that coordinate of many points: it is made of elementwise
 * operations, as a function of numbers would be, and gives a tensor of the same shape.
 *
 * Throws a TypeError where `f` is no function, and in `integrate` where it gives something else.
 *
 * ```ts
 * import { exp } from '@stokast/autodiff';
 * import { integrate, Normal, stream, traced } from '@stokast/sampling';
 * const sum = traced((x, y) => exp(x.add(y)));
 * integrate(sum, [Normal(), Normal()], { stream: stream('docs'), samples: 100000 });
 * ```
 */
export function traced(f: (...x: Points[]) => Operand): TracedIntegrand {
  checkFunction('Cannot trace an integrand', 'f', f);
  const programs = new Map<string, Block>();
  return {
    over: (target, proposal) => new ProgramValuation(f, programs, target, proposal),
  };
}
