import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { command } from '../lib/command.mjs';
import { filesUnder, root } from '../lib/workspace.mjs';
import { rules } from '../rules/index.mjs';
import { blocksOf } from '../snippets/extract.mjs';
import { folder } from './plant.mjs';

// The files that a recipe of docs/adding shows are written into a copy of the sources, which is then checked as the
// repository is: house rules, types, and for a kernel the build and its test.

const place = join(root, 'docs', 'adding');
const recipes = readdirSync(place).filter((name) => name.endsWith('.md'));
const made = new Set(['node_modules', 'dist', 'build', 'generated', '.turbo']);
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');

/** A copy of a package's own files, with its dependencies linked. */
function copy(base, name) {
  const from = join(root, name);
  const filter = (path) =>
    !path
      .slice(from.length)
      .split(sep)
      .some((part) => made.has(part));
  cpSync(from, join(base, name), { recursive: true, filter });
  symlinkSync(join(from, 'node_modules'), join(base, name, 'node_modules'));
}

/** The folder with the recipe's files in place, and the packages that it touches. */
function follow(recipe) {
  const base = folder();
  cpSync(join(root, 'tsconfig.base.json'), join(base, 'tsconfig.base.json'));
  const touched = new Set();
  for (const { flags, lines } of blocksOf(join(place, recipe))) {
    const [how, path] = flags;
    if (how !== 'skeleton' && how !== 'append') continue;
    const name = path.startsWith('packages/') ? path.split('/').slice(0, 2).join('/') : 'benchmarks';
    if (!touched.has(name)) copy(base, name);
    touched.add(name);
    const target = join(base, path);
    expect(existsSync(target), path).toBe(how === 'append');
    mkdirSync(dirname(target), { recursive: true });
    (how === 'append' ? appendFileSync : writeFileSync)(target, `${lines.join('\n')}\n`);
  }
  return { base, touched: [...touched] };
}

async function passes(cwd, script, ...args) {
  const { code, log } = await command(process.execPath, [script, ...args], { cwd });
  expect(code, log).toBe(0);
}

test('there is a recipe for each kind of thing', () => {
  const kinds = ['benchmark', 'command', 'distribution', 'kernel', 'model', 'operation'];
  expect(recipes.sort()).toEqual(kinds.map((kind) => `${kind}.md`));
});

test.each(recipes)('%s works', async (recipe) => {
  const { base, touched } = follow(recipe);
  expect(touched).toHaveLength(1);
  const directory = join(base, touched[0]);
  if (touched[0] === 'benchmarks') {
    const [file] = filesUnder(
      join(directory, 'cases'),
      (name) => !existsSync(join(root, 'benchmarks', 'cases', name)),
    );
    const { default: topic } = await import(pathToFileURL(file).href);
    for (const { name, setup } of topic.rows)
      expect([name, typeof (await setup())]).toEqual([name, 'function']);
    return;
  }
  const held = rules.filter(({ name }) => ['layers', 'host-math', 'kernel-subset'].includes(name));
  expect(held.flatMap(({ check }) => check(base))).toEqual([]);
  if (['packages/core-wasm', 'packages/autodiff'].includes(touched[0])) {
    if (touched[0] === 'packages/core-wasm') await passes(directory, 'build.mjs');
    const tests = filesUnder(join(directory, 'test'), (name) => name.endsWith('.test.ts'));
    const fresh = tests.filter((path) => !existsSync(join(root, path.slice(base.length))));
    expect(fresh).toHaveLength(1);
    await passes(directory, join('node_modules', 'vitest', 'vitest.mjs'), 'run', fresh[0]);
    await passes(directory, tsc, '-p', join('test', 'tsconfig.json'), '--noEmit');
  }
  await passes(directory, tsc, '-p', 'tsconfig.json', '--noEmit');
});
