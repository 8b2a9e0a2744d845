// Stochastic volatility, non-centred (Kim, Shephard and Chib 1998), by `scan`; GARCH(1, 1) and AR(5).
import { test } from 'vitest';
import { compile, normalLogProb, scan, slice, stack, valueAndGrad } from '../../src/index.ts';
import { checkModel, normal, numbers } from './check.ts';

const T = 50;
const y = numbers(T, 9);

test('stochastic volatility', () => {
  const program = compile(
    valueAndGrad((p, y) => {
      const phi = p.phi.tanh();
      const sigma = p.logSigma.exp();
      const first = p.mu.add(sigma.mul(p.z.slice(0)).div(phi.square().neg().add(1).sqrt()));
      const [, later] = scan(
        (h, z) => {
          const next = p.mu.add(phi.mul(h.sub(p.mu))).add(sigma.mul(z));
          return [next, next];
        },
        first,
        p.z.slice([1]),
      );
      return normalLogProb(y.slice([1]), 0, later.div(2).exp())
        .sum()
        .add(normalLogProb(y.slice(0), 0, first.div(2).exp()))
        .add(normalLogProb(p.z, 0, 1).sum());
    }),
    [{ mu: [], phi: [], logSigma: [], z: [T] }, [T]],
  );
  const p = { mu: -1, phi: 1.2, logSigma: -1.5, z: numbers(T, 10) };
  const [phi, sigma] = [Math.tanh(p.phi), Math.exp(p.logSigma)];
  let h = p.mu + (sigma * p.z[0]) / Math.sqrt(1 - phi * phi);
  let expected = 0;
  for (let t = 0; t < T; t++) {
    if (t > 0) h = p.mu + phi * (h - p.mu) + sigma * p.z[t];
    expected += normal(y[t], 0, Math.exp(h / 2)) + normal(p.z[t], 0, 1);
  }
  checkModel(program, expected, p, y);
});

test('GARCH(1, 1)', () => {
  const program = compile(
    valueAndGrad((p, y) => {
      const [omega, alpha, beta] = [p.omega.exp(), p.alpha.sigmoid(), p.beta.sigmoid()];
      const residual = y.sub(p.mu);
      const [, variance] = scan(
        (v, e) => [omega.add(alpha.mul(e.square())).add(beta.mul(v)), v],
        p.start.exp(),
        residual,
      );
      return normalLogProb(residual, 0, variance.sqrt()).sum();
    }),
    [{ mu: [], omega: [], alpha: [], beta: [], start: [] }, [T]],
  );
  const p = { mu: 0.1, omega: -2, alpha: -1, beta: 0.5, start: -1 };
  const logistic = (x: number) => 1 / (1 + Math.exp(-x));
  let v = Math.exp(p.start);
  let expected = 0;
  for (const each of y) {
    const e = each - p.mu;
    expected += normal(e, 0, Math.sqrt(v));
    v = Math.exp(p.omega) + logistic(p.alpha) * e * e + logistic(p.beta) * v;
  }
  checkModel(program, expected, p, y);
});

test('AR(5)', () => {
  const program = compile(
    valueAndGrad((p, y) => {
      const lags = stack(
        [0, 1, 2, 3, 4].map((k) => slice(y, [4 - k, T - 1 - k])),
        1,
      );
      const mean = lags.matmul(p.beta).add(p.alpha);
      return normalLogProb(y.slice([5]), mean, p.logSigma.exp()).sum();
    }),
    [{ alpha: [], beta: [5], logSigma: [] }, [T]],
  );
  const p = { alpha: 0.1, beta: numbers(5, 4), logSigma: -0.4 };
  let expected = 0;
  for (let t = 5; t < T; t++) {
    const mean = p.alpha + p.beta.reduce((all, b, k) => all + b * y[t - 1 - k], 0);
    expected += normal(y[t], mean, Math.exp(p.logSigma));
  }
  checkModel(program, expected, p, y);
});
