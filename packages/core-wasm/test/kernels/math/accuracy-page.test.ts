// docs/accuracy.md is what this test measures; `npx vitest run accuracy-page -u` writes it anew.
import { expect, test } from 'vitest';
import { backends } from '../../backends';
import { measure, reference } from './accuracy';
import { bounds } from './bounds';

/** Table -> what its points cover. */
const grids: Record<string, string> = {
  exp: 'every binade from 2^-60, -746 to 709.8, halfway points of the reduction, subnormal results',
  expm1: 'every binade, -45 to 45, halfway points of the reduction',
  log: 'every binade, subnormal too; 1 +- 2^-k; sqrt(1/2), sqrt(2)',
  log1p: 'every binade, subnormal too; -1 + 2^-k; the cuts of the reduction',
  sin: 'every binade; in each the double closest to a multiple of pi/2; -2e6 to 2e6',
  cos: 'the same',
  pow: 'bases of every binade, bases 1 +- 2^-k with huge exponents, integers, subnormal bases and results',
  tan: 'the same, and every eighth binade below 2^-30',
  asin: 'every binade, -1 to 1, 1 - 2^-k',
  acos: 'the same from 2^-74',
  atan: 'every binade, -6 to 6, the cuts',
  sinh: 'every binade, -710.5 to 710.5',
  cosh: 'every binade from 2^-60, -710.5 to 710.5',
  tanh: 'every binade, -22 to 22',
  asinh: 'every binade, -4 to 4',
  acosh: 'every binade, 1 to 6, 1 + 2^-k',
  atanh: 'every binade, -1 to 1, 1 - 2^-k',
  sigmoid: 'every binade from 2^-60, -745 to 40',
  softplus: 'the same',
  log1mexp: 'every binade, -40 to 0',
  lgamma: 'every binade, 0 to 200, 1 +- 2^-k, 2 +- 2^-k, the cuts',
  digamma: 'every binade, 0 to 100, the zero +- 2^-k, the cuts',
  trigamma: 'every binade from 2^-511, 0 to 200, the cuts',
  polygamma: 'orders 2 to 20; every binade from 2^-20 to 2^20, 0 to 40; orders 2, 3 and 20 over all binades',
  erf: 'every binade, -6 to 6',
  erfc: 'every binade from 2^-60, -6 to 27.2 (subnormal results)',
  'normal-cdf': 'every binade from 2^-60, -38.5 to 10 (subnormal results)',
  'normal-sf': 'the same',
  'normal-log-cdf': 'the same, and every binade down to -2^500',
  'normal-quantile': 'every binade of p, subnormal too; 1 - 2^-k; 1/2 +- 2^-k; the cuts',
};

const camel = (name: string): string => name.replace(/-./g, (s) => s[1].toUpperCase());

test('docs/accuracy.md', async () => {
  const kernels = backends.simd.kernels as unknown as Record<string, (...args: number[]) => number>;
  const rows = Object.entries(grids).map(([name, grid]) => {
    const { worst, median, eps } = measure(name, kernels[camel(name)]);
    const cells = [
      `\`${camel(name)}\``,
      worst.toFixed(2),
      median.toFixed(2),
      eps.toFixed(2),
      `${bounds[name]}`,
    ];
    return `| ${cells.join(' | ')} | ${reference(name).count} | ${grid} |`;
  });
  const page = `# Accuracy of the mathematical functions

Errors of the kernels in \`packages/core-wasm/src/kernels/math\` against ${reference('exp').source} (400 bits and more; the tables in
\`packages/core-wasm/test/vectors/math\` are made by \`tools/reference-tables/math.py\`). Every backend gives the same bits, so
the table holds for each. This page is written by \`packages/core-wasm/test/kernels/math/accuracy-page.test.ts\`, which fails
when it is not what is measured.

An ulp is the distance between doubles at the true value; an eps is 2^-52 of the true value (normal results only). The
bound is what the tests hold each function to, in ulp; in eps all are held to 2,
trigamma and polygamma to 4.

| function | worst, ulp | median, ulp | worst, eps | bound | points | where |
|---|---|---|---|---|---|---|
${rows.join('\n')}

\`lgamma\` for x < 0 is within 4 eps of the largest of 1, |x log |x|| and its value; close to its zeros between the poles, where
the value is small, its relative error is therefore larger. So it is with \`digamma\`, \`trigamma\` and \`polygamma\`, which for
x < 0 are within 4 eps (digamma) and 8 eps of the largest of 1 and the terms that add up. From order 21 on \`polygamma\` is within order / 8 eps.
`;
  await expect(page).toMatchFileSnapshot('../../../../../docs/accuracy.md');
});
