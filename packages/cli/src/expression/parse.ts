// A small grammar of real expressions, to instructions for a stack. No eval, no recursion when it runs.
//
//   comparison = sum [("<" | "<=" | ">" | ">=" | "==" | "!=") sum]       1 when it holds, else 0
//   sum        = product {("+" | "-") product}
//   product    = unary {("*" | "/") unary}
//   unary      = ("-" | "+") unary | power
//   power      = atom ["^" unary]                                        -x^2 is -(x^2), 2^3^2 is 2^(3^2)
//   atom       = number | "pi" | "e" | variable | function "(" comparison {"," comparison} ")" | "(" comparison ")"
import { hint } from '../flags.ts';
import { faultAt, type Token, tokens } from './tokens.ts';

/** How many arguments each function takes; `min` and `max` take two or more. */
export const functions = {
  exp: 1,
  log: 1,
  sqrt: 1,
  abs: 1,
  sin: 1,
  cos: 1,
  tanh: 1,
  log1p: 1,
  expm1: 1,
  lgamma: 1,
  erf: 1,
  sigmoid: 1,
  softplus: 1,
  pow: 2,
  min: 2,
  max: 2,
} as const;
/** As help texts list them. */
export const functionNames: string = Object.keys(functions).join(' ');
export type FunctionName = keyof typeof functions;

/** The base of the natural logarithm is spelled here as the host's Math has it: a double that the language fixes. */
export const constants: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E };

export type Operator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '^'
  | '<'
  | '<='
  | '>'
  | '>='
  | '=='
  | '!='
  | 'negate'
  | FunctionName;

export type Instruction =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'variable'; readonly index: number }
  | { readonly kind: 'apply'; readonly operator: Operator };

export interface Expression {
  readonly text: string;
  readonly code: readonly Instruction[];
  /** The deepest that the stack gets. */
  readonly depth: number;
}

const COMPARISONS = ['<', '<=', '>', '>=', '==', '!='];
const MAX_NESTING = 200;

/** Reads tokens from `position` on; shared by expressions, parameters and the arguments of `--over`. */
export class Parser {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** The names that stand for variables; with `open` those are added that nothing else is known by. */
  readonly variables: string[];
  position = 0;
  private code: Instruction[] = [];
  private nesting = 0;
  private readonly open: boolean;

  /** `variables`: the names that may stand in the expression; `open`: others, too, which are columns of data. */
  constructor(text: string, variables: readonly string[], open = false) {
    this.text = text;
    this.tokens = tokens(text);
    this.variables = [...variables];
    this.open = open;
  }

  get token(): Token {
    return this.tokens[this.position];
  }

  is(...signs: string[]): boolean {
    return this.token.kind === 'sign' && signs.includes(this.token.text);
  }

  accept(sign: string): boolean {
    if (!this.is(sign)) return false;
    this.position += 1;
    return true;
  }

  expect(sign: string, why: string): void {
    if (!this.accept(sign)) throw this.fault(`expected ${sign} ${why}`);
  }

  fault(what: string, token: Token = this.token): Error {
    return faultAt(this.text, token.column, token.kind === 'end' ? `${what}, but the text ends` : what);
  }

  /** One expression, up to whatever follows it. */
  expression(): Instruction[] {
    this.code = [];
    this.comparison();
    return this.code;
  }

  /** One expression, which is all of the text. */
  whole(): Instruction[] {
    const code = this.expression();
    if (this.token.kind !== 'end') throw this.fault('expected an operator or the end');
    return code;
  }

  /** One expression that is no comparison, up to whatever follows it. */
  bound(): Instruction[] {
    this.code = [];
    this.sum();
    return this.code;
  }

  private emit(operator: Operator): void {
    this.code.push({ kind: 'apply', operator });
  }

  private comparison(): void {
    this.sum();
    if (!this.is(...COMPARISONS)) return;
    const { text } = this.token;
    this.position += 1;
    this.sum();
    this.emit(text as Operator);
    if (this.is(...COMPARISONS)) {
      throw this.fault('comparisons do not chain: write (0 < x) * (x < 1) for both');
    }
  }

  private sum(): void {
    this.product();
    while (this.is('+', '-')) {
      const { text } = this.token;
      this.position += 1;
      this.product();
      this.emit(text as Operator);
    }
  }

