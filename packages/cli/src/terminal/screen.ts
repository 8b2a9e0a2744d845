// What can be drawn with: width, characters, colours.
import type { Style } from './style.ts';

export interface Screen {
  /** Columns to use. */
  readonly width: number;
  /** Only ASCII characters. */
  readonly ascii: boolean;
  readonly style: Style;
}

/** The width to draw in: that of the terminal within reason, 80 where there is none. */
export function usableWidth(columns: number | undefined): number {
  return Math.max(40, Math.min(columns ?? 80, 120));
}

/** Whether the locale says that the terminal cannot show Unicode. */
export function asciiOnly(env: Readonly<Record<string, string | undefined>>): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return env.TERM === 'linux' || locale === 'C' || locale === 'POSIX';
}
