// Models beyond the twelve, as one would write them over tensors, each beside its log density in plain JavaScript.
import {
  add,
  type Constraint,
  concat,
  div,
  exp,
  expandAxes,
  gather,
  interval,
  lgamma,
  log,
  log1p,
  logSigmoid,
  logSoftmax,
  logSumExp,
  matmul,
  mul,
  neg,
  normalLogProb,
  ordered,
  positive,
  reshape,
  type Shape,
  scan,
  simplex,
  softplus,
  sqrt,
  square,
  stack,
  sub,
  sum,
  type Tensor,
} from '../../src/index.ts';

type Values = Readonly<Record<string, number & readonly number[]>>;

export interface Other {
  readonly shapes: Readonly<Record<string, Shape>>;
  readonly constraints: Readonly<Record<string, Constraint<never, never>>>;
  readonly density: (parameters: Readonly<Record<string, Tensor>>) => Tensor;
  /** The same of the parameters' values: numbers, or vectors and matrices row by row. */
  readonly plain: (values: Values) => number;
}

/** Numbers in (0, 1) that look random: the fractions of multiples of the golden ratio's square. */
const uniforms = (n: number, seed: number): number[] =>
  Array.from({ length: n }, (_, i) => ((i + 1) * 0.6180339887498949 + seed * 0.7548776662466927) % 1);
const counts = (n: number, most: number, seed: number): number[] =>
  uniforms(n, seed).map((u) => Math.floor(u * u * (most + 1)));
const total = (terms: readonly number[]): number => terms.reduce((a, b) => a + b, 0);

const normal = (x: number, mu: number, sigma: number): number =>
  -0.5 * ((x - mu) / sigma) ** 2 - Math.log(sigma) - 0.5 * Math.log(2 * Math.PI);
const logSumExpOf = (x: readonly number[]): number => {
  const largest = Math.max(...x);
  return largest + Math.log(total(x.map((each) => Math.exp(each - largest))));
};
/** log of n!, by its sum. */
const logFactorial = (n: number): number => total(Array.from({ length: n }, (_, i) => Math.log(i + 1)));
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

const N = 60;
const xs = uniforms(N, 1).map((u) => 2 * u - 1);
const zs = uniforms(N, 2).map((u) => 3 * u - 1);
const design = (): Tensor =>
  stack([reshape(new Array(N).fill(1), [N]), reshape(xs, [N]), reshape(zs, [N])], 1);
const predict = ({ beta }: Values, i: number): number => beta[0] + beta[1] * xs[i] + beta[2] * zs[i];

const events = counts(N, 6, 3);
const poisson: Other = {
  shapes: { beta: [3] },
  constraints: {},
  density({ beta }) {
    const eta = matmul(design(), beta);
    return sum(sub(sub(mul(events, eta), exp(eta)), lgamma(add(events, 1))));
  },
  plain: (values) =>
    total(
      events.map((y, i) => {
        const eta = predict(values, i);
        return y * eta - Math.exp(eta) - logFactorial(y);
      }),
    ),
};

const trials = counts(N, 9, 4).map((each) => each + 1);
const wins = uniforms(N, 5).map((u, i) => Math.floor(u * (trials[i] + 1)));
const binomial: Other = {
  shapes: { beta: [3] },
  constraints: {},
  density({ beta }) {
    const eta = matmul(design(), beta);
    const choose = sub(lgamma(add(trials, 1)), add(lgamma(add(wins, 1)), lgamma(add(sub(trials, wins), 1))));
    return sum(add(choose, sub(mul(wins, eta), mul(trials, softplus(eta)))));
  },
  plain: (values) =>
    total(
      wins.map((y, i) => {
        const p = sigmoid(predict(values, i));
        const choose = logFactorial(trials[i]) - logFactorial(y) - logFactorial(trials[i] - y);
        return choose + y * Math.log(p) + (trials[i] - y) * Math.log(1 - p);
      }),
    ),
};

