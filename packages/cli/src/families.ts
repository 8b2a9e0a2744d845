// The families of distributions, as the command line names them.
import {
  Bernoulli,
  Categorical,
  type Distribution,
  Exponential,
  type FitState,
  Normal,
  type Parameters,
  Uniform,
} from '@stokast/sampling';
import type { Command } from 'commander';
import type { Algorithm } from './algorithms.ts';
import { UsageError } from './exit.ts';
import { hint, list, number } from './flags.ts';

export type FamilyName = 'uniform' | 'normal' | 'exponential' | 'bernoulli' | 'categorical';

/** Values of parameters by name; `weights` is a list. */
export interface ParameterFlags {
  readonly mu?: number;
  readonly sigma?: number;
  readonly rate?: number;
  readonly p?: number;
  readonly low?: number;
  readonly high?: number;
  readonly weights?: readonly number[];
}
type ParameterName = keyof ParameterFlags;

interface Family {
  /** In the order in which `normal(0, 1)` gives them. */
  readonly parameters: readonly ParameterName[];
  /** Those without a default. */
  readonly required: readonly ParameterName[];
  readonly algorithm: Algorithm;
  make(parameters: ParameterFlags): Distribution;
  fit(data: Float64Array): AnyFit;
}

/** What the fits of all families have. */
export interface AnyFit {
  readonly distribution: Distribution;
  readonly parameters: Parameters;
  readonly standardErrors: Parameters;
  readonly logLikelihood: number;
  readonly aic: number;
  readonly bic: number;
  readonly n: number;
  summary(): string;
  toJSON(): FitState;
}

export const families: Readonly<Record<FamilyName, Family>> = {
  uniform: {
    parameters: ['low', 'high'],
    required: [],
    algorithm: 'uniform',
    make: ({ low, high }) => Uniform(low, high),
    fit: Uniform.fit,
  },
  normal: {
    parameters: ['mu', 'sigma'],
    required: [],
    algorithm: 'normal',
    make: ({ mu, sigma }) => Normal(mu, sigma),
    fit: Normal.fit,
  },
  exponential: {
    parameters: ['rate'],
    required: [],
    algorithm: 'exponential',
    make: ({ rate }) => Exponential(rate),
    fit: Exponential.fit,
  },
  bernoulli: {
    parameters: ['p'],
    required: ['p'],
    algorithm: 'bernoulli',
    make: ({ p }) => Bernoulli(p as number),
    fit: Bernoulli.fit,
  },
  categorical: {
    parameters: ['weights'],
    required: ['weights'],
    algorithm: 'categorical',
    make: ({ weights }) => Categorical({ probabilities: weights as readonly number[] }),
    fit: Categorical.fit,
  },
};

export const familyNames = Object.keys(families) as FamilyName[];

/** The family of a name; a typo gets the nearest one as a hint. */
export function familyNamed(name: string | undefined): FamilyName {
  if (name === undefined) throw new UsageError(`which family? One of ${familyNames.join(', ')}`);
  if (Object.hasOwn(families, name)) return name as FamilyName;
  throw new UsageError(
    `there is no family ${JSON.stringify(name)}${hint(name, familyNames)}; the families are ${familyNames.join(', ')}`,
  );
}

/** Declares the flags of all families' parameters. */
export function defineParameters(command: Command): void {
  command
    .option('--mu <number>', 'normal: mean (default 0)', number('mu'))
    .option('--sigma <number>', 'normal: standard deviation, > 0 (default 1)', number('sigma'))
    .option('--rate <number>', 'exponential: rate, > 0; the mean is 1 / rate (default 1)', number('rate'))
    .option('--low <number>', 'uniform: lower end (default 0)', number('low'))
    .option('--high <number>', 'uniform: upper end (default 1)', number('high'))
    .option('--p <number>', 'bernoulli: probability of 1 (required)', number('p'))
    .option(
      '--weights <numbers>',
      'categorical: weights of 0, 1, 2, ..., as in 1,2,3 (required)',
      list('weights'),
    );
}

const ALL: readonly ParameterName[] = ['mu', 'sigma', 'rate', 'p', 'low', 'high', 'weights'];

/** The distribution that a family and its flags say. Throws for flags of other families and for what is missing. */
export function distributionFrom(name: FamilyName, flags: ParameterFlags): Distribution {
  const { parameters, required, make } = families[name];
  for (const flag of ALL) {
    if (flags[flag] !== undefined && !parameters.includes(flag)) {
      const own = parameters.map((one) => `--${one}`).join(', ');
      throw new UsageError(
        `${name} has no parameter ${flag}: ${parameters.length > 1 ? 'its flags are' : 'its flag is'} ${own}`,
      );
    }
  }
  for (const flag of required) {
    if (flags[flag] === undefined) throw new UsageError(`${name} needs --${flag}`);
  }
  return make(flags);
}
