import { type IntegrateOptions, integrate as monteCarlo } from '@stokast/sampling';
import { madeBy } from '../algorithms.ts';
import type { CommandSpec } from '../command.ts';
import { exitCodes, UsageError } from '../exit.ts';
import { evaluator } from '../expression/evaluate.ts';
import { parseOver } from '../expression/over.ts';
import { functionNames, parse } from '../expression/parse.ts';
import { families } from '../families.ts';
import { count, number, oneOf } from '../flags.ts';

const METHODS = ['plain', 'antithetic', 'stratified', 'importance', 'qmc'] as const;

interface Flags {
  readonly over?: string;
  readonly proposal?: string;
  readonly samples?: number;
  readonly tolerance?: number;
  readonly confidence?: number;
  readonly method?: (typeof METHODS)[number];
}

export const integrate: CommandSpec<Flags> = {
  name: 'integrate',
  summary: 'the expectation of an expression over a distribution, by Monte Carlo',
  dashes: true,
  examples: [
    {
      line: "stokast integrate 'exp(-x^2)' --over 'normal(0, 1)' --seed 1",
      says: 'the mean of exp(-x^2), with its standard error',
    },
    {
      line: "stokast integrate 'x1^2 + x2^2 < 1' --over 'uniform(-1, 1) * uniform(-1, 1)' --method qmc --seed 1",
      says: 'a probability over two dimensions: pi / 4',
    },
    {
      line: "stokast integrate 'x > 6' --over normal --method importance --proposal 'normal(3, 4)' --seed 1",
      says: 'a rare event, drawn where it happens',
    },
    {
      line: "stokast integrate 'sqrt(x)' --over 'exponential(rate = 2)' --tolerance 1e-3 --seed 1 --json",
      says: 'until the interval is narrow enough',
    },
  ],
  about: `Expressions: + - * / ^ ( ), comparisons (1 when they hold, else 0), ${functionNames}, pi, e. The variable is x; over a product of distributions x1, x2, ... Exit code 1 when the diagnostics say not to trust the result.`,
  define(command) {
    command
      .argument('<expression>', 'what to take the mean of')
      .option(
        '--over <distributions>',
        "the distribution of x, as in 'normal(0, 1)'; several with * between them",
      )
      .option('--samples <count>', 'how many points (default 65536)', count('samples', { least: 1 }))
      .option(
        '--tolerance <half>',
        'instead of --samples: until half the width of the interval is at most this',
        number('tolerance'),
      )
      .option('--method <name>', `${METHODS.join(', ')} (default plain)`, oneOf('--method', METHODS))
      .option('--proposal <distributions>', 'importance: where to draw from')
      .option('--confidence <p>', 'of the interval (default 0.95)', number('confidence'));
  },
  async run(context, [expression], { over, proposal, samples, tolerance, method, confidence }) {
    if (over === undefined)
      throw new UsageError("--over is required: the distribution of x, as in --over 'normal(0, 1)'");
    if (samples !== undefined && tolerance !== undefined)
      throw new UsageError('--samples and --tolerance exclude each other');
    if ((proposal !== undefined) !== (method === 'importance')) {
      throw new UsageError('--proposal and --method importance go together');
    }
    const target = parseOver(over, '--over');
    const from = proposal === undefined ? undefined : parseOver(proposal, '--proposal');
    if (from && from.length !== target.length) {
      throw new UsageError(`--proposal has ${from.length} distributions, and --over has ${target.length}`);
    }
    const d = target.length;
    const names = target.map((_, i) => `x${i + 1}`);
    const evaluate = evaluator(parse(expression, d === 1 ? ['x'] : names), d);
    const progress = context.progress('values', samples);
    let done = 0;
    const block = (x: Float64Array, n: number, out: Float64Array): void => {
      evaluate(x, n, out);
      done += n;
      progress.update(done);
    };
    const seed = await context.seed();
    const stream = await context.stream();
    const options: IntegrateOptions = {
      stream,
      ...(tolerance === undefined ? { samples: samples ?? 65_536 } : { tolerance }),
      ...(method === undefined ? {} : { method }),
      ...(confidence === undefined ? {} : { confidence }),
      ...(from === undefined
        ? {}
        : { proposal: d === 1 ? from[0].distribution : from.map(({ distribution }) => distribution) }),
    };
    const distributions = target.map(({ distribution }) => distribution);
    const result = context.io.busy(() =>
      d === 1
        ? monteCarlo({ block }, distributions[0], options)
        : monteCarlo({ block }, distributions, options),
    );
    progress.end();
    const algorithms = target.map(({ family }) => families[family].algorithm);
    if (context.json) {
      const head = { command: 'integrate', expression, over, seed };
      const made = madeBy('seed', 'chacha8', 'monte-carlo', ...algorithms);
      await context.print(JSON.stringify({ ...head, ...made, ...result.toJSON() }));
    } else {
      await context.print(result.summary());
    }
    return result.diagnostics.trusted ? exitCodes.ok : exitCodes.diagnostics;
  },
};
