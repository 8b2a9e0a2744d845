// report.html: one file that shows a run, to be opened anywhere, without a network.
import { escapeXml } from '../pictures/chart.ts';
import type { Findings, Table } from './kind.ts';

export interface ReportFigure {
  readonly file: string;
  readonly title: string;
  readonly caption: string;
  readonly bytes: Uint8Array;
}

export interface Report {
  readonly title: string;
  readonly about: string;
  readonly figures: readonly ReportFigure[];
  readonly findings: Findings;
  /** Lines to type, and what they show. */
  readonly next: readonly (readonly [line: string, says: string])[];
  /** The line that made it, and everything that decided it. */
  readonly command: string;
  readonly config: string;
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1f2328; --pale: #59636e; --rule: #d8dee4; --paper: #ffffff; --panel: #f6f8fa; --accent: #1f5fbf; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --pale: #9198a1; --rule: #343b44; --paper: #14181d; --panel: #1d232a; --accent: #6cb0ff; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 32px 20px 64px; }
h1 { font-size: 28px; margin: 0 0 4px; }
h2 { font-size: 20px; margin: 44px 0 12px; }
h3 { font-size: 16px; margin: 0; }
p { margin: 8px 0; max-width: 46em; }
.about, figcaption, td.meaning, .says { color: var(--pale); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 460px), 1fr)); gap: 20px; align-items: start; grid-auto-flow: dense; }
figure { margin: 0; padding: 16px; background: var(--panel); border: 1px solid var(--rule); border-radius: 8px; }
figure.wide { grid-column: 1 / -1; }
figure img, figure svg { display: block; max-width: 100%; height: auto; margin: 12px auto 8px; }
figure svg { width: 100%; max-width: 860px; }
figure img { image-rendering: pixelated; }
figure .chart .paper { fill: none; }
figcaption { font-size: 14px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; margin: 12px 0; font-size: 15px; }
th, td { text-align: left; padding: 6px 16px 6px 0; border-bottom: 1px solid var(--rule); vertical-align: top; }
td.number { font-variant-numeric: tabular-nums; white-space: nowrap; font-weight: 600; }
pre { background: var(--panel); border: 1px solid var(--rule); border-radius: 8px; padding: 14px 16px; overflow-x: auto; font: 13.5px/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
code { font: 0.92em ui-monospace, monospace; }
dt { font-family: ui-monospace, monospace; font-size: 14px; margin-top: 10px; color: var(--accent); overflow-wrap: anywhere; }
dd { margin: 2px 0 0; }
summary { cursor: pointer; color: var(--pale); }
`;

const TYPES: Readonly<Record<string, string>> = { png: 'image/png', gif: 'image/gif' };

function figureOf({ file, title, caption, bytes }: ReportFigure): string {
  const type = TYPES[file.slice(file.lastIndexOf('.') + 1)];
  const picture =
    type === undefined
      ? new TextDecoder().decode(bytes).replace(/<metadata>[\s\S]*?<\/metadata>\n?/, '')
      : `<img src="data:${type};base64,${Buffer.from(bytes).toString('base64')}" alt="${escapeXml(title)}">`;
  const head = `<h3>${escapeXml(title)}</h3>`;
  const foot = `<figcaption>${escapeXml(caption)} <code>${escapeXml(file)}</code></figcaption>`;
  return `<figure${type === undefined || isWide(bytes) ? ' class="wide"' : ''}>${head}${picture}${foot}</figure>`;
}

/** PNG files say their width and height at a fixed place. */
function isWide(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return bytes[0] === 0x89 && view.getUint32(16) > 1.8 * view.getUint32(20);
}

const row = (cells: readonly string[], tag: 'td' | 'th'): string =>
  `<tr>${cells.map((cell) => `<${tag}>${escapeXml(cell)}</${tag}>`).join('')}</tr>`;

function tableOf({ title, caption, rows: [head, ...body] }: Table): string {
  return [
    `<h2>${escapeXml(title)}</h2>`,
    `<p>${escapeXml(caption)}</p>`,
    '<div class="scroll"><table>',
    `<thead>${row(head, 'th')}</thead>`,
    `<tbody>${body.map((cells) => row(cells, 'td')).join('')}</tbody>`,
    '</table></div>',
  ].join('\n');
}

/** The page. Equal runs give equal bytes. */
export function reportHtml({ title, about, figures, findings, next, command, config }: Report): string {
  const { results, tables = [], goodLoss, texts = [] } = findings;
  const numbers = results.map(
    ({ name, text, meaning }) =>
      `<tr><td>${escapeXml(name)}</td><td class="number">${escapeXml(text)}</td><td class="meaning">${escapeXml(meaning)}</td></tr>`,
  );
  return `${[
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<link rel="icon" href="data:,">',
    `<title>${escapeXml(title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${escapeXml(title)}</h1>`,
    `<p class="about">${escapeXml(about)}</p>`,
    `<pre>${escapeXml(command)}</pre>`,
    ...texts.flatMap((one) => [`<h2>${escapeXml(one.title)}</h2>`, `<pre>${escapeXml(one.text)}</pre>`]),
    ...(figures.length > 0
      ? ['<h2>What it learnt</h2>', `<div class="figures">${figures.map(figureOf).join('\n')}</div>`]
      : []),
    '<h2>How good is it?</h2>',
    `<div class="scroll"><table><tbody>${numbers.join('\n')}</tbody></table></div>`,
    ...tables.map(tableOf),
    '<h2>What is a good loss?</h2>',
    ...goodLoss.map((paragraph) => `<p>${escapeXml(paragraph)}</p>`),
    '<h2>What to do next</h2>',
    `<dl>${next.map(([line, says]) => `<dt>${escapeXml(line)}</dt><dd class="says">${escapeXml(says)}</dd>`).join('\n')}</dl>`,
    '<h2>How it was made</h2>',
    '<p>The same settings with the same versions give the same bytes on any machine, with any number of workers.</p>',
    `<details><summary>Every setting</summary><pre>${escapeXml(config)}</pre></details>`,
    '</main>',
    '</body>',
    '</html>',
  ].join('\n')}\n`;
}
