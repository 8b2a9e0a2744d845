// The battery: what n draws of a known law have to pass. Each test gives a p-value; `judge` allows a whole run one
// false alarm in 10^9 (Bonferroni over all its tests), so a p-value that fails is a fault, not bad luck.
import { chiSquaredSf, kolmogorovSf, normalTwoSided, poissonTwoSided } from './pvalues';

export interface Verdict {
  readonly test: string;
  readonly p: number;
}

export interface ContinuousLaw {
  readonly cdf: (x: number) => number;
  readonly sf: (x: number) => number;
  /** E X^k of the standardised or bounded draw, k <= 12. */
  readonly raw: (k: number) => number;
  /** Scale at which the digits of a draw are uniform: fraction of |x| * scale. None for singles of several binades. */
  readonly digits?: number | undefined;
  /** Probability that two draws are the same number; none where repeats are part of the law. */
  readonly repeats?: number | undefined;
}

/** Chi-squared of counts against expected counts. */
export function chiSquared(
  test: string,
  counts: ArrayLike<number>,
  expected: (i: number) => number,
): Verdict {
  let x = 0;
  for (let i = 0; i < counts.length; i++) x += (counts[i] - expected(i)) ** 2 / expected(i);
  return { test, p: chiSquaredSf(x, counts.length - 1) };
}

const LAGS = [1, 2, 3, 4, 5, 7, 8, 15, 16, 64, 512, 1024, 2048];
const TAILS = [2e-5, 5e-5, 1e-4, 3e-4, 1e-3];

/** Correlation of scores (mean 0, variance 1 under the law) with themselves, `lag` draws on. */
function lags(scores: Float64Array): Verdict[] {
  return LAGS.map((lag) => {
    let sum = 0;
    const n = scores.length - lag;
    for (let i = 0; i < n; i++) sum += scores[i] * scores[i + lag];
    return { test: `correlation at lag ${lag}`, p: normalTwoSided(sum / Math.sqrt(n)) };
  });
}

/** z-tests of the means of X .. X^4, their skewness allowed for (Cornish and Fisher, first term). */
function moments(x: Float64Array, raw: (k: number) => number): Verdict[] {
  const sums = [0, 0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const square = x[i] * x[i];
    sums[0] += x[i];
    sums[1] += square;
    sums[2] += square * x[i];
    sums[3] += square * square;
  }
  return sums.map((sum, index) => {
    const k = index + 1;
    const [m, m2, m3] = [raw(k), raw(2 * k), raw(3 * k)];
    const sd = Math.sqrt(m2 - m * m);
    const skew = (m3 - 3 * m * m2 + 2 * m ** 3) / sd ** 3 / Math.sqrt(x.length);
    const z = ((sum / x.length - m) / sd) * Math.sqrt(x.length);
    return { test: `moment ${k}`, p: normalTwoSided(z - (skew * (z * z - 1)) / 6) };
  });
}

