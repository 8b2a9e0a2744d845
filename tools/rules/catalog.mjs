// One version of everything: dependencies say `catalog:` or `workspace:`, versions stand in pnpm-workspace.yaml.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packages } from '../lib/workspace.mjs';

export const name = 'catalog';
export const about =
  'every dependency is `catalog:` or `workspace:^`, every package ESM, MIT, for Node >= 20.19';

export function check(base) {
  const problems = [];
  const own = { folder: '.', manifest: JSON.parse(readFileSync(join(base, 'package.json'), 'utf8')) };
  for (const { folder, manifest } of [own, ...packages(base)]) {
    const say = (fault) => problems.push(`${folder}/package.json: ${fault}`);
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']) {
      for (const [dependency, version] of Object.entries(manifest[kind] ?? {})) {
        if (version !== 'catalog:' && version !== 'workspace:^') say(`${dependency} is ${version}`);
      }
    }
    if (manifest.type !== 'module') say('"type" is not "module"');
    if (manifest.license !== 'MIT') say('"license" is not "MIT"');
    if (!manifest.private && manifest.engines?.node !== '>=20.19') say('"engines.node" is not ">=20.19"');
  }
  return problems;
}
