// The twelve models of data/posteriors.json, as one would write them: parameters with constraints, and a log density
// over tensors, constants included.
import { readFileSync } from 'node:fs';
import {
  add,
  bernoulliLogitLogProb,
  type Constraint,
  cholesky,
  concat,
  div,
  exp,
  interval,
  log,
  logDeterminant,
  logSumExp,
  matmul,
  mul,
  normalLogProb,
  type Operand,
  oneHot,
  ordered,
  type ParameterSpace,
  parameterSpace,
  positive,
  quadraticForm,
  reshape,
  type Shape,
  scan,
  sqrt,
  square,
  stack,
  sub,
  sum,
  type Tensor,
} from '../../src/index.ts';

/** A parameter as it is declared, and a log density of all of them. */
export interface Model {
  readonly space: ParameterSpace;
  density(parameters: Readonly<Record<string, Tensor>>): Tensor;
  /** log of the constants that Stan's values leave out; undefined where only differences are compared. */
  readonly dropped?: number;
}

type Column = readonly number[];
const read = <Columns extends string, Sizes extends string = 'N'>(
  name: string,
): Readonly<Record<Columns, Column> & Record<Sizes, number>> =>
  JSON.parse(readFileSync(new URL(`./data/${name}.json`, import.meta.url), 'utf8'));

const column = (values: readonly number[]): Tensor => reshape(values, [values.length]);
/** Rows of a matrix from its columns; numbers stand for columns of that number. */
function design(n: number, ...columns: readonly (readonly number[] | number)[]): Tensor {
  return stack(
    columns.map((each) => (typeof each === 'number' ? column(new Array(n).fill(each)) : column(each))),
    1,
  );
}

const LOG_TAU = 1.8378770664093453;
const LOG_PI = 1.1447298858494002;
const halfCauchy = (x: Operand, scale: number): Tensor =>
  sub(-LOG_PI, add(log(scale), log(add(1, square(div(x, scale))))));
const normal = (x: Operand, mu: Operand, sigma: Operand): Tensor => sum(normalLogProb(x, mu, sigma));

function model<const S extends Readonly<Record<string, Shape>>>(
  shapes: S,
  constraints: { readonly [K in keyof S]?: Constraint<never, never> },
  density: (parameters: { readonly [K in keyof S]: Tensor }) => Tensor,
): Model {
  return { space: parameterSpace(shapes, constraints as never), density: density as never };
}

/** y ~ Normal(X beta, sigma), with flat priors for beta and what `prior` says of sigma. */
function regression(x: Tensor, y: Operand, prior: (sigma: Tensor) => Operand): Model {
  return model({ beta: [x.shape[1]], sigma: [] }, { sigma: positive }, ({ beta, sigma }) =>
    add(prior(sigma), normal(y, matmul(x, beta), sigma)),
  );
}

const flat = (): number => 0;

