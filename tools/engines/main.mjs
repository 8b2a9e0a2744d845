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

/** Runs all cases on a backend ('wasm', 'typescript', 'auto'); \`missing\` is what no case has called. */
export async function run(choice) {
  const { backend } = useBackend(choice);
  const hashes = {};
  const missing = [];
  for (const [name, suite] of [${list}]) {
    for (const [title, work] of Object.entries(suite.cases)) {
      try {
        hashes[\`\${name}: \${title}\`] = hash(await work());
      } catch (error) {
        throw new Error(\`\${name}: \${title}: \${error.stack}\`);
      }
    }
    missing.push(...suite.missing().map((each) => \`\${name}: \${each}\`));
  }
  return { backend, hashes, missing };
}
`,
  );
  writeFileSync(
    join(place, 'cli.mjs'),
    `import { run } from './main.mjs';
const choice = globalThis.Deno ? Deno.args[0] : process.argv[2];
console.log(JSON.stringify(await run(choice)));
`,
  );
  return { main: join(place, 'main.mjs'), cli: join(place, 'cli.mjs') };
}
