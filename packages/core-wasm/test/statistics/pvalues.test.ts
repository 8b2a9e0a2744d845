import { expect, test } from 'vitest';
import { chiSquaredSf, kolmogorovSf, normalTwoSided, poissonTwoSided } from './pvalues';

const close = (got: number, expected: number): void => {
  expect(Math.abs(got / expected - 1)).toBeLessThan(1e-9);
};

test('chi-squared: scipy.stats.chi2.sf', () => {
  close(chiSquaredSf(3.841458820694124, 1), 0.05);
  close(chiSquaredSf(124.342113404004, 100), 0.05);
  close(chiSquaredSf(1400, 1023), 3.164719802803037e-14);
  close(chiSquaredSf(200, 10), 1.6139305336977317e-37);
});

test('normal: scipy.stats.norm.sf', () => {
  close(normalTwoSided(1.959963984540054), 0.05);
  close(normalTwoSided(-7), 2.559625087771669e-12);
});

test('Kolmogorov: 1.3581 and 1.9495 are the 5 % and 0.1 % points of the limit law', () => {
  const n = 1e10;
  expect(kolmogorovSf(1.3581 / Math.sqrt(n), n)).toBeCloseTo(0.05, 4);
  expect(kolmogorovSf(1.9495 / Math.sqrt(n), n)).toBeCloseTo(0.001, 5);
});

test('Poisson: scipy.stats.poisson', () => {
  close(poissonTwoSided(0, 20), 2 * 2.061153622438558e-9);
  close(poissonTwoSided(60, 20), 2 * 4.2332846947129256e-13);
});
