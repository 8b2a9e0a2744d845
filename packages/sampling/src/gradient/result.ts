// The result of `gradientOfExpectation`: two estimates of one gradient, side by side.
import { Printed, round, table, withError } from '../format.ts';
import type { Estimate, Estimates, Values } from '../likelihood/estimates.ts';

/** One estimator's gradient, in the form of the parameters. */
export interface GradientEstimate<P = Values> {
  readonly gradient: Estimates<P>;
  readonly standardErrors: Estimates<P>;
  /** Of the estimate from one sample: the standard error's square times the number of samples. */
  readonly variances: Estimates<P>;
}

/** A gradient as JSON. */
export interface ExpectationGradientState {
  readonly type: 'stokast-expectation-gradient';
  /** Of the format and of the algorithm. */
  readonly version: 1;
  readonly value: number;
  readonly standardError: number;
  readonly samples: number;
  readonly pathwise: GradientEstimate | null;
  readonly score: GradientEstimate | null;
  readonly notes: readonly string[];
}

/** Mean, its standard error and the variance of one sample, for each parameter. */
export interface Column {
  readonly means: readonly number[];
  readonly errors: readonly number[];
  readonly variances: readonly number[];
}

/** What was found: columns over the parameters' numbers, by the names of these. */
export interface Findings {
  readonly names: readonly string[];
  readonly value: number;
  readonly standardError: number;
  readonly samples: number;
  readonly pathwise: Column | undefined;
  readonly score: Column | undefined;
  readonly notes: readonly string[];
}

const ratioOf = (a: number, b: number): string => (a === 0 && b === 0 ? '' : round(a / b, 3));

/** Numbers in the form of the parameters. */
function inForm<P>(parameters: P, numbers: readonly number[]): Estimates<P> {
  let at = 0;
  const entries = Object.entries(parameters as Readonly<Record<string, number | readonly number[]>>).map(
    ([name, value]): [string, Estimate<number | readonly number[]>] =>
      typeof value === 'number'
        ? [name, numbers[at++]]
        : [name, Array.from({ length: value.length }, () => numbers[at++])],
  );
  return Object.fromEntries(entries) as Estimates<P>;
}

/**
 * The gradient of an expectation by two estimators, as made by `gradientOfExpectation`. Prints the one of less
 * variance; `summary()` is a table of both.
 */
export class ExpectationGradient<P = Values> extends Printed {
  /** The expectation. */
  readonly value: number;
  readonly standardError: number;
  readonly samples: number;
  /** By the derivative of draws as functions of the parameters; undefined where draws have none. */
  readonly pathwise: GradientEstimate<P> | undefined;
  /** By the derivative of the log-density; undefined where the support depends on the parameters. */
  readonly score: GradientEstimate<P> | undefined;
  /** Why one of them is missing, in words. */
  readonly notes: readonly string[];
  private readonly findings: Findings;

  /** @internal */
  constructor(parameters: P, findings: Findings) {
    super();
    const estimate = (column: Column | undefined): GradientEstimate<P> | undefined =>
      column && {
        gradient: inForm(parameters, column.means),
        standardErrors: inForm(parameters, column.errors),
        variances: inForm(parameters, column.variances),
      };
    this.value = findings.value;
    this.standardError = findings.standardError;
    this.samples = findings.samples;
    this.pathwise = estimate(findings.pathwise);
    this.score = estimate(findings.score);
    this.notes = findings.notes;
    this.findings = findings;
  }

  /** The estimator of less variance in total, of those that there are. */
  get best(): GradientEstimate<P> {
    const { pathwise, score } = this.findings;
    const total = ({ variances }: Column): number => variances.reduce((a, b) => a + b, 0);
    const takesScore = !pathwise || (score !== undefined && total(score) < total(pathwise));
    return (takesScore ? this.score : this.pathwise) as GradientEstimate<P>;
  }

  override toString(): string {
    const { names, pathwise, score } = this.findings;
    const { means, errors } = (this.best === this.score ? score : pathwise) as Column;
    const shown = names.map((name, i) => `${name} = ${withError(means[i], errors[i])}`);
    return (shown.length > 6 ? [...shown.slice(0, 6), `... ${shown.length} in all`] : shown).join(', ');
  }

  /** Both estimates with their standard errors and the variances of one sample, a row for each parameter. */
  summary(): string {
    const { names, pathwise, score, value, standardError, samples, notes } = this.findings;
    const columns = [
      { title: 'pathwise', column: pathwise },
      { title: 'score function', column: score },
    ].filter((each): each is { title: string; column: Column } => each.column !== undefined);
    const header = ['', ...columns.flatMap(({ title }) => [title, 'variance'])];
    const rows = names.map((name, i) => [
      name,
      ...columns.flatMap(({ column }) => [
        withError(column.means[i], column.errors[i]),
        round(column.variances[i], 3),
      ]),
    ]);
    if (pathwise && score) {
      header.push('ratio');
      for (const [i, row] of rows.entries()) row.push(ratioOf(score.variances[i], pathwise.variances[i]));
    }
    return [
      `Gradient of E[f] = ${withError(value, standardError)}, ${samples} samples`,
      table([header, ...rows]),
      ...notes,
    ].join('\n');
  }

  toJSON(): ExpectationGradientState {
    return {
      type: 'stokast-expectation-gradient',
      version: 1,
      value: this.value,
      standardError: this.standardError,
      samples: this.samples,
      pathwise: (this.pathwise as GradientEstimate | undefined) ?? null,
      score: (this.score as GradientEstimate | undefined) ?? null,
      notes: this.notes,
    };
  }
}
