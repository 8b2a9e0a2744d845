// The grammar of expressions, against a tree that is evaluated as it was made.
import { machine } from '@stokast/core-wasm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluator } from '../../src/expression/evaluate.ts';
import { parse } from '../../src/expression/parse.ts';

const at = (text: string, x = 0, names = ['x']): number => {
  const out = new Float64Array(1);
  evaluator(parse(text, names), 1)(Float64Array.of(x), 1, out);
  return out[0];
};
const { kernels } = machine();

describe('values', () => {
  test.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['2 ^ 3 ^ 2', 512],
    ['-2 ^ 2', -4],
    ['2 ^ -1', 0.5],
    ['8 / 4 / 2', 1],
    ['1 - 2 - 3', -4],
    ['-x', -3],
    ['+x', 3],
    ['- - x', 3],
    ['x * -2', -6],
    ['1.5e1 + .5 + 1.', 16.5],
    ['x > 2', 1],
    ['x <= 2', 0],
    ['(0 < x) * (x < 4)', 1],
    ['x == 3', 1],
    ['x != 3', 0],
    ['min(x, 2, 1)', 1],
    ['max(x, 2)', 3],
    ['pow(x, 2)', 9],
    ['abs(-x)', 3],
    ['sqrt(x * x)', 3],
    ['2*pi', 2 * Math.PI],
    ['e', Math.E],
  ])('%s at x = 3 is %d', (text, value) => {
    expect(at(text, 3)).toBe(value);
  });

  test('functions are those of the machine', () => {
    for (const name of ['exp', 'log', 'sin', 'cos', 'tanh'] as const) {
      expect(at(`${name}(x)`, 0.7)).toBe(kernels[name](0.7));
    }
    expect(at('x ^ 1.5', 0.7)).toBe(kernels.pow(0.7, 1.5));
  });

  test('points are rows of d variables, any number of them', () => {
    const f = evaluator(parse('x1 - 2 * x2', ['x1', 'x2']), 2);
    const n = 2500; // more than two tiles
    const x = Float64Array.from({ length: 2 * n }, (_, i) => i % 17);
    const out = new Float64Array(n);
    f(x, n, out);
    expect(out).toEqual(Float64Array.from({ length: n }, (_, i) => x[2 * i] - 2 * x[2 * i + 1]));
  });
});

describe('faults point at the column', () => {
  test.each([
    ['', 1, /expected a number.*the text ends/],
    ['1 +', 4, /the text ends/],
    ['x + # 2', 5, /"#" means nothing here/],
    ['x ** 2', 3, /powers are written with \^/],
    ['x = 2', 3, /equality is written ==/],
    ['0 < x < 1', 7, /do not chain/],
    ['sine(x)', 1, /sine is not known here.*did you mean sin\?/],
    ['y', 1, /y is not known here/],
    ['x1', 1, /x1 is not known here; there are x, pi/],
    ['exp x', 5, /expected \( after exp/],
    ['exp(x', 6, /expected \) to close exp\(/],
    ['exp(x, 2)', 1, /exp takes 1 argument: got 2/],
    ['min(x)', 1, /min takes 2 or more arguments: got 1/],
    ['(x', 3, /expected \) to close/],
    ['x)', 2, /expected an operator or the end/],
    ['2 x', 3, /expected an operator/],
    ['1e999', 1, /too large/],
    ['constructor', 1, /not known/],
    ['__proto__(x)', 1, /not known/],
    ['x + 🎲', 5, /"🎲" means nothing/],
  ])('%j at column %d', (text, column, message) => {
    expect(() => parse(text, ['x'])).toThrowError(message);
    expect(() => parse(text, ['x'])).toThrowError(
      new RegExp(`\\(column ${column}\\)\\n.*\\n  ${' '.repeat(column - 1)}\\^$`),
    );
  });

  test('deep nesting and great length are refused, long chains are not', () => {
    expect(() => parse(`${'('.repeat(5000)}x${')'.repeat(5000)}`, ['x'])).toThrowError(
      /at most 10000 characters|levels deep/,
    );
    expect(() => parse(`${'('.repeat(300)}x${')'.repeat(300)}`, ['x'])).toThrowError(/levels deep/);
    expect(() => parse(`${'-'.repeat(300)}x`, ['x'])).toThrowError(/levels deep/);
    expect(() => parse(`x${'^x'.repeat(300)}`, ['x'])).toThrowError(/levels deep/);
    expect(() => parse(`x${'+x'.repeat(6000)}`, ['x'])).toThrowError(/at most 10000 characters/);
    expect(at(`x${'+x'.repeat(4000)}`, 1)).toBe(4001);
  });
});

interface Node {
  readonly text: string;
  readonly value: (x: number) => number;
}

const { tree } = fc.letrec<{ tree: Node; leaf: Node; call: Node; infix: Node; prefix: Node }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    tie('leaf'),
    tie('infix'),
    tie('call'),
    tie('prefix'),
  ),
  leaf: fc.oneof(
    fc.constant<Node>({ text: 'x', value: (x) => x }),
    fc.constant<Node>({ text: 'pi', value: () => Math.PI }),
    fc
      .double({ min: 0, max: 1e6, noNaN: true })
      .map((value): Node => ({ text: String(value), value: () => value })),
  ),
  prefix: tie('tree').map((a): Node => ({ text: `-(${a.text})`, value: (x) => -a.value(x) })),
  call: fc.tuple(fc.constantFrom('exp', 'log', 'sin', 'cos', 'abs'), tie('tree')).map(
    ([name, a]): Node => ({
      text: `${name}( ${a.text})`,
      value: (x) => (name === 'abs' ? Math.abs(a.value(x)) : kernels[name as 'exp'](a.value(x))),
    }),
  ),
  infix: fc.tuple(fc.constantFrom('+', '-', '*', '/', '^', '<', '>='), tie('tree'), tie('tree')).map(
    ([sign, a, b]): Node => ({
      text: `(${a.text}) ${sign}(${b.text})`,
      value: (x) => apply(sign, a.value(x), b.value(x)),
    }),
  ),
}));

function apply(sign: string, a: number, b: number): number {
  if (sign === '+') return a + b;
  if (sign === '-') return a - b;
  if (sign === '*') return a * b;
  if (sign === '/') return a / b;
  if (sign === '^') return kernels.pow(a, b);
  return Number(sign === '<' ? a < b : a >= b);
}

describe('any expression', () => {
  test('has the value of its tree', () => {
    fc.assert(
      fc.property(tree, fc.double(), (node, x) => {
        expect(at(node.text, x)).toBe(node.value(x));
      }),
      { numRuns: 500, seed: 4 },
    );
  });

  test('any text is an expression or a fault with a caret', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(fc.constantFrom('x', '1', '(', ')', '+', '^', 'exp', ',', '<', ' ', 'min', '-', '='), {
          maxLength: 30,
        })
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (candidate) => {
        try {
          at(candidate, 1);
        } catch (error) {
          expect((error as Error).name).toBe('UsageError');
          expect((error as Error).message).toMatch(/\(column \d+\)\n {2}.*\n {2} *\^$/s);
        }
      }),
      { numRuns: 1000, seed: 4 },
    );
  });
});
