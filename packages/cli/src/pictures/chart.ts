// Charts as SVG, for light and dark pages: scales and paths by d3, the sheet around them here.
import { scaleLinear, scaleLog } from 'd3-scale';
import { line } from 'd3-shape';

export interface ChartSeries {
  readonly label: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Drawn thin and pale: the values that another series is the mean of. */
  readonly faint?: boolean;
}

export interface Chart {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly series: readonly ChartSeries[];
  /** Values to compare with, as dashed lines. */
  readonly levels?: readonly { readonly label: string; readonly value: number }[];
  /** Whether the values are drawn on a logarithmic scale. They are all > 0 then. */
  readonly log?: boolean;
}

const WIDTH = 720;
const HEIGHT = 360;
const EDGE = { left: 64, right: 20, top: 44, bottom: 48 };
const COLORS = 4;

const STYLE = `
.chart { font: 12px system-ui, sans-serif; --ink: #24292f; --pale: #6e7781; --rule: #d8dee4; --paper: #ffffff;
  --c0: #1f5fbf; --c1: #c85c00; --c2: #1a7f4b; --c3: #7a3fb0; }
@media (prefers-color-scheme: dark) {
  .chart { --ink: #e6edf3; --pale: #9198a1; --rule: #343b44; --paper: #14181d;
    --c0: #6cb0ff; --c1: #ffab5c; --c2: #5fd08f; --c3: #c79bff; }
}
.chart .paper { fill: var(--paper); }
.chart text { fill: var(--ink); }
.chart .pale { fill: var(--pale); }
.chart .rule { stroke: var(--rule); }
.chart path { fill: none; stroke-width: 2; stroke-linejoin: round; }
.chart .faint { stroke-width: 1; opacity: 0.35; }
.chart .level { stroke: var(--pale); stroke-dasharray: 5 4; }
.chart .level-label { fill: var(--pale); paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
${Array.from({ length: COLORS }, (_, i) => `.chart .c${i} { stroke: var(--c${i}); }`).join('\n')}
`;

