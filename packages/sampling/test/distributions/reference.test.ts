// Values of every family against 60 digits: tools/reference-tables/distributions.py.
import { expect, test } from 'vitest';
import { onBothBackends } from '../backends.ts';
import vectors from '../vectors/distributions.json' with { type: 'json' };
import { factories, withParameters } from './families.ts';

type Entry = number | string;
const value = (entry: Entry): number =>
  typeof entry === 'number'
    ? entry
    : ({ inf: Number.POSITIVE_INFINITY, '-inf': Number.NEGATIVE_INFINITY }[entry] ?? Number.NaN);

/** Distance in roundings of the scale (and of the smallest double). */
function roundings(found: number, [wanted, scale]: readonly [Entry, Entry]): number {
  const target = value(wanted);
  if (Object.is(found, target) || found === target) return 0;
  return Math.abs(found - target) / (value(scale) * 2 ** -53 + Math.abs(target) * 2 ** -53 + 2 ** -1074);
}

/** Roundings that are allowed; measured: at most 0.94. */
const ALLOWED = { logProb: 1, cdf: 1, sf: 1, quantile: 1, moment: 1 };

onBothBackends(() => {
  test.each(vectors.cases.map((c) => [`${c.family} ${JSON.stringify(c.parameters)}`, c] as const))(
    '%s',
    (_, c) => {
      const d = withParameters({ name: c.family } as never, c.parameters as never);
      const worst: Record<string, number> = {};
      const note = (method: string, error: number): void => {
        worst[method] = Math.max(worst[method] ?? 0, error);
      };
      for (const method of ['logProb', 'cdf', 'sf'] as const) {
        const xs = c.points.map(({ x }) => value(x));
        const array = d[method](xs);
        c.points.forEach((point, i) => {
          const entry = point[method] as [Entry, Entry];
          note(method, roundings(d[method](xs[i]), entry));
          note(method, roundings(array[i], entry));
        });
      }
      for (const [p, wanted, scale] of c.quantiles) {
        note('quantile', roundings(d.quantile(p as number), [wanted, scale]));
      }
      for (const moment of ['mean', 'variance', 'entropy'] as const) {
        note(
          'moment',
          roundings(d[moment], [c[moment], Math.abs(value(c[moment])) + (moment === 'entropy' ? 2 : 0)]),
        );
      }
      if (process.env.STOKAST_SHOW_ACCURACY) console.log(c.family, c.parameters, worst);
      for (const [method, error] of Object.entries(worst)) {
        expect(error, method).toBeLessThanOrEqual(ALLOWED[method as keyof typeof ALLOWED]);
      }
    },
  );
});

test('every family with a formula has its table', () => {
  const tabled = new Set(vectors.cases.map(({ family }) => family));
  // Categorical has no formula to compare with: densities.test.ts sums it.
  expect([...tabled, 'Categorical'].sort()).toEqual(Object.keys(factories).sort());
});
