// `npm run bench`: stokast on WebAssembly, its TypeScript fallback and what a user would pick instead, in one run.
// Options: --filter <text> (cases whose name contains it), --rounds <n> (default 25), --no-write.
import { readdirSync } from 'node:fs';
import { cpus, platform, release, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { installContenders } from './harness/contenders.mjs';
import { measureCase } from './harness/measure.mjs';
import { renderCase, writeReport } from './harness/report.mjs';
import { findRuntimes } from './harness/runners.mjs';
import { ratio, summarise } from './harness/stats.mjs';

const { values: options } = parseArgs({
  options: {
    filter: { type: 'string', default: '' },
    rounds: { type: 'string', default: '25' },
    'no-write': { type: 'boolean', default: false },
  },
});
const rounds = Number(options.rounds);
if (!Number.isInteger(rounds) || rounds < 3) {
  console.error(`--rounds must be an integer of at least 3: got ${options.rounds}`);
  process.exit(2);
}

installContenders();
const runtimes = findRuntimes();
const folder = new URL('cases/', import.meta.url);
const report = {
  date: new Date().toISOString().slice(0, 10),
  machine: {
    processor: cpus()[0].model,
    cores: cpus().length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${platform()} ${release().split('-')[0]}`,
  },
  versions: Object.values(runtimes).map(({ version }) => version),
  rounds,
  cases: [],
};

for (const file of readdirSync(folder)
  .filter((name) => name.endsWith('.mjs'))
  .sort()) {
  const path = fileURLToPath(new URL(file, folder));
  const { default: topic } = await import(path);
  if (!topic.title.toLowerCase().includes(options.filter.toLowerCase())) continue;
  const progress = (text) => process.stderr.isTTY && process.stderr.write(`\r\x1b[K${text}`);
  progress(`${topic.title}: warming up`);
  const onRound = (round) => progress(`${topic.title}: round ${round + 1} of ${rounds}`);
  const { times, failed } = await measureCase({ path, topic, runtimes, rounds, onRound });
  progress('');
  const result = {
    title: topic.title,
    unit: topic.unit,
    rate: topic.rate,
    pairs: topic.pairs ?? false,
    least: topic.least,
    rows: topic.rows
      .filter(({ name }) => times[name])
      .map(({ name, runtime, kernel }) => ({
        name,
        kernel,
        runtime: runtimes[runtime ?? 'node'].version,
        ...summarise(times[name]),
      })),
    failed,
    bars: (topic.bars ?? [])
      .filter(({ row, against }) => times[row] && times[against])
      .map((bar) => ({ ...bar, ratio: ratio(times[bar.against], times[bar.row]) })),
    limits: (topic.limits ?? [])
      .filter(({ row }) => times[row])
      .map((limit) => ({ ...limit, median: summarise(times[limit.row]).median })),
  };
  report.cases.push(result);
  console.log(renderCase(result));
}
if (!options['no-write'] && options.filter === '') writeReport(report);
