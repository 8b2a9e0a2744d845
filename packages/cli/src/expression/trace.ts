// An expression over tensors: its value, and the logarithm of its value taken apart, so that exp(-z^2 / 2) is -z^2 / 2
// and no density is rounded to 0 on the way.
//
// Every part of an expression has value, log |value| and sign. Of products, quotients, powers, roots and exponentials
// the logarithm is put together from those of the parts; a sum of such is taken at the largest of its terms; of all
// else it is the logarithm of the value.
import * as ad from '@stokast/autodiff';
import { arity, type Instruction, type Operator } from './parse.ts';

type Tensor = ad.Tensor;
/** 1 or -1 where it is known before the program runs. */
type Sign = 1 | -1 | Tensor;

/** What stands for a variable: a tensor, and its sign where that is the same for all values it can have. */
export interface Variable {
  readonly tensor: Tensor | number;
  readonly sign?: 1 | -1 | undefined;
}

interface Part {
  readonly value: Tensor;
  readonly log: Tensor;
  readonly sign: Sign;
  /** Is it known not to be 0? */
  readonly nonzero: boolean;
  /** The number that it is, where it is one. */
  readonly number?: number | undefined;
  /** May its value be rounded to 0 or to infinity while its logarithm is an ordinary number? */
  readonly steep: boolean;
}

const { add, sub, mul, div, neg, abs, log, exp, sign, where, less, equal } = ad;
const tensorOf = (x: Tensor | number): Tensor => add(x, 0) as Tensor;

/** Of its value alone. */
const plain = (value: Tensor, known?: 1 | -1): Part => ({
  value,
  log: log(abs(value)),
  sign: known ?? sign(value),
  nonzero: known !== undefined,
  steep: false,
});

const numeral = (number: number): Part => ({
  ...plain(tensorOf(number), number > 0 ? 1 : number < 0 ? -1 : undefined),
  number,
});

const times = (a: Sign, b: Sign): Sign =>
  a === 1 ? b : b === 1 ? a : typeof a === 'number' && typeof b === 'number' ? 1 : mul(a, b);

/** a + b from the logarithms of both. */
function sumOf(a: Part, b: Part, value: Tensor): Part {
  const both = ad.maximum(a.log, b.log);
  // Two zeros have no largest term.
  const largest = ad.stopGradient(where(equal(both, Number.NEGATIVE_INFINITY), 0, both));
  const share = (part: Part): Tensor => mul(part.sign, exp(sub(part.log, largest)));
  const shares = add(share(a), share(b));
  const known = a.sign === 1 && b.sign === 1;
  return {
    value,
    log: add(largest, log(known ? shares : abs(shares))),
    sign: known ? 1 : sign(shares),
    nonzero: known && (a.nonzero || b.nonzero),
    steep: true,
  };
}

function powerOf(a: Part, b: Part): Part {
  const { nonzero } = a;
  if (b.number === 0) return numeral(1);
  if (b.number !== undefined) {
    const parity = Number.isInteger(b.number) ? Math.abs(b.number % 2) : undefined;
    return {
      value: b.number === 2 ? ad.square(a.value) : ad.pow(a.value, b.value),
      log: mul(b.number, a.log),
      sign: parity === undefined ? notNegative(a.sign) : parity === 1 ? a.sign : 1,
      nonzero,
      steep: a.steep,
    };
  }
  // 0 to the power of 0 is 1; everywhere else the exponent keeps its derivative.
  const lost = (): Tensor => ad.and(equal(b.value, 0), equal(a.log, Number.NEGATIVE_INFINITY));
  return {
    value: ad.pow(a.value, b.value),
    log: mul(b.value, nonzero ? a.log : where(lost(), 0, a.log)),
    sign: notNegative(a.sign),
    nonzero,
    steep: true,
  };
}

/** The sign of what negative numbers have none of. */
const notNegative = (of: Sign): Sign =>
  of === 1 ? 1 : of === -1 ? tensorOf(Number.NaN) : where(less(of, 0), Number.NaN, 1);

const COMPARISONS = {
  '<': ad.less,
  '<=': ad.lessEqual,
  '>': ad.greater,
  '>=': ad.greaterEqual,
  '==': ad.equal,
  '!=': ad.notEqual,
} as const;
const FUNCTIONS = {
  log1p: ad.log1p,
  expm1: ad.expm1,
  sin: ad.sin,
  cos: ad.cos,
  tanh: ad.tanh,
  erf: ad.erf,
  lgamma: ad.lgamma,
} as const;
type Comparison = keyof typeof COMPARISONS;

