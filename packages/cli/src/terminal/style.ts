// Colours and weights, or none.

export interface Style {
  readonly enabled: boolean;
  bold(text: string): string;
  dim(text: string): string;
  heading(text: string): string;
  /** Series colours: 0 blue, 1 orange, 2 green, 3 purple. */
  series(index: number, text: string): string;
  good(text: string): string;
  bad(text: string): string;
}

const SERIES = [75, 214, 114, 176];

/** Styles as escape sequences of the 256-colour set, which every terminal of today knows. */
export function styleOf(enabled: boolean): Style {
  const wrap =
    (open: string, close: string) =>
    (text: string): string =>
      enabled && text !== '' ? `\x1b[${open}m${text}\x1b[${close}m` : text;
  const bold = wrap('1', '22');
  return {
    enabled,
    bold,
    dim: wrap('2', '22'),
    heading: bold,
    series: (index, text) => wrap(`38;5;${SERIES[index % SERIES.length]}`, '39')(text),
    good: wrap('32', '39'),
    bad: wrap('31', '39'),
  };
}

/** https://no-color.org: any non-empty NO_COLOR switches colours off; so do a dumb terminal and none at all. */
export function wantsColor(
  isTerminal: boolean,
  env: Readonly<Record<string, string | undefined>>,
  flag: boolean | undefined,
): boolean {
  return isTerminal && flag !== false && !env.NO_COLOR && env.TERM !== 'dumb';
}