export const models: Readonly<Record<string, () => Model>> = {
  'arK-arK'() {
    const { K, T, y } = read<'y', 'K' | 'T'>('arK');
    const lags = design(T - K, ...Array.from({ length: K }, (_, k) => y.slice(K - 1 - k, T - 1 - k)));
    return model({ alpha: [], beta: [K], sigma: [] }, { sigma: positive }, ({ alpha, beta, sigma }) => {
      const prior = add(add(normal(alpha, 0, 10), normal(beta, 0, 10)), halfCauchy(sigma, 2.5));
      return add(prior, normal(y.slice(K), add(alpha, matmul(lags, beta)), sigma));
    });
  },

  'earnings-logearn_height_male'() {
    const { N, earn, height, male } = read<'earn' | 'height' | 'male'>('earnings');
    return regression(design(N, 1, height, male), log(earn), flat);
  },

  'eight_schools-eight_schools_noncentered'() {
    const { J, y, sigma } = read<'y' | 'sigma', 'J'>('eight_schools');
    return model({ theta: [J], mu: [], tau: [] }, { tau: positive }, ({ theta, mu, tau }) => {
      const prior = add(add(normal(theta, 0, 1), normal(mu, 0, 5)), halfCauchy(tau, 5));
      return add(prior, normal(y, add(mul(theta, tau), mu), sigma));
    });
  },

  'garch-garch11'() {
    const { y, sigma1 } = read<'y', 'sigma1'>('garch');
    return model(
      { mu: [], alpha0: [], alpha1: [], beta1: [] },
      {
        alpha0: positive,
        alpha1: interval(0, 1),
        beta1: interval(0, ({ alpha1 }: { alpha1: Tensor }) => sub(1, alpha1)),
      },
      ({ mu, alpha0, alpha1, beta1 }) => {
        const shocks = add(alpha0, mul(alpha1, square(sub(y.slice(0, -1), mu))));
        const first = square(sigma1);
        const [, later] = scan(
          (before, shock) => {
            const variance = add(shock, mul(beta1, before));
            return [variance, variance];
          },
          first,
          shocks,
        );
        const variances = concat([reshape(first, [1]), later], 0);
        return normal(y, mu, sqrt(variances));
      },
    );
  },

  'gp_pois_regr-gp_regr'() {
    const { N, x, y } = read<'x' | 'y'>('gp_pois_regr');
    const at = column(x);
    const distances = square(sub(reshape(at, [N, 1]), at));
    const identity = oneHot(
      Array.from({ length: N }, (_, i) => i),
      N,
    );
    return model(
      { rho: [], alpha: [], sigma: [] },
      { rho: positive, alpha: positive, sigma: positive },
      ({ rho, alpha, sigma }) => {
        const kernel = mul(square(alpha), exp(div(distances, mul(-2, square(rho)))));
        const factor = cholesky(add(kernel, mul(sigma, identity)));
        // Gamma(25, rate 4) without its constant; half normals.
        const prior = add(sub(mul(24, log(rho)), mul(4, rho)), add(normal(alpha, 0, 2), normal(sigma, 0, 1)));
        return add(prior, mul(-0.5, add(add(quadraticForm(factor, y), logDeterminant(factor)), N * LOG_TAU)));
      },
    );
  },

  'kidiq-kidscore_interaction'() {
    const { N, kid_score, mom_hs, mom_iq } = read<'kid_score' | 'mom_hs' | 'mom_iq'>('kidiq');
    const both = mom_hs.map((each, i) => each * mom_iq[i]);
    return regression(design(N, 1, mom_hs, mom_iq, both), kid_score, (sigma) => halfCauchy(sigma, 2.5));
  },

  'kidiq-kidscore_momiq'() {
    const { N, kid_score, mom_iq } = read<'kid_score' | 'mom_iq'>('kidiq');
    return regression(design(N, 1, mom_iq), kid_score, (sigma) => halfCauchy(sigma, 2.5));
  },

  'low_dim_gauss_mix-low_dim_gauss_mix'() {
    const { y } = read<'y'>('low_dim_gauss_mix');
    return model(
      { mu: [2], sigma: [2], theta: [] },
      { mu: ordered, sigma: positive, theta: interval(0, 1) },
      ({ mu, sigma, theta }) => {
        const prior = add(
          add(normal(sigma, 0, 2), normal(mu, 0, 2)),
          mul(4, add(log(theta), log(sub(1, theta)))),
        );
        const weights = stack([log(theta), log(sub(1, theta))], 0);
        const terms = add(weights, normalLogProb(reshape(y, [y.length, 1]), mu, sigma));
        return add(prior, sum(logSumExp(terms, 1)));
      },
    );
  },

  'mesquite-logmesquite_logvash'() {
    const { N, canopy_height, diam1, diam2, group, total_height, weight } = read<
      'canopy_height' | 'diam1' | 'diam2' | 'group' | 'total_height' | 'weight'
    >('mesquite');
    const area = mul(diam1, diam2);
    const volume = mul(area, canopy_height);
    const columns = [log(volume), log(area), log(div(diam1, diam2)), log(total_height), column(group)];
    return regression(stack([column(new Array(N).fill(1)), ...columns], 1), log(weight), flat);
  },

  'nes2000-nes'() {
    const { N, age_discrete, educ1, gender, income, partyid7, race_adj, real_ideo } = read<
      'age_discrete' | 'educ1' | 'gender' | 'income' | 'partyid7' | 'race_adj' | 'real_ideo'
    >('nes2000');
    const ages = [2, 3, 4].map((age) => age_discrete.map((each) => (each === age ? 1 : 0)));
    return regression(design(N, 1, real_ideo, race_adj, ...ages, educ1, gender, income), partyid7, flat);
  },

  'sblri-blr'() {
    const { N, D, X, y } = read<'X' | 'y', 'N' | 'D'>('sblri');
    const x = reshape((X as readonly unknown[]).flat() as number[], [N, D]);
    return model({ beta: [D], sigma: [] }, { sigma: positive }, ({ beta, sigma }) =>
      add(add(normal(beta, 0, 10), normal(sigma, 0, 10)), normal(y, matmul(x, beta), sigma)),
    );
  },

  'wells_data-wells_dist'() {
    const { N, dist, switched } = read<'dist' | 'switched'>('wells_data');
    const x = design(N, 1, dist);
    return model({ beta: [2] }, {}, ({ beta }) => sum(bernoulliLogitLogProb(switched, matmul(x, beta))));
  },
};
