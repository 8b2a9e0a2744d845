// A hidden Markov model: the forward recursion of Baum, in logarithms, by `scan`.
import { test } from 'vitest';
import {
  add,
  compile,
  expandAxes,
  hessian,
  logSumExp,
  normalLogProb,
  scan,
  stack,
  type Tensor,
  valueAndGrad,
} from '../../src/index.ts';
import { numbersOf, runBoth } from '../check.ts';
import { checkModel, differences, expectNear, logSum, normal, numbers } from './check.ts';

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

test('from left to right: second derivatives where most ways are impossible', () => {
  const logDensity = (p: { readonly stay: Tensor; readonly mu: Tensor }, y: Tensor) => {
    const none = Number.NEGATIVE_INFINITY;
    const [stay, go] = [p.stay.logSigmoid(), p.stay.neg().logSigmoid()];
    const ways = [stay.slice(0), go.slice(0), none, none, stay.slice(1), go.slice(1), none, none, 0];
    const logA = stack(ways).reshape([3, 3]);
    const emission = normalLogProb(expandAxes(y, 1), p.mu, 1);
    const first = add([0, none, none], emission.slice(0));
    const [last] = scan(
      (alpha, e) => [logSumExp(expandAxes(alpha, 1).add(logA), 0).add(e), []],
      first,
      emission.slice([1]),
    );
    return last.logSumExp();
  };
  const specs = [{ stay: [2], mu: [3] }, [8]] as const;
  const at = { stay: [1, 0.5], mu: [0, 1, 2] };
  const y = [0, 0.1, -0.2, 1, 1.2, 0.9, 2, 2.1];
  const slopes = compile(valueAndGrad(logDensity), specs);
  const blocks = runBoth(compile(hessian(logDensity), specs), at, y);
  for (const [name, size] of [
    ['stay', 2],
    ['mu', 3],
  ] as const) {
    for (let i = 0; i < size; i++) {
      const row = differences((p) => numbersOf(slopes(p, y).gradient[name])[i], at);
      const { stay, mu } = blocks[name];
      expectNear(
        [...numbersOf(stay).slice(2 * i, 2 * i + 2), ...numbersOf(mu).slice(3 * i, 3 * i + 3)],
        row,
        1e-8,
      );
    }
  }
});
