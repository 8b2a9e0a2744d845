// Runs the `$ stokast ...` lines of a block and compares what they print with what is shown.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from '../lib/workspace.mjs';

/** `{ command, at, expected }` of each `$ stokast` line; `at` is the index of the line after the command. */
export function commandsOf(lines) {
  const found = [];
  let current;
  lines.forEach((line, index) => {
    if (line.startsWith('$ ')) {
      current = { command: line.slice(2), at: index + 1, expected: [] };
      if (/^(.*\| *)?stokast\b/.test(current.command)) found.push(current);
    } else if (current && current.expected.length === 0 && lines[index - 1]?.endsWith('\\')) {
      current.command = `${current.command.slice(0, -1)} ${line.trim()}`;
      current.at = index + 1;
    } else current?.expected.push(line.trimEnd());
  });
  for (const each of found) while (each.expected.at(-1) === '') each.expected.pop();
  return found;
}

/** Does `actual` say `expected`, where a line of `...` stands for any lines? */
export function says(actual, expected) {
  const [wanted, ...rest] = expected;
  if (expected.length === 0) return actual.length === 0;
  if (wanted !== '...') return actual.length > 0 && actual[0] === wanted && says(actual.slice(1), rest);
  for (let skip = 0; skip <= actual.length; skip++) if (says(actual.slice(skip), rest)) return true;
  return false;
}

/** A folder with the command in it, under the name that people type. */
function commandFolder() {
  const folder = join(root, 'tools', 'build', 'bin');
  mkdirSync(folder, { recursive: true });
  const cli = join(root, 'packages', 'cli', 'bin', 'stokast.js');
  writeFileSync(join(folder, 'stokast'), `#!/bin/sh\nexec "${process.execPath}" "${cli}" "$@"\n`);
  chmodSync(join(folder, 'stokast'), 0o755);
  return folder;
}

/** Runs a command as a person would, without colours; resolves to `{ status, lines }`. */
export function run(command, cwd) {
  const env = {
    ...process.env,
    NO_COLOR: '1',
    COLUMNS: '80',
    PATH: commandFolder() + delimiter + process.env.PATH,
  };
  delete env.FORCE_COLOR;
  const { status, stdout, error } = spawnSync('bash', ['-c', `{ ${command}\n} 2>&1`], {
    cwd,
    env,
    encoding: 'utf8',
    timeout: 60_000,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (error) throw error;
  const lines = stdout.split('\n').map((line) => line.trimEnd());
  while (lines.at(-1) === '') lines.pop();
  return { status, lines };
}
