// What a package exports is a decision, written down in tools/exports: names of values and of types, by sub-path.
// `npm run rules -- --update` writes the lists anew; the diff is what a reviewer reads.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { entriesOf, exportsOf } from '../lib/exports.mjs';
import { parseFile } from '../lib/parse.mjs';
import { filesUnder, packages, shown } from '../lib/workspace.mjs';

export const name = 'exports';
export const about = 'packages export what tools/exports lists, by name, and nothing by default';

const listOf = (base, folder) => join(base, 'tools', 'exports', `${folder.split('/').at(-1)}.json`);

/** Sub-path -> `{ values, types }`, sorted. */
function actual(base, entry) {
  const lists = {};
  for (const { subpath, path } of entriesOf(entry)) {
    if (!existsSync(path)) continue;
    const found = [...exportsOf(base, path)];
    const names = (wanted) =>
      found
        .filter(([, { kind }]) => kind === wanted)
        .map(([each]) => each)
        .sort();
    lists[subpath] = { values: names('value'), types: names('type') };
  }
  return lists;
}

const libraries = (base) => packages(base).filter(({ begun, manifest }) => begun && !manifest.private);

export function update(base) {
  for (const entry of libraries(base)) {
    const path = listOf(base, entry.folder);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify(actual(base, entry), null, 2)}\n`);
  }
}

export function check(base) {
  const problems = [];
  for (const entry of libraries(base)) {
    for (const path of filesUnder(join(entry.directory, 'src'), (file) => file.endsWith('.ts'))) {
      const { program, lineOf } = parseFile(path);
      const fault = program.body.find(({ type }) => type === 'ExportDefaultDeclaration');
      // A declaration file only says what others export.
      if (fault && !path.endsWith('.d.ts'))
        problems.push(`${shown(base, path)}:${lineOf(fault.start)}: a default export`);
    }
    for (const { path } of entriesOf(entry)) {
      if (!existsSync(path)) {
        problems.push(`${entry.folder}/package.json: ${shown(base, path)} is not there`);
        continue;
      }
      for (const [each, { star }] of exportsOf(base, path)) {
        if (star) problems.push(`${shown(base, path)}: ${each} comes by export *: name it`);
      }
    }
    const path = listOf(base, entry.folder);
    const listed = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
    const found = actual(base, entry);
    for (const subpath of new Set([...Object.keys(listed), ...Object.keys(found)])) {
      for (const kind of ['values', 'types']) {
        const before = new Set(listed[subpath]?.[kind]);
        const after = new Set(found[subpath]?.[kind]);
        const say = (each, what) =>
          problems.push(
            `${entry.folder} ${subpath}: ${each} is ${what} (npm run rules -- --update when meant)`,
          );
        for (const each of after) if (!before.has(each)) say(each, 'exported and not listed');
        for (const each of before) if (!after.has(each)) say(each, 'listed and not exported');
      }
    }
  }
  return problems;
}
