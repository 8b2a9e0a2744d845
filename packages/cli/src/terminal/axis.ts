// Scales, ticks and the line below a plot.
import type { Screen } from './screen.ts';

export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  /** Where a value lies: 0 at `low`, 1 at `high`. */
  place(value: number): number;
  readonly ticks: readonly number[];
}

/** A scale over [low, high] with about `count` ticks: steps of 1, 2 or 5, or powers of ten when `log`. */
export function scale(low: number, high: number, count: number, log = false): Scale {
  if (log) {
    const a = Math.log10(low);
    const b = Math.log10(high) === a ? a + 1 : Math.log10(high);
    const step = Math.max(1, Math.ceil((b - a) / Math.max(count, 1)));
    const ticks: number[] = [];
    for (let k = Math.ceil(a - 1e-9); k <= b + 1e-9; k += step) ticks.push(Number(`1e${k}`));
    return { low, high, log, ticks, place: (value) => (Math.log10(value) - a) / (b - a) };
  }
  const top = high > low ? high : low + 1;
  return {
    low,
    high: top,
    log,
    ticks: niceTicks(low, top, count),
    place: (value) => (value - low) / (top - low),
  };
}

function niceTicks(low: number, high: number, count: number): number[] {
  const raw = (high - low) / Math.max(count, 1);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5].find((factor) => factor * power >= raw) ?? 10) * power;
  const ticks: number[] = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) {
    ticks.push(Number((k * step).toPrecision(12)));
  }
  return ticks;
}

/** A tick's label: short, and without -0. */
export function tickLabel(value: number, log = false): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= (log ? 1e4 : 1e5) || size < 1e-3) {
    return value.toExponential(6).replace(/\.?0*e\+?/, 'e');
  }
  return String(Number(value.toPrecision(6)));
}

/** The axis line and the labels below it, `width` columns wide, `margin` columns from the left. */
export function bottomAxis(axis: Scale, width: number, margin: number, screen: Screen, label = ''): string[] {
  const line: string[] = new Array(width).fill(screen.ascii ? '-' : '─');
  const labels: string[] = new Array(width).fill(' ');
  let free = 0;
  for (const tick of axis.ticks) {
    const at = Math.round(axis.place(tick) * (width - 1));
    if (at < 0 || at >= width) continue;
    const text = tickLabel(tick, axis.log);
    const start = Math.min(Math.max(at - Math.floor(text.length / 2), 0), width - text.length);
    if (start < free) continue;
    line[at] = screen.ascii ? '+' : '┬';
    for (let i = 0; i < text.length; i++) labels[start + i] = text[i];
    free = start + text.length + 1;
  }
  const { dim } = screen.style;
  const pad = ' '.repeat(margin - 1);
  const below = [
    dim(`${pad}${screen.ascii ? '+' : '└'}${line.join('')}`),
    dim(`${pad} ${labels.join('')}`.trimEnd()),
  ];
  if (label) below.push(dim(`${pad} ${center(label, width)}`.trimEnd()));
  return below;
}

const center = (text: string, width: number): string =>
  ' '.repeat(Math.max(0, Math.floor((width - text.length) / 2))) + text;

/** The labels left of each of `height` rows (row 0 is the top), right-aligned, with the axis line behind them. */
export function leftAxis(axis: Scale, height: number, screen: Screen): string[] {
  const labels: string[] = new Array(height).fill('');
  for (const tick of axis.ticks) {
    const row = height - 1 - Math.round(axis.place(tick) * (height - 1));
    if (row >= 0 && row < height && labels[row] === '') labels[row] = tickLabel(tick, axis.log);
  }
  const widest = labels.reduce((most, label) => Math.max(most, label.length), 0);
  return labels.map((label) =>
    screen.style.dim(
      `${label.padStart(widest)} ${label === '' ? (screen.ascii ? '|' : '│') : screen.ascii ? '+' : '┤'}`,
    ),
  );
}

/** Columns that `leftAxis` takes. */
export function leftWidth(axis: Scale): number {
  return axis.ticks.reduce((most, tick) => Math.max(most, tickLabel(tick, axis.log).length), 0) + 2;
}
