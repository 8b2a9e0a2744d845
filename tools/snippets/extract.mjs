// Finds the fenced code in documents and in docstrings.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { entriesOf, exportsOf } from '../lib/exports.mjs';
import { filesUnder, packages, root, shown } from '../lib/workspace.mjs';

/** Documents whose code runs: the READMEs, and all of docs/. */
export function documents(base = root) {
  const readmes = ['README.md', ...packages(base).map(({ folder }) => `${folder}/README.md`)];
  const docs = filesUnder(join(base, 'docs'), (name) => name.endsWith('.md'));
  return [...readmes.map((file) => join(base, file)), ...docs].filter((path) => filesIn(path));
}

/** Sources whose docstrings carry examples that run: those that declare what the packages export. */
export function sources(base = root) {
  const found = new Set();
  for (const entry of packages(base).filter(({ begun, manifest }) => begun && !manifest.private)) {
    for (const { path } of entriesOf(entry)) {
      for (const [, { path: declared }] of exportsOf(base, path)) if (declared) found.add(declared);
    }
  }
  return [...found].sort().filter((path) => readFileSync(path, 'utf8').includes('* ```ts'));
}

function filesIn(path) {
  try {
    return readFileSync(path, 'utf8').includes('```');
  } catch {
    return false;
  }
}

/**
 * The fenced blocks of a document or source: `{ language, flags, line, prefix, lines }`, where `line` is the number
 * (from 1) of the first line of code and `prefix` what stands before each line, such as the star of a docstring.
 */
export function blocksOf(path, text = readFileSync(path, 'utf8')) {
  const blocks = [];
  let open;
  text.split('\n').forEach((line, index) => {
    const fence = line.match(/^(\s*(?:\*\s?)?)```(\S*)\s*(.*)$/);
    if (!open && fence) {
      const [, prefix, language, flags] = fence;
      open = { language, flags: flags.split(/\s+/).filter(Boolean), line: index + 2, prefix, lines: [] };
    } else if (open && fence && fence[1].trim() === open.prefix.trim() && fence[2] === '') {
      blocks.push(open);
      open = undefined;
    } else if (open) {
      open.lines.push(
        line.startsWith(open.prefix) ? line.slice(open.prefix.length) : line.trimStart().replace(/^\*$/, ''),
      );
    }
  });
  if (open) throw new Error(`${shown(root, path)}:${open.line - 1}: the fence is not closed`);
  return blocks;
}

/** The text of a document with new `lines` in some blocks (`{ block, lines }`). */
export function withBlocks(text, changes) {
  const lines = text.split('\n');
  // From the last to the first, so that the line numbers before stay true.
  for (const { block, lines: fresh } of [...changes].sort((a, b) => b.block.line - a.block.line)) {
    const written = fresh.map((line) => (block.prefix + line).trimEnd());
    lines.splice(block.line - 1, block.lines.length, ...written);
  }
  return lines.join('\n');
}
