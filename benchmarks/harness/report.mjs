// Results as Markdown and JSON. Losing rows are shown like the others.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const number = (x) =>
  x >= 1000
    ? Math.round(x).toLocaleString('en-US')
    : x >= 100
      ? x.toFixed(0)
      : x >= 10
        ? x.toFixed(1)
        : x.toFixed(2);

/** One case as a Markdown section. */
export function renderCase({ title, unit, rows, failed, bars, limits }) {
  const best = Math.min(...rows.map(({ median }) => median));
  const lines = [
    `### ${title}`,
    '',
    `| | runtime | ${unit}, median | quartiles | times the fastest |`,
    '|---|---|---:|---:|---:|',
  ];
  for (const { name, runtime, median, low, high } of [...rows].sort((a, b) => a.median - b.median)) {
    lines.push(
      `| ${name} | ${runtime} | ${number(median)} | ${number(low)} - ${number(high)} | ${(median / best).toFixed(2)} |`,
    );
  }
  for (const [name, reason] of Object.entries(failed)) lines.push(`| ${name} | not run: ${reason} | | | |`);
  for (const { row, against, atLeast, aim, ratio } of bars) {
    const verdict =
      ratio.median >= (aim ?? Number.POSITIVE_INFINITY)
        ? 'aim reached'
        : ratio.median >= atLeast
          ? 'reached'
          : 'NOT REACHED';
    lines.push(
      '',
      `- ${row} is **${ratio.median.toFixed(2)}x** as fast as ${against} (${ratio.low.toFixed(2)} - ${ratio.high.toFixed(2)}; at least ${atLeast}x${aim ? `, aim ${aim}x` : ''}): ${verdict}`,
    );
  }
  for (const { row, atMost, aim, median } of limits) {
    const verdict = median <= aim ? 'aim reached' : median <= atMost ? 'reached' : 'NOT REACHED';
    lines.push(
      '',
      `- ${row} takes **${number(median)} ns** (at most ${number(atMost)}, aim ${number(aim)}): ${verdict}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** Writes results/latest.json and results/latest.md, each by a temporary file and a rename. */
export function writeReport(report) {
  const folder = fileURLToPath(new URL('../results/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  const { processor, cores, memory, system } = report.machine;
  const head = [
    '# Benchmarks',
    '',
    `Measured on ${report.date} by \`npm run bench\`: ${processor}, ${cores} cores, ${memory}, ${system}; ${report.versions.join(', ')}.`,
    `One thread. Every row of a table ran once in each of ${report.rounds} rounds, in turning order; figures are medians over the rounds with quartiles, ratios are medians of the rounds' ratios.`,
    '',
  ].join('\n');
  write(`${folder}latest.md`, `${head}\n${report.cases.map(renderCase).join('\n')}`);
  write(`${folder}latest.json`, `${JSON.stringify(report, null, 2)}\n`);
}

function write(path, text) {
  writeFileSync(`${path}.partial`, text);
  renameSync(`${path}.partial`, path);
}
