// A folder as a user has it: the packed tarballs of every published package, installed by npm, and nothing else.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { npm } from '../lib/command.mjs';
import { pnpm } from '../lib/install.mjs';
import { publishable, root } from '../lib/workspace.mjs';

async function must(work) {
  const { code, log } = await work;
  if (code !== 0) throw new Error(log);
}

const manifestOf = (directory) => JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));

/** Folders of the npm packages that ours need at run time, found where pnpm has put them. */
function outsideDependencies() {
  const found = new Map();
  const visit = (directory, manifest) => {
    for (const [name, version] of Object.entries(manifest.dependencies ?? {})) {
      if (version.startsWith('workspace:') || found.has(name)) continue;
      const place = realpathSync(join(dirname(folderOf(directory, name)), name.split('/').at(-1)));
      found.set(name, place);
      visit(place, manifestOf(place));
    }
  };
  for (const { directory, manifest } of publishable()) visit(directory, manifest);
  return [...found.values()];
}

/** Where `name` lies for a package in `directory`: its own node_modules, or one above. */
function folderOf(directory, name) {
  const paths = createRequire(join(directory, 'package.json')).resolve.paths(name);
  return paths.map((path) => join(path, name)).find((path) => existsSync(path));
}

/** Packs every published package, and what they depend on, into `folder`; returns the tarballs' paths by name. */
export async function pack(folder) {
  mkdirSync(folder, { recursive: true });
  const tarballs = {};
  const into = async (run, directory) => {
    const { name, version } = manifestOf(directory);
    await must(run(['pack', '--pack-destination', folder], { cwd: directory }));
    tarballs[name] = join(folder, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
    if (!existsSync(tarballs[name])) throw new Error(`${name}: no tarball ${tarballs[name]}`);
  };
  for (const { directory } of publishable()) await into(pnpm, directory);
  for (const directory of outsideDependencies()) {
    // The dependency's own scripts have been run by whoever published it.
    await into((args, options) => npm([...args, '--ignore-scripts', '--offline'], options), directory);
  }
  return tarballs;
}

/** Makes the folder: packs, installs from the tarballs alone, without the network. Returns its path and the tarballs. */
export async function makeConsumer() {
  // Outside the repository, so that nothing is found in a node_modules above.
  const folder = mkdtempSync(join(tmpdir(), 'stokast-consumer-'));
  const tarballs = await pack(join(folder, 'tarballs'));
  const app = join(folder, 'app');
  mkdirSync(app);
  writeFileSync(
    join(app, 'package.json'),
    '{ "name": "app", "version": "1.0.0", "private": true, "type": "module" }\n',
  );
  await must(
    npm(['install', '--offline', '--no-audit', '--no-fund', ...Object.values(tarballs)], { cwd: app }),
  );
  return { folder, app, tarballs };
}

/** Where esbuild and the TypeScript compiler of the workspace are, for use on the folder. */
export const workspaceTool = (path) => join(root, 'node_modules', path);
