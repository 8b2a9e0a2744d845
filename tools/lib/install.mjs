// Installs the workspace with a pnpm that npm brings, and only when something has changed since the last time.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, step } from './command.mjs';
import { packages, root } from './workspace.mjs';

/** The pnpm that the lockfile was made with. */
export const PNPM = 'pnpm@12.21.0';
const stamp = join(root, 'node_modules', '.stokast-installed');

/** Hash of everything that decides what is installed. */
function state() {
  const hash = createHash('sha256').update(`${PNPM} ${process.platform} ${process.arch}`);
  const manifests = packages().map(({ folder }) => `${folder}/package.json`);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...manifests]) {
    hash.update(`\n${file}\n`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function upToDate() {
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== state()) return false;
  const linked = ({ directory, manifest }) =>
    existsSync(join(directory, 'node_modules')) ||
    Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).length === 0;
  return packages().every(linked);
}

/** pnpm by way of npm; `args` as on pnpm's command line. */
export const pnpm = (args, options) => npm(['exec', '--yes', '--', PNPM, ...args], options);

/** Makes node_modules match the lockfile. Ends the process when it cannot. */
export async function install() {
  if (upToDate()) return;
  const { code } = await step('install', () => pnpm(['install', '--frozen-lockfile', '--prefer-offline']));
  if (code !== 0) {
    console.error('The packages could not be installed: is the npm registry reachable?');
    process.exit(1);
  }
  writeFileSync(stamp, state());
}
