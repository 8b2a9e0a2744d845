import { DataError, NumericalError } from '@stokast/core-wasm/errors';
import { madeBy } from '../algorithms.ts';
import type { CommandSpec, Context } from '../command.ts';
import { readColumn } from '../csv.ts';
import type { Given } from '../density/command.ts';
import { UsageError } from '../exit.ts';
import { functionNames } from '../expression/parse.ts';
import { type AnyFit, type FamilyName, families, familyNamed } from '../families.ts';
import { type Grouped, NO_FILE, noteDropped, reading, show } from '../fits.ts';
import { collect, oneOf } from '../flags.ts';
import { inputName } from '../input.ts';

interface Flags extends Given {
  readonly density?: string;
  readonly logDensity?: string;
}

const ABOUT = [
  'Families: uniform, normal, exponential, bernoulli (0 and 1), categorical (0, 1, 2, ...). A cell that is empty, NA, NaN or null has no value: exit code 3, unless --missing drop. A file whose first row is numbers has no heading; in a density its columns are x, or x1, x2, ...',
  `A density is the density (or the probability) of one row, up to a factor in which no parameter stands, as an expression of columns and parameters: + - * / ^ ( ), comparisons (1 when they hold, else 0), ${functionNames}, pi, e. Its logarithm is taken part by part, so exp(-z^2 / 2) is never rounded to 0. Parameters: mu, 'sigma>0', 'a<0', '0<p<1', and bounds made of the parameters before, as in 'b<1-a'.`,
];

export const fit: CommandSpec<Flags> = {
  name: 'fit',
  summary:
    'the distribution, or the density of your own, under which data are likeliest, with standard errors',
  examples: [
    {
      line: 'stokast fit normal penguins --column body_mass_g --missing drop',
      says: 'one column of a CSV file (this one comes along), rows without a value left out',
    },
    {
      line: 'stokast fit normal penguins --column body_mass_g --by species --missing drop',
      says: 'for each species',
    },
    {
      line: 'stokast sample exponential --rate 2 --n 1e5 --seed 1 | stokast fit exponential -',
      says: 'from standard input',
    },
    {
      line: 'stokast fit normal penguins --column flipper_length_mm --missing drop --json',
      says: 'for programs, in full precision',
    },
    {
      line: "stokast fit --density 'exp(-((body_mass_g - a - b * flipper_length_mm) / s)^2 / 2) / (s * sqrt(2 * pi))' penguins --param a --param b --param 's>0' --missing drop",
      says: 'a density of your own over several columns: here a regression',
    },
    {
      line: "stokast sample exponential --n 1000 --seed 1 | stokast fit --density 'x^(k-1) * exp(-x/scale) / (exp(lgamma(k)) * scale^k)' - --param 'k>0' --param 'scale>0'",
      says: 'the gamma distribution, of numbers from a pipe',
    },
  ],
  usage: ['<family> <file>', "--density '<expression>' --param <name> ... <file>"],
  about: ABOUT.join('\n\n'),
  define(command) {
    command
      .argument('[family]', 'uniform, normal, exponential, bernoulli or categorical')
      .argument('[file]', 'a CSV file, - for standard input, or penguins')
      .option('--column <name>', 'the column; may be left out when there is only one')
      .option('--by <name>', 'a fit for each value of another column')
      .option(
        '--missing <what>',
        'fail (default) or drop: what rows without a value do',
        oneOf('--missing', ['fail', 'drop']),
        'fail',
      )
      .option('--density <expression>', 'in place of a family: the density of one row')
      .option('--log-density <expression>', 'its logarithm instead')
      .option('--param <name>', 'a parameter of the density and its bounds; once for each', collect)
      .option('--start <values>', 'where the search begins, as in mu=170,sigma=8', collect);
  },
  async run(context, args, flags) {
    const { density, logDensity } = flags;
    if (density !== undefined && logDensity !== undefined)
      throw new UsageError('--density and --log-density exclude each other');
    const text = density ?? logDensity;
    if (text === undefined) return byFamily(context, args, flags);
    const { byFormula } = await import('../density/command.ts');
    return byFormula(context, args, flags, density === undefined ? '--log-density' : '--density', text);
  },
};

async function byFamily(
  context: Context,
  [name, file]: readonly string[],
  { column, by, missing, param, start }: Given,
): Promise<undefined> {
  if (param ?? start) throw new UsageError('--param and --start go with --density or --log-density');
  const family = familyNamed(name);
  if (file === undefined) throw new UsageError(NO_FILE);
  if (by !== undefined && by === column) throw new UsageError('--by and --column are the same column');
  const data = await reading(context, file, (update) =>
    readColumn(context.io, { file, column, by, missing, update }),
  );
  await noteDropped(context, data, data.name ?? 'the value');
  const fits = [...data.groups].map(([group, values]): Grouped => {
    const where = by === undefined ? inputName(file) : `${file}, ${by} = ${group}`;
    return [group, context.io.busy(() => fitted(family, values, where))];
  });
  const { name: read = null, rows, dropped } = data;
  const head = { command: 'fit', family, file, column: read, rows, dropped };
  await show(context, by, fits, { ...head, ...madeBy('maximum-likelihood', families[family].algorithm) });
  return undefined;
}

/** The fit; values that this family cannot have are faults of the data, not of the call. */
function fitted(family: FamilyName, values: Float64Array, where: string): AnyFit {
  try {
    return families[family].fit(values);
  } catch (error) {
    if (error instanceof RangeError && 'code' in error && error.code !== 'STOKAST_E_MEMORY') {
      throw new DataError(`${where}: ${error.message}`);
    }
    if (error instanceof NumericalError) throw new NumericalError(`${where}: ${error.message}`);
    throw error;
  }
}
