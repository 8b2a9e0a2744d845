// Derivatives up to the fourth, each against differences of the one before it, at points where rules have their seams:
// 0, where models start, beside ordinary ones. And that what `where` leaves out stays out of all of them.
import { describe, expect, test } from 'vitest';
import * as f from '../src/index.ts';
import { compile, grad, hessian, stack, type Tensor, where } from '../src/index.ts';
import { numbersOf, runBoth } from './check.ts';

type One = (x: Tensor) => Tensor;

const functions: Readonly<Record<string, One>> = {
  ...Object.fromEntries(
    [
      'exp expm1 log1p sin cos tan asin acos atan sinh cosh tanh asinh atanh sigmoid softplus logSigmoid',
      'erf erfc normalCdf logNormalCdf gelu silu square',
    ]
      .flatMap((line) => line.split(' '))
      .map((name) => [name, (f as unknown as Record<string, One>)[name]]),
  ),
  'gelu by tanh': (x) => f.gelu(x, 'tanh'),
  'lgamma at 1': (x) => f.lgamma(x.add(1)),
  'lgamma at 2': (x) => f.lgamma(x.add(2)),
  digamma: (x) => f.digamma(x.add(1)),
  'a power': (x) => f.pow(x.add(1), 1.7),
  'a power of itself': (x) => f.pow(x.add(1), x.add(2)),
  normalQuantile: (x) => f.normalQuantile(x.mul(0.3).add(0.5)),
  log1mexp: (x) => f.log1mexp(x.mul(0.2).sub(1)),
  norm: (x) => f.norm(stack([x, 1])),
  logSumExp: (x) => f.logSumExp(stack([x, 0])),
  logAddExp: (x) => f.logAddExp(x, 0),
  softmax: (x) => f.softmax(stack([x, 0])).slice(0),
  logSoftmax: (x) => f.logSoftmax(stack([x, 0])).slice(0),
  'a category': (x) => f.categoricalLogitLogProb(0, stack([x, 0])),
  'a success': (x) => f.bernoulliLogitLogProb(1, x),
  'a normal density': (x) => f.normalLogProb(0, x, x.exp()),
  product: (x) => f.prod(stack([x, f.sin(x), 2])),
  'products so far': (x) => f.cumulativeProduct(stack([x.add(1), x, x])).sum(),
  variance: (x) => f.variance(stack([x, 0, 1])),
  layerNorm: (x) => f.layerNorm(stack([x, 0.3, 1])).slice(0),
  cholesky: (x) => f.cholesky(stack([stack([x.add(2), x]), stack([x, 3])])).slice(1, 1),
  'a loop': (x) => f.scan((c, y) => [f.sin(c.add(y)), []], x, [0.1, 0.2, 0.3])[0],
  'a product': (x) => f.matmul(stack([x, x.exp()]), stack([f.sin(x), x])),
};

/** fn and its first `order` derivatives. */
function orders(fn: One, order: number): ((x: number) => number)[] {
  let each = fn;
  return Array.from({ length: order + 1 }, () => {
    const inner = each;
    each = grad((x: Tensor) => inner(x));
    return compile((x) => inner(x), [[]]) as (x: number) => number;
  });
}

describe('derivatives of every order', () => {
  test.each(Object.keys(functions))('%s', (name) => {
    const programs = orders(functions[name], 4);
    for (const x of [0, 0.5, -0.5, 1e-9]) {
      for (let k = 1; k <= 4; k++) {
        const h = 1e-4;
        const at = (i: number) => programs[k - 1](x + i * h);
        const expected = (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h);
        const got = runBoth(programs[k], x);
        expect(
          Math.abs(got - expected) / Math.max(1, Math.abs(expected)),
          `${k} at ${x}: ${got}`,
        ).toBeLessThan(1e-6);
      }
    }
  });

  test.each<[string, One, readonly number[]]>([
    ['a logarithm', (x) => where(x.greater(0), x.log(), 0), [0, 0, 0, 0]],
    ['a root', (x) => where(x.greater(0), x.sqrt(), 0), [0, 0, 0, 0]],
    ['a quotient', (x) => where(f.equal(x, 0), 5, f.div(1, x)), [5, 0, 0, 0]],
    ['sin(x) / x', (x) => where(f.equal(x, 0), 1, f.sin(x).div(x)), [1, 0, 0, 0]],
    ['a power', (x) => where(x.greater(0), f.pow(x, 1.5), 0), [0, 0, 0, 0]],
    ['lgamma', (x) => where(x.greater(0), x.lgamma(), 0), [0, 0, 0, 0]],
    ['impossible terms', (x) => f.logSumExp(stack([x, Number.NEGATIVE_INFINITY])), [0, 1, 0, 0]],
    ['outside of a support', (x) => where(x.less(1), 0, f.exponentialLogProb(x.sub(1), 2)), [0, 0, 0, 0]],
  ])('what is left out stays out: %s', (_, fn, expected) => {
    for (const [k, program] of orders(fn, 3).entries()) expect(runBoth(program, 0)).toBe(expected[k]);
  });

  test.each([2, 3, 9, 20])('sums of %s exponentials that are all 0', (n) => {
    const at = [...Array<number>(n).fill(Number.NEGATIVE_INFINITY), ...Array<number>(n).keys()];
    for (const sums of [(x: Tensor) => f.logSumExp(x, 1), (x: Tensor) => f.logSumExp(x.transpose(), 0)]) {
      const impossible = compile(
        hessian((x: Tensor) => sums(x).slice(0).sum()),
        [[2, n]],
      );
      expect(numbersOf(runBoth(impossible, at)).every((each) => each === 0)).toBe(true);
    }
  });
});