/** Draws of a continuous law. */
export function continuous(x: Float64Array, law: ContinuousLaw): Verdict[] {
  const n = x.length;
  const u = x.map(law.cdf);
  const verdicts = moments(x, law.raw);

  const cells = new Float64Array(1024);
  const low = new Float64Array(TAILS.length);
  const high = new Float64Array(TAILS.length);
  for (let i = 0; i < n; i++) {
    cells[Math.min(1023, Math.floor(u[i] * 1024))]++;
    const side = u[i] < 0.5 ? low : high;
    const tail = u[i] < 0.5 ? u[i] : law.sf(x[i]);
    for (let t = 0; t < TAILS.length; t++) {
      if (tail < TAILS[t]) {
        side[t]++;
        break;
      }
    }
  }
  verdicts.push(chiSquared('1024 equal cells', cells, () => n / 1024));
  TAILS.forEach((end, t) => {
    const expected = n * (end - (TAILS[t - 1] ?? 0));
    verdicts.push({ test: `lower tail to ${end}`, p: poissonTwoSided(low[t], expected) });
    verdicts.push({ test: `upper tail to ${end}`, p: poissonTwoSided(high[t], expected) });
  });

  const pairs = new Float64Array(1024);
  for (let i = 0; i + 1 < n; i += 2) {
    pairs[32 * Math.min(31, Math.floor(u[i] * 32)) + Math.min(31, Math.floor(u[i + 1] * 32))]++;
  }
  verdicts.push(chiSquared('pairs', pairs, () => Math.floor(n / 2) / 1024));

  if (law.digits !== undefined) {
    const digits = new Float64Array(256);
    const after = new Float64Array(1024);
    let before = 0;
    for (let i = 0; i < n; i++) {
      const d = (Math.abs(x[i]) * law.digits) % 1;
      digits[Math.floor(d * 256)]++;
      if (i % 2 === 1) after[32 * Math.floor(d * 32) + Math.min(31, Math.floor(before * 32))]++;
      before = u[i];
    }
    verdicts.push(chiSquared('digits', digits, () => n / 256));
    verdicts.push(chiSquared('digits after the draw before', after, () => Math.floor(n / 2) / 1024));
  }

  verdicts.push(...lags(u.map((v) => (v - 0.5) * Math.sqrt(12))));

  const sorted = Float64Array.from(x).sort();
  let d = 0;
  let repeats = 0;
  for (let i = 0; i < n; i++) {
    const v = law.cdf(sorted[i]);
    d = Math.max(d, (i + 1) / n - v, v - i / n);
    if (sorted[i] === sorted[i - 1]) repeats++;
  }
  verdicts.push({ test: 'Kolmogorov-Smirnov', p: kolmogorovSf(d, n) });
  if (law.repeats !== undefined) {
    verdicts.push({ test: 'repeats', p: poissonTwoSided(repeats, ((n * n) / 2) * law.repeats) });
  }
  return verdicts;
}

/** Draws of a law on 0 .. k - 1 with these probabilities. */
export function discrete(x: ArrayLike<number>, probabilities: readonly number[]): Verdict[] {
  const n = x.length;
  const counts = new Float64Array(probabilities.length);
  for (let i = 0; i < n; i++) {
    if (!(x[i] >= 0 && x[i] < counts.length)) return [{ test: `${x[i]} is outside the support`, p: 0 }];
    counts[x[i]]++;
  }
  const verdicts: Verdict[] = [];
  // Cells that can be told by counting; the others together, and each by itself where something is expected.
  const large = [...probabilities.keys()].filter((i) => probabilities[i] * n >= 25);
  let restCount = n;
  let restExpected = n;
  for (const i of large) {
    restCount -= counts[i];
    restExpected -= n * probabilities[i];
  }
  const cells = large.map((i) => [counts[i], n * probabilities[i]]);
  if (restExpected >= 25) cells.push([restCount, restExpected]);
  if (cells.length > 1) {
    const x2 = cells.reduce((sum, [count, expected]) => sum + (count - expected) ** 2 / expected, 0);
    verdicts.push({ test: 'cells', p: chiSquaredSf(x2, cells.length - 1) });
  }
  probabilities.forEach((p, i) => {
    if (p * n < 25)
      verdicts.push({
        test: `cell ${i}`,
        p: p === 0 ? Number(counts[i] === 0) : poissonTwoSided(counts[i], n * p),
      });
  });
  const mean = probabilities.reduce((sum, p, i) => sum + p * i, 0);
  const sd = Math.sqrt(probabilities.reduce((sum, p, i) => sum + p * (i - mean) ** 2, 0));
  const raw = (k: number): number => probabilities.reduce((sum, p, i) => sum + p * ((i - mean) / sd) ** k, 0);
  const scores = Float64Array.from(x, (value) => (value - mean) / sd);
  if (probabilities.length > 2) verdicts.push(...moments(scores, raw));
  verdicts.push(...lags(scores));
  return verdicts;
}

/** The false alarms that one run of the whole battery may have. */
export const FALSE_ALARMS = 1e-9;

/** Tests of a whole run, more than there are: the bound for one p-value is FALSE_ALARMS / TESTS. */
export const TESTS = 4000;

/** The verdicts that are faults. */
export function judge(verdicts: readonly Verdict[]): Verdict[] {
  return verdicts.filter(({ p }) => !(p >= FALSE_ALARMS / TESTS));
}
