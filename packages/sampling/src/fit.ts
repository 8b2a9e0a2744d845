// The result of a maximum-likelihood fit: a distribution and the doubt about it.
import { machine } from '@stokast/core-wasm';
import type { Data } from './data.ts';
import type { Distribution, Parameters } from './distributions/distribution.ts';
import { Printed, round, table, withError } from './format.ts';

/** A fit as JSON. */
export interface FitState {
  readonly type: 'stokast-fit';
  /** Of the format and of the algorithm. */
  readonly version: 1;
  readonly family: string;
  readonly parameters: Parameters;
  readonly standardErrors: Parameters;
  readonly logLikelihood: number;
  readonly aic: number;
  readonly bic: number;
  readonly n: number;
}

/** Rows of a summary. */
const LONGEST = 40;

/** What a family says about its fit, beside the distribution. */
interface Findings<S> {
  readonly standardErrors: S;
  /** Row-major [k, k]; made when asked for. */
  readonly information: () => Float64Array;
  /** Parameters that were free: k. */
  readonly free: number;
  readonly n: number;
}

/** One estimate: its name, its value, its standard error. */
export type Row = readonly [name: string, estimate: number, error: number];

/** What every fit by maximum likelihood has and how it prints. */
export abstract class Fitted extends Printed {
  /** Sum of log-densities at the maximum. */
  readonly logLikelihood: number;
  /** How many observations. */
  readonly n: number;
  /** Akaike's criterion 2 k - 2 logLikelihood, for k free parameters: smaller is better. */
  readonly aic: number;
  /** Schwarz's criterion k log(n) - 2 logLikelihood. */
  readonly bic: number;

  /** @internal */
  constructor(logLikelihood: number, n: number, free: number) {
    super();
    this.logLikelihood = logLikelihood;
    this.n = n;
    this.aic = 2 * free - 2 * logLikelihood;
    this.bic = free * machine().kernels.log(n) - 2 * logLikelihood;
  }

  protected abstract rows(): readonly Row[];
  /** What was fitted, as the summary begins. */
  protected abstract get title(): string;

  override toString(): string {
    const rows = this.rows().map(([name, estimate, error]) => `${name} = ${withError(estimate, error)}`);
    return (rows.length > 6 ? [...rows.slice(0, 6), `... ${rows.length} in all`] : rows).join(', ');
  }

  /** Estimates and standard errors as a table, then log-likelihood, AIC and BIC. */
  summary(): string {
    const rows = this.rows().map(([name, estimate, error]) => [name, round(estimate, 6), round(error, 3)]);
    const { n, logLikelihood, aic, bic } = this;
    const shown =
      rows.length > LONGEST ? [...rows.slice(0, LONGEST), [`... ${rows.length} in all`, '', '']] : rows;
    return [
      `${this.title}, n = ${n}`,
      table([['', 'estimate', 'standard error'], ...shown]),
      `log-likelihood ${round(logLikelihood, 8)}, AIC ${round(aic, 8)}, BIC ${round(bic, 8)}`,
    ].join('\n');
  }
}

/**
 * A maximum-likelihood fit, as made by `Normal.fit` and the like. Prints as `Normal(mu = 170.1(2.3), sigma = ...)`;
 * `summary()` is a table.
 */
export class Fit<
  D extends Distribution,
  S extends Parameters = Readonly<Record<keyof D['parameters'], number>>,
> extends Fitted {
  readonly distribution: D;
  /** The standard deviation that each estimate would have over many such data sets, in the parameter's unit. */
  readonly standardErrors: S;
  private readonly curvature: () => Float64Array;

  /** @internal */
  constructor(distribution: D, data: Data, findings: Findings<S>) {
    const { standardErrors, information, free, n } = findings;
    super(distribution.logLikelihood(data), n, free);
    this.distribution = distribution;
    this.standardErrors = standardErrors;
    this.curvature = information;
  }

  /** The estimates. */
  get parameters(): D['parameters'] {
    return this.distribution.parameters;
  }

  /**
   * Observed information: the negated second derivatives of the log-likelihood in the free parameters at the maximum,
   * row-major [k, k] (of a categorical, all probabilities but the last). A new array at each call.
   */
  get information(): Float64Array {
    return this.curvature();
  }

  protected rows(): Row[] {
    const errors = this.standardErrors as Parameters;
    return Object.entries(this.parameters as Parameters).flatMap(([name, estimate]) =>
      typeof estimate === 'number'
        ? [[name, estimate, errors[name] as number] as Row]
        : estimate.map((each, i): Row => [`${name}[${i}]`, each, (errors[name] as readonly number[])[i]]),
    );
  }

  protected get title(): string {
    return `${this.distribution.name}, maximum likelihood`;
  }

  override toString(): string {
    return `${this.distribution.name}(${super.toString()})`;
  }

  toJSON(): FitState {
    return {
      type: 'stokast-fit',
      version: 1,
      family: this.distribution.name,
      parameters: this.parameters as Parameters,
      standardErrors: this.standardErrors as Parameters,
      logLikelihood: this.logLikelihood,
      aic: this.aic,
      bic: this.bic,
      n: this.n,
    };
  }
}
