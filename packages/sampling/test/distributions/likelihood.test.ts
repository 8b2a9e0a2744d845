// logLikelihood and score: one number however the data comes, the sum of logProb, and its derivatives.
import { expect, test } from 'vitest';
import { type Distribution, keep } from '../../src/index.ts';
import { onBothBackends, onEach } from '../backends.ts';
import { dataOf, distributions, each, withParameters } from './families.ts';

const LENGTHS = [0, 1, 7, 127, 128, 129, 4099, 16383, 16384, 16385, 40000];

/** Numbers of a score in the order of the parameters, arrays flattened. */
const flat = (score: Readonly<Record<string, number | Float64Array>>): number[] =>
  Object.values(score).flatMap((partial) => (typeof partial === 'number' ? [partial] : [...partial]));

/** Compensated (Neumaier 1974). */
function exactSum(terms: Float64Array): number {
  let sum = 0;
  let lost = 0;
  for (const term of terms) {
    const next = sum + term;
    lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
    sum = next;
  }
  return sum + lost;
}

onBothBackends(() => {
  test.each(each)('%s: the same number for every way to hand data over', (_, d) => {
    for (const n of LENGTHS) {
      // Values that singles hold.
      const data = d.discrete ? dataOf(d, n) : Float64Array.from(new Float32Array(dataOf(d, n)));
      const inside = data.map((x) => Math.min(Math.max(x, d.support.lower), d.support.upper));
      const ways = [
        inside,
        Array.from(inside),
        Float32Array.from(inside),
        keep(inside),
        keep(Float32Array.from(inside)),
      ];
      const [first, ...others] = ways.map((way) => d.logLikelihood(way));
      expect(others).toEqual(others.map(() => first));
      const [score, ...scores] = ways.map((way) => flat(d.score(way)));
      for (const other of scores) expect(other).toEqual(score);
      const terms = d.logProb(inside);
      // The tree has some 20 roundings a level, and they are of partial sums.
      const size = terms.reduce((a, b) => a + Math.abs(b), 0);
      expect(Math.abs(first - exactSum(terms))).toBeLessThanOrEqual(1e-15 * size);
    }
  });
});

test('both backends give the same bits', () => {
  for (const d of distributions) {
    const data = dataOf(d, 20000);
    const { wasm, typescript } = onEach(() => [d.logLikelihood(data), ...flat(d.score(data))]);
    expect(typescript).toEqual(wasm);
  }
});

/** The log-likelihood with `step` added to parameter `name` (to element `i` of it). */
function moved(d: Distribution, data: Float64Array, name: string, i: number, step: number): number {
  const parameters = { ...d.parameters } as Record<string, number | number[]>;
  const old = parameters[name];
  parameters[name] = typeof old === 'number' ? old + step : old.map((x, j) => (j === i ? x + step : x));
  return withParameters(d, parameters as never).logLikelihood(data);
}

test.each(each)('%s: the score is the derivative', (_, d) => {
  if (String(d) === 'Bernoulli(p = 0)' || String(d) === 'Bernoulli(p = 1)') return; // one-sided: below
  // Away from the ends of the support, which move with the parameters.
  const data = dataOf(d, 200).map((x) => (d.discrete ? x : 0.999 * x + 0.001 * d.quantile(0.5)));
  const step = 1e-6;
  for (const [name, partials] of Object.entries(d.score(data))) {
    const list = typeof partials === 'number' ? [partials] : [...partials];
    const values = (d.parameters as Record<string, number | number[]>)[name];
    list.slice(0, 20).forEach((partial, i) => {
      const at = typeof values === 'number' ? values : values[i];
      if (at === 0 && name === 'probabilities') return; // one-sided
      if (at === Number.NEGATIVE_INFINITY) return;
      const rise = (moved(d, data, name, i, step) - moved(d, data, name, i, -step)) / (2 * step);
      expect(Math.abs(rise - partial)).toBeLessThan(1e-4 * (1 + Math.abs(partial)));
    });
  }
});

test('of no data the log-likelihood is 0', () => {
  for (const d of distributions) {
    expect(d.logLikelihood([])).toBe(0);
    expect(flat(d.score([])).every((partial) => partial === 0)).toBe(true);
  }
});

test('an impossible value makes the likelihood 0, and leaves no gradient', () => {
  for (const d of distributions) {
    if (d.name === 'Normal') continue;
    const data = [d.quantile(0.5), -1000];
    expect(d.logLikelihood(data)).toBe(Number.NEGATIVE_INFINITY);
    expect(() => d.score(data)).toThrow(expect.objectContaining({ code: 'STOKAST_E_NUMERICAL' }));
  }
});

test('NaN in data is an error that names it, also behind the first chunk and in singles', () => {
  for (const d of distributions) {
    const data = dataOf(d, 20000);
    data[17001] = Number.NaN;
    const singles = Float32Array.from(data);
    for (const call of ['logLikelihood', 'score'] as const) {
      for (const bad of [data, singles, Array.from(data)]) {
        expect(() => d[call](bad)).toThrow(
          expect.objectContaining({ code: 'STOKAST_E_RANGE', parameter: 'data[17001]' }),
        );
      }
    }
    expect(() => keep(data)).toThrow(expect.objectContaining({ parameter: 'data[17001]' }));
  }
});
