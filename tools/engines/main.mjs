// The program that every engine runs: all cases of all packages, as hashes.
import { cpSync, existsSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { publishable, root } from '../lib/workspace.mjs';

const casesOf = ({ folder }) => join(root, 'tools', 'engines', 'cases', `${basename(folder)}.mjs`);

/** The packages that have cases. */
export const packagesWithCases = () => publishable().filter((entry) => existsSync(casesOf(entry)));

/** Writes the program into `folder`, a folder that has the packages: main.mjs exports `run`, cli.mjs prints. */
export function writeProgram(folder) {
  const place = join(folder, 'engines');
  cpSync(join(root, 'tools', 'engines', 'cases'), join(place, 'cases'), { recursive: true });
  cpSync(join(root, 'tools', 'engines', 'hash.mjs'), join(place, 'hash.mjs'));
  const names = packagesWithCases().map(({ folder: path }) => basename(path));
  const imports = names.map((name, i) => `import * as suite${i} from './cases/${name}.mjs';\n`).join('');
  const list = names.map((name, i) => `['${name}', suite${i}]`).join(', ');
  writeFileSync(
    join(place, 'main.mjs'),
    `import { useBackend } from '@stokast/core-wasm';
${imports}import { hash } from './hash.mjs';

/** Runs all cases on a backend ('wasm', 'typescript', 'auto'). */
export function run(choice) {
  const { backend } = useBackend(choice);
  const hashes = {};
  const used = {};
  for (const [name, suite] of [${list}]) {
    for (const [title, work] of Object.entries(suite.cases)) hashes[\`\${name}: \${title}\`] = hash(work());
    used[name] = [...suite.used];
  }
  return { backend, hashes, used };
}
`,
  );
  writeFileSync(
    join(place, 'cli.mjs'),
    `import { run } from './main.mjs';
const choice = globalThis.Deno ? Deno.args[0] : process.argv[2];
console.log(JSON.stringify(run(choice)));
`,
  );
  return { main: join(place, 'main.mjs'), cli: join(place, 'cli.mjs') };
}
