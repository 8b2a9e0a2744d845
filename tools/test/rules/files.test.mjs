import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import * as catalog from '../../rules/catalog.mjs';
import * as gitFiles from '../../rules/git-files.mjs';
import { manifest, plant as plantFiles } from '../plant.mjs';

function plant(files) {
  const base = plantFiles(files);
  execFileSync('git', ['init', '-q'], { cwd: base });
  return base;
}

// In two parts, so that this file keeps the rule itself.
const path = (root, rest) => `/${root}/${rest}`;
const module = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 2]);

test('nothing is found where nothing is wrong', () => {
  const base = plant({
    '.gitignore': 'dist/\n',
    'packages/core-wasm/dist/core.wasm': module,
    'README.md': 'See https://example.org/home/page and `node ./work/it.mjs`, ~/work/x.\n',
  });
  expect(gitFiles.check(base)).toEqual([]);
  expect(catalog.check(base)).toEqual([]);
});

const files = [
  ['a module', { 'a.wasm': '' }, /a\.wasm: WebAssembly is built/],
  ['a module under another name', { 'a.bin': module }, /a\.bin: contains a WebAssembly module/],
  ['a module as text', { 'a.ts': `export const a = '${module.toString('base64')}';` }, /as base64/],
  [
    'a home folder',
    { 'a.md': `one\ntwo ${path('home', 'somebody/x.ts')}` },
    /a\.md:2: \/home\/somebody\/x\.ts/,
  ],
  ['a scratch folder', { 'a.json': `{"out":"${path('tmp', 'out')}"}` }, /a\.json:1/],
  ['a drive', { 'a.md': ['C:', 'Users', 'x'].join('\\') }, /a\.md:1/],
];
test.each(files)('%s is found', (_, planted, message) => {
  const problems = gitFiles.check(plant(planted));
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(message);
});

const manifests = [
  [{ dependencies: { a: '^1.0.0' } }, /sampling\/package\.json: a is \^1\.0\.0/],
  [{ devDependencies: { a: 'latest' } }, /a is latest/],
  [{ dependencies: { '@stokast/core-wasm': '0.1.0' } }, /is 0\.1\.0/],
  [{ type: 'commonjs' }, /"type"/],
  [{ license: 'ISC' }, /"license"/],
  [{ engines: { node: '>=18' } }, /"engines\.node"/],
];
test.each(manifests)('%o is found', (changes, message) => {
  const place = 'packages/sampling';
  const problems = catalog.check(plant({ [`${place}/package.json`]: manifest(place, changes) }));
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(message);
});

test('the root manifest is held to the catalog too', () => {
  const text = JSON.stringify({ type: 'module', license: 'MIT', private: true, devDependencies: { a: '1' } });
  expect(catalog.check(plant({ 'package.json': text }))).toEqual(['./package.json: a is 1']);
});
