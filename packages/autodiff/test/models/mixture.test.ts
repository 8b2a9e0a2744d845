// A mixture of normal distributions, of which each observation has one: summed over by `logSumExp`.
import { test } from 'vitest';
import { compile, expandAxes, logSumExp, normalLogProb, valueAndGrad } from '../../src/index.ts';
import { checkModel, logSum, normal, numbers } from './check.ts';

const [N, K] = [50, 3];

const program = compile(
  valueAndGrad((p, y) => {
    const each = normalLogProb(expandAxes(y, 1), p.mu, p.logSigma.exp());
    return logSumExp(each.add(p.weights.logSoftmax()), 1).sum();
  }),
  [{ mu: [K], logSigma: [K], weights: [K] }, [N]],
);

test('a mixture of three', () => {
  const p = { mu: [-2, 0, 1.5], logSigma: [-0.5, 0.1, 0.3], weights: [0.2, -0.4, 1] };
  const y = numbers(N, 6).map((x, i) => x + [-2, 0, 2][i % 3]);
  const expected = y
    .map((x) =>
      logSum(p.mu.map((mu, k) => normal(x, mu, Math.exp(p.logSigma[k])) + p.weights[k] - logSum(p.weights))),
    )
    .reduce((a, b) => a + b);
  checkModel(program, expected, p, y);
  // An observation so far away that every density is 0.
  checkModel(
    program,
    logSum(p.mu.map((mu, k) => normal(1e4, mu, Math.exp(p.logSigma[k])) + p.weights[k] - logSum(p.weights))) *
      N,
    p,
    numbers(N, 6).map(() => 1e4),
  );
});
