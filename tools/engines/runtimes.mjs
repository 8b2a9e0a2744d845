// The engines, and how each is had: npm brings Node, Deno and Bun; Debian (or the machine) brings the browsers.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { browserPath } from '../lib/browser.mjs';
import { command, npm } from '../lib/command.mjs';
import { root } from '../lib/workspace.mjs';

/** Pinned: the table names what was run. Each is installed in a folder of its own, outside the workspace. */
const pinned = { node22: 'node@22.23.3', node24: 'node@24.21.0', deno: 'deno@2.9.6', bun: 'bun@1.4.5' };

async function must(work) {
  const { code, log } = await work;
  if (code !== 0) throw new Error(log);
  return log.trim();
}

async function installed(name) {
  const folder = join(root, 'tools', 'build', 'runtimes', name);
  const stamp = join(folder, 'installed');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== pinned[name]) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    await must(npm(['install', '--no-audit', '--no-fund', '--no-save', pinned[name]], { cwd: folder }));
    writeFileSync(stamp, pinned[name]);
  }
  return join(folder, 'node_modules', '.bin', name.replace(/\d+$/, ''));
}

const versionIn = (text) => text.match(/\d+\.\d+(\.\d+)*/)?.[0] ?? text;
const versionOf = async (program) => versionIn(await must(command(program, ['--version'])));

/** Installs what is missing; returns `{ name, version, program }` (to call with a script) or `{ ..., page }` (a browser). */
export async function installRuntimes() {
  const programs = [['Node', [process.execPath]]];
  for (const name of ['node22', 'node24']) programs.push(['Node', [await installed(name)]]);
  programs.push([
    'Deno',
    [await installed('deno'), 'run', '--allow-read', '--no-lock', '--node-modules-dir=manual'],
  ]);
  programs.push(['Bun', [await installed('bun'), 'run']]);
  const engines = [];
  for (const [name, program] of programs)
    engines.push({ name, version: await versionOf(program[0]), program });
  for (const [name, page] of [
    ['Chromium', 'chromium'],
    ['Firefox', 'firefox'],
  ]) {
    engines.push({ name, version: await versionOf(browserPath(page)), page });
  }
  return engines;
}
