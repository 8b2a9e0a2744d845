// Fits a formula: its logarithm is traced, differentiated and maximised in the core.
import { type Constraint, interval, positive, type Tensor } from '@stokast/autodiff';
import { NotConverged, NumericalError } from '@stokast/core-wasm/errors';
import { type LikelihoodFit, maximumLikelihood } from '@stokast/sampling';
import { traceLog, traceValue, type Variable } from '../expression/trace.ts';
import type { Formula } from './density.ts';
import type { Declared, End } from './parameters.ts';

type Tensors = Readonly<Record<string, Tensor>>;

/** The sign that all values of a parameter have. */
function signOf({ low, high }: Declared): 1 | -1 | undefined {
  if (low?.number !== undefined && low.number >= 0) return 1;
  return high?.number !== undefined && high.number <= 0 ? -1 : undefined;
}

/** The sign that all numbers of a column have. */
const signIn = (values: Float64Array): 1 | -1 | undefined =>
  values.every((each) => each > 0) ? 1 : values.every((each) => each < 0) ? -1 : undefined;

const variablesFor = (parameters: readonly Declared[], tensors: Tensors): Variable[] =>
  parameters.map((each) => ({ tensor: tensors[each.name], sign: signOf(each) }));

function constraintOf(parameters: readonly Declared[], index: number): Constraint<Tensors> | undefined {
  const { low, high } = parameters[index];
  if (!low && !high) return undefined;
  if (low?.number === 0 && !high) return positive;
  const before = parameters.slice(0, index);
  const bound = (end: End | undefined, without: number) =>
    end
      ? (end.number ?? ((tensors: Tensors) => traceValue(end.code, variablesFor(before, tensors))))
      : without;
  return interval(bound(low, Number.NEGATIVE_INFINITY), bound(high, Number.POSITIVE_INFINITY));
}

/**
 * The parameters under which the columns, in the order of the formula's, are likeliest. Throws a NumericalError or
 * NotConverged that says where and what to do.
 */
export function fitFormula(
  { scale, expression, parameters }: Formula,
  columns: readonly Float64Array[],
  start: Readonly<Record<string, number>>,
): LikelihoodFit<Record<string, number>> {
  const constraints = Object.fromEntries(
    parameters.flatMap(({ name }, i) => {
      const constraint = constraintOf(parameters, i);
      return constraint ? [[name, constraint]] : [];
    }),
  );
  const signs = columns.map(signIn);
  const trace = scale === '--density' ? traceLog : traceValue;
  const density = (tensors: Tensors, data: Tensors): Tensor =>
    trace(expression.code, [
      ...variablesFor(parameters, tensors),
      ...columns.map((_, i) => ({ tensor: data[`column${i}`], sign: signs[i] })),
    ]);
  const data = Object.fromEntries(columns.map((values, i) => [`column${i}`, values]));
  return maximumLikelihood(density as never, data, start, constraints) as LikelihoodFit<
    Record<string, number>
  >;
}

/** The same error with the place in front and, where another start may help, the flag that gives one. */
export function advised(error: unknown, where: string): unknown {
  const message = (text: string): string =>
    `${where}: ${text.replace('; start elsewhere', '; --start says where to begin instead')}`;
  if (error instanceof NotConverged) return new NotConverged(message(error.message), error.last);
  if (error instanceof NumericalError) return new NumericalError(message(error.message));
  return error;
}
