// A density that the command line gives as an expression: one formula, its parameters and its columns.
import { UsageError } from '../exit.ts';
import { constants, type Expression, parseOpen } from '../expression/parse.ts';
import { tokens } from '../expression/tokens.ts';
import type { Declared } from './parameters.ts';

/** The flag that a formula comes by: the density itself, or its logarithm. */
export type Scale = '--density' | '--log-density';

export interface Formula {
  readonly scale: Scale;
  readonly expression: Expression;
  readonly parameters: readonly Declared[];
  /** Names of the columns that it reads; in its code they follow the parameters. */
  readonly columns: readonly string[];
}

/** Reads a formula. Throws a UsageError where it uses no column, or leaves out a parameter. */
export function parseFormula(scale: Scale, text: string, parameters: readonly Declared[]): Formula {
  const names = parameters.map(({ name }) => name);
  const expression = parseOpen(text, names);
  const columns = expression.names.slice(names.length);
  if (columns.length === 0)
    throw new UsageError(`${scale} must depend on a column of the data: it names none`);
  const used = new Set(expression.code.map((each) => (each.kind === 'variable' ? each.index : -1)));
  const unused = names.find((_, i) => !used.has(i));
  if (unused !== undefined) {
    throw new UsageError(
      `${scale} does not use the parameter ${unused}, so nothing can be said of it: leave --param ${unused} out`,
    );
  }
  return { scale, expression, parameters, columns };
}

/** Throws a UsageError where a name means two things: a constant or a parameter, and a column. */
export function checkNames({ expression, parameters }: Formula, heading: readonly string[]): void {
  const clash = parameters.find(({ name }) => heading.includes(name));
  if (clash) {
    throw new UsageError(
      `${clash.name} is a parameter and a column: give the parameter another name, or leave --param ${clash.name} out`,
    );
  }
  const written = new Set(tokens(expression.text).map(({ text }) => text));
  const constant = Object.keys(constants).find((name) => heading.includes(name) && written.has(name));
  if (constant !== undefined)
    throw new UsageError(
      `${constant} is a constant in expressions, and a column: give the column another name`,
    );
}
