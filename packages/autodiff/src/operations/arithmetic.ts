// Arithmetic, comparisons and choices: exact to the last bit in every engine.
import { abs, add, div, mul, neg, sign, square, sub } from '../functions/arithmetic.ts';
import { lessEqual, where } from '../functions/comparisons.ts';
import { numberIn } from '../record.ts';
import type { Tensor } from '../tensor.ts';
import { elementwiseOperation, folded, type Rule, type Simplify } from './elementwise.ts';
import type { Operation } from './operation.ts';

const isNegated = (x: Tensor): boolean => x.operation === 'neg';
const one = ([x]: readonly Tensor[]): Tensor => x.inputs[0];

/** Half of the derivative goes to each of two that are equal. */
const ofChosen = (ct: Tensor, chosen: Tensor, other: Tensor): Tensor =>
  where(chosen, where(other, mul(ct, 0.5), ct), 0);

/** maximum and minimum: `wins(a, b)` is 1 where a is the result. */
const choice =
  (wins: (a: Tensor, b: Tensor) => Tensor): Rule =>
  ({ x, y, ct, needs }) => {
    const [first, second] = [wins(x, y), wins(y, x)];
    return [
      needs[0] ? ofChosen(ct, first, second) : undefined,
      needs[1] ? ofChosen(ct, second, first) : undefined,
    ];
  };

/** Which of two: by a number that is known while tracing, or because they are one. */
const chosen: Simplify = ([condition, a, b]) => {
  if (a === b) return a;
  const known = numberIn(condition);
  return known === undefined ? undefined : known === 0 ? b : a;
};

const TRUTHS = new Set(['equal', 'less', 'lessEqual']);

/** not(not(a)) is `a` where that is 0 or 1 already. */
const doubleNegation: Simplify = ([x, zero]) => {
  const isNot = (each: Tensor, other: Tensor) => each.operation === 'equal' && numberIn(other) === 0;
  return numberIn(zero) === 0 && isNot(x, x.inputs[1]) && TRUTHS.has(x.inputs[0].operation)
    ? x.inputs[0]
    : undefined;
};

/** Numbers in front of a tensor are one number, where that neither overflows nor vanishes. */
const joinFactors: Simplify = ([x, y]) => {
  const [factor, product] = numberIn(x) === undefined ? [y, x] : [x, y];
  if (numberIn(factor) === undefined || product.operation !== 'mul') return undefined;
  const [first, second] = product.inputs;
  const [inner, rest] = numberIn(first) === undefined ? [second, first] : [first, second];
  if (numberIn(inner) === undefined) return undefined;
  const both = mul(factor, inner);
  const size = Math.abs(numberIn(both) as number);
  return size > 1e-30 && size < 1e30 ? mul(both, rest) : undefined;
};

/** Sums of what one condition chooses are chosen by it: where(c, a, 0) + where(c, b, 0), where(c, a, 0) + where(c, 0, b). */
const sumOfChoices: Simplify = ([x, y]) => {
  if (x.operation !== 'where' || y.operation !== 'where' || x.inputs[0] !== y.inputs[0]) return undefined;
  const [condition, a, b] = x.inputs;
  const [, c, d] = y.inputs;
  const isZero = (each: Tensor): boolean => numberIn(each) === 0;
  if (!(isZero(a) || isZero(c)) && !(isZero(b) || isZero(d))) return undefined;
  return where(condition, add(a, c), add(b, d));
};

type Row = readonly [rule: Rule | undefined, ...simplify: readonly Simplify[]];

const rows: Readonly<Record<string, Row>> = {
  add: [
    ({ ct }) => [ct, ct],
    folded((x, y) => x + y),
    ([x, y]) => (numberIn(y) === 0 ? x : numberIn(x) === 0 ? y : undefined),
    ([x, y]) => (isNegated(y) ? sub(x, y.inputs[0]) : isNegated(x) ? sub(y, x.inputs[0]) : undefined),
    ([x, y]) => (x === y ? mul(2, x) : undefined),
    sumOfChoices,
  ],
  sub: [
    ({ ct, needs }) => [ct, needs[1] ? neg(ct) : undefined],
    folded((x, y) => x - y),
    ([x, y]) => (numberIn(y) === 0 ? x : numberIn(x) === 0 ? neg(y) : undefined),
    ([x, y]) => (isNegated(y) ? add(x, y.inputs[0]) : undefined),
  ],
  mul: [
    ({ x, y, ct, needs }) => [needs[0] ? mul(ct, y) : undefined, needs[1] ? mul(ct, x) : undefined],
    folded((x, y) => x * y),
    ([x, y]) => (numberIn(y) === 1 ? x : numberIn(x) === 1 ? y : undefined),
    ([x, y]) => (numberIn(y) === -1 ? neg(x) : numberIn(x) === -1 ? neg(y) : undefined),
    ([x, y]) => (x === y ? square(x) : undefined),
    joinFactors,
    // Signs come out in front, where sums take them up.
    ([x, y]) => (isNegated(x) ? neg(mul(x.inputs[0], y)) : undefined),
    ([x, y]) => (isNegated(y) ? neg(mul(x, y.inputs[0])) : undefined),
  ],
  div: [
    ({ y, result, ct, needs }) => [
      needs[0] ? div(ct, y) : undefined,
      needs[1] ? neg(div(mul(ct, result), y)) : undefined,
    ],
    folded((x, y) => x / y),
    ([x, y]) => (numberIn(y) === 1 ? x : undefined),
    ([x, y]) => (isNegated(x) ? neg(div(x.inputs[0], y)) : undefined),
    ([x, y]) => (isNegated(y) ? neg(div(x, y.inputs[0])) : undefined),
  ],
  neg: [({ ct }) => [neg(ct)], folded((x) => -x), ([x]) => (isNegated(x) ? one([x]) : undefined)],
  square: [
    ({ x, ct }) => [mul(ct, mul(2, x))],
    folded((x) => x * x),
    ([x]) => (isNegated(x) || x.operation === 'abs' ? square(x.inputs[0]) : undefined),
  ],
  sqrt: [({ result, ct }) => [div(mul(ct, 0.5), result)], folded(Math.sqrt)],
  abs: [
    ({ x, ct }) => [mul(ct, sign(x))],
    folded(Math.abs),
    ([x]) => (isNegated(x) ? abs(x.inputs[0]) : undefined),
  ],
  sign: [undefined],
  floor: [undefined],
  ceil: [undefined],
  round: [undefined],
  minimum: [choice((a, b) => lessEqual(a, b))],
  maximum: [choice((a, b) => lessEqual(b, a))],
  equal: [undefined, doubleNegation],
  less: [undefined],
  lessEqual: [undefined],
  where: [
    ({ x, ct, needs }) => [
      undefined,
      needs[1] ? where(x, ct, 0) : undefined,
      needs[2] ? where(x, 0, ct) : undefined,
    ],
    chosen,
  ],
};

export const arithmetic: Readonly<Record<string, Operation>> = Object.fromEntries(
  Object.entries(rows).map(([name, row]) => [name, elementwiseOperation(name, ...row)]),
);
