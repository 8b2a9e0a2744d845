// Every public export says what it is; in the packages that people call, every function shows how it is called.
// What is still owed stands in docs-owed.json, by name, and a debt that is paid must be struck off.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { docstringOf, entriesOf, exportsOf } from '../lib/exports.mjs';
import { packages } from '../lib/workspace.mjs';

export const name = 'docs';
export const about = 'public exports have a docstring, and what is called has an example in it';

/** Doors for our own packages, not for users: described, without examples. */
const inner = ['@stokast/core-wasm', '@stokast/autodiff/inside'];
const isInner = (place) => inner.some((each) => place === each || place.startsWith(`${each}/`));

/** Doors of numbers alone, which are described in groups. */
const tables = ['@stokast/core-wasm/opcodes'];

const hasExample = (docstring) => /@example\b|^\s*```/m.test(docstring);

/** A declaration that is called: a function, or a constant that holds one. Factories make our classes: no `new`. */
const isCalled = ({ declaration }) =>
  declaration?.type === 'FunctionDeclaration' ||
  declaration?.declarations?.some(({ init }) => /Function|Call/.test(init?.type ?? ''));

function faultOf({ kind, statement, file }, examples) {
  const docstring = statement && docstringOf(file, statement);
  if (!docstring) return 'has no docstring';
  if (examples && kind === 'value' && isCalled(statement) && !hasExample(docstring))
    return 'shows no example';
  return undefined;
}

export function check(base) {
  const path = join(base, 'tools', 'rules', 'docs-owed.json');
  const owed = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [];
  const faults = new Map();
  for (const entry of packages(base).filter(({ begun, manifest }) => begun && !manifest.private)) {
    for (const { subpath, path } of entriesOf(entry)) {
      if (!existsSync(path)) continue; // the rule of exports says so
      for (const [each, found] of exportsOf(base, path)) {
        const place = `${entry.name}${subpath.slice(1)}`;
        if (tables.includes(place)) continue;
        const fault = faultOf(found, !isInner(place));
        if (fault) faults.set(`${place} ${each}`, fault);
      }
    }
  }
  const problems = [...faults]
    .filter(([each]) => !owed.includes(each))
    .map(([each, fault]) => `${each} ${fault}`);
  for (const each of owed) {
    if (!faults.has(each)) problems.push(`${each} is in docs-owed.json and owes nothing: strike it off`);
  }
  return problems;
}