  private product(): void {
    this.unary();
    while (this.is('*', '/')) {
      const { text } = this.token;
      this.position += 1;
      this.unary();
      this.emit(text as Operator);
    }
  }

  private unary(): void {
    this.nesting += 1;
    if (this.nesting > MAX_NESTING) throw this.fault(`more than ${MAX_NESTING} levels deep`);
    if (this.accept('-')) {
      this.unary();
      this.emit('negate');
    } else if (this.accept('+')) {
      this.unary();
    } else {
      this.power();
    }
    this.nesting -= 1;
  }

  private power(): void {
    this.atom();
    if (this.accept('^')) {
      this.unary();
      this.emit('^');
    }
    if (this.is('**')) throw this.fault('powers are written with ^');
    if (this.is('=')) throw this.fault('equality is written ==');
  }

  private atom(): void {
    const { token } = this;
    if (token.kind === 'number') {
      const value = Number(token.text);
      if (!Number.isFinite(value)) throw this.fault('this number is too large for a double');
      this.position += 1;
      this.code.push({ kind: 'number', value });
    } else if (token.kind === 'name') {
      this.position += 1;
      this.named(token);
    } else if (this.accept('(')) {
      this.comparison();
      this.expect(')', 'to close the parenthesis');
    } else {
      throw this.fault('expected a number, a variable, a function or a parenthesis');
    }
  }

  private named(token: Token): void {
    const name = token.text;
    const isCalled = this.open && this.is('(');
    if (this.open && !isCalled && !Object.hasOwn(constants, name) && !this.variables.includes(name))
      this.variables.push(name);
    const index = isCalled ? -1 : this.variables.indexOf(name);
    if (index >= 0) {
      this.code.push({ kind: 'variable', index });
    } else if (Object.hasOwn(constants, name)) {
      this.code.push({ kind: 'number', value: constants[name] });
    } else if (Object.hasOwn(functions, name)) {
      this.call(name as FunctionName, token);
    } else {
      const { variables } = this;
      const some = variables.length > 3 ? [variables[0], '...', variables[variables.length - 1]] : variables;
      const others = [...Object.keys(constants), ...Object.keys(functions)];
      const near = /^x\d*$/.test(name) ? '' : hint(name, [...variables, ...others]);
      throw this.fault(
        `${name} is not known here${near}; there are ${[...some, ...others].join(', ')}`,
        token,
      );
    }
  }

  private call(name: FunctionName, token: Token): void {
    this.expect('(', `after ${name}`);
    let given = 0;
    do {
      this.comparison();
      given += 1;
      // min(a, b, c) is min(min(a, b), c).
      if ((name === 'min' || name === 'max') && given >= 2) this.emit(name);
    } while (this.accept(','));
    this.expect(')', `to close ${name}(`);
    const wanted = functions[name];
    const variadic = name === 'min' || name === 'max';
    if (variadic ? given < wanted : given !== wanted) {
      const many = variadic ? `${wanted} or more` : String(wanted);
      throw this.fault(`${name} takes ${many} argument${wanted === 1 ? '' : 's'}: got ${given}`, token);
    }
    if (!variadic) this.emit(name);
  }
}

/** Parses an expression in the variables named. Throws a UsageError with a caret at the place. */
export function parse(text: string, variables: readonly string[]): Expression {
  const code = new Parser(text, variables).whole();
  return { text, code, depth: stackDepth(code) };
}

/** Parses an expression in which every name that is no function and no constant is a variable; gives their names. */
export function parseOpen(
  text: string,
  variables: readonly string[],
): Expression & { readonly names: readonly string[] } {
  const parser = new Parser(text, variables, true);
  const code = parser.whole();
  return { text, code, depth: stackDepth(code), names: parser.variables };
}

/** Operands that an operator takes from the stack. */
export function arity(operator: Operator): 1 | 2 {
  if (operator === 'negate') return 1;
  return Object.hasOwn(functions, operator) ? functions[operator as FunctionName] : 2;
}

export function stackDepth(code: readonly Instruction[]): number {
  let now = 0;
  let most = 0;
  for (const instruction of code) {
    now += instruction.kind === 'apply' ? 1 - arity(instruction.operator) : 1;
    most = Math.max(most, now);
  }
  return most;
}
