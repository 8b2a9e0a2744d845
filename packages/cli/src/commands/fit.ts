import { DataError, NumericalError } from '@stokast/core-wasm/errors';
import { madeBy } from '../algorithms.ts';
import type { CommandSpec } from '../command.ts';
import { readColumn } from '../csv.ts';
import { UsageError } from '../exit.ts';
import { type AnyFit, type FamilyName, families, familyNamed } from '../families.ts';
import { oneOf } from '../flags.ts';
import { inputName } from '../input.ts';
import { short } from '../numbers.ts';
import { table } from '../terminal/table.ts';

interface Flags {
  readonly column?: string;
  readonly by?: string;
  readonly missing: 'fail' | 'drop';
}

export const fit: CommandSpec<Flags> = {
  name: 'fit',
  summary: 'the distribution under which a column of data is likeliest, with standard errors',
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
  ],
  about:
    'Families: uniform, normal, exponential, bernoulli (0 and 1), categorical (0, 1, 2, ...). A cell that is empty, NA, NaN or null has no value: exit code 3, unless --missing drop. A file whose first row is numbers has no heading.',
  define(command) {
    command
      .argument('<family>', 'uniform, normal, exponential, bernoulli or categorical')
      .argument('<file>', 'a CSV file, - for standard input, or penguins')
      .option('--column <name>', 'the column; may be left out when there is only one')
      .option('--by <name>', 'a fit for each value of another column')
      .option(
        '--missing <what>',
        'fail (default) or drop: what rows without a value do',
        oneOf('--missing', ['fail', 'drop']),
        'fail',
      );
  },
  async run(context, [name, file], { column, by, missing }) {
    const family = familyNamed(name);
    if (by !== undefined && by === column) throw new UsageError('--by and --column are the same column');
    const progress = context.progress(`rows of ${inputName(file)}`);
    const data = await readColumn(context.io, { file, column, by, missing, update: progress.update });
    progress.end();
    if (data.dropped > 0) {
      const label = data.name ?? 'the value';
      await context.note(`left out ${data.dropped} of ${data.rows} rows: no value of ${label}`);
    }
    const fits = [...data.groups].map(([group, values]): Grouped => {
      const where = by === undefined ? inputName(file) : `${file}, ${by} = ${group}`;
      return [group, context.io.busy(() => fitted(family, values, where))];
    });
    if (context.json) {
      const { name: read = null, rows, dropped } = data;
      const head = { command: 'fit', family, file, column: read, rows, dropped };
      const body = by === undefined ? { fit: fits[0][1] } : { by, fits: Object.fromEntries(fits) };
      const algorithms = madeBy('maximum-likelihood', families[family].algorithm);
      await context.print(JSON.stringify({ ...head, ...algorithms, ...body }));
    } else if (by === undefined) {
      await context.print(fits[0][1].summary());
    } else {
      await context.print(table(context.screen, groupRows(by, fits)).join('\n'));
    }
    return undefined;
  },
};

type Grouped = [group: string, fit: AnyFit];

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

function cells(result: AnyFit, name: string): [string, string] {
  const text = (value: number | readonly number[], digits: number): string =>
    typeof value === 'number' ? short(value, digits) : value.map((one) => short(one, digits)).join(' ');
  return [text(result.parameters[name], 6), text(result.standardErrors[name], 3)];
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