function unaryOf(operator: Operator, a: Part): Part {
  const { value } = a;
  switch (operator) {
    case 'negate':
      if (a.number !== undefined) return numeral(-a.number);
      return { ...a, value: neg(value), sign: times(-1, a.sign) };
    case 'abs':
      return { ...a, value: abs(value), sign: 1, number: a.number && Math.abs(a.number) };
    case 'exp':
      return { value: exp(value), log: value, sign: 1, nonzero: true, steep: true };
    case 'sqrt':
      return {
        ...a,
        value: ad.sqrt(value),
        log: mul(0.5, a.log),
        sign: notNegative(a.sign),
        number: undefined,
      };
    case 'sigmoid':
      return { value: ad.sigmoid(value), log: ad.logSigmoid(value), sign: 1, nonzero: true, steep: true };
    case 'softplus':
      return plain(ad.softplus(value), 1);
    case 'log':
      return plain(a.sign === 1 ? a.log : log(value));
    default:
      return plain(FUNCTIONS[operator as keyof typeof FUNCTIONS](value));
  }
}

function binaryOf(operator: Operator, a: Part, b: Part): Part {
  const known = (fold: (x: number, y: number) => number): number | undefined =>
    a.number === undefined || b.number === undefined ? undefined : fold(a.number, b.number);
  const number = { '+': known((x, y) => x + y), '-': known((x, y) => x - y), '*': known((x, y) => x * y) };
  switch (operator) {
    case '+':
    case '-': {
      const folded = number[operator];
      if (folded !== undefined) return numeral(folded);
      const value = operator === '+' ? add(a.value, b.value) : sub(a.value, b.value);
      if (!a.steep && !b.steep) return plain(value);
      return sumOf(a, operator === '+' ? b : unaryOf('negate', b), value);
    }
    case '*':
      if (number['*'] !== undefined) return numeral(number['*']);
      return {
        value: mul(a.value, b.value),
        log: add(a.log, b.log),
        sign: times(a.sign, b.sign),
        nonzero: a.nonzero && b.nonzero,
        steep: a.steep || b.steep,
      };
    case '/':
      return {
        value: div(a.value, b.value),
        log: sub(a.log, b.log),
        sign: times(a.sign, b.sign),
        nonzero: a.nonzero,
        number: known((x, y) => x / y),
        steep: a.steep || b.steep,
      };
    case '^':
    case 'pow':
      return powerOf(a, b);
    case 'min':
      return plain(ad.minimum(a.value, b.value));
    case 'max':
      return plain(ad.maximum(a.value, b.value));
    default: {
      const holds = COMPARISONS[operator as Comparison](a.value, b.value) as Tensor;
      return {
        value: holds,
        log: where(holds, 0, Number.NEGATIVE_INFINITY),
        sign: 1,
        nonzero: false,
        steep: false,
      };
    }
  }
}

function traced(code: readonly Instruction[], variables: readonly Variable[]): Part {
  const parts = variables.map(({ tensor, sign: known }) => plain(tensorOf(tensor), known));
  const stack: Part[] = [];
  for (const instruction of code) {
    if (instruction.kind === 'number') {
      stack.push(numeral(instruction.value));
    } else if (instruction.kind === 'variable') {
      stack.push(parts[instruction.index]);
    } else {
      const b = stack.pop() as Part;
      const { operator } = instruction;
      stack.push(arity(operator) === 1 ? unaryOf(operator, b) : binaryOf(operator, stack.pop() as Part, b));
    }
  }
  return stack[0];
}

/** The value of an expression over tensors. */
export const traceValue = (code: readonly Instruction[], variables: readonly Variable[]): Tensor =>
  traced(code, variables).value;

/** The logarithm of an expression's value: -Infinity where that is 0, NaN where it is negative. */
export function traceLog(code: readonly Instruction[], variables: readonly Variable[]): Tensor {
  const { log: magnitude, sign: s } = traced(code, variables);
  if (s === 1) return magnitude;
  const least = Number.NEGATIVE_INFINITY;
  return where(ad.greater(s, 0), magnitude, where(equal(s, 0), least, Number.NaN)) as Tensor;
}
