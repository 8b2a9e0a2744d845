import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { command, tool } from '../lib/command.mjs';
import { root } from '../lib/workspace.mjs';
import { folder } from './plant.mjs';

// The steps of `npm test` that are other people's programs: each finds a planted fault, set up as it is here.

/** Runs `work` over a folder with this one file. */
async function over(text, work) {
  const base = folder();
  for (const name of ['biome.json', 'tsconfig.base.json']) cpSync(join(root, name), join(base, name));
  writeFileSync(join(base, 'a.ts'), text);
  return work(base);
}

const good = 'export const a: number = 1;\n';

test.each([
  ['nothing', good, 0],
  ['a format', 'export const a:number=1\n', 1],
  ['a lint', "import { b } from './b.ts';\n\nexport const a: number = 1;\ndebugger;\n", 1],
])('lint: %s', async (_, text, code) => {
  const lint = (base) =>
    tool('@biomejs/biome/bin/biome', ['check', '--vcs-enabled=false', base], { cwd: root });
  const result = await over(text, lint);
  expect(result.code === 0 ? 0 : 1, result.log).toBe(code);
});

test.each([
  ['nothing', good, /^$/],
  ['a wrong type', 'export const a: string = 1;\n', /TS2322/],
  ['an export without a type', 'export const a = Math.sqrt(2);\n', /TS9010/],
  ['an enum', 'export enum A { b }\n', /TS1294/],
  ['an unused local', 'export function a(): void {\n  const b = 1;\n}\n', /TS6133/],
])('types: %s', async (_, text, message) => {
  const check = (base) => {
    const settings = { extends: './tsconfig.base.json', compilerOptions: { noEmit: true }, files: ['a.ts'] };
    writeFileSync(join(base, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(base, 'tsconfig.json'), JSON.stringify(settings));
    return tool('typescript/bin/tsc', ['-p', base, '--pretty', 'false']);
  };
  expect((await over(text, check)).log).toMatch(message);
});

test('an old Node is told so, before anything else', async () => {
  const script = `Object.defineProperty(process.versions, 'node', { value: '18.20.0' });
process.argv[2] = 'test';
import(${JSON.stringify(pathToFileURL(join(root, 'tools', 'run.mjs')).href)});`;
  const { code, log } = await command(process.execPath, ['-e', script]);
  expect(code).toBe(1);
  expect(log).toMatch(/stokast needs Node 20\.19 or newer; this is 18\.20\.0/);
});

test('a task that is not there is told so', async () => {
  const { code, log } = await command(process.execPath, ['tools/run.mjs', 'tset']);
  expect([code, log]).toEqual([
    2,
    'usage: node tools/run.mjs <start|test|bench|data|results|engines|nightly>\n',
  ]);
});
