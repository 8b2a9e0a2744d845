// Antithetic variates: the mean of f at pairs of draws with uniforms u and 1 - u. Where f is monotone in each
// coordinate, the two errors of a pair partly cancel. The pairs are independent, so their means give the error.
// Source: Hammersley and Morton (1956).
import { doubts, known, type Method, meanOf, type Outcome, type Run } from './method.ts';
import { withMoments } from './moments.ts';
import { Tails } from './tail.ts';
import { blockOf, fillOpen, lanesOf } from './target.ts';
import type { Column } from './valuation.ts';

export const antithetic: Method = {
  least: 4,
  rootLaw: true,
  size: (n) => n - (n % 2),
  estimate: ({ d, f, source }: Run, n: number): Outcome =>
    withMoments(1, (moments) => {
      const pairs = n / 2;
      const block = Math.min(blockOf(d, 2), pairs);
      const values = new Float64Array(block * 2);
      const means = new Float64Array(block);
      // A tail takes independent values: those of a pair are equal where f is even.
      const firsts = new Float64Array(block);
      const uniforms = new Float64Array(block);
      const lanes = lanesOf(source, d);
      const tails = new Tails(pairs);
      for (let done = 0; done < pairs; done += block) {
        const count = Math.min(block, pairs - done);
        const y = values.subarray(0, count * 2);
        const column: Column = (j, out) => {
          const u = fillOpen(lanes[j], uniforms.subarray(0, count));
          for (let i = 0; i < count; i++) {
            out[2 * i] = u[i];
            out[2 * i + 1] = 1 - u[i];
          }
        };
        f.atCube(column, count * 2, y, done * 2);
        for (let i = 0; i < count; i++) {
          means[i] = 0.5 * y[2 * i] + 0.5 * y[2 * i + 1];
          firsts[i] = y[2 * i];
        }
        moments.push(means.subarray(0, count));
        tails.show(firsts.subarray(0, count));
      }
      const estimate = meanOf(moments.finish());
      const tailShape = tails.shape(estimate.value);
      return {
        ...estimate,
        samples: n,
        findings: known({ pairs, tailShape }),
        warnings: doubts(estimate, 'means of pairs', tailShape),
      };
    }),
};
