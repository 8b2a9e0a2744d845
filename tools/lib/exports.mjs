// What a package exports, read from its sources: names, kinds, and where each is declared.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseFile } from './parse.mjs';
import { packages } from './workspace.mjs';

/** The sub-paths of a package that are code: `{ subpath, path }` with the source file of each. */
export function entriesOf({ directory, manifest }) {
  return Object.entries(manifest.exports ?? {})
    .filter(([, target]) => typeof target === 'object')
    .map(([subpath, { types }]) => ({
      subpath,
      path: join(directory, types.replace(/^\.\/dist\//, 'src/').replace(/\.d\.ts$/, '.ts')),
    }));
}

const endings = ['.typescript.ts', '.ts', '/index.ts'];

function resolve(base, from, specifier) {
  if (specifier.startsWith('.')) {
    const path = join(dirname(from), specifier);
    if (path.endsWith('.ts')) return path;
    return endings.map((ending) => path + ending).find((file) => existsSync(file));
  }
  for (const entry of packages(base)) {
    if (specifier !== entry.name && !specifier.startsWith(`${entry.name}/`)) continue;
    const subpath = `.${specifier.slice(entry.name.length)}`;
    return entriesOf(entry).find((candidate) => candidate.subpath === subpath)?.path;
  }
  return undefined;
}

const textOf = (name) => name.name ?? name.value;

function declared(statement) {
  const { declaration } = statement;
  if (declaration.type === 'VariableDeclaration') return declaration.declarations.map(({ id }) => id.name);
  return [textOf(declaration.id)];
}

const isType = ({ type }) => type === 'TSInterfaceDeclaration' || type === 'TSTypeAliasDeclaration';

/** The statement in `file` that declares `local`, exported or not. */
function declarationOf(file, local) {
  return file.program.body.find((statement) => {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (!declaration) return false;
    if (declaration.type === 'VariableDeclaration') {
      return declaration.declarations.some(({ id }) => id.name === local);
    }
    return declaration.id?.name === local && declaration.type !== 'ImportDeclaration';
  });
}

/**
 * Exports of the module at `path`: name -> `{ kind: 'value' | 'type', path, statement, file }`, where the last three
 * say where it is declared (undefined outside the workspace). `export *` is followed, and marked `star`.
 */
export function exportsOf(base, path, cache = new Map()) {
  if (cache.has(path)) return cache.get(path);
  const found = new Map();
  cache.set(path, found);
  const file = parseFile(path);
  const follow = (specifier, local, kind) => {
    const target = resolve(base, path, specifier);
    const there = target && existsSync(target) ? exportsOf(base, target, cache).get(local) : undefined;
    return { ...there, kind: kind === 'type' ? 'type' : (there?.kind ?? 'value') };
  };
  for (const statement of file.program.body) {
    if (statement.type === 'ExportAllDeclaration') {
      const target = resolve(base, path, statement.source.value);
      if (statement.exported) found.set(textOf(statement.exported), { kind: 'value', path, statement, file });
      else if (target) {
        for (const [name, entry] of exportsOf(base, target, cache)) found.set(name, { ...entry, star: true });
      }
    } else if (statement.type === 'ExportDefaultDeclaration') {
      found.set('default', { kind: 'value', path, statement, file });
    } else if (statement.type === 'ExportNamedDeclaration' && statement.declaration) {
      const kind = isType(statement.declaration) ? 'type' : 'value';
      // Of overloads the first carries the docstring; of a type and a value of one name, the value.
      for (const name of declared(statement)) {
        if (kind === 'value' ? found.get(name)?.kind !== 'value' : !found.has(name)) {
          found.set(name, { kind, path, statement, file });
        }
      }
    } else if (statement.type === 'ExportNamedDeclaration') {
      for (const { local, exported, exportKind } of statement.specifiers) {
        const kind = statement.exportKind === 'type' || exportKind === 'type' ? 'type' : 'value';
        const imported = statement.source ? undefined : importOf(file, textOf(local));
        if (statement.source)
          found.set(textOf(exported), follow(statement.source.value, textOf(local), kind));
        else if (imported) found.set(textOf(exported), follow(imported.specifier, imported.name, kind));
        else {
          found.set(textOf(exported), { kind, path, statement: declarationOf(file, textOf(local)), file });
        }
      }
    }
  }
  return found;
}

function importOf({ program }, local) {
  for (const statement of program.body) {
    if (statement.type !== 'ImportDeclaration') continue;
    const specifier = statement.specifiers.find((each) => each.local.name === local);
    if (specifier)
      return { specifier: statement.source.value, name: textOf(specifier.imported ?? specifier.local) };
  }
  return undefined;
}

/** The docstring over a statement, without its stars; undefined when there is none. */
export function docstringOf({ comments, text }, statement) {
  const comment = comments.findLast(({ type, end }) => type === 'Block' && end <= statement.start);
  if (!comment?.value.startsWith('*')) return undefined;
  // Between the two, remarks for the linter may stand.
  const between = text.slice(comment.end, statement.start).replace(/\/\/.*/g, '');
  if (between.trim() !== '') return undefined;
  return comment.value
    .replace(/^\*\s?/, '')
    .replace(/^[ \t]*\*[ \t]?/gm, '')
    .trim();
}
