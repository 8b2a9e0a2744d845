// Type-checks every block of TypeScript in documents and docstrings, those that are not run included.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tool } from '../lib/command.mjs';
import { root, shown } from '../lib/workspace.mjs';
import { blocksOf } from './extract.mjs';

const settings = {
  extends: '../../../tsconfig.base.json',
  compilerOptions: {
    lib: ['es2023', 'dom'],
    noEmit: true,
    isolatedDeclarations: false,
    declaration: false,
    noUnusedLocals: false,
    moduleDetection: 'force',
    types: ['node'],
  },
  include: ['*.ts'],
};

/** Problems of the pages at `paths`, one text each; the files of recipes are checked in their packages instead. */
export async function checkTypes(paths) {
  const folder = join(root, 'tools', 'build', 'snippet-types');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const places = new Map();
  for (const path of paths) {
    for (const block of blocksOf(path)) {
      if (block.language !== 'ts' || ['skeleton', 'append'].includes(block.flags[0])) continue;
      const name = `${places.size}.ts`;
      places.set(name, shown(root, path));
      // Empty lines before, so that the compiler's line numbers are the page's.
      writeFileSync(join(folder, name), '\n'.repeat(block.line - 1) + block.lines.join('\n'));
    }
  }
  if (places.size === 0) return [];
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
  const { code, log } = await tool('typescript/bin/tsc', ['-p', folder, '--pretty', 'false']);
  if (code === 0) return [];
  const found = [...log.matchAll(/(\d+\.ts)\((\d+),\d+\): (.*)/g)];
  if (found.length === 0) return [log];
  return found.map(([, name, line, text]) => `${places.get(name)}:${line}: ${text}`);
}