const negativeBinomial: Other = {
  shapes: { beta: [3], phi: [] },
  constraints: { phi: positive },
  density({ beta, phi }) {
    const eta = matmul(design(), beta);
    const choose = sub(lgamma(add(events, phi)), add(lgamma(phi), lgamma(add(events, 1))));
    const failures = mul(phi, neg(log1p(div(exp(eta), phi))));
    return sum(add(add(choose, failures), mul(events, sub(eta, log(add(exp(eta), phi))))));
  },
  plain(values) {
    const { phi } = values;
    return total(
      events.map((y, i) => {
        const mu = Math.exp(predict(values, i));
        // Gamma(y + phi) / Gamma(phi) is a product of y factors.
        const rising = total(Array.from({ length: y }, (_, k) => Math.log(phi + k)));
        return rising - logFactorial(y) + phi * Math.log(phi / (mu + phi)) + y * Math.log(mu / (mu + phi));
      }),
    );
  },
};

const persons = 12;
const items = 5;
const answers = uniforms(persons * items, 6).map((u) => (u < 0.6 ? 1 : 0));
const person = answers.map((_, i) => Math.floor(i / items));
const item = answers.map((_, i) => i % items);
const itemResponse: Other = {
  shapes: { ability: [persons], difficulty: [items], discrimination: [items] },
  constraints: { discrimination: positive },
  density({ ability, difficulty, discrimination }) {
    const logit = mul(gather(discrimination, item), sub(gather(ability, person), gather(difficulty, item)));
    const signs = answers.map((each) => 2 * each - 1);
    const prior = add(sum(normalLogProb(ability, 0, 1)), sum(normalLogProb(log(discrimination), 0, 0.5)));
    return add(prior, sum(logSigmoid(mul(signs, logit))));
  },
  plain({ ability, difficulty, discrimination }) {
    const prior =
      total(ability.map((each) => normal(each, 0, 1))) +
      total(discrimination.map((each) => normal(Math.log(each), 0, 0.5)));
    const terms = answers.map((y, i) => {
      const p = sigmoid(discrimination[item[i]] * (ability[person[i]] - difficulty[item[i]]));
      return Math.log(y === 1 ? p : 1 - p);
    });
    return prior + total(terms);
  },
};

const series = uniforms(80, 7).map((u, t) => Math.sin(t / 5) + 2 * (u - 0.5));
const arma: Other = {
  shapes: { mu: [], phi: [], theta: [], sigma: [] },
  constraints: { phi: interval(-1, 1), theta: interval(-1, 1), sigma: positive },
  density({ mu, phi, theta, sigma }) {
    const first = sub(series[0], mul(mu, add(1, phi)));
    // error[t] = y[t] - mu - phi y[t - 1] - theta error[t - 1]
    const drift = sub(series.slice(1), add(mu, mul(phi, series.slice(0, -1))));
    const [, later] = scan(
      (error, step) => {
        const next = sub(step, mul(theta, error));
        return [next, next];
      },
      first,
      drift,
    );
    return sum(normalLogProb(concat([reshape(first, [1]), later], 0), 0, sigma));
  },
  plain({ mu, phi, theta, sigma }) {
    let error = series[0] - mu * (1 + phi);
    let sum = normal(error, 0, sigma);
    for (let t = 1; t < series.length; t++) {
      error = series[t] - mu - phi * series[t - 1] - theta * error;
      sum += normal(error, 0, sigma);
    }
    return sum;
  },
};

