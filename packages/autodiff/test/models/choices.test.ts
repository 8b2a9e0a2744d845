// Models of answers: two-parameter item response, ordered logistic regression.
import { describe, test } from 'vitest';
import {
  bernoulliLogitLogProb,
  compile,
  concat,
  gather,
  log1mexp,
  logSigmoid,
  normalLogProb,
  sub,
  valueAndGrad,
} from '../../src/index.ts';
import { checkModel, normal, numbers } from './check.ts';

const logistic = (x: number) => 1 / (1 + Math.exp(-x));

describe('models of answers', () => {
  test('two-parameter item response', () => {
    const [PERSONS, ITEMS] = [8, 5];
    const N = PERSONS * ITEMS;
    const person = Array.from({ length: N }, (_, i) => i % PERSONS);
    const item = Array.from({ length: N }, (_, i) => Math.floor(i / PERSONS));
    const program = compile(
      valueAndGrad((p, y) => {
        const logit = gather(p.logA.exp(), item).mul(gather(p.theta, person).sub(gather(p.b, item)));
        return bernoulliLogitLogProb(y, logit)
          .sum()
          .add(normalLogProb(p.theta, 0, 1).sum())
          .add(normalLogProb(p.b, 0, 2).sum())
          .add(normalLogProb(p.logA, 0, 0.5).sum());
      }),
      [{ theta: [PERSONS], logA: [ITEMS], b: [ITEMS] }, [N]],
    );
    const p = { theta: numbers(PERSONS, 2), logA: numbers(ITEMS, 3), b: numbers(ITEMS, 4) };
    const y = numbers(N, 5).map((x) => (x > 0 ? 1 : 0));
    const likelihood = y.reduce<number>((all, each, i) => {
      const q = logistic(Math.exp(p.logA[item[i]]) * (p.theta[person[i]] - p.b[item[i]]));
      return all + Math.log(each ? q : 1 - q);
    }, 0);
    const prior = (list: number[], sigma: number) => list.reduce((all, x) => all + normal(x, 0, sigma), 0);
    checkModel(program, likelihood + prior(p.theta, 1) + prior(p.b, 2) + prior(p.logA, 0.5), p, y);
  });

  test('ordered logistic regression', () => {
    const [N, K] = [30, 2];
    const program = compile(
      valueAndGrad((p, x, y) => {
        // cut points in order; from -Infinity to Infinity
        const cuts = concat([p.first.reshape([1]), p.gaps.exp()]).cumulativeSum();
        const edges = concat([[Number.NEGATIVE_INFINITY], cuts, [Number.POSITIVE_INFINITY]]);
        const eta = x.matmul(p.beta);
        const above = gather(edges, y.add(1)).sub(eta);
        const below = gather(edges, y).sub(eta);
        // log(F(above) - F(below)) of the logistic distribution function F
        return logSigmoid(above)
          .add(logSigmoid(below.neg()))
          .add(log1mexp(sub(below, above)))
          .sum();
      }),
      [{ beta: [K], first: [], gaps: [2] }, [N, K], [N]],
    );
    const p = { beta: [0.5, -1], first: -1, gaps: [-0.2, 0.3] };
    const x = numbers(N * K, 7);
    const y = numbers(N, 8).map((each) => Math.min(3, Math.floor(2 + 2 * each)));
    const cuts = [-Infinity, -1, -1 + Math.exp(-0.2), -1 + Math.exp(-0.2) + Math.exp(0.3), Infinity];
    const expected = y.reduce((all, each, i) => {
      const eta = p.beta[0] * x[2 * i] + p.beta[1] * x[2 * i + 1];
      return all + Math.log(logistic(cuts[each + 1] - eta) - logistic(cuts[each] - eta));
    }, 0);
    checkModel(program, expected, p, x, y);
  });
});
