// Whole models: log-density and gradient, as samplers and optimisers run them.
import { api, around, runTwice, units } from './api.mjs';

const n = 400;
const groups = Float64Array.from({ length: n }, (_, i) => (i * 13) % 20);
const binary = units(n, 170).map((u) => (u < 0.4 ? 1 : 0));
const normal = (x, mu, sigma) => api.normalLogProb(x, mu, sigma).sum();

/** Name -> log-density, shapes of parameters and data, values. */
const models = {
  'eight schools': {
    density: ({ mu, logTau, theta }, y) =>
      normal(y, mu.add(logTau.exp().mul(theta)), [15, 10, 16, 11, 9, 11, 10, 18])
        .add(normal(theta, 0, 1))
        .add(normal(mu, 0, 5))
        .add(logTau.neg()),
    shapes: [{ mu: [], logTau: [], theta: [8] }, [8]],
    values: [{ mu: 1, logTau: 0.5, theta: around(8, 171) }, [28, 8, -3, 7, -1, 1, 18, 12]],
  },
  'logistic regression': {
    density: (beta, x, y) => {
      const eta = api.matmul(x, beta);
      return y
        .mul(eta)
        .sub(api.softplus(eta))
        .sum()
        .add(normal(beta, 0, 2));
    },
    shapes: [[5], [n, 5], [n]],
    values: [around(5, 172), around(5 * n, 173), binary],
  },
  'groups of observations': {
    density: ({ mu, tau, alpha, beta, sigma }, x, y, at) =>
      normal(y, api.gather(alpha, at).add(beta.mul(x)), sigma).add(normal(alpha, mu, tau)),
    shapes: [{ mu: [], tau: [], alpha: [20], beta: [], sigma: [] }, [n], [n], [n]],
    values: [
      { mu: 0.2, tau: 1.5, alpha: around(20, 174), beta: -0.5, sigma: 0.8 },
      around(n, 175),
      around(n, 176),
      groups,
    ],
  },
  'ARMA(1, 1)': {
    density: ({ mu, phi, theta, sigma }, y) => {
      const step = ({ before, error }, now) => {
        const next = now.sub(mu.add(phi.mul(before)).add(theta.mul(error)));
        return [{ before: now, error: next }, next];
      };
      return normal(api.scan(step, { before: 0, error: 0 }, y)[1], 0, sigma);
    },
    shapes: [{ mu: [], phi: [], theta: [], sigma: [] }, [200]],
    values: [{ mu: 0.1, phi: 0.6, theta: -0.3, sigma: 0.9 }, around(200, 177)],
  },
  'GARCH(1, 1)': {
    density: ({ mu, a0, a1, b1 }, y) => {
      const step = (variance, r) => [a0.add(a1.mul(r.square())).add(b1.mul(variance)), variance];
      const residuals = y.sub(mu);
      return normal(residuals, 0, api.scan(step, a0, residuals)[1].sqrt());
    },
    shapes: [{ mu: [], a0: [], a1: [], b1: [] }, [200]],
    values: [{ mu: 0.1, a0: 0.5, a1: 0.2, b1: 0.6 }, around(200, 178)],
  },
  'a Gaussian process': {
    density: ({ rho, alpha, sigma }, x, y) => {
      const distance = x.reshape([20, 1]).sub(x).square();
      const covariance = distance.mul(-0.5).div(rho.square()).exp().mul(alpha.square());
      const l = api.cholesky(
        covariance.add(
          api
            .oneHot(
              Array.from({ length: 20 }, (_, i) => i),
              20,
            )
            .mul(sigma.square()),
        ),
      );
      return api.quadraticForm(l, y).add(api.logDeterminant(l)).mul(-0.5);
    },
    shapes: [{ rho: [], alpha: [], sigma: [] }, [20], [20]],
    values: [{ rho: 1.2, alpha: 0.9, sigma: 0.3 }, around(20, 179), around(20, 180)],
  },
  'a mixture': {
    density: ({ theta, mu, sigma }, y) => {
      const parts = [0, 1].map((k) =>
        api.normalLogProb(y, mu.slice(k), sigma.slice(k)).add(api.log(k === 0 ? theta : api.sub(1, theta))),
      );
      return api.logSumExp(api.stack(parts), 0).sum();
    },
    shapes: [{ theta: [], mu: [2], sigma: [2] }, [n]],
    values: [{ theta: 0.3, mu: [-1, 2], sigma: [0.5, 1.5] }, around(n, 181)],
  },
  counts: {
    density: ({ beta, phi }, x, y) => {
      const mean = api.matmul(x, beta).exp();
      const both = mean.add(phi);
      return api
        .lgamma(y.add(phi))
        .sub(api.lgamma(phi))
        .sub(api.lgamma(y.add(1)))
        .add(y.mul(mean.div(both).log()))
        .add(phi.mul(phi.div(both).log()))
        .sum();
    },
    shapes: [{ beta: [3], phi: [] }, [n, 3], [n]],
    values: [
      { beta: [0.2, -0.3, 0.1], phi: 2 },
      around(3 * n, 182),
      units(n, 183).map((u) => Math.floor(8 * u)),
    ],
  },
};

export const cases = {};
for (const [name, { density, shapes, values }] of Object.entries(models)) {
  cases[name] = () => runTwice(api.valueAndGrad(density), shapes, ...values);
}
