// Plain Monte Carlo: the mean of f at n independent draws.
import { doubts, known, type Method, meanOf, type Outcome, type Run } from './method.ts';
import { withMoments } from './moments.ts';
import { Tails } from './tail.ts';
import { blockOf, lanesOf } from './target.ts';

export const plain: Method = {
  least: 2,
  rootLaw: true,
  size: (n) => n,
  estimate: ({ d, f, source }: Run, n: number): Outcome =>
    withMoments(1, (moments) => {
      const block = blockOf(d, 1);
      const values = new Float64Array(Math.min(block, n));
      const lanes = lanesOf(source, d);
      const tails = new Tails(n);
      for (let done = 0; done < n; done += block) {
        const count = Math.min(block, n - done);
        const y = values.subarray(0, count);
        f.atDraws(lanes, count, y, done);
        moments.push(y);
        tails.show(y);
      }
      const estimate = meanOf(moments.finish());
      const tailShape = tails.shape(estimate.value);
      return {
        ...estimate,
        samples: n,
        findings: known({ tailShape }),
        warnings: doubts(estimate, 'values of f', tailShape),
      };
    }),
};
