import { expect, test } from 'vitest';
import { check } from '../../rules/links.mjs';
import { plant } from '../plant.mjs';

test('nothing is found where nothing is wrong', () => {
  const text = `[a page](docs/b%20c.md), [a folder](packages/cli), [![a picture](docs/p.png)](docs/b%20c.md#part "title"),
[elsewhere](https://example.org/none), [mail](mailto:a@example.org), [here](#below), [measured](benchmarks/results/latest.md),
\`[code](none.md)\` and [by name][name].

\`\`\`md
[shown](none.md)
\`\`\`

[name]: docs/b%20c.md
`;
  const base = plant({ 'README.md': text, 'docs/b c.md': '[up](../README.md)\n', 'docs/p.png': '' });
  expect(check(base)).toEqual([]);
});

test.each([
  [
    'a page that is not there',
    { 'README.md': 'one\n\n[two](docs/none.md#x)\n' },
    'README.md:3: docs/none.md#x is not there',
  ],
  ['one under a page', { 'docs/a.md': '[a](docs/a.md)\n' }, 'docs/a.md:1: docs/a.md is not there'],
  ['a picture', { 'README.md': '![a](none.png)\n' }, 'README.md:1: none.png is not there'],
  ['a link by name', { 'README.md': '[a][b]\n\n[b]: none.md\n' }, 'README.md:3: none.md is not there'],
  [
    'a link out of the repository',
    { 'README.md': '[a](../other/x.md)\n' },
    'README.md:1: ../other/x.md leaves the repository',
  ],
  [
    'a link from the root',
    { 'README.md': '[a](/docs)\n', 'docs/a.md': '' },
    'README.md:1: /docs leaves the repository',
  ],
  [
    'a measurement beside others',
    { 'README.md': '[a](benchmarks/results/latest.md)\n', 'benchmarks/results/b.md': '' },
    'README.md:1: benchmarks/results/latest.md is not there',
  ],
  [
    'a link behind code',
    { 'README.md': '```\n[a](none.md)\n```\n`b` [c](d.md)\n' },
    'README.md:4: d.md is not there',
  ],
])('%s is found', (_, files, message) => {
  expect(check(plant(files))).toEqual([message]);
});
