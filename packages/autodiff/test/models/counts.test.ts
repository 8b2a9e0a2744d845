// Regressions of counts: Poisson, negative binomial and binomial, from `lgamma` and logarithms.
import { describe, test } from 'vitest';
import {
  add,
  compile,
  lgamma as gamma,
  logSigmoid,
  softplus,
  sub,
  type Tensor,
  valueAndGrad,
} from '../../src/index.ts';
import { checkModel, lgamma, numbers } from './check.ts';

const [N, K] = [40, 3];
const x = numbers(N * K, 3);
const y = numbers(N, 4).map((each) => Math.floor(4 + 4 * each));
const trials = y.map((each, i) => each + (i % 5));
const beta = [0.5, -0.3, 0.2];
const eta = y.map((_, i) => 1 + beta.reduce((all, b, k) => all + b * x[i * K + k], 0));
const total = (f: (y: number, eta: number, i: number) => number) =>
  y.reduce((all, each, i) => all + f(each, eta[i], i), 0);
const choose = (n: number, k: number) => lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1);
const logChoose = (n: Tensor, k: Tensor) =>
  gamma(n.add(1))
    .sub(gamma(k.add(1)))
    .sub(gamma(n.sub(k).add(1)));

const shapes = [[N, K], [N]] as const;

describe('regressions of counts', () => {
  test('Poisson', () => {
    const program = compile(
      valueAndGrad((p, x, y) => {
        const eta = x.matmul(p.beta).add(p.alpha);
        return y.mul(eta).sub(eta.exp()).sub(y.add(1).lgamma()).sum();
      }),
      [{ alpha: [], beta: [K] }, ...shapes],
    );
    const expected = total((y, eta) => y * eta - Math.exp(eta) - lgamma(y + 1));
    checkModel(program, expected, { alpha: 1, beta }, x, y);
  });

  test('negative binomial', () => {
    const program = compile(
      valueAndGrad((p, x, y) => {
        const eta = x.matmul(p.beta).add(p.alpha);
        const phi = p.logPhi.exp();
        const logTotal = add(eta.exp(), phi).log();
        return y
          .add(phi)
          .lgamma()
          .sub(y.add(1).lgamma())
          .sub(phi.lgamma())
          .add(y.mul(eta.sub(logTotal)))
          .add(phi.mul(p.logPhi.sub(logTotal)))
          .sum();
      }),
      [{ alpha: [], beta: [K], logPhi: [] }, ...shapes],
    );
    const phi = Math.exp(0.7);
    const expected = total((y, eta) => {
      const all = Math.log(Math.exp(eta) + phi);
      return lgamma(y + phi) - lgamma(y + 1) - lgamma(phi) + y * (eta - all) + phi * (0.7 - all);
    });
    checkModel(program, expected, { alpha: 1, beta, logPhi: 0.7 }, x, y);
  });

  test('binomial', () => {
    const program = compile(
      valueAndGrad((p, x, y, n) => {
        const eta = x.matmul(p.beta).add(p.alpha);
        return logChoose(n, y)
          .add(y.mul(logSigmoid(eta)))
          .sub(sub(n, y).mul(softplus(eta)))
          .sum();
      }),
      [{ alpha: [], beta: [K] }, ...shapes, [N]],
    );
    const expected = total((y, eta, i) => {
      const log1pexp = Math.log1p(Math.exp(eta));
      return choose(trials[i], y) + y * (eta - log1pexp) - (trials[i] - y) * log1pexp;
    });
    checkModel(program, expected, { alpha: 1, beta }, x, y, trials);
  });
});