/** Text inside XML. */
export const escapeXml = (text: string): string =>
  text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`).replace(/[^\P{Cc}\n\t]/gu, '\uFFFD');

/** The chart as an SVG document; `metadata` is kept in it as text. */
export function chart({ title, x, y, series, levels = [], log = false }: Chart, metadata = ''): string {
  const xs = series.flatMap(({ points }) => points.map(([at]) => at));
  const ys = [
    ...series.filter(({ faint }) => !faint).flatMap(({ points }) => points.map(([, value]) => value)),
    ...levels.map(({ value }) => value),
  ];
  const across = scaleLinear()
    .domain([least(xs, 0), most(xs, 1)])
    .range([EDGE.left, WIDTH - EDGE.right]);
  const [low, high] = [least(ys, log ? 1 : 0), most(ys, 1)];
  const room = log ? 0 : (high - low || 1) * 0.06;
  const up = (log ? scaleLog() : scaleLinear())
    .domain([low - room, high + room])
    .range([HEIGHT - EDGE.bottom, EDGE.top]);
  const path = line<readonly [number, number]>()
    .x(([at]) => across(at))
    .y(([, value]) => up(value))
    .digits(2);
  const format = up.tickFormat(6);
  const number = (value: number): string => value.toFixed(2);
  const rows = up
    .ticks(6)
    .flatMap((tick) => [
      `<line class="rule" x1="${EDGE.left}" x2="${WIDTH - EDGE.right}" y1="${number(up(tick))}" y2="${number(up(tick))}"/>`,
      `<text class="pale" x="${EDGE.left - 8}" y="${number(up(tick))}" dy="0.32em" text-anchor="end">${format(tick)}</text>`,
    ]);
  const columns = across
    .ticks(8)
    .map(
      (tick) =>
        `<text class="pale" x="${number(across(tick))}" y="${HEIGHT - EDGE.bottom + 20}" text-anchor="middle">${across.tickFormat(8)(tick)}</text>`,
    );
  // Values outside the scale (of faint series) are cut off, not drawn over the title.
  const lines = series.map(({ points, faint }, i) => {
    const inside = points.map(
      ([at, value]) => [at, Math.min(Math.max(value, low - room), high + room)] as const,
    );
    return `<path class="${faint ? 'faint ' : ''}c${colorOf(series, i)}" d="${path(inside) ?? ''}"/>`;
  });
  const marks = levels.flatMap(({ label, value }) => [
    `<line class="level" x1="${EDGE.left}" x2="${WIDTH - EDGE.right}" y1="${number(up(value))}" y2="${number(up(value))}"/>`,
    `<text class="level-label" x="${EDGE.left + 8}" y="${number(up(value) - 6)}">${escapeXml(label)}</text>`,
  ]);
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeXml(title)}">`,
    `<title>${escapeXml(title)}</title>`,
    ...(metadata === '' ? [] : [`<metadata>${escapeXml(metadata)}</metadata>`]),
    `<style>${STYLE}</style>`,
    `<rect class="paper" width="${WIDTH}" height="${HEIGHT}"/>`,
    `<text x="${EDGE.left}" y="22" font-size="14" font-weight="600">${escapeXml(title)}</text>`,
    ...legend(series),
    ...rows,
    ...columns,
    ...lines,
    ...marks,
    `<text class="pale" x="${WIDTH - EDGE.right}" y="${HEIGHT - 10}" text-anchor="end">${escapeXml(x)}</text>`,
    `<text class="pale" x="14" y="${EDGE.top}" text-anchor="end" transform="rotate(-90 14 ${EDGE.top})">${escapeXml(y)}</text>`,
    '</svg>',
  ].join('\n')}\n`;
}

/** A faint series has the colour of the one after it. */
function colorOf(series: readonly ChartSeries[], index: number): number {
  const before = series.slice(0, index).filter(({ faint }) => !faint).length;
  return before % COLORS;
}

/** What the lines are, at the upper right, where there are several. */
function legend(series: readonly ChartSeries[]): string[] {
  const named = series.map((one, i) => ({ ...one, color: colorOf(series, i) })).filter(({ faint }) => !faint);
  if (named.length < 2) return [];
  let right = WIDTH - EDGE.right;
  return named.reverse().map(({ label, color }) => {
    const left = right - label.length * 7 - 26;
    right = left - 14;
    return `<path class="c${color}" d="M${left},18h18"/><text x="${left + 24}" y="22">${escapeXml(label)}</text>`;
  });
}

const least = (values: readonly number[], none: number): number =>
  values.length === 0 ? none : values.reduce((a, b) => Math.min(a, b));
const most = (values: readonly number[], none: number): number =>
  values.length === 0 ? none : values.reduce((a, b) => Math.max(a, b));

/** Means over about `count` stretches of a long series, each at its middle. */
export function thinned(
  points: readonly (readonly [number, number])[],
  count = 150,
): (readonly [number, number])[] {
  const stretch = Math.max(1, Math.ceil(points.length / count));
  const out: (readonly [number, number])[] = [];
  for (let at = 0; at < points.length; at += stretch) {
    const part = points.slice(at, at + stretch);
    const sum = part.reduce(([x, y], [px, py]) => [x + px, y + py] as const, [0, 0] as const);
    out.push([sum[0] / part.length, sum[1] / part.length]);
  }
  return out;
}

/** What `metadata` was given to `chart`, and the document without it; undefined when there is none. */
export function readChart(svg: string): { metadata: string; rest: string } | undefined {
  const found = /<metadata>([\s\S]*?)<\/metadata>\n/.exec(svg);
  if (!found) return undefined;
  const metadata = found[1].replace(/&#(\d{2,5});/g, (_, code) => String.fromCharCode(Number(code)));
  return { metadata, rest: svg.replace(found[0], '') };
}
