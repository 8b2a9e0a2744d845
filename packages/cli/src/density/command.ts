// `stokast fit` with a density of the user's.
import { madeBy } from '../algorithms.ts';
import type { CommonFlags, Context } from '../command.ts';
import { readColumns } from '../csv.ts';
import { UsageError } from '../exit.ts';
import { type Grouped, NO_FILE, noteDropped, reading, show } from '../fits.ts';
import { inputName } from '../input.ts';
import { checkNames, parseFormula, type Scale } from './density.ts';
import { advised, fitFormula } from './fit.ts';
import { parseParameters, parseStart, startOf } from './parameters.ts';

export interface Given extends CommonFlags {
  readonly column?: string;
  readonly by?: string;
  readonly missing: 'fail' | 'drop';
  readonly param?: readonly string[];
  readonly start?: readonly string[];
}

/** Fits the density that `text` is on this scale, and prints the result. */
export async function byFormula(
  context: Context,
  args: readonly string[],
  { column, by, missing, param = [], start = [] }: Given,
  scale: Scale,
  text: string,
): Promise<undefined> {
  if (args.length > 1)
    throw new UsageError(`with ${scale} there is no family: the file alone, got ${args.join(' ')}`);
  if (column !== undefined)
    throw new UsageError(`with ${scale} there is no --column: it names its columns itself`);
  const [file] = args;
  if (file === undefined) throw new UsageError(NO_FILE);
  const parameters = parseParameters(param);
  if (parameters.length === 0)
    throw new UsageError(`${scale} needs a parameter, as in --param mu --param 'sigma>0'`);
  const formula = parseFormula(scale, text, parameters);
  const starts = startOf(parameters, parseStart(start, parameters));
  const unknown = (name: string, what: string): Error =>
    new UsageError(`${scale}: ${what}; --param ${name} makes it a parameter`);
  const look = (heading: readonly string[]): void => checkNames(formula, heading);
  const { columns } = formula;
  const data = await reading(context, file, (update) =>
    readColumns(context.io, { file, columns, by, missing, update, look, unknown }),
  );
  await noteDropped(context, data, columns.join(', '));
  const fits = [...data.groups].map(([group, values]): Grouped => {
    try {
      return [group, context.io.busy(() => fitFormula(formula, values, starts))];
    } catch (error) {
      throw advised(error, by === undefined ? inputName(file) : `${file}, ${by} = ${group}`);
    }
  });
  const { rows, dropped } = data;
  const key = scale === '--density' ? 'density' : 'logDensity';
  const head = {
    command: 'fit',
    [key]: text,
    parameters: param,
    start: starts,
    file,
    columns,
    rows,
    dropped,
  };
  await show(context, by, fits, { ...head, ...madeBy('maximum-likelihood') });
  return undefined;
}
