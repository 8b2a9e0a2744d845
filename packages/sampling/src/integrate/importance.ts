// Importance sampling: E_p[f] = E_q[f w], w = p / q, as the mean of f w at draws from the proposal q. Both densities
// are normalised, so the mean is unbiased and the weights have mean 1, which is checked.
// Diagnostics: effective sample size (sum w)^2 / sum w^2 (Kong 1992), the largest share of one weight, and Pareto
// k-hat with its threshold min(1 - 1 / log10(n), 0.7) (Vehtari, Simpson, Gelman, Yao and Gabry 2024).
import { machine } from '@stokast/core-wasm';
import { round } from '../format.ts';
import { doubts, known, type Method, meanOf, type Outcome, type Run } from './method.ts';
import { type Moments, withMoments } from './moments.ts';
import { Largest, paretoShape, Tails, tailLength } from './tail.ts';
import { blockOf, lanesOf } from './target.ts';

export const importance: Method = {
  least: 2,
  rootLaw: true,
  size: (n) => n,
  estimate: ({ d, f, source }: Run, n: number): Outcome =>
    withMoments(2, (products, weights) => {
      const block = Math.min(blockOf(d, 1), n);
      const values = new Float64Array(block);
      const ratios = new Float64Array(block);
      const lanes = lanesOf(source, d);
      const tails = new Tails(n);
      const heaviest = new Largest(tailLength(n) + 1);
      // A weight only matters where f is not 0: for a rare event the heavy ones lie elsewhere, and do no harm.
      const counting = new Largest(tailLength(n) + 1);
      let counted = 0;
      for (let done = 0; done < n; done += block) {
        const count = Math.min(block, n - done);
        const y = values.subarray(0, count);
        const w = ratios.subarray(0, count);
        f.atProposals(lanes, count, y, w, done);
        weights.push(w);
        heaviest.show(w);
        for (let i = 0; i < count; i++) {
          const counts = y[i] !== 0 && w[i] !== 0;
          y[i] *= w[i];
          counted += counts ? 1 : 0;
          if (!counts) w[i] = Number.NEGATIVE_INFINITY;
        }
        counting.show(w);
        products.push(y);
        tails.show(y);
      }
      const estimate = meanOf(products.finish());
      const weighing = judge(
        weights.finish(),
        heaviest.sorted(),
        counting.sorted().slice(-1 - tailLength(counted)),
      );
      const tailShape = tails.shape(estimate.value);
      return {
        ...estimate,
        samples: n,
        findings: known({ ...weighing.findings, tailShape }),
        warnings: [...weighing.warnings, ...doubts(estimate, 'weighted values of f', tailShape)],
      };
    }),
};

/**
 * What the weights say: `heaviest` are the largest in ascending order, `counting` the largest of those where f is
 * not 0.
 */
function judge(
  weights: Moments,
  heaviest: Float64Array,
  counting: Float64Array,
): { findings: Record<string, number | undefined>; warnings: string[] } {
  const { n, mean, variance } = weights;
  const { kernels: k } = machine();
  const square = mean * mean;
  const effectiveSampleSize = mean > 0 ? (n * square) / (square + (variance * (n - 1)) / n) : 0;
  const largestWeight = mean > 0 ? heaviest[heaviest.length - 1] / (n * mean) : 1;
  const paretoK = paretoShape(counting);
  const threshold = Math.min(1 - k.log(10) / k.log(n), 0.7);
  const heavy = (shape: number | undefined): boolean => shape !== undefined && shape > threshold;
  const warnings: string[] = [];
  if (paretoK !== undefined && heavy(paretoK)) {
    warnings.push(
      `Pareto k-hat of the weights is ${round(paretoK, 2)} > ${round(threshold, 2)}: the estimate is not to be trusted; take a proposal with heavier tails, closer to the target`,
    );
  }
  // Weights that are heavy only where f is 0 leave their mean open, and that is harmless.
  const harmless = heavy(paretoShape(heaviest)) && !heavy(paretoK);
  if (!harmless && Math.abs(mean - 1) > 5 * Math.sqrt(variance / n) + 1e-9) {
    warnings.push(
      `the mean weight is ${round(mean, 3)} and should be 1: the proposal leaves out, or hardly reaches, part of the target`,
    );
  }
  return { findings: { effectiveSampleSize, largestWeight, paretoK, meanWeight: mean }, warnings };
}
