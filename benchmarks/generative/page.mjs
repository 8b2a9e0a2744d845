// docs/results.md, from the results of the experiments.
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One file an experiment. */
export const RESULTS = new URL('../results/generative/', import.meta.url);
/** The page, and beside it the words and pictures that go around the tables. */
export const PAGE = new URL('../../docs/results.md', import.meta.url);

/** The order of the sections: the beginning of the experiments' names. */
const SECTIONS = {
  vae: 'Variational autoencoder',
  gan: 'Generative adversarial network',
  diffusion: 'Diffusion',
  flow: 'Flow matching',
  transformer: 'Transformer',
};

const number = (x) => {
  if (typeof x !== 'number') return String(x);
  if (!Number.isFinite(x)) return x < 0 ? '-infinity' : x > 0 ? 'infinite' : 'undefined';
  if (Number.isInteger(x)) return String(x);
  return Math.abs(x) >= 0.01 && Math.abs(x) < 1e5 ? String(Number(x.toPrecision(4))) : x.toExponential(2);
};

const cell = (text) => String(text ?? '').replaceAll('|', '\\|');

/** An experiment as a table. */
export function renderRows({ title, date, machine, seconds, rows }) {
  const lines = [
    `### ${title}`,
    '',
    '| | measured | bar | published or computed elsewhere | |',
    '|---|---:|---:|---|---|',
    ...rows.map(({ quantity, measured, bar, anchor, source, reached }) => {
      const elsewhere = [anchor === undefined ? '' : number(anchor), source ?? ''].filter(Boolean).join(', ');
      const verdict = reached === undefined ? '' : reached ? 'reached' : '**missed**';
      return `| ${cell(quantity)} | ${cell(number(measured))} | ${cell(bar)} | ${cell(elsewhere)} | ${verdict} |`;
    }),
    '',
    `${date}, ${seconds < 120 ? `${seconds} s` : `${(seconds / 60).toFixed(1)} minutes`}, ${machine}.`,
  ];
  return `${lines.join('\n')}\n`;
}

export function renderPage() {
  const results = readdirSync(RESULTS)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(new URL(name, RESULTS), 'utf8')));
  const missed = results.flatMap(({ rows }) => rows).filter(({ reached }) => reached === false).length;
  const lines = [
    '# What the models reach',
    '',
    'Written by `npm run results` from real runs, each figure beside its published anchor; what falls short is shown',
    'like the rest. `npm run data` fetches MNIST first. The same seeds give the same figures on every machine.',
    '',
    missed === 0 ? 'Every bar is reached.' : `Bars that are not reached: ${missed}.`,
    '',
  ];
  for (const [prefix, heading] of Object.entries(SECTIONS)) {
    const own = results.filter(({ name }) => name.startsWith(prefix));
    if (own.length === 0) continue;
    lines.push(`## ${heading}`, '');
    const picture = `results/${prefix}.png`;
    if (existsSync(new URL(picture, PAGE))) lines.push(`![what it generates](${picture})`, '');
    for (const result of own) lines.push(renderRows(result));
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

export function writePage() {
  const path = fileURLToPath(PAGE);
  writeFileSync(`${path}.partial`, renderPage());
  renameSync(`${path}.partial`, path);
}
