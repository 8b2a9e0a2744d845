// Tables of text, columns aligned.
import type { Screen } from './screen.ts';

/** Columns that look like numbers are aligned to the right; the first row is the heading. */
export function table(screen: Screen, rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, c) => rows.reduce((most, row) => Math.max(most, (row[c] ?? '').length), 0));
  const right = rows[0].map((_, c) => rows.slice(1).every((row) => /^([-+]?[\d.]|$|-$)/.test(row[c] ?? '')));
  return rows.map((row, r) => {
    const cells = row.map((text, c) => (right[c] ? text.padStart(widths[c]) : text.padEnd(widths[c])));
    const line = `  ${cells.join('  ').trimEnd()}`;
    return r === 0 ? screen.style.dim(line) : line;
  });
}
