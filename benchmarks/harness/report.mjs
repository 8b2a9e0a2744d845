// Results as Markdown and JSON. Losing rows are shown like the others.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const number = (x) =>
  x >= 1000
    ? Math.round(x).toLocaleString('en-US')
    : x >= 100
      ? x.toFixed(0)
      : x >= 10
        ? x.toFixed(1)
        : x.toFixed(2);

/** Times as what is shown: nanoseconds an element, or for cases with a `rate` how many a nanosecond, such as GFLOP/s. */
function figures({ unit, rate }) {
  if (!rate)
    return { unit, of: (ns) => ns, least: 'at most', said: (ns) => `takes **${number(ns)} ${unit}**` };
  const of = (ns) => rate.each / ns;
  return { unit: rate.unit, of, least: 'at least', said: (ns) => `does **${number(of(ns))} ${rate.unit}**` };
}

/** One case as a Markdown section. */
export function renderCase(result) {
  return result.pairs ? renderPairs(result) : renderRows(result);
}

/** Both backends side by side, a kernel a line. */
function renderPairs({ title, unit, rows, failed, least }) {
  const lines = [
    `### ${title}`,
    '',
    `Medians in ${unit}, ${rows[0]?.runtime}.`,
    '',
    '| kernel | WebAssembly | TypeScript fallback | ratio |',
    '|---|---:|---:|---:|',
  ];
  const below = [];
  for (let i = 0; i + 1 < rows.length; i += 2) {
    const [wasm, fallback] = [rows[i].median, rows[i + 1].median];
    if (fallback / wasm < least) below.push(rows[i].kernel);
    lines.push(
      `| ${rows[i].kernel} | ${number(wasm)} | ${number(fallback)} | ${(fallback / wasm).toFixed(2)} |`,
    );
  }
  for (const [name, reason] of Object.entries(failed)) lines.push(`| ${name} | not run: ${reason} | | |`);
  if (least)
    lines.push(
      '',
      `- at least ${least}x: ${below.length === 0 ? 'reached by all' : `NOT REACHED by ${below.join(', ')}`}`,
    );
  return `${lines.join('\n')}\n`;
}

function renderRows({ title, unit: time, rate, rows, failed, bars, limits }) {
  const { unit, of, least, said } = figures({ unit: time, rate });
  const best = Math.min(...rows.map(({ median }) => median));
  const lines = [
    `### ${title}`,
    '',
    `| | runtime | ${unit}, median | quartiles | times the fastest |`,
    '|---|---|---:|---:|---:|',
  ];
  for (const { name, runtime, median, low, high } of [...rows].sort((a, b) => a.median - b.median)) {
    const [from, to] = [of(low), of(high)].sort((a, b) => a - b);
    lines.push(
      `| ${name} | ${runtime} | ${number(of(median))} | ${number(from)} - ${number(to)} | ${(median / best).toFixed(2)} |`,
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
    const verdict = median <= (aim ?? 0) ? 'aim reached' : median <= atMost ? 'reached' : 'NOT REACHED';
    lines.push(
      '',
      `- ${row} ${said(median)} (${least} ${number(of(atMost))}${aim ? `, aim ${number(of(aim))}` : ''}): ${verdict}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** The README's table: one row for each bar; those called `detail` only where they are missed. */
export function renderSummary({ date, machine, versions, cases }) {
  const lines = [
    `Measured on ${date} (${machine.processor}, one thread; ${versions.join(', ')}), medians of one interleaved run; draws fill arrays of 2^20:`,
    '',
    '| work | stokast | against | how much faster | wanted |',
    '|---|---:|---|---:|---|',
  ];
  for (const { title, unit: time, rate, rows, bars, limits } of cases) {
    const { unit, of, least } = figures({ unit: time, rate });
    const figure = (name) => `${number(of(rows.find((row) => row.name === name).median))} ${unit}`;
    const variant = (name) => name.replace(/^stokast \(WebAssembly\),? ?/, '');
    const work = (row) => (variant(row) ? `${title} (${variant(row)})` : title);
    for (const { row, against, atLeast, aim, ratio, detail } of bars) {
      const missed = ratio.median < atLeast ? ', **missed**' : '';
      if (detail && !missed) continue;
      lines.push(
        `| ${work(row)} | ${figure(row)} | ${against}, ${figure(against)} | ${ratio.median.toFixed(2)}x | ${atLeast}x${aim ? `, aim ${aim}x` : ''}${missed} |`,
      );
    }
    for (const { row, atMost, aim, median, detail } of limits) {
      const missed = median > atMost ? ', **missed**' : '';
      if (detail && !missed) continue;
      lines.push(
        `| ${work(row)} | ${figure(row)} | | | ${least} ${number(of(atMost))} ${unit}${aim ? `, aim ${number(of(aim))}` : ''}${missed} |`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

const README = fileURLToPath(new URL('../../README.md', import.meta.url));
const MARKED = /(<!-- benchmarks: [^\n]*-->\n)[\s\S]*?(<!-- \/benchmarks -->)/;

/** The README with the table of `report` between its marks. */
export function withSummary(text, report) {
  if (!MARKED.test(text)) throw new Error('README.md has lost the marks of its benchmark table');
  return text.replace(MARKED, (_, open, close) => `${open}\n${renderSummary(report)}\n${close}`);
}

/** Writes results/latest.json, results/latest.md and the README's table, each by a temporary file and a rename. */
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
  write(`${folder}latest.json`, `${JSON.stringify(report, null, 1)}\n`);
  write(README, withSummary(readFileSync(README, 'utf8'), report));
}

function write(path, text) {
  writeFileSync(`${path}.partial`, text);
  renameSync(`${path}.partial`, path);
}
