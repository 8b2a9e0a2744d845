// What fits of families and of formulas have in common: reading their columns, showing their results.
import type { Context } from './command.ts';
import type { AnyFit } from './families.ts';
import { inputName } from './input.ts';
import { short } from './numbers.ts';
import { table } from './terminal/table.ts';

/** What fits of families and of formulas have. */
export type Result = Omit<AnyFit, 'distribution' | 'toJSON'>;
export type Grouped = [group: string, fit: Result];

/** A file was not named. */
export const NO_FILE = '<file> is missing: a CSV file, - for standard input, or penguins';

/** Reads columns, with progress. */
export async function reading<T>(
  context: Context,
  file: string,
  read: (update: (rows: number) => void) => Promise<T>,
): Promise<T> {
  const progress = context.progress(`rows of ${inputName(file)}`);
  const data = await read(progress.update);
  progress.end();
  return data;
}

/** Says how many rows were left out. */
export async function noteDropped(
  context: Context,
  { dropped, rows }: { readonly dropped: number; readonly rows: number },
  of: string,
): Promise<void> {
  if (dropped > 0) await context.note(`left out ${dropped} of ${rows} rows: no value of ${of}`);
}

/** Prints the fit, or a table of one for each group; as JSON with `head` in front. */
export async function show(
  context: Context,
  by: string | undefined,
  fits: readonly Grouped[],
  head: Readonly<Record<string, unknown>>,
): Promise<void> {
  if (context.json) {
    const body = by === undefined ? { fit: fits[0][1] } : { by, fits: Object.fromEntries(fits) };
    await context.print(JSON.stringify({ ...head, ...body }));
  } else if (by === undefined) {
    await context.print(fits[0][1].summary());
  } else {
    await context.print(table(context.screen, groupRows(by, fits)).join('\n'));
  }
}

/** A row for each group, with a heading. */
function groupRows(by: string, fits: readonly Grouped[]): string[][] {
  const names = Object.keys(fits[0][1].parameters);
  return [
    [by, 'n', ...names.flatMap((name) => [name, '+-']), 'log-likelihood', 'AIC'],
    ...fits.map(([group, fit]) => [
      group === '' ? '(none)' : group,
      String(fit.n),
      ...names.flatMap((name) => cells(fit, name)),
      short(fit.logLikelihood, 8),
      short(fit.aic, 8),
    ]),
  ];
}

function cells(result: Result, name: string): [string, string] {
  const text = (value: number | readonly number[], digits: number): string =>
    typeof value === 'number' ? short(value, digits) : value.map((one) => short(one, digits)).join(' ');
  return [text(result.parameters[name], 6), text(result.standardErrors[name], 3)];
}
