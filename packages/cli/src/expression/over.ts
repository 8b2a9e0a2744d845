// Distributions written as text: `normal(0, 1)`, `normal(mu = 0, sigma = 2) * uniform(0, pi)`.
import type { Distribution } from '@stokast/sampling';
import { UsageError } from '../exit.ts';
import {
  distributionFrom,
  type FamilyName,
  families,
  familyNames,
  type ParameterFlags,
} from '../families.ts';
import { hint } from '../flags.ts';
import { constantValue } from './evaluate.ts';
import { Parser } from './parse.ts';

export interface Named {
  readonly family: FamilyName;
  readonly distribution: Distribution;
}

/** Reads one distribution, or several with `*` between them: a product of independent ones. */
export function parseOver(text: string, flag: string): Named[] {
  const parser = new Parser(text, []);
  const found: Named[] = [];
  do found.push(one(parser, flag));
  while (parser.accept('*'));
  if (parser.token.kind !== 'end')
    throw parser.fault(`${flag}: expected * and another distribution, or the end`);
  return found;
}

function one(parser: Parser, flag: string): Named {
  const { token } = parser;
  const name = token.text.toLowerCase();
  if (token.kind !== 'name' || !Object.hasOwn(families, name)) {
    const what =
      token.kind === 'name'
        ? `there is no family ${token.text}${hint(name, familyNames)}`
        : 'expected a family';
    throw parser.fault(`${flag}: ${what}; the families are ${familyNames.join(', ')}`);
  }
  parser.position += 1;
  const family = name as FamilyName;
  const given = parser.accept('(') ? argumentsOf(parser, family) : {};
  try {
    return { family, distribution: distributionFrom(family, given) };
  } catch (error) {
    if (error instanceof UsageError) throw parser.fault(`${flag}: ${error.message.replace('--', '')}`, token);
    throw error;
  }
}

/** Arguments by position or by name, up to the closing parenthesis; the weights of a categorical are all positions. */
function argumentsOf(parser: Parser, family: FamilyName): ParameterFlags {
  const { parameters } = families[family];
  const list = family === 'categorical';
  const given: Record<string, number> = {};
  const weights: number[] = [];
  let index = 0;
  while (!parser.is(')')) {
    const start = parser.token;
    let name: string = parameters[index];
    const assigned = start.kind === 'name' && parser.tokens[parser.position + 1].text === '=';
    if (assigned && !list) {
      name = start.text;
      if (!(parameters as readonly string[]).includes(name)) {
        throw parser.fault(
          `${family} has no parameter ${name}${hint(name, parameters)}: it has ${parameters.join(', ')}`,
        );
      }
      parser.position += 2;
    } else if (!list && index >= parameters.length) {
      throw parser.fault(
        `${family} takes ${parameters.length} parameter${parameters.length > 1 ? 's' : ''}: ${parameters.join(', ')}`,
      );
    }
    if (Object.hasOwn(given, name) && !list) throw parser.fault(`${name} is given twice`, start);
    const value = constantValue(parser.expression());
    if (!Number.isFinite(value)) throw parser.fault('this is no finite number', start);
    if (list) weights.push(value);
    else given[name] = value;
    index += 1;
    if (!parser.accept(',')) break;
  }
  parser.expect(')', `to close ${family}(`);
  return list ? { weights } : given;
}
