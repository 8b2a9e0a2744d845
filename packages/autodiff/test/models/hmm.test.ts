// A hidden Markov model: the forward recursion of Baum, in logarithms, by `scan`.
import { test } from 'vitest';
import { compile, expandAxes, logSumExp, normalLogProb, scan, valueAndGrad } from '../../src/index.ts';
import { checkModel, logSum, normal, numbers } from './check.ts';

const [T, K] = [30, 3];

const program = compile(
  valueAndGrad((p, y) => {
    const logA = p.transition.logSoftmax(1);
    const emission = normalLogProb(expandAxes(y, 1), p.mu, p.logSigma.exp());
    const first = p.initial.logSoftmax().add(emission.slice(0));
    const step = (alpha: typeof first, e: typeof first) =>
      [logSumExp(expandAxes(alpha, 1).add(logA), 0).add(e), []] as const;
    const [last] = scan(step, first, emission.slice([1]));
    return last.logSumExp();
  }),
  [{ transition: [K, K], initial: [K], mu: [K], logSigma: [K] }, [T]],
);

test('a hidden Markov model', () => {
  const p = {
    transition: numbers(9, 2),
    initial: numbers(3, 3),
    mu: [-1, 0.2, 1.5],
    logSigma: numbers(3, 4),
  };
  const y = numbers(T, 8).map((x) => 2 * x);
  const logA = [0, 1, 2].map((i) => {
    const row = p.transition.slice(3 * i, 3 * i + 3);
    return row.map((x) => x - logSum(row));
  });
  const emission = (t: number, k: number) => normal(y[t], p.mu[k], Math.exp(p.logSigma[k]));
  let alpha = [0, 1, 2].map((k) => p.initial[k] - logSum(p.initial) + emission(0, k));
  for (let t = 1; t < T; t++)
    alpha = [0, 1, 2].map((k) => logSum(alpha.map((a, j) => a + logA[j][k])) + emission(t, k));
  checkModel(program, logSum(alpha), p, y);
});
