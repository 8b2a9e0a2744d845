// Stratified sampling with proportional allocation: the unit cube is cut into equal cells, each gets as many draws.
// The error comes from the variances inside the cells.
// Source: Cochran, "Sampling Techniques" (1977), chapter 5; degrees of freedom by Satterthwaite (1946), the sum of
// squared variances made unbiased.
// A cell has 64 draws, not the 2 of the textbook: with few draws a cell, intervals for integrands with steep ends do
// not cover (docs/decisions/0010).
import { doubts, known, type Method, type Outcome, type Run } from './method.ts';
import { withMoments } from './moments.ts';
import { Tails } from './tail.ts';
import { fillOpen, lanesOf } from './target.ts';
import type { Column } from './valuation.ts';

/** Draws in a cell, at least (all of them where there is one cell). */
const DRAWS = 64;
/** The largest double below 1. */
const BELOW_ONE = 0.9999999999999999;
const STATISTICS = 4096;

/** Parts along each dimension, as equal as can be, the first ones finer; their product is at most `cells`. */
export function partsOf(cells: number, d: number): number[] {
  const parts = new Array<number>(d).fill(1);
  let product = 1;
  for (let grown = true; grown; ) {
    grown = false;
    for (let j = 0; j < d; j++) {
      const next = (product / parts[j]) * (parts[j] + 1);
      if (next > cells) return parts;
      product = next;
      parts[j]++;
      grown = true;
    }
  }
  return parts;
}

/** Number of cells for n samples, and how many samples each has. */
function layout(n: number, d: number): { parts: number[]; cells: number; draws: number } {
  const parts = partsOf(Math.max(Math.floor(n / DRAWS), 1), d);
  const cells = parts.reduce((a, b) => a * b);
  return { parts, cells, draws: Math.floor(n / cells) };
}

export const stratified: Method = {
  least: 4,
  rootLaw: false,
  size: (n, d) => {
    const { cells, draws } = layout(n, d);
    return cells * draws;
  },
  estimate: ({ d, f, source }: Run, n: number): Outcome =>
    withMoments(3, (means, variances, thirds) => {
      const { parts, cells, draws } = layout(n, d);
      const block = Math.min(Math.max(Math.floor(65536 / (d * draws)), 1), cells);
      const values = new Float64Array(block * draws);
      const uniforms = new Float64Array(block * draws);
      const statistics = [means, variances, thirds].map((to) => ({ to, held: new Float64Array(STATISTICS) }));
      const flush = (count: number): void => {
        for (const { to, held } of statistics) to.push(held.subarray(0, count));
      };
      const lanes = lanesOf(source, d);
      const tails = new Tails(n);
      for (let done = 0; done < cells; done += block) {
        const count = Math.min(block, cells - done);
        const rows = count * draws;
        const y = values.subarray(0, rows);
        let stride = 1;
        const column: Column = (j, out) => {
          const u = fillOpen(lanes[j], uniforms.subarray(0, rows));
          for (let c = 0, i = 0; c < count; c++) {
            const part = Math.floor((done + c) / stride) % parts[j];
            for (const end = i + draws; i < end; i++) out[i] = Math.min((part + u[i]) / parts[j], BELOW_ONE);
          }
          stride *= parts[j];
        };
        f.atCube(column, rows, y, done * draws);
        tails.show(y);
        for (let c = 0; c < count; c++) {
          const at = (done + c) % STATISTICS;
          const cell = momentsOfCell(y, c * draws, draws);
          for (let s = 0; s < 3; s++) statistics[s].held[at] = cell[s];
          if (at === STATISTICS - 1) flush(STATISTICS);
        }
      }
      flush(cells % STATISTICS);
      const within = variances.finish();
      // Of the mean of all cells: variance and third cumulant.
      const variance = within.mean / draws / cells;
      const third = thirds.finish().mean / (draws * draws) / (cells * cells);
      const sum = cells * within.mean;
      const squares = sum * within.mean + (cells > 1 ? (cells - 1) * within.variance : 0);
      const degreesOfFreedom = squares > 0 ? Math.max(((draws + 1) * sum * sum) / squares, 1) : 1;
      const estimate = {
        value: means.finish().mean,
        standardError: Math.sqrt(variance),
        skewness: variance > 0 ? third / (variance * Math.sqrt(variance)) : 0,
        degreesOfFreedom: cells > 1 ? Math.min(degreesOfFreedom, cells * (draws - 1)) : draws - 1,
      };
      const errorOfError = Math.sqrt(1 / (2 * estimate.degreesOfFreedom));
      const tailShape = tails.shape(estimate.value);
      return {
        ...estimate,
        errorOfError,
        samples: n,
        findings: known({ strata: cells, drawsPerStratum: draws, tailShape }),
        warnings: doubts({ ...estimate, errorOfError }, 'values within strata', tailShape),
      };
    }),
};

/** Mean, and variance and third central moment without bias, of `count` values. */
function momentsOfCell(y: Float64Array, start: number, count: number): [number, number, number] {
  let sum = 0;
  for (let i = start; i < start + count; i++) sum += y[i];
  const mean = sum / count;
  let squares = 0;
  let cubes = 0;
  for (let i = start; i < start + count; i++) {
    const deviation = y[i] - mean;
    squares += deviation * deviation;
    cubes += deviation * deviation * deviation;
  }
  const third = count > 2 ? (cubes * count) / ((count - 1) * (count - 2)) : 0;
  return [mean, squares / (count - 1), third];
}
