// Parameters of a density as the command line declares them: `mu`, `sigma>0`, `0<p<1`, `beta<1-alpha`; and where the
// search for them starts.
import { UsageError } from '../exit.ts';
import { evaluator } from '../expression/evaluate.ts';
import { constants, functions, type Instruction, Parser, stackDepth } from '../expression/parse.ts';
import { faultAt } from '../expression/tokens.ts';
import { hint, numberFrom } from '../flags.ts';

/** An end of the interval of a parameter: an expression of the parameters before it. */
export interface End {
  readonly text: string;
  readonly code: readonly Instruction[];
  /** Its value, where it depends on no other parameter. */
  readonly number: number | undefined;
}

export interface Declared {
  readonly name: string;
  readonly low: End | undefined;
  readonly high: End | undefined;
}

const STRICT = ['<', '>'];

/** Reads `--param` flags, in their order. Throws a UsageError with a caret at the place. */
export function parseParameters(texts: readonly string[]): Declared[] {
  const found: Declared[] = [];
  for (const text of texts) {
    const before = found.map(({ name }) => name);
    const parser = new Parser(text, before);
    const declared = declaration(parser, before);
    if (before.includes(declared.name)) throw new UsageError(`--param ${declared.name} is given twice`);
    found.push(declared);
  }
  return found;
}

function declaration(parser: Parser, before: readonly string[]): Declared {
  const { tokens } = parser;
  const follows = tokens[1]?.text ?? '';
  // A name that is known already is a bound: alpha < beta.
  if (tokens[0].kind === 'name' && !before.includes(tokens[0].text) && !isOperator(follows)) {
    const name = nameAt(parser);
    const sign = comparison(parser);
    const end = sign && bound(parser, before);
    finish(parser, name);
    return { name, low: sign === '>' ? end : undefined, high: sign === '<' ? end : undefined };
  }
  const first = bound(parser, before);
  const sign = comparison(parser);
  const [only, ...more] = first.code;
  if (only?.kind === 'variable' && more.length === 0 && parser.token.kind !== 'name')
    throw new UsageError(`--param ${first.text} is given twice`);
  if (!sign) throw parser.fault('expected a name, as in mu, sigma>0, 0<p<1');
  const name = nameAt(parser);
  const start = parser.token;
  const again = comparison(parser);
  if (again && again !== sign)
    throw parser.fault(`both signs must point the same way, as in 0<${name}<1`, start);
  const second = again && bound(parser, before);
  finish(parser, name);
  return sign === '<' ? { name, low: first, high: second } : { name, low: second, high: first };
}

/** Does a name followed by this begin an expression, rather than stand alone? */
const isOperator = (text: string): boolean => ['+', '-', '*', '/', '^', '('].includes(text);

function nameAt(parser: Parser): string {
  const { token } = parser;
  if (token.kind !== 'name') throw parser.fault('expected the name of a parameter');
  const { text } = token;
  if (text.startsWith('__')) throw parser.fault('names do not begin with two underscores');
  const known = Object.hasOwn(constants, text)
    ? 'constant'
    : Object.hasOwn(functions, text)
      ? 'function'
      : '';
  if (known) throw parser.fault(`${text} is a ${known} in expressions: give the parameter another name`);
  parser.position += 1;
  return text;
}

function comparison(parser: Parser): '<' | '>' | undefined {
  const sign = parser.token.text as '<' | '>';
  if (STRICT.includes(sign)) {
    parser.position += 1;
    return sign;
  }
  if (parser.is('<=', '>=')) throw parser.fault(`ends are not reached: write ${sign[0]}`);
  return undefined;
}

function bound(parser: Parser, before: readonly string[]): End {
  const from = parser.token.column;
  const code = parser.bound();
  const text = parser.text.slice(from, parser.token.column).trim();
  const depends = code.some(({ kind }) => kind === 'variable');
  const number = depends ? undefined : evaluate(code, before, {});
  if (number !== undefined && !Number.isFinite(number))
    throw faultAt(parser.text, from, 'this is no finite number');
  return { text, code, number };
}

function finish(parser: Parser, name: string): void {
  if (parser.is(...STRICT))
    throw parser.fault(`a parameter stands in the middle of its bounds, as in 0<${name}<1`);
  if (parser.token.kind !== 'end') throw parser.fault('expected the end');
}

function evaluate(
  code: readonly Instruction[],
  names: readonly string[],
  values: Readonly<Record<string, number>>,
): number {
  const at = Float64Array.from(names, (name) => values[name] ?? Number.NaN);
  const out = new Float64Array(1);
  evaluator({ text: '', code, depth: stackDepth(code) }, names.length)(at, 1, out);
  return out[0];
}

/** What a value of the parameter must be, as it stands in messages. */
export function allowedOf({ name, low, high }: Declared): string {
  if (low && high) return `${low.text} < ${name} < ${high.text}`;
  return low ? `${name} > ${low.text}` : `${name} < ${(high as End).text}`;
}

/** Reads `--start mu=170,sigma=8`. */
export function parseStart(texts: readonly string[], declared: readonly Declared[]): Map<string, number> {
  const found = new Map<string, number>();
  const names = declared.map(({ name }) => name);
  for (const part of texts.flatMap((text) => text.split(','))) {
    const [, name, text] = /^\s*([^=]*?)\s*=(.*)$/.exec(part) ?? [];
    if (name === undefined)
      throw new UsageError(
        `--start must be names with values, as in mu=170,sigma=8: got ${JSON.stringify(part)}`,
      );
    if (!names.includes(name))
      throw new UsageError(`--start: there is no --param ${name}${hint(name, names)}`);
    if (found.has(name)) throw new UsageError(`--start gives ${name} twice`);
    const value = numberFrom(text.trim());
    if (value === undefined)
      throw new UsageError(`--start ${name} must be a finite number: got ${JSON.stringify(text)}`);
    found.set(name, value);
  }
  return found;
}

/**
 * Where the search starts: the values given, and for the others the middle of the interval, or 1 from its one end, or
 * 0. Throws a UsageError where a value breaks its constraint.
 */
export function startOf(
  declared: readonly Declared[],
  given: ReadonlyMap<string, number>,
): Record<string, number> {
  const values: Record<string, number> = {};
  const names: string[] = [];
  for (const each of declared) {
    const { name, low, high } = each;
    const from = low ? (low.number ?? evaluate(low.code, names, values)) : Number.NEGATIVE_INFINITY;
    const to = high ? (high.number ?? evaluate(high.code, names, values)) : Number.POSITIVE_INFINITY;
    if (!(from < to))
      throw new UsageError(
        `--param ${allowedOf(each)}: nothing is between ${from} and ${to}, where the search starts`,
      );
    const middle = low && high ? from + (to - from) / 2 : low ? from + 1 : high ? to - 1 : 0;
    const value = given.get(name) ?? middle;
    if (!(from < value && value < to))
      throw new UsageError(`--start ${name}=${value} breaks its constraint ${allowedOf(each)}`);
    values[name] = value;
    names.push(name);
  }
  return values;
}
