// Do the intervals cover? Integrals with known values, and the share of seeds whose interval holds the value.
import {
  Bernoulli,
  type Distribution,
  Exponential,
  type IntegrateOptions,
  type IntegrationMethod,
  integrate,
  Normal,
  stream,
  Uniform,
} from '../../src/index.ts';

export interface KnownIntegral {
  readonly name: string;
  readonly target: readonly Distribution[];
  /** f at the d numbers of x that begin at `at`. */
  readonly f: (x: Float64Array, at: number) => number;
  readonly value: number;
  readonly proposal: readonly Distribution[];
  /** In one dimension a step: stratified and scrambled samples can only miss by whole points (docs/integrate.md). */
  readonly lattice?: boolean;
}

const times = (count: number, of: Distribution): Distribution[] => new Array<Distribution>(count).fill(of);

/** Sum over j of g(x[at + j], j). */
function sum(x: Float64Array, at: number, d: number, g: (xj: number, j: number) => number): number {
  let total = 0;
  for (let j = 0; j < d; j++) total += g(x[at + j], j);
  return total;
}

const rates = [1, 0.8, 0.6, 0.5, 0.4, 0.3];

/** Values from closed forms, or by mpmath where a number is given (Keister: a one-dimensional integral). */
export const integrals: readonly KnownIntegral[] = [
  {
    name: 'E[X^2]',
    target: [Normal()],
    f: (x, at) => x[at] * x[at],
    value: 1,
    proposal: [Normal(0, 1.5)],
  },
  {
    name: 'E[exp X]',
    target: [Normal()],
    f: (x, at) => Math.exp(x[at]),
    value: Math.exp(0.5),
    proposal: [Normal(0.5, 1.2)],
  },
  {
    name: 'P(X > 1)',
    target: [Normal()],
    f: (x, at) => (x[at] > 1 ? 1 : 0),
    value: 0.15865525393145705,
    proposal: [Normal(1, 1)],
    lattice: true,
  },
  {
    name: 'P(X + Y > 1)',
    target: times(2, Normal()),
    f: (x, at) => (x[at] + x[at + 1] > 1 ? 1 : 0),
    value: 0.2397500610934768,
    proposal: times(2, Normal(0.5, 1)),
  },
  {
    name: 'product of 4 cosines',
    target: times(4, Normal()),
    f: (x, at) => Math.cos(x[at]) * Math.cos(x[at + 1]) * Math.cos(x[at + 2]) * Math.cos(x[at + 3]),
    value: Math.exp(-2),
    proposal: times(4, Normal(0, 1.2)),
  },
  {
    name: 'Genz, Gaussian peak, d = 5',
    target: times(5, Uniform()),
    f: (x, at) => Math.exp(-4 * sum(x, at, 5, (xj) => (xj - 0.3) ** 2)),
    value: 0.15589053431014688,
    proposal: times(5, Uniform(-0.1, 1.05)),
  },
  {
    name: 'Genz, oscillatory, d = 6',
    target: times(6, Uniform()),
    f: (x, at) => Math.cos(0.4 * Math.PI + sum(x, at, 6, (xj, j) => rates[j] * xj)),
    value: -0.8973089584624527,
    proposal: times(6, Uniform(-0.05, 1.05)),
  },
  {
    name: 'Keister, d = 5',
    target: times(5, Normal(0, Math.SQRT1_2)),
    f: (x, at) => Math.cos(Math.sqrt(sum(x, at, 5, (xj) => xj * xj))),
    value: 0.06490006525595041,
    proposal: times(5, Normal(0, 0.8)),
  },
  {
    name: 'call option over 8 steps',
    target: times(8, Normal()),
    f: (x, at) => Math.max(Math.exp((0.2 * sum(x, at, 8, (xj) => xj)) / Math.sqrt(8) - 0.02) - 1, 0),
    value: 0.07965567455405796,
    proposal: times(8, Normal(0.2, 1)),
  },
  {
    name: 'min of 3 exponentials',
    target: times(3, Exponential()),
    f: (x, at) => Math.min(x[at], x[at + 1], x[at + 2]),
    value: 1 / 3,
    proposal: times(3, Exponential(0.8)),
  },
  {
    name: 'squared count of 10 coins',
    target: times(10, Bernoulli(0.3)),
    f: (x, at) => sum(x, at, 10, (xj) => xj) ** 2,
    value: 11.1,
    proposal: times(10, Bernoulli(0.4)),
  },
];

export const methods: readonly IntegrationMethod[] = [
  'plain',
  'antithetic',
  'stratified',
  'importance',
  'qmc',
];

/** What a run says: as `integrate` does. */
export interface Answer {
  readonly value: number;
  readonly samples: number;
  readonly diagnostics: { readonly trusted: boolean };
  intervalAt(confidence: number): readonly [low: number, high: number];
}

export interface Coverage {
  /** Percent of seeds. */
  readonly at68: number;
  readonly at95: number;
  /** Percent of seeds that warned. */
  readonly warned: number;
  /** Root of the mean squared error. */
  readonly error: number;
  readonly samples: number;
}

/** `seeds` runs, seeds `first`, `first` + 1, ... */
export function coverage(value: number, seeds: number, run: (seed: number) => Answer, first = 0): Coverage {
  let at68 = 0;
  let at95 = 0;
  let warned = 0;
  let squares = 0;
  let samples = 0;
  for (let seed = first; seed < first + seeds; seed++) {
    const answer = run(seed);
    const holds = (confidence: number): number => {
      const [low, high] = answer.intervalAt(confidence);
      return low <= value && value <= high ? 100 / seeds : 0;
    };
    at68 += holds(0.683);
    at95 += holds(0.95);
    warned += answer.diagnostics.trusted ? 0 : 100 / seeds;
    squares += (answer.value - value) ** 2 / seeds;
    samples += answer.samples / seeds;
  }
  return { at68, at95, warned, error: Math.sqrt(squares), samples };
}

/** One run of an integral by a method. */
export function estimate(
  integral: KnownIntegral,
  method: IntegrationMethod,
  seed: number,
  amount: Pick<IntegrateOptions, 'samples' | 'tolerance' | 'confidence'>,
): ReturnType<typeof integrate> {
  const { target, f, proposal } = integral;
  const d = target.length;
  const block = (x: Float64Array, n: number, out: Float64Array): void => {
    for (let i = 0; i < n; i++) out[i] = f(x, i * d);
  };
  const options = { stream: stream(['coverage', seed]), method, ...amount };
  return integrate({ block }, target, method === 'importance' ? { ...options, proposal } : options);
}

/** A tolerance that takes about three times as many samples: 0.6 of the half-width of an interval from 4096. */
export function toleranceOf(integral: KnownIntegral, method: IntegrationMethod): number {
  const [low, high] = estimate(integral, method, -1, { samples: 4096 }).interval;
  return 0.3 * (high - low);
}

/** The shares that the project promises: 68.3 +- 4.5 and 95 +- 2.1. */
export const covers = ({ at68, at95 }: Coverage): boolean =>
  Math.abs(at68 - 68.3) <= 4.5 && Math.abs(at95 - 95) <= 2.1;

/** Is this one of the two known cases with too wide an interval? Then it must not be too narrow. */
export const isLattice = (integral: KnownIntegral, method: IntegrationMethod): boolean =>
  integral.lattice === true && (method === 'stratified' || method === 'qmc');
