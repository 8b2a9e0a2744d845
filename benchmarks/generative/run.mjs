// `npm run results`: trains the models, holds what they reach against the published figures, and writes docs/results.md.
// Names of experiments may be given; the others keep their last results. --list says which there are.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { data } from './data.mjs';
import { RESULTS, renderRows, writePage } from './page.mjs';

const { values: options, positionals: names } = parseArgs({
  allowPositionals: true,
  options: { list: { type: 'boolean', default: false } },
});

const experiments = [];
for (const model of ['vae', 'gan', 'diffusion', 'transformer'])
  experiments.push(...(await import(`./${model}.mjs`)).experiments);

if (options.list) {
  for (const { name, minutes, title } of experiments)
    console.log(`${name.padEnd(24)} ${String(minutes).padStart(4)} min  ${title}`);
  process.exit(0);
}
const unknown = names.filter((name) => !experiments.some((each) => each.name === name));
if (unknown.length > 0) {
  console.error(`There is no experiment ${unknown.join(', ')}: --list says which there are.`);
  process.exit(2);
}

mkdirSync(RESULTS, { recursive: true });
const chosen = experiments.filter(({ name }) => names.length === 0 || names.includes(name));
let missed = 0;
for (const [i, { name, title, run }] of chosen.entries()) {
  console.error(`${name} (${i + 1} of ${chosen.length}): ${title}`);
  const start = performance.now();
  const log = (text) => console.error(`  ${text}`);
  const rows = await run({ ...data, log });
  const result = {
    name,
    title,
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus()[0].model}, ${cpus().length} cores, Node ${process.versions.node}`,
    seconds: Math.round((performance.now() - start) / 1000),
    rows,
  };
  const path = fileURLToPath(new URL(`${name}.json`, RESULTS));
  writeFileSync(`${path}.partial`, `${JSON.stringify(result, null, 2)}\n`);
  renameSync(`${path}.partial`, path);
  missed += rows.filter(({ reached }) => reached === false).length;
  console.log(renderRows(result));
}
writePage();
console.error(missed === 0 ? 'Every bar is reached.' : `${missed} bars are not reached.`);
