// Installs the contenders, pinned by their lockfile, into a folder of their own.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../contenders/', import.meta.url));

export function installContenders() {
  const lock = readFileSync(`${folder}package-lock.json`, 'utf8');
  const mark = `${folder}node_modules/.installed-lock.json`;
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return;
  console.error('Installing the contenders (about 50 MB, and a newer Node of 120 MB) ...');
  const npm = (...args) =>
    execFileSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  npm('ci', '--ignore-scripts');
  // The `node` package fetches its platform's package in its install script: the only script that is run.
  npm('rebuild', 'node');
  writeFileSync(mark, lock);
}