const states = 3;
const hiddenMarkov: Other = {
  shapes: { rows: [states, states], means: [states], initial: [states], sigma: [] },
  constraints: { means: ordered, initial: simplex, sigma: positive },
  density({ rows, means, initial, sigma }) {
    const emissions = normalLogProb(reshape(series, [series.length, 1]), means, sigma);
    const steps = logSoftmax(rows, 1);
    const start = add(log(initial), gather(emissions, 0));
    const [last] = scan(
      (alpha, emission) => {
        const next = add(logSumExp(add(expandAxes(alpha, 1), steps), 0), emission);
        return [next, next];
      },
      start,
      gather(
        emissions,
        Array.from({ length: series.length - 1 }, (_, t) => t + 1),
      ),
    );
    return logSumExp(last);
  },
  plain({ rows, means, initial, sigma }) {
    const to = (i: number, j: number): number =>
      rows[i * states + j] - logSumExpOf(rows.slice(i * states, (i + 1) * states));
    let alpha = Array.from(initial, (p, j) => Math.log(p) + normal(series[0], means[j], sigma));
    for (let t = 1; t < series.length; t++) {
      alpha = alpha.map(
        (_, j) => logSumExpOf(alpha.map((each, i) => each + to(i, j))) + normal(series[t], means[j], sigma),
      );
    }
    return logSumExpOf(alpha);
  },
};

const returns = uniforms(70, 8).map((u, t) => (u - 0.5) * (1 + Math.abs(Math.sin(t / 9))));
const garch: Other = {
  shapes: { omega: [], alpha: [], beta: [] },
  constraints: {
    omega: positive,
    alpha: interval(0, 1),
    beta: interval(0, ({ alpha }: { alpha: Tensor }) => sub(1, alpha)),
  },
  density({ omega, alpha, beta }) {
    // Asymmetric: falls count twice, so that no recurrence of a fixed form does.
    const [, variances] = scan(
      (variance, y) => {
        const shock = mul(square(y), add(1, div(1, add(1, exp(mul(50, y))))));
        const next = add(omega, add(mul(alpha, shock), mul(beta, variance)));
        return [next, variance];
      },
      div(omega, sub(1, mul(0.5, add(alpha, beta)))),
      reshape(returns, [returns.length]),
    );
    return sum(normalLogProb(returns, 0, sqrt(variances)));
  },
  plain({ omega, alpha, beta }) {
    let variance = omega / (1 - 0.5 * (alpha + beta));
    let sum = 0;
    for (const y of returns) {
      sum += normal(y, 0, Math.sqrt(variance));
      variance = omega + alpha * y * y * (1 + 1 / (1 + Math.exp(50 * y))) + beta * variance;
    }
    return sum;
  },
};

const mixture: Other = {
  shapes: { weights: [3], means: [3], scales: [3] },
  constraints: { weights: simplex, means: ordered, scales: positive },
  density: ({ weights, means, scales }) =>
    sum(logSumExp(add(log(weights), normalLogProb(reshape(series, [series.length, 1]), means, scales)), 1)),
  plain: ({ weights, means, scales }) =>
    total(
      series.map((y) =>
        logSumExpOf(Array.from(weights, (w, k) => Math.log(w) + normal(y, means[k], scales[k]))),
      ),
    ),
};

const groups = 6;
const group = Array.from({ length: N }, (_, i) => (i * 7) % groups);
const hierarchical: Other = {
  shapes: { mu: [], tau: [], raw: [groups], slope: [], sigma: [] },
  constraints: { tau: positive, sigma: positive },
  density({ mu, tau, raw, slope, sigma }) {
    const intercepts = add(mu, mul(tau, raw));
    const fitted = add(gather(intercepts, group), mul(slope, xs));
    return add(
      add(sum(normalLogProb(raw, 0, 1)), normalLogProb(mu, 0, 5)),
      sum(normalLogProb(zs, fitted, sigma)),
    );
  },
  plain: ({ mu, tau, raw, slope, sigma }) =>
    total(raw.map((each) => normal(each, 0, 1))) +
    normal(mu, 0, 5) +
    total(zs.map((y, i) => normal(y, mu + tau * raw[group[i]] + slope * xs[i], sigma))),
};

export const others: Readonly<Record<string, Other>> = {
  'Poisson regression': poisson,
  'binomial regression': binomial,
  'negative binomial regression': negativeBinomial,
  'item response': itemResponse,
  'ARMA(1, 1)': arma,
  'hidden Markov model, forward': hiddenMarkov,
  'asymmetric GARCH': garch,
  'mixture of three': mixture,
  'hierarchical regression': hierarchical,
};
