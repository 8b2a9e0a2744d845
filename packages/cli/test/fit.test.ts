import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Normal } from '@stokast/sampling';
import { expect, test } from 'vitest';
import { dataFile } from '../src/data.ts';
import { stokast } from './run.ts';

const penguins = dataFile('penguins.csv');

test('penguins, as they come', async () => {
  const { code, err } = await stokast(`fit normal ${penguins} --column body_mass_g`);
  expect(code).toBe(3);
  expect(err).toContain(
    'column body_mass_g has no value in 2 of 344 rows, which are rows 4, 272 (lines 5, 273)',
  );
});

test('penguins, dropped and counted', async () => {
  const { code, out, err } = await stokast(`fit normal ${penguins} --column body_mass_g --missing drop`);
  expect(code).toBe(0);
  expect(err).toBe('left out 2 of 344 rows: no value of body_mass_g\n');
  expect(out).toBe(
    `${[
      'Normal, maximum likelihood, n = 342',
      '       estimate  standard error',
      'mu      4201.75            43.3',
      'sigma   800.781            30.6',
      'log-likelihood -2771.748, AIC 5547.496, BIC 5555.1656',
    ].join('\n')}\n`,
  );
});

test('as JSON, in full precision', async () => {
  const values = [1.5, 2.25, 4, 8.125];
  const { out } = await stokast('fit normal - --json', { stdin: values.join('\n') });
  expect(JSON.parse(out)).toEqual({
    command: 'fit',
    family: 'normal',
    file: '-',
    column: null,
    rows: 4,
    dropped: 0,
    stokast: expect.any(String),
    algorithms: { 'maximum-likelihood': 1, normal: 1 },
    fit: JSON.parse(JSON.stringify(Normal.fit(values))),
  });
});

test('by group', async () => {
  const line = `fit normal ${penguins} --column body_mass_g --by species --missing drop`;
  const { out } = await stokast(line);
  expect(out).toMatch(/Adelie +151 +3700\.66 +37\.2/);
  expect(Object.keys(JSON.parse((await stokast(`${line} --json`)).out).fits)).toEqual([
    'Adelie',
    'Gentoo',
    'Chinstrap',
  ]);
});

test.each([
  ['uniform', '0.25\n0.5\n1\n', /low +0\.25[\s\S]*high +1\b/],
  ['exponential', '1\n2\n3\n', /rate +0\.5\b/],
  ['bernoulli', '0\n1\n1\n0\n', /p +0\.5\b/],
  ['categorical', '0\n1\n2\n2\n', /probabilities\[2\] +0\.5\b/],
])('%s', async (family, stdin, expected) => {
  expect((await stokast(`fit ${family} -`, { stdin })).out).toMatch(expected);
});

test('rows of no group are a group', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'stokast-')), 'groups.csv');
  writeFileSync(path, 'x,g\n1,a\n2,a\n3,\n4,\n');
  expect((await stokast(`fit normal ${path} --column x --by g`)).out).toMatch(/^ +\(none\) +2 +3\.5 /m);
});

test('a value that a family cannot have is a fault of the data', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'stokast-')), 'negative.csv');
  writeFileSync(path, 'x\n1\n-2\n');
  const { code, err } = await stokast(`fit exponential ${path}`);
  expect([code, err]).toEqual([3, expect.stringContaining('negative.csv')]);
});
