// Points and lines over two axes, each linear or logarithmic.
import { bottomAxis, leftAxis, leftWidth, type Scale, scale } from './axis.ts';
import { Canvas, markOf } from './canvas.ts';
import type { Screen } from './screen.ts';

export interface Series {
  readonly label: string;
  readonly points: readonly (readonly [number, number])[];
  readonly kind: 'line' | 'points';
}

export interface Axes {
  readonly height: number;
  readonly x?: { readonly label?: string; readonly log?: boolean };
  readonly y?: { readonly label?: string; readonly log?: boolean };
}

/** The plot as lines of text, with a legend when a series has a label. */
export function plot(screen: Screen, series: readonly Series[], axes: Axes): string[] {
  const all = series.flatMap(({ points }) => points);
  const xs = all.map(([x]) => x);
  const ys = all.map(([, y]) => y);
  const yScale = widened(
    Math.min(...ys),
    Math.max(...ys),
    Math.max(2, Math.floor(axes.height / 3)),
    axes.y?.log,
  );
  const margin = leftWidth(yScale);
  const width = screen.width - margin - 1;
  const xScale = scale(Math.min(...xs), Math.max(...xs), Math.max(2, Math.floor(width / 12)), axes.x?.log);
  const canvas = new Canvas(width, axes.height, screen);
  // Several lines have to be told apart without colours too: each ends in its mark.
  const marked = series.filter(({ kind }) => kind === 'line').length > 1;
  const place = ([x, y]: readonly [number, number]): [number, number] => [xScale.place(x), yScale.place(y)];
  series.forEach(({ points, kind }, index) => {
    for (let i = 1; kind === 'line' && i < points.length; i++) {
      canvas.line(...place(points[i - 1]), ...place(points[i]), index);
    }
  });
  // Marks last: they lie over lines, in their own colour.
  series.forEach(({ points, kind }, index) => {
    if (kind === 'points') for (const point of points) canvas.mark(...place(point), index);
    else if (marked) canvas.mark(...place(points[points.length - 1]), index);
  });
  const left = leftAxis(yScale, axes.height, screen);
  const legend = series
    .map(({ label, kind }, index) => {
      const stroke = screen.ascii ? '..' : '⠒⠒';
      const mark = markOf(index, screen);
      const sign = kind === 'points' ? mark : marked ? stroke + mark : stroke;
      return label === '' ? '' : `${screen.style.series(index, sign)} ${label}`;
    })
    .filter((text) => text !== '');
  const head = [axes.y?.label ? screen.style.dim(axes.y.label) : '', ...legend].filter((text) => text !== '');
  return [
    ...(head.length > 0 ? [`${' '.repeat(margin)}${head.join('   ')}`] : []),
    ...canvas.lines().map((line, row) => left[row] + line),
    ...bottomAxis(xScale, width, margin, screen, axes.x?.label),
  ];
}

/** A scale with a little room at both ends; a logarithmic one reaches out to whole powers of ten. */
function widened(low: number, high: number, count: number, log = false): Scale {
  if (log) return scale(10 ** Math.floor(Math.log10(low)), 10 ** Math.ceil(Math.log10(high)), count, true);
  const room = (high - low || 1) * 0.04;
  return scale(low - room, high + room, count);
}
