// A histogram as columns of blocks, with a density drawn over it.
import { bottomAxis, leftAxis, leftWidth, scale } from './axis.ts';
import type { Screen } from './screen.ts';

const EIGHTHS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

export interface Histogram {
  /** How many fell into each of the bins of equal width between `low` and `high`. */
  readonly counts: ArrayLike<number>;
  readonly low: number;
  readonly high: number;
  /** All draws, those outside too. */
  readonly total: number;
  readonly density?: (x: number) => number;
  readonly height: number;
  readonly label?: string;
}

/** How many bins fill the screen at one column each. */
export const binsFor = (screen: Screen): number => screen.width - 8;

/** The histogram as lines of text. Heights are densities: count / (total * width of a bin). */
export function histogram(screen: Screen, data: Histogram): string[] {
  const { counts, low, high, total, density, height } = data;
  const bins = counts.length;
  const step = (high - low) / bins;
  const bars = Array.from(counts, (count) => count / (total * step));
  const curve = density ? bars.map((_, i) => density(low + (i + 0.5) * step)) : undefined;
  const peak = Math.max(...bars, ...(curve ?? []).filter(Number.isFinite)) * 1.02 || 1;
  const yScale = scale(0, peak, Math.max(2, Math.floor(height / 3)));
  const margin = leftWidth(yScale);
  const wide = Math.max(1, Math.floor((screen.width - margin - 1) / bins));
  const left = leftAxis(yScale, height, screen);
  const lines: string[] = [];
  for (let row = 0; row < height; row++) {
    const floor = height - 1 - row; // cells below this one
    let text = '';
    for (let i = 0; i < bins; i++) {
      const filled = Math.round(((bars[i] / peak) * height - floor) * 8);
      const eighths = Math.max(0, Math.min(8, filled));
      const cell = screen.ascii ? (eighths >= 4 ? '#' : ' ') : EIGHTHS[eighths];
      const here = curve && Math.min(height - 1, Math.floor((curve[i] / peak) * height)) === floor;
      const drawn = here
        ? screen.style.series(1, (screen.ascii ? '*' : '•').repeat(wide))
        : screen.style.series(0, cell.repeat(wide));
      text += drawn;
    }
    lines.push(left[row] + text);
  }
  return [
    ...lines,
    ...bottomAxis(scale(low, high, Math.floor((bins * wide) / 12)), bins * wide, margin, screen, data.label),
  ];
}

/** Counts of values in `bins` bins of equal width over [low, high); the others are left out. */
export function tally(
  values: ArrayLike<number>,
  low: number,
  high: number,
  counts: Float64Array,
): Float64Array {
  const factor = counts.length / (high - low);
  for (let i = 0; i < values.length; i++) {
    const bin = Math.floor((values[i] - low) * factor);
    if (bin >= 0 && bin < counts.length) counts[bin] += 1;
  }
  return counts;
}
