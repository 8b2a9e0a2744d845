// Labelled horizontal bars.
import type { Screen } from './screen.ts';

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** What stands behind the bar. */
  readonly text: string;
  /** Colour. */
  readonly series?: number;
}

/** Bars as lines of text; the longest value (or `most`) fills `width` columns. */
export function bars(screen: Screen, items: readonly Bar[], width = 40, most?: number): string[] {
  const label = items.reduce((longest, item) => Math.max(longest, item.label.length), 0);
  const top = most ?? items.reduce((largest, item) => Math.max(largest, item.value), 0);
  return items.map((item) => {
    const bar = stripe(top > 0 ? (item.value / top) * width : 0, screen.ascii);
    return `  ${item.label.padEnd(label)} ${screen.style.series(item.series ?? 0, bar)} ${item.text}`;
  });
}

function stripe(length: number, ascii: boolean): string {
  if (ascii) return '#'.repeat(Math.max(0, Math.round(length)));
  const eighths = Math.max(0, Math.round(length * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8];
}
