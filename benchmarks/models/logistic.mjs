// Logistic regression: value and gradient of the log density in the intercept and K coefficients.
import { bernoulliLogitLogProb, normalLogProb, reshape } from '@stokast/autodiff';
import { Bernoulli, Normal, stream } from '@stokast/sampling';

/** Standard normal predictors, row by row, and outcomes that depend on them. */
function data(n, k) {
  const s = stream(['logistic', n, k]);
  const x = Normal(0, 1).sample(s, n * k);
  const truth = Normal(0, 0.5).sample(s, k);
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let eta = 0.3;
    for (let j = 0; j < k; j++) eta += x[i * k + j] * truth[j];
    y[i] = Bernoulli(1 / (1 + Math.exp(-eta))).sample(s);
  }
  return { x, y };
}

/** The two loops that a hand writes: for three predictors, and for any number of them. */
const loops = {
  3: (x, y, n) => (q, g) => {
    const [alpha, b0, b1, b2] = q;
    let [value, g0, g1, g2, g3] = [0, 0, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      const at = 3 * i;
      const sign = 2 * y[i] - 1;
      const u = sign * (alpha + x[at] * b0 + x[at + 1] * b1 + x[at + 2] * b2);
      const e = Math.exp(-Math.abs(u));
      value += Math.min(u, 0) - Math.log1p(e);
      const slope = (sign * (u >= 0 ? e : 1)) / (1 + e);
      g0 += slope;
      g1 += slope * x[at];
      g2 += slope * x[at + 1];
      g3 += slope * x[at + 2];
    }
    g.set([g0, g1, g2, g3]);
    return value;
  },
  any: (x, y, n) => (q, g) => {
    const k = q.length - 1;
    g.fill(0);
    let value = 0;
    for (let i = 0; i < n; i++) {
      let eta = q[0];
      for (let j = 0; j < k; j++) eta += x[i * k + j] * q[1 + j];
      const sign = 2 * y[i] - 1;
      const u = sign * eta;
      const e = Math.exp(-Math.abs(u));
      value += Math.min(u, 0) - Math.log1p(e);
      const slope = (sign * (u >= 0 ? e : 1)) / (1 + e);
      g[0] += slope;
      for (let j = 0; j < k; j++) g[1 + j] += slope * x[i * k + j];
    }
    return value;
  },
};

/** alpha and beta ~ Normal(0, 2.5), y ~ Bernoulli with logit alpha + X beta: as one writes it. */
export function logistic(n, k) {
  const { x, y } = data(n, k);
  const at = { alpha: 0.1, beta: Float64Array.from({ length: k }, (_, j) => 0.2 - 0.03 * j) };
  const density = ({ alpha, beta }) => {
    const X = reshape(x, [n, k]);
    return bernoulliLogitLogProb(y, X.matmul(beta).add(alpha))
      .sum()
      .add(normalLogProb(alpha, 0, 2.5))
      .add(normalLogProb(beta, 0, 2.5).sum());
  };
  const constant = -(k + 1) * (Math.log(2.5) + 0.5 * Math.log(2 * Math.PI));
  const plain = () => {
    const likelihood = (loops[k] ?? loops.any)(x, y, n);
    return (q, g) => {
      let value = constant + likelihood(q, g);
      for (let j = 0; j <= k; j++) {
        const z = q[j] / 2.5;
        value -= 0.5 * z * z;
        g[j] -= z / 2.5;
      }
      return value;
    };
  };
  return { density, at, plain };
}

/** Value and gradient of the likelihood in NumPy. */
export const numpyRow = (n, k) => ({
  name: 'NumPy expressions',
  runtime: 'numpy',
  setup: [
    'import os',
    "os.environ['OPENBLAS_NUM_THREADS'] = '1'",
    'import numpy as np',
    'g = np.random.default_rng(1)',
    `x = g.standard_normal((${n}, ${k}))`,
    `beta = 0.2 - 0.03 * np.arange(${k})`,
    'alpha = 0.1',
    `sign = np.where(g.random(${n}) < 1 / (1 + np.exp(-x @ beta)), 1.0, -1.0)`,
  ].join('\n'),
  statement: [
    'u = sign * (x @ beta + alpha)',
    'e = np.exp(-np.abs(u))',
    'value = (np.minimum(u, 0) - np.log1p(e)).sum()',
    'slope = sign * np.where(u >= 0, e, 1) / (1 + e)',
    'gradient = slope.sum(), slope @ x',
  ].join('\n'),
});
